"""Decisions about lines that no rule knows: made in a sheet by a person, read again here.

A line has a key made of what the accounting system says of it, so that a decision holds for the next
export too, whatever Excel made of dates and amounts in the other columns. A sheet of accounts has keys of
accounts instead, which decide every line booked on them.
"""

import csv
import hashlib
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from grants.findings import exports as rules
from grants.findings.finding import Finding, Where
from grants.importing.readers.encodings import encoding_of
from grants.importing.readers.read import KINDS, kind_of
from grants.importing.readers.sheet_cells import shown_text
from grants.importing.readers.sheets import visible_rows
from grants.importing.source_line import SourceLine, UnreadableError
from grants.ledger import Account
from grants.records.types import ID_PATTERN
from grants.store.files.folders import IMPORTS_FILE
from grants.values.financing import Payer

MAX_ROWS = 200_000
"""Rows that are read."""

_ENCODINGS = ("utf-8", "cp1252", "iso-8859-1", "utf-16")
_DELIMITERS = ";,\t|"


class FilledIn(NamedTuple):
    """The names of the columns, in lower case, and the rows below them with their numbers from 1."""

    names: list[str]
    rows: list[tuple[int, list[str]]]


def read_filled_in(path: str, needed: Sequence[str]) -> FilledIn | Finding:
    """The first table of a file that has all `needed` columns, in the first row that is not blank.

    The file is text between `;`, commas or tabs, in UTF-8, UTF-16 or Windows-1252, or a workbook of which
    the sheets that are shown are looked through. Cells are texts without blanks around them. Raises
    `OSError` if the file cannot be read.
    """
    try:
        tables = _tables(path)
    except UnreadableError as why:
        return why.finding
    lacking: list[str] = []
    for rows in tables:
        filled = [(number, cells) for number, cells in rows if any(cells)]
        names = [cell.casefold() for cell in filled[0][1]] if filled else []
        lacking = [name for name in needed if name not in names]
        if not lacking:
            return FilledIn(names, filled[1:])
    message = f"the first row names no column {' and no column '.join(lacking or needed)}"
    remedy = "keep the first row as it was written"
    return rules.NO_COLUMNS.at(Where(path, 1), message, remedy=remedy)


_Rows = list[tuple[int, list[str]]]


def _tables(path: str) -> list[_Rows]:
    kind = kind_of(path, path)
    if kind == "text":
        return [_of_text(path)]
    if kind != "workbook":
        message = f"the file is {KINDS[kind]}, not a sheet that was filled in"
        raise UnreadableError(rules.WRONG_KIND.at(Where(path), message))
    return [
        [(number, [shown_text(cell) for cell in cells]) for number, cells in rows]
        for rows in visible_rows(path, path, MAX_ROWS).values()
    ]


def _of_text(path: str) -> _Rows:
    encoding = encoding_of(path, _ENCODINGS, path)
    rows: _Rows = []
    with open(path, encoding=encoding, newline="") as stream:
        head = stream.readline()
        stream.seek(0)
        reader = csv.reader(stream, delimiter=max(_DELIMITERS, key=head.count), strict=True)
        first = 1
        try:
            for cells in reader:
                rows.append((first, [cell.strip() for cell in cells]))
                first = reader.line_num + 1
                if len(rows) > MAX_ROWS:
                    break
        except csv.Error as why:
            finding = rules.SOURCE_QUOTES.at(Where(path, first), f"the row cannot be read: {why}")
            raise UnreadableError(finding) from None
    return rows


COLUMNS = ("key", "grant", "activity", "financing", "ignore", "post_on")
"""The columns of a sheet that count.

`ignore` holds the reason to leave a line out, `post_on` the day to post it on if its own lies in a closed
period.
"""

_WRITE_ANEW = "keep the first row as it was written, or write the sheet anew with --review FILE"
_KEY = re.compile("(?:A-[0-9a-f]{16}|L-[0-9a-f]{16}(?:-[1-9][0-9]{0,5})?)")
_ID = re.compile(ID_PATTERN)
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})|([0-9]{1,2})[-./]([0-9]{1,2})[-./]([0-9]{4})")


class Decision(NamedTuple):
    """What a person said of a line or an account.

    `ignore` is the reason to leave it out, `post_on` the day to post it on if its own is closed.
    """

    key: str
    where: Where
    activity: str = ""
    grant: str = ""
    financing: str = ""
    ignore: str = ""
    post_on: str = ""
    number: int = 0
    """The import that keeps it in its record; 0 of a sheet."""


