"""The first rows of a file as they are, for proposing how to read it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from grants.findings import exports as rules
from grants.findings.finding import Where
from grants.importing.detection import evidence
from grants.importing.detection.answers import OPTIONS, among
from grants.importing.readers.delimited_faults import DELIMITERS, delimiter_of
from grants.importing.readers.encodings import encoding_of, mixture_in
from grants.importing.readers.read import kind_of
from grants.importing.readers.sheets import visible_rows
from grants.importing.source_line import UnreadableError
from grants.store.postings.csv_records import Assembler, CsvRecord, Dialect, blocks, records

MAX_LINES = 20_000
"""Rows that are looked at."""


@dataclass
class Sample:
    """The rows of a table, or the kind of a file that is none; `verdicts` are on the file as a whole."""

    kind: str
    rows: list[list[Any]] = field(default_factory=list)
    verdicts: dict[str, evidence.Verdict] = field(default_factory=dict)


def sample_of(path: str, shown: str, answers: Mapping[str, str]) -> Sample:
    """The first rows of a file. Raises `UnreadableError`, and `OSError` if it cannot be read."""
    kind = kind_of(path, shown)
    if kind in ("g69", "camt053"):
        return Sample(kind)
    return _of_workbook(path, shown, answers) if kind == "workbook" else _of_text(path, shown, answers)


def _of_text(path: str, shown: str, answers: Mapping[str, str]) -> Sample:
    encodings = (answers["encoding"],) if "encoding" in answers else OPTIONS["encoding"]
    encoding = encoding_of(path, encodings, shown)
    sample = Sample("text")
    name: str | None = encoding.removesuffix("-sig").removesuffix("-le").removesuffix("-be")
    why = {
        "utf-8-sig": "the file has the byte order mark of UTF-8",
        "utf-16": "the file has the byte order mark of UTF-16",
        "utf-16-le": "every second byte is zero, as in UTF-16 without a byte order mark",
        "utf-16-be": "every first byte of two is zero, as in UTF-16 without a byte order mark",
        "utf-8": "the whole file is UTF-8",
        "cp1252": "the file is no UTF-8, and every byte is a character of Windows-1252",
        "iso-8859-1": "the file is neither UTF-8 nor Windows-1252",
    }[encoding]
    mixture = mixture_in(path, encoding, encodings, shown)
    if mixture is not None:
        name, why = None, mixture.message
    sample.verdicts["encoding"] = evidence.Verdict(name, why)
    with open(path, encoding=encoding, newline="\n") as stream:
        lines = list(islice((line for block in blocks(stream) for line in block.lines), MAX_LINES))
    if not any(line.strip() for line in lines):
        raise UnreadableError(rules.EMPTY_SOURCE.at(Where(shown), "the file is empty"))
    verdict = evidence.Verdict(*delimiter_of(lines))
    delimiter = answers.get("delimiter", verdict.value)
    sample.verdicts["delimiter"] = verdict
    if delimiter in DELIMITERS:
        dialect = Dialect.of(str(delimiter))
        with open(path, encoding=encoding, newline="\n") as stream:
            found = records(blocks(stream), Assembler(re.compile("(?!)"), dialect))
            sound = (record for record in found if isinstance(record, CsvRecord))
            sample.rows = [[cell.text for cell in record.fields] for record in islice(sound, MAX_LINES)]
    return sample


def _of_workbook(path: str, shown: str, answers: Mapping[str, str]) -> Sample:
    sheets = visible_rows(path, shown, MAX_LINES)
    filled = {name: [cells for _, cells in rows] for name, rows in sheets.items() if rows}
    if not filled:
        message = "the workbook shows no sheet of cells"
        raise UnreadableError(rules.EMPTY_SOURCE.at(Where(shown), message))
    sample = Sample("workbook")
    name = answers.get("sheet", next(iter(filled)) if len(filled) == 1 else None)
    if len(filled) > 1:
        said = f"rows are on the sheets {', '.join(map(repr, filled))}"
        sample.verdicts["sheet"] = evidence.Verdict(None, said)
    if name is not None:
        among("sheet", name, list(filled))
        sample.rows = filled[name]
    return sample
