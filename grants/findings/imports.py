"""The rules of importing lines into grants: what can stand in the way of a line that was read soundly."""

from grants.findings.finding import Rule, Severity

ERROR, WARNING = Severity.ERROR, Severity.WARNING

WRONG_DECISIONS = Rule(
    "G953", "wrong-decisions", ERROR,
    "A reviewed sheet cannot be used as it is filled in",
    "correct the cell; leave activity, grant and ignore blank in a line that is still open",
)  # fmt: skip
NO_TARGET = Rule(
    "G954", "rule-without-target", ERROR,
    "A rule or decision names a grant, an activity or a source of money that does not exist",
    "correct the name in the profile or in the reviewed sheet, or start the grant with `grants init`",
)  # fmt: skip
OTHER_CURRENCY = Rule(
    "G955", "other-currency", ERROR,
    "A line is in another currency than the grant",
    "export the amounts in the currency of the grant; nothing is converted here",
)  # fmt: skip
CPR_IN_SOURCE = Rule(
    "G956", "cpr-number-in-source", WARNING,
    "A text of an export holds what looks like a civil registration number",
    "take the number out in the accounting system; `--cpr refuse` refuses such a file",
)  # fmt: skip
UNMATCHED = Rule(
    "G957", "unmatched-lines", ERROR,
    "No rule says what lines of an export are",
    "add rules to the profile, or write the lines to a sheet with --review FILE, fill in the activity and "
    "import again with --reviewed FILE",
)  # fmt: skip
NOT_POSTABLE = Rule(
    "G958", "line-not-postable", ERROR,
    "A line of an export cannot stand in postings.csv",
    "correct the line in the accounting system, or take the column out of the profile",
)  # fmt: skip
SAME_LINE = Rule(
    "G959", "same-line-twice", WARNING,
    "A new line may be one that an earlier import brought in another form",
    "look both up in the accounting system; if they are one cost, take the old posting back with "
    "`grants reverse`",
)  # fmt: skip
NOT_IN_EXPORT = Rule(
    "G960", "not-in-export", WARNING,
    "An export lacks postings that earlier imports brought and that it should have",
    "ask in the accounting whether they were removed, and take them back with `grants reverse` if so; "
    "import with --partial what leaves lines out on purpose",
)  # fmt: skip
OTHER_QUANTITY = Rule(
    "G961", "other-quantity", WARNING,
    "A line that is in the ledger has another quantity in the export",
    "take the posting back with `grants reverse` and post it anew with the quantity that is right",
)  # fmt: skip

IMPORTING_RULES = (
    WRONG_DECISIONS, NO_TARGET, OTHER_CURRENCY, CPR_IN_SOURCE, UNMATCHED, NOT_POSTABLE, SAME_LINE,
    NOT_IN_EXPORT, OTHER_QUANTITY,
)  # fmt: skip
