"""Answers to what a file leaves open when a profile is proposed: which there are, and what they may say."""

from collections.abc import Mapping, Sequence

from grants.importing.profiles.dates import DateFormat
from grants.values.text import nearest

OPTIONS: Mapping[str, tuple[str, ...]] = {
    "encoding": ("utf-8", "cp1252", "iso-8859-1", "utf-16"),
    "delimiter": (";", ",", "|", "tab"),
    "decimal": (",", "."),
    "thousands": (".", ",", "space", "'", "none"),
    "sign": ("mark", "signed"),
    "costs": ("positive", "negative"),
}
"""The answers to keys that have few; words replace what is hard to write on a command line."""

HEADINGS = ("date", "amount", "debit", "credit", "mark")
"""Keys that are answered with a heading of the file."""

KEYS = (*OPTIONS, "sheet", *HEADINGS, "dates", "debit_marks", "credit_marks")
"""What may be answered beforehand: keys of the profile, and headings of the columns that must be there."""

_SPELLED = {("delimiter", "tab"): "\t", ("thousands", "space"): " ", ("thousands", "none"): ""}
_MEANT = {(key, spelled): word for (key, word), spelled in _SPELLED.items()}


class AnswerError(ValueError):
    """An answer that cannot be: the message names the key and what is possible."""


def checked(answers: Mapping[str, str]) -> dict[str, str]:
    """The answers as values of a profile. Raises `AnswerError` for one that cannot be.

    Headings and sheets are compared with the file later, by `among`.
    """
    return {key: _checked(key, text) for key, text in answers.items()}


def _checked(key: str, text: str) -> str:
    if key not in KEYS:
        raise AnswerError(f"{key!r} cannot be answered; there is {', '.join(KEYS)}{_meant(key, KEYS)}")
    if key in OPTIONS and (text or key == "thousands"):
        word = _MEANT.get((key, text), text).strip().casefold()
        among(key, word, OPTIONS[key])
        return _SPELLED.get((key, word), word)
    text = text.strip()
    if key == "dates":
        try:
            DateFormat.parse(text)
        except ValueError as why:
            raise AnswerError(f"dates={text!r} cannot be: {why}") from None
    if not any(map(str.strip, text.split(","))):
        raise AnswerError(f"{key} has no answer; write {key}=VALUE")
    return text


def among(key: str, text: str, options: Sequence[str]) -> None:
    """Raise `AnswerError` if an answer is none of the options."""
    if text not in options:
        listed = f"; it is one of {', '.join(options)}" if options else ""
        raise AnswerError(f"{key}={text!r} cannot be{listed}{_meant(text, options)}")


def _meant(text: str, names: Sequence[str]) -> str:
    near = nearest(text, names)
    return "" if near is None else f"; did you mean {near!r}?"