@dataclass
class Decisions:
    """Everything that the sheets say, by key, and what is wrong with them."""

    by_key: dict[str, Decision] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    half: dict[str, Decision] = field(default_factory=dict)
    """Rows that name a grant and no activity: open still if the sheet was written so."""
    kept: Mapping[str, Decision] = field(default_factory=dict)
    """What earlier imports decided and their records keep."""

    def of(self, key: str, line: SourceLine) -> Decision | None:
        """What was decided of the line with that key, else of the accounts that it is booked on."""
        if not (self.by_key or self.kept):
            return None
        keys = (key, account_key(line))
        return next((found[key] for found in (self.by_key, self.kept) for key in keys if key in found), None)

    def with_kept(self, grants: Iterable[Account]) -> "Decisions":
        """The same, and what earlier imports decided; a sheet goes before them."""
        kept = {
            each.key: Decision(
                ignore=each.ignore or "",
                post_on=each.post_on.isoformat() if each.post_on else "",
                where=Where(os.path.join(account.folder, IMPORTS_FILE)),
                key=each.key,
                number=record.number,
            )
            for account in grants
            for record in account.imports
            for each in record.decision
        }
        return replace(self, kept=kept)

    def is_kept(self, decision: Decision) -> bool:
        """Whether the record of an earlier import says the same."""
        kept = self.kept.get(decision.key)
        return kept is not None and (kept.ignore, kept.post_on) == (decision.ignore, decision.post_on)


def counted(key: str, count: int) -> str:
    """The key of the second and later of equal lines has their count: each is decided for itself."""
    return key if count == 1 else f"{key}-{count}"


def line_key(line: SourceLine) -> str:
    """The key of a line: the same in every export that has it, and for all lines that equal it."""
    named = (line.voucher, line.line_number, line.date, str(line.minor), *accounts_of(line), line.text)
    return _key("L", named)


def account_key(line: SourceLine) -> str:
    """The key of all lines on the same account, PSP element, project and cost centre."""
    return _key("A", accounts_of(line))


def accounts_of(line: SourceLine) -> tuple[str, str, str, str]:
    """What a line is booked on."""
    return line.account, line.psp, line.project, line.cost_centre


def _key(kind: str, parts: tuple[str, ...]) -> str:
    content = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return f"{kind}-{hashlib.blake2b(content, digest_size=8).hexdigest()}"


def read_decisions(paths: tuple[str | os.PathLike[str], ...]) -> Decisions:
    """Read filled-in sheets, as `grants import` wrote them or as a spreadsheet saved them again."""
    decisions = Decisions()
    for path in paths:
        _read(os.fspath(path), decisions)
    return decisions


def _read(path: str, decisions: Decisions) -> None:
    """Add what one sheet says."""
    try:
        sheet = read_filled_in(path, ("key", "activity"))
    except OSError as fault:
        message = f"the file cannot be read: {fault.strerror or fault}"
        decisions.findings.append(rules.WRONG_DECISIONS.at(Where(path), message))
        return
    if isinstance(sheet, Finding):
        finding = rules.WRONG_DECISIONS.at(sheet.where, sheet.message, remedy=_WRITE_ANEW)
        decisions.findings.append(finding)
        return
    at = {name: place for place, name in enumerate(sheet.names)}
    for number, cells in sheet.rows:
        row = {name: cells[at[name]] if name in at and at[name] < len(cells) else "" for name in COLUMNS}
        if row["activity"] or row["ignore"] or row["post_on"] or row["grant"]:
            fault_of_row = _add(row, Where(path, number, at["activity"] + 1), decisions)
            if fault_of_row is not None:
                column, message = fault_of_row
                where = Where(path, number, at[column] + 1)
                decisions.findings.append(rules.WRONG_DECISIONS.at(where, message))


def _add(row: Mapping[str, str], where: Where, decisions: Decisions) -> tuple[str, str] | None:
    """Add the decision of a row, if no column of it is wrong; else give the column and why.

    One without activity, `ignore` and `post_on` is half a decision.
    """
    fault = _fault(row)
    if fault is not None:
        return fault
    said = (row["activity"], row["grant"], row["financing"], row["ignore"], _day(row["post_on"]) or "")
    decision = Decision(row["key"], where, *said)
    is_whole = decision.activity or decision.ignore or decision.post_on
    before = (decisions.by_key if is_whole else decisions.half).setdefault(decision.key, decision)
    if before._replace(where=where) == decision:
        return None
    earlier = f"{before.where.path}, line {before.where.line}"
    return "key", f"the line {decision.key} is decided otherwise in {earlier}"


def _fault(values: Mapping[str, str]) -> tuple[str, str] | None:
    """The column that is wrong and why."""
    if _KEY.fullmatch(values["key"]) is None:
        return "key", f"{values['key']!r} is no key of a line; keep the column as it was written"
    for name, said in (("activity", "has an activity"), ("post_on", "is posted on a day")):
        if values[name] and values["ignore"]:
            return "ignore", f"a line is ignored or {said}, not both"
    if values["post_on"] and _day(values["post_on"]) is None:
        return "post_on", f"{values['post_on']!r} is no day; write it as 2016-03-14 or 14-03-2016"
    for name in ("activity", "grant"):
        if values[name] and _ID.fullmatch(values[name]) is None:
            return name, f"{values[name]!r} is no id; write lower-case letters, digits and hyphens"
    if values["financing"]:
        try:
            Payer.parse(values["financing"])
        except ValueError as why:
            return "financing", str(why)
    return None


def _day(text: str) -> str | None:
    """A day as people write it, or a spreadsheet writes it again, as YYYY-MM-DD; None if it is none."""
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    year, month, day = found[1] or found[6], found[2] or found[5], found[3] or found[4]
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
