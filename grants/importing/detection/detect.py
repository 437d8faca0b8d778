"""Propose a profile for a file, with the reason of each key; ask where the data leave it open.

A sign, a decimal mark or the order of day and month that the file does not prove is a question, never a
guess: without its answer there is no profile.
"""

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from grants.importing.detection import evidence
from grants.importing.detection.evidence import Sample, sample_of
from grants.importing.detection.proposal import (
    HEADINGS,
    OPTIONS,
    AnswerError,
    Detection,
    Question,
    Reason,
    among,
    checked,
)
from grants.importing.profiles.dates import SERIAL, is_of_form
from grants.importing.profiles.matching import pattern_test
from grants.importing.profiles.profile import Columns
from grants.importing.profiles.profile_files import load_profile, shipped_names
from grants.importing.readers.cells import MAX_ROWS, plain
from grants.importing.readers.read import KINDS
from grants.importing.readers.sheet_cells import shown_text
from grants.importing.source_line import UnreadableError
from grants.store.declared.toml_text import quoted


def detect_profile(
    path: str | os.PathLike[str], answers: Mapping[str, str] | None = None, *, shown: str | None = None
) -> Detection:
    """Look at a file and propose how to read it. `answers` settles some keys beforehand.

    Raises `AnswerError` for an answer that cannot be, `OSError` if the file cannot be read.
    """
    given = checked(answers or {})
    detection = Detection(shown or os.fspath(path))
    try:
        sample = sample_of(os.fspath(path), detection.shown, given)
    except UnreadableError as why:
        detection.findings.append(why.finding)
        return detection
    if sample.kind in ("g69", "camt053"):
        detection.reasons.append(Reason("extends", quoted(sample.kind), f"the file is {KINDS[sample.kind]}"))
    else:
        _Proposal(detection, sample, given).make()
    return detection


