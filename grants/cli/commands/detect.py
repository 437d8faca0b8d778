"""`grants import --detect`: the proposal of a profile, and the questions to which the file has no answer."""

from typing import TYPE_CHECKING

import click

from grants.cli import exits
from grants.cli.delivery import Delivery
from grants.cli.options import is_interactive

if TYPE_CHECKING:
    from grants.importing.detection.proposal import Detection


def propose(source: str, given: tuple[str, ...], delivery: Delivery) -> None:
    """Print the proposal or write it to a file; exit code 1 as long as a question is open.

    On a terminal the questions are asked one by one, and again after an answer that cannot be. An answer
    in `given` that cannot be is a `UsageError`.
    """
    from grants.cli.output import echo_findings
    from grants.importing.detection.answers import AnswerError
    from grants.importing.detection.detect import detect

    answers = _answers(given)
    try:
        detection = detect(source, answers)
    except AnswerError as why:
        raise click.UsageError(f"--answer {why}") from None
    while detection.questions and is_interactive():
        detection = _asked(source, answers, detection)
    echo_findings(detection.findings, err=True)
    if not detection.findings:
        _deliver(detection, delivery)
    if detection.findings or detection.questions:
        exits.stop()


def _answers(given: tuple[str, ...]) -> dict[str, str]:
    """The answers by key."""
    answers: dict[str, str] = {}
    for part in given:
        key, equals, value = part.partition("=")
        if not equals:
            raise click.UsageError(f"--answer {part!r} says no value; write --answer {key}=VALUE")
        if answers.setdefault(key, value) != value:
            raise click.UsageError(f"--answer {key} is given twice, and differs")
    return answers


def _asked(source: str, answers: dict[str, str], detection: "Detection") -> "Detection":
    """The detection with one question more answered; `answers` gets the answer."""
    from grants.importing.detection.answers import AnswerError
    from grants.importing.detection.detect import detect

    question = detection.questions[0]
    shown = f" ({', '.join(filter(None, question.options))})" if question.options else ""
    while True:
        answer = click.prompt(f"{question.key}: {question.text}{shown}", err=True)
        try:
            found = detect(source, answers | {question.key: answer})
        except AnswerError as why:
            click.echo(f"{why}", err=True)
            continue
        answers[question.key] = answer
        return found


def _deliver(detection: "Detection", delivery: Delivery) -> None:
    """Print the proposal, or write it to the file once nothing is open."""
    output = delivery.file
    if output is None or detection.questions:
        click.echo(detection.text(), nl=False)
    if output is None:
        return
    if detection.questions:
        click.echo(f"{output} is not written: answer the open questions with --answer KEY=VALUE", err=True)
        return
    delivery.content(detection.text().encode(), "text")
    click.echo(f"{output}: written", err=True)
