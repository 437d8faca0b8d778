"""grant.toml: text to a `Grant`, with every fault found and placed; and an amendment more at its end."""

from pathlib import Path

from grants.errors import WriteError
from grants.findings import reading as rules
from grants.findings.finding import Finding
from grants.records.budget import Amendment
from grants.records.grant import Grant
from grants.store.declared.toml_records import Locate, RecordRules, read_toml, record_of
from grants.store.declared.toml_text import key_lines, toml, with_table
from grants.store.files.writing import write_whole

_RULES = RecordRules(
    "grant.toml",
    rules.NOT_TOML,
    rules.UNKNOWN_KEY,
    rules.MISSING_KEY,
    rules.WRONG_VALUE,
    {"amount": rules.WRONG_AMOUNT, "period": rules.WRONG_PERIOD},
)


def read_grant(text: str, path: str) -> tuple[Grant | None, Locate, list[Finding]]:
    """Read the text of a grant.toml that stands at `path`.

    Gives the grant (None if it cannot be read), a function that finds the line of a value, and
    every finding. Unknown keys are reported and passed over, so that the checks still run.
    """
    document, locate, findings = read_toml(text, path, _RULES)
    if document is None:
        return None, locate, findings
    grant, findings = record_of(document, Grant, locate, _RULES)
    return grant, locate, findings


def amendment_text(amendment: Amendment) -> str:
    """The amendment as a table of grant.toml, with lines that end in a line feed."""
    keys = ("date", "applied", "approved_by", "document", "text", "period", "award")
    lines = ["[[amendment]]", *key_lines(amendment, keys)]
    if amendment.changes:
        lines += ["change = [", *(f"    {toml(change)}," for change in amendment.changes), "]"]
    return "".join(f"{line}\n" for line in lines)


def append_amendment(path: Path, before: bytes, amendment: Amendment) -> None:
    """Write the amendment at the end of the grant.toml at `path`, which must still hold `before`.

    The caller holds the folder's lock and has checked what becomes of the grant. Raises `WriteError`
    with the file as it was.
    """
    if path.is_symlink():
        raise WriteError(
            f"{path} is a link; amendments are written to a plain file in the grant's folder only"
        )
    write_whole(path, with_table(before, amendment_text(amendment)), replacing=before)