class _Proposal:
    """One detection at work on the rows of a table."""

    def __init__(self, detection: Detection, sample: Sample, answers: dict[str, str]) -> None:
        self.detection, self.sample, self.answers = detection, sample, answers
        self.headings: list[str] = []
        self.rows: list[list[Any]] = []
        self.marks: evidence.Marks | None = None

    def make(self) -> None:
        for key, verdict in self.sample.verdicts.items():
            self._settle(key, verdict)
        if any(question.key in ("delimiter", "sheet") for question in self.detection.questions):
            return
        self._find_columns()
        if self.detection.questions:
            return
        self._dates()
        self._amounts()

    def _say(self, key: str, value: str, why: str) -> None:
        self.detection.reasons.append(Reason(key, value, why))

    def _ask(self, key: str, text: str, options: Sequence[str] = ()) -> None:
        self.detection.questions.append(Question(key, text, tuple(options)))

    def _settle(self, key: str, verdict: evidence.Verdict) -> str | None:
        """Take an answer, else what is proved, else ask."""
        answer = self.answers.get(key)
        value = verdict.value if answer is None else answer
        if value is None:
            self._ask(key, verdict.why, OPTIONS.get(key, ()))
        else:
            self._say(key, quoted(value), verdict.why if answer is None else f"answered; {verdict.why}")
        return value

    def _find_columns(self) -> None:
        """The row that names the most columns by the headings of the shipped profiles."""
        known = _known_headings()
        asked = {plain(text) for key, text in self.answers.items() if key in Columns.model_fields}

        def count(row: list[Any]) -> int:
            names = {plain(shown_text(cell)) for cell in row}
            return sum(bool(names & headings.keys()) for headings in known.values()) + 2 * len(names & asked)

        counts = [count(row) for row in self.sample.rows[:MAX_ROWS]]
        if not any(counts):
            first = [shown_text(cell) for row in self.sample.rows[:1] for cell in row if shown_text(cell)]
            for key in self.answers.keys() & set(HEADINGS):
                among(key, self.answers[key], first)
            shown = ", ".join(first) or "empty"
            self._ask("date", f"no row has headings that are known; the first is {shown}")
            self._ask("amount", "which heading is over the amounts")
            return
        place = counts.index(max(counts))
        self.headings = [shown_text(cell) for cell in self.sample.rows[place]]
        self.rows = self.sample.rows[place + 1 :]
        folded = [plain(heading) for heading in self.headings]
        for key in Columns.model_fields:
            answer = self.answers.get(key)
            if answer is not None and plain(answer) not in folded:
                among(key, answer, list(filter(None, self.headings)))
            wanted = [plain(answer)] if answer is not None else list(known[key])
            found = next((name for name in wanted if name in folded), None)
            if found is not None and found not in map(plain, self.detection.columns.values()):
                self.detection.columns[key] = self.headings[folded.index(found)]
        self._complete()
        self._find_marks()
        left = [h for h in self.headings if h and h not in self.detection.columns.values()]
        if left:
            self.detection.notes.append(f"columns without a key: {', '.join(left)}")

    def _complete(self) -> None:
        """Ask for the columns that must be there."""
        columns = self.detection.columns
        listed = ", ".join(heading for heading in self.headings if heading)
        if "date" not in columns:
            self._ask("date", f"no heading is known to be the day; there is {listed}", self.headings)
        if "debit" in columns and "credit" in columns and "amount" not in self.answers:
            columns.pop("amount", None)
            columns.pop("mark", None)
            return
        for key in ("debit", "credit"):
            columns.pop(key, None)
        if "amount" not in columns:
            self._ask("amount", f"no heading is known to be the amount; there is {listed}", self.headings)

    def _find_marks(self) -> None:
        """The column that marks debit and credit: named by the user, or known by what is in it."""
        columns = self.detection.columns
        if "amount" not in columns or "date" not in columns:
            return
        taken = {plain(heading) for key, heading in columns.items() if key != "mark"}
        date, amount = (self.headings.index(columns[key]) for key in ("date", "amount"))
        lines = [row for row in self.rows if len(row) > max(date, amount) and shown_text(row[amount])]
        lines = [row for row in lines if evidence.is_day(shown_text(row[date]))]
        texts = {
            heading: [shown_text(row[place]) if place < len(row) else "" for row in lines]
            for place, heading in enumerate(self.headings)
            if heading and plain(heading) not in taken and columns.get("mark", heading) == heading
        }
        found = evidence.mark_columns(self.headings, texts)
        if len(found) > 1:
            self._ask("mark", f"the columns {', '.join(found)} may each mark debit and credit", tuple(found))
        for heading, marks in found.items():
            columns["mark"], self.marks = heading, marks

    def _cells(self, key: str) -> list[Any]:
        """The cells of a column in the rows whose day looks like one."""
        place = self.headings.index(self.detection.columns[key])
        return [row[place] for row in self.rows if place < len(row)]

    def _texts(self, key: str) -> list[str]:
        named = {plain(heading) for heading in self.detection.columns.values()}
        texts = [shown_text(cell) for cell in self._cells(key) if isinstance(cell, str)]
        return [text for text in texts if text and plain(text) not in named]

    def _dates(self) -> None:
        answer = self.answers.get("dates")
        typed = sum(not isinstance(cell, str) for cell in self._cells("date"))
        texts = self._texts("date")
        verdict = evidence.dates_of(texts)
        if answer is not None:
            self._check_form(answer, texts)
            self._say("dates", quoted(answer), f"answered; {verdict.why}")
        elif verdict.forms:
            forms = ", ".join(map(quoted, verdict.forms))
            self._say("dates", f"[{forms}]", verdict.why)
        elif typed and not verdict.options:
            self._say("dates", '["yyyy-mm-dd"]', f"{typed:,} days are dates of the workbook itself")
        else:
            self._ask("dates", verdict.why, verdict.options)

    def _check_form(self, form: str, texts: Sequence[str]) -> None:
        """Raise `AnswerError` for a form that no day of the file has."""
        if form != SERIAL and texts and not any(is_of_form(form, text) for text in texts):
            shown = next(filter(evidence.is_day, texts), texts[0])
            raise AnswerError(f"dates={form!r} does not fit: no day of the file is written as {shown!r}")

    def _amounts(self) -> None:
        columns = self.detection.columns
        keys = ("debit", "credit") if "debit" in columns else ("amount",)
        texts = [text for key in keys for text in self._texts(key)]
        typed = sum(not isinstance(cell, str) for key in keys for cell in self._cells(key))
        if typed and not texts:
            decimal = self.answers.get("decimal", ",")
            self._say("decimal", quoted(decimal), f"{typed:,} amounts are numbers of the workbook itself")
            self._say("thousands", quoted("." if decimal == "," else ","), "no amount is text")
        else:
            mark = self._settle("decimal", evidence.decimal_of(texts))
            if mark is not None:
                self._settle("thousands", evidence.thousands_of(texts, mark))
        self._sign(keys, texts)
        self._totals()

    def _sign(self, keys: tuple[str, ...], texts: list[str]) -> None:
        columns = self.detection.columns
        if keys != ("amount",):
            self._say("sign", '"columns"', "debit and credit have a column each")
            self._say_costs()
            return
        ways = evidence.ways_below_zero(texts)
        numbers = [cell for cell in self._cells("amount") if isinstance(cell, int | float | Decimal)]
        below = sum(ways.values()) + sum(number < 0 for number in numbers)
        above = len(texts) + len(numbers) - below
        sign = self._way_of_sign(below)
        if sign is None:
            return
        said = f"{above:,} amounts are zero or more and {below:,} are negative"
        if sign == "mark":
            said = f"{self.marks} are beside the amounts"
            self._marked()
        else:
            columns.pop("mark", None)
        if ways:
            listed = ", ".join(map(quoted, ways))
            self._say("negative", f"[{listed}]", ", ".join(f"{n:,} {way}" for way, n in ways.items()))
        if sign == "mark" and not (self.marks and self.marks.is_sign):
            self._say_costs()
        else:
            self._settle("costs", evidence.Verdict(None, f"{said}; nothing in a file says which are costs"))

    def _say_costs(self) -> None:
        self._say("costs", quoted(self.answers.get("costs", "positive")), "a cost is a debit")

    def _way_of_sign(self, below: int) -> str | None:
        """Whether the amounts carry their sign or a column marks it; None if that is asked."""
        heading, marks = self.detection.columns.get("mark"), self.marks
        if heading is None and self.answers.get("sign") == "mark":
            self._ask("mark", "no column is known to mark debit and credit", self.headings)
            return None
        if heading is None:
            return self._settle("sign", evidence.Verdict("signed", "the amounts carry their sign"))
        said = f"the column {heading!r} holds {marks or 'no marks that are known'}"
        is_meant = "mark" in self.answers or plain(heading) in evidence.MARK_HEADINGS
        if marks and not marks.blank and not below and (marks.has_both or is_meant):
            return self._settle("sign", evidence.Verdict("mark", said))
        if below:
            said += f", and {below:,} amounts are below zero"
        return self._settle("sign", evidence.Verdict(None, f"{said}: does it say the sign"))

    def _marked(self) -> None:
        """Say the marks of debit and credit, or ask for those that are not known."""
        sides: list[set[str]] = []
        for key, known in (
            ("debit_marks", self.marks and self.marks.debit),
            ("credit_marks", self.marks and self.marks.credit),
        ):
            answer = self.answers.get(key)
            marks = tuple(filter(None, map(str.strip, answer.split(",")))) if answer is not None else known
            if marks and any(side & {mark.casefold() for mark in marks} for side in sides):
                raise AnswerError(f"{key}={', '.join(marks)!r} cannot be: it is a mark of debit too")
            if marks:
                sides.append({mark.casefold() for mark in marks})
                why = f"{self.marks}" if answer is None else "answered"
                self._say(key, f"[{', '.join(map(quoted, marks))}]", why)
            else:
                held = list(dict.fromkeys(self._texts("mark")))[:12]
                side = key.partition("_")[0]
                self._ask(key, f"which marks are {side}, with commas between them", held)

    def _totals(self) -> None:
        """Rows that look like totals by the patterns of the shipped profile."""
        generic, _ = load_profile("generic-dk")
        assert generic is not None  # it is part of the package
        firsts = [next(filter(None, map(shown_text, row)), "") for row in self.rows]
        for key in ("subtotal", "total", "skip"):
            tests = {pattern: pattern_test(pattern) for pattern in getattr(generic, key)}
            hits = Counter(pattern for first in firsts for pattern, test in tests.items() if test(first))
            if hits:
                listed = ", ".join(map(quoted, hits))
                self._say(key, f"[{listed}]", f"{sum(hits.values()):,} rows begin so")


def _known_headings() -> dict[str, dict[str, None]]:
    """All headings of the shipped profiles by key, in their order."""
    known: dict[str, dict[str, None]] = {key: {} for key in Columns.model_fields}
    for name in shipped_names():
        profile, _ = load_profile(name)
        assert profile is not None  # they are part of the package
        for key, names in profile.columns.named().items():
            known[key] |= dict.fromkeys(map(plain, names))
    return known


detect = detect_profile
