"""Do the postings belong to the budget, to the time of the grant and to the records of their imports?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from grants.checks.registry import check, error, warning
from grants.figures.postings import Group
from grants.findings.bounded import each
from grants.findings.finding import RULES, Finding, Rule, Severity, Where
from grants.findings.message import Message, Nearest, plural
from grants.ledger import Account
from grants.records.report import Explanation
from grants.values import money
from grants.values.money import Amount


@error("G111", "no-postings",
    "A grant that is reported has no postings",
    "add the postings to postings.csv, or set the status back to awarded",
)  # fmt: skip
def has_postings(rule: Rule, account: Account) -> Iterator[Finding]:
    """G111: an account without a single posting; a note as long as the grant runs."""
    status = account.grant.status
    if status == "applied" or account.postings.count or not account.postings.is_whole:
        return
    is_running = status == "awarded"
    yield rule.at(
        account.posting_line(1),
        f"the status is {status!r}, but there is no posting",
        remedy="nothing yet; `grants post` or an import adds the first posting" if is_running else None,
        severity=Severity.NOTE if is_running else None,
    )


NOT_BUDGETED = RULES.error("G301", "not-budgeted",
    "A posting names an activity without a budget line",
    "post the cost on a budgeted activity, or record the approved budget line",
)  # fmt: skip
UNKNOWN_ACTIVITY = RULES.error("G302", "posting-on-unknown-activity",
    "A posting names an activity that grant.toml does not declare",
    "correct the name of the activity, or declare it in an [[activity]] table",
)  # fmt: skip


@check
def on_budgeted_activities(account: Account) -> Iterator[Finding]:
    """G301 and G302: a cost on no line of the approved budget is not eligible."""
    known = frozenset(activity.id for activity in account.grant.activities)
    budgeted = {line.activity for line in account.approved.lines}
    by_activity: defaultdict[str, list[Group]] = defaultdict(list)
    for group in account.postings.groups:
        if group.activity not in budgeted or group.activity not in known:
            by_activity[group.activity].append(group)

    def not_budgeted(name: str) -> Finding:
        said = Message("{name!r} has no budget line, but {posted} there",
            name=name, posted=sum_of(by_activity[name]),
        )  # fmt: skip
        return NOT_BUDGETED.at(first_of(account, by_activity[name]), said)

    def unknown(name: str) -> Finding:
        said = Message("there is no activity {name!r}, but {posted} there{hint}",
            name=name, posted=sum_of(by_activity[name]), hint=Nearest(name, known),
        )  # fmt: skip
        return UNKNOWN_ACTIVITY.at(first_of(account, by_activity[name]), said)

    yield from each([name for name in by_activity if name in known], not_budgeted)
    yield from each([name for name in by_activity if name not in known], unknown)


@warning("G303", "outside-period",
    "A posting is outside the grant's period",
    "correct the date, record the approved extension in an [[amendment]], or explain it: "
    '[[explanation]] with of = "period"',
)  # fmt: skip
def within_period(rule: Rule, account: Account) -> Iterator[Finding]:
    """G303: a cost is before or after the period in force; an explanation makes it a note."""
    period = account.grant.effective_period
    outside: defaultdict[str, list[Group]] = defaultdict(list)
    for group in account.postings.groups:
        if not period.covers(group.period):
            outside[group.date].append(group)
    explanation = account.grant.explained("period")
    advice = (
        "nothing if the funder accepts the explanation; an approved extension belongs in an [[amendment]]"
    )

    def finding(date: str) -> Finding:
        said = Message("{date} is outside the period {period}: {posted} there",
            date=date, period=period, posted=sum_of(outside[date]),
        )  # fmt: skip
        return explained(rule.at(first_of(account, outside[date]), said), explanation, advice)

    yield from each(list(outside), finding)


@warning("G306", "spent-on-application",
    "There are postings on a grant that is only applied for",
    "set the status to awarded once the funder has decided, or remove the postings",
)  # fmt: skip
def not_before_award(rule: Rule, account: Account) -> Iterator[Finding]:
    """G306: money is spent that nobody has granted."""
    groups = account.postings.groups
    if not account.grant.is_awarded and groups:
        said = Message("the grant is only applied for, but {posted} there", posted=sum_of(groups))
        yield rule.at(first_of(account, groups), said)


def first_of(account: Account, groups: Iterable[Group]) -> Where:
    """The line of the first posting in the groups."""
    return account.posting_line(min(group.first_line for group in groups))


def sum_of(groups: Sequence[Group]) -> Message:
    """How many postings of how much the groups hold, with a verb: `2 postings of 9.00 are`."""
    count = sum(group.postings for group in groups)
    total = Amount(sum(group.total for group in groups))
    return plural(
        "{count:,} posting of {total} is", "{count:,} postings of {total} are", count=count, total=total
    )


def explained(finding: Finding, explanation: Explanation | None, advice: str) -> Finding:
    """The finding, or a note with the explanation where there is one."""
    if explanation is None:
        return finding
    said = Message("{finding}; explained: {text}", finding=finding.said, text=explanation.text)
    return replace(finding, said=said, advice=advice, severity=Severity.NOTE)


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
            said = Message(
                "import {number} ({file}) wrote {wrote:,} postings of {sum}; {there:,} of {total} are there",
                number=record.number, file=record.file, wrote=record.postings, sum=record.sum,
                there=count, total=money.Amount(total),
            )  # fmt: skip
            yield IMPORT_DIFFERS.at(account.posting_line(line), said)
    for number, (count, _, line) in found.items():
        said = plural(
            "{count:,} posting is of import {number}, which is not recorded",
            "{count:,} postings are of import {number}, which is not recorded",
            count=count, number=number,
        )  # fmt: skip
        yield UNKNOWN_IMPORT.at(account.posting_line(line), said)
