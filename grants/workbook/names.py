"""What a workbook remembers of the ledger it was written from, for the way back."""

import hashlib

from grants.ledger import Account


def language_property() -> str:
    """The document property with the language of the workbook."""
    return "grants-language"


def grant_property(number: int, what: str = "") -> str:
    """The document property with the id of a grant, or something else of it."""
    return f"grants-{number}" + (f"-{what}" if what else "")


def budget_print(account: Account) -> str:
    """A fingerprint of the budget in force: another one if anything in any line is, or a partner's name."""
    lines = [
        repr((tuple(map(str, line.key)), str(line.amount), line.approximate, line.position, line.text))
        for line in account.approved.lines
    ]
    lines += [repr((partner.id, partner.name)) for partner in account.grant.partners]
    text = "\n".join(lines)
    return hashlib.sha256(text.encode()).hexdigest()
