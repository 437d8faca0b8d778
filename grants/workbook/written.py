"""A workbook that `grants export` wrote, as it has come back: its sheets, found again.

Sheets may be renamed, moved and sorted, and rows inserted above: what is looked for is found by
defined names and headings, which spreadsheets carry along.
"""

import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, Self

from grants.errors import TemplateError, UnknownGrantError, WorkbookError
from grants.ledger import Account
from grants.render.office import check_package
from grants.reports.speech import Speech
from grants.values.text import did_you_mean

LANGUAGE_PROPERTY = "grants-language"
"""The document property with the language of the workbook."""

HEADINGS_WITHIN = 60
"""Rows from the top in which headings are looked for."""


def grant_property(number: int, what: str = "") -> str:
    """The document property with the id of a grant, or something else of it."""
    return f"grants-{number}" + (f"-{what}" if what else "")


def budget_print(account: Account) -> str:
    """A fingerprint of the approved budget: another one if any line changes, or the name of a partner."""
    lines = [
        repr((tuple(map(str, line.key)), str(line.amount), line.approximate, line.position, line.text))
        for line in account.approved.lines
    ]
    lines += [repr((partner.id, partner.name)) for partner in account.grant.partners]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


class CellError(ValueError):
    """A cell does not hold what it must; the message says what to write."""


@dataclass(frozen=True, slots=True)
class WrittenSheet:
    """A table in a sheet: the place of each heading, and the rows below, each with its number."""

    name: str
    columns: Mapping[str, int]
    rows: Iterator[tuple[int, tuple[Any, ...]]]

    def place(self, row: int, heading: str) -> str:
        """A cell as people write it: `Budget!H7`."""
        from openpyxl.utils import get_column_letter

        return f"{self.name}!{get_column_letter(self.columns[heading] + 1)}{row}"


class WrittenBook:
    """An xlsx file that `grants export` wrote, as it is now."""

    def __init__(self, path: str) -> None:
        from openpyxl import load_workbook

        self.path = path
        try:
            content = Path(path).read_bytes()
            check_package(content, ".xlsx", path)
            book: Any = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        except OSError as fault:
            raise WorkbookError(f"{path} cannot be read: {fault.strerror or fault}") from None
        except TemplateError as refused:
            raise WorkbookError(str(refused)) from None
        except (KeyError, ValueError):
            raise WorkbookError(f"{path} is damaged: it cannot be read as a workbook") from None
        self.book = book
        self.properties = {item.name: str(item.value) for item in book.custom_doc_props.props}
        self.grants: dict[str, int] = {}
        language = self.properties.get(LANGUAGE_PROPERTY)
        if language not in ("da", "en"):
            book.close()
            self._not_ours()
        self.say: Speech = Speech.of("da" if language == "da" else "en")
        while (name := self.properties.get(grant_property(len(self.grants) + 1))) is not None:
            self.grants[name] = len(self.grants) + 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.book.close()

    def _not_ours(self) -> NoReturn:
        raise WorkbookError(
            f"{self.path} was not written by `grants export`, or what it wrote for the way back is gone"
        )

    def number_of(self, account: Account) -> int:
        """Which of the workbook's grants this is."""
        if account.id not in self.grants:
            hint = did_you_mean(account.id, list(self.grants))
            raise UnknownGrantError(f"{self.path} has no grant {account.id!r}{hint}")
        return self.grants[account.id]

    def budget_print(self, number: int) -> str | None:
        """The fingerprint of the budget that the workbook was written from."""
        return self.properties.get(grant_property(number, "budget"))

    def posting_count(self, number: int) -> int:
        """How many postings the workbook was written with."""
        count = self.properties.get(grant_property(number, "postings"), "")
        if not count.isdecimal():
            self._not_ours()
        return int(count)

    def sheets(self, name: str, number: int, headings: Sequence[str]) -> Iterator[WrittenSheet]:
        """The sheets that hold a defined name of this grant, part after part."""
        suffix = f"_{number}" if len(self.grants) > 1 else ""
        part = 1
        while True:
            full = f"{name}{suffix}" + (f"_{self.say.term('name', 'part')}{part}" if part > 1 else "")
            defined = self.book.defined_names.get(full)
            if defined is None:
                break
            yield self._sheet(next(iter(defined.destinations), ("", ""))[0], full, headings)
            part += 1
        if part == 1:
            raise WorkbookError(f"{self.path} has no name {name}{suffix} any more; export it anew")

    def _sheet(self, title: str, name: str, headings: Sequence[str]) -> WrittenSheet:
        if title not in self.book.sheetnames:
            raise WorkbookError(f"{self.path}: the sheet that {name} points to is gone; export it anew")
        rows = self.book[title].iter_rows(values_only=True)
        for number, row in enumerate(rows, 1):
            if set(headings) <= set(row):
                columns = {str(value): place for place, value in enumerate(row) if value is not None}
                return WrittenSheet(title, columns, iter(enumerate(map(_unescaped, rows), number + 1)))
            if number == HEADINGS_WITHIN:
                break
        wanted = ", ".join(headings)
        raise WorkbookError(f"{self.path}: the sheet {title} lacks a row with the headings {wanted}")


def _unescaped(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """The values with `_x000A_` and its like as the characters that they mean."""
    if not any(isinstance(value, str) and "_x" in value for value in row):
        return row
    from openpyxl.utils.escape import unescape

    return tuple(unescape(value) if isinstance(value, str) else value for value in row)
