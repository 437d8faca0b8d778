"""Do the postings that were imported agree with the records of their imports?"""

from collections.abc import Iterator

from grants.checks.registry import RULES, check
from grants.findings.finding import Finding, counted
from grants.ledger import Account
from grants.values import money

UNKNOWN_IMPORT = RULES.error("G951", "unknown-import",
    "A posting names an import that imports.toml does not have",
    "take imports.toml and postings.csv from the same version; they are written together",
)  # fmt: skip
IMPORT_DIFFERS = RULES.warning("G952", "import-differs",
    "The postings of an import are no longer what it wrote",
    "restore the postings from the version before; an imported posting is corrected by further postings",
)  # fmt: skip


@check
def postings_are_of_their_imports(account: Account) -> Iterator[Finding]:
    """G951 and G952: number and sum of the postings of each import are those of its record.

    The file is read once more, and only if there are imports.
    """
    if not account.imports and "imported" not in account.postings.columns:
        return
    found: dict[str, list[int]] = {}
    for posting in account.postings.texts():
        if posting.imported:
            number = posting.imported.partition(":")[0]
            sums = found.setdefault(number, [0, 0, posting.line])
            sums[0] += 1
            sums[1] += money.parse_amount(posting.amount)
    for record in account.imports:
        count, total, line = found.pop(str(record.number), (0, 0, 1))
        if count != record.postings or total != record.sum.minor:
            yield IMPORT_DIFFERS.at(
                account.posting_line(line),
                f"import {record.number} ({record.file}) wrote {record.postings:,} postings of {record.sum}; "
                f"{count:,} of {money.format_amount(total)} are there",
            )
    for number, (count, _, line) in found.items():
        postings = counted(count, "posting is", "postings are")
        message = f"{postings} of import {number}, which is not recorded"
        yield UNKNOWN_IMPORT.at(account.posting_line(line), message)
