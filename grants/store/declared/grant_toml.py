"""grant.toml: text to a `Grant`, with every fault found and placed."""

from grants.findings import reading as rules
from grants.findings.finding import Finding
from grants.records import Grant
from grants.store.declared.toml_records import Locate, RecordRules, read_toml, record_of

__all__ = ["Locate", "read_grant"]

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
