"""What a workbook remembers of the ledger it was written from, for the way back."""

import hashlib
from collections.abc import Sequence

from grants.records import BudgetLine


def language_property() -> str:
    """The document property that tells the language of the workbook."""
    return "grants-language"


def grant_property(number: int, what: str = "") -> str:
    """The document property with the id of a grant, or something else of it."""
    return f"grants-{number}" + (f"-{what}" if what else "")


def budget_print(budget: Sequence[BudgetLine]) -> str:
    """A fingerprint of a budget: another one if anything in any line is."""
    text = "\n".join(line.model_dump_json(exclude={"period"}) + str(line.period) for line in budget)
    return hashlib.sha256(text.encode()).hexdigest()
