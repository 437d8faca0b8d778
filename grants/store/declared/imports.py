"""imports.toml: the record of every import into a grant, one table after the other, only appended to."""

from pathlib import Path

from grants.errors import WriteError
from grants.findings import reading as rules
from grants.findings.finding import Finding
from grants.records.imports import MAX_NUMBER, ImportRecord, Imports, KeptDecision
from grants.store.declared.toml_records import RecordRules, read_toml, record_of
from grants.store.declared.toml_text import key_lines, with_table

HEADING = "# What was imported into postings.csv, written by `grants import`. Do not edit.\n"

_RULES = RecordRules.of_one("imports.toml", rules.WRONG_IMPORTS)


def read_imports(text: str, path: str) -> tuple[tuple[ImportRecord, ...], list[Finding]]:
    """The records in the text of an imports.toml that stands at `path`, and what is wrong with it.

    There are no records if anything is wrong: half of them would be wrong.
    """
    document, locate, findings = read_toml(text, path, _RULES)
    if document is None:
        return (), findings
    imports, findings = record_of(document, Imports, locate, _RULES)
    return (() if imports is None or findings else imports.records), findings


def appended(before: bytes, record: ImportRecord) -> bytes:
    """The content of an imports.toml with one record more; `before` is b"" if there is none yet."""
    keys = (name for name in ImportRecord.model_fields if name != "decision")
    lines = ["[[import]]", *key_lines(record, keys)]
    for decision in record.decision:
        lines += ["", "[[import.decision]]", *key_lines(decision, KeptDecision.model_fields)]
    return with_table(before or HEADING.encode(), "".join(f"{line}\n" for line in lines))


def next_number(records: tuple[ImportRecord, ...], path: Path) -> int:
    """The number of the next import; `WriteError` if a posting could not name it."""
    if len(records) >= MAX_NUMBER:
        raise WriteError(f"{path} has {len(records):,} imports, and more cannot be numbered")
    return len(records) + 1
