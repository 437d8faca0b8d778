"""The rules of importing lines: why a line that was read correctly cannot be posted."""

from grants.findings.finding import RULES

WRONG_DECISIONS = RULES.error("G953", "wrong-decisions",
    "A reviewed sheet cannot be used as it is filled in",
    "correct the cell; leave activity, grant and ignore blank in a line that is still open",
)  # fmt: skip
NO_TARGET = RULES.error("G954", "rule-without-target",
    "A rule or decision names a grant, an activity or a source of money that does not exist",
    "correct the name in the profile or in the reviewed sheet, or start the grant with `grants init`",
)  # fmt: skip
OTHER_CURRENCY = RULES.error("G955", "other-currency",
    "A line is in another currency than the grant",
    "export the amounts in the currency of the grant; nothing is converted here",
)  # fmt: skip
CPR_IN_SOURCE = RULES.warning("G956", "cpr-number-in-source",
    "A text of an export holds what looks like a civil registration number",
    "take the number out in the accounting system; `--cpr refuse` refuses such a file",
)  # fmt: skip
UNMATCHED = RULES.error("G957", "unmatched-lines",
    "Lines of an export match no rule",
    "add rules to the profile, or write the lines to a sheet with --review FILE, fill in the activity and "
    "import again with --reviewed FILE",
)  # fmt: skip
NOT_POSTABLE = RULES.error("G958", "line-not-postable",
    "A line of an export cannot be written to postings.csv",
    "correct the line in the accounting system, or take the column out of the profile",
)  # fmt: skip
SAME_LINE = RULES.warning("G959", "same-line-twice",
    "A new line may be one that an earlier import brought in another form",
    "look both up in the accounting system; if they are one cost, reverse the old posting with "
    "`grants reverse`",
)  # fmt: skip
NOT_IN_EXPORT = RULES.warning("G960", "not-in-export",
    "An export lacks postings that earlier imports brought and that it should have",
    "ask in the accounting whether they were removed, and reverse them with `grants reverse` if so; "
    "import with --partial what leaves lines out on purpose",
)  # fmt: skip
OTHER_QUANTITY = RULES.warning("G961", "other-quantity",
    "A line that is in the ledger has another quantity in the export",
    "reverse the posting with `grants reverse` and post it again with the quantity that is right",
)  # fmt: skip
