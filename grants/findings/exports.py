"""The rules of imports: why an export cannot be read, and why a line that was read cannot be posted."""

from grants.findings.finding import RULES

NO_PROFILE = RULES.error("G900", "no-profile",
    "There is no profile of that name",
    "name a shipped profile, or write one in the folder profiles of the ledger",
)  # fmt: skip
PROFILE_NOT_TOML = RULES.error("G901", "profile-not-toml",
    "A profile is not valid TOML",
    "correct the line; https://toml.io/en/v1.0.0 describes the format",
)  # fmt: skip
PROFILE_UNKNOWN_KEY = RULES.error("G902", "profile-unknown-key",
    "A profile has a key that means nothing here",
    "correct the name of the key or remove it; `grants schema profile` lists all keys",
)  # fmt: skip
PROFILE_MISSING_KEY = RULES.error("G903", "profile-missing-key",
    "A profile lacks a key",
    "add the key; `grants schema profile` describes it",
)  # fmt: skip
PROFILE_WRONG_VALUE = RULES.error("G904", "profile-wrong-value",
    "A value in a profile has the wrong form, or does not go with the others",
    "write a value of the form that the message names",
)  # fmt: skip
UNREADABLE_SOURCE = RULES.error("G910", "unreadable-source",
    "A file to import cannot be read",
    "name a plain file that you may read",
)  # fmt: skip
WRONG_KIND = RULES.error("G911", "wrong-kind-of-file",
    "A file to import is of another kind than its profile reads",
    "use a profile for this kind of file, or save the export in the form that the message names",
)  # fmt: skip
LOCKED = RULES.error("G912", "locked-workbook",
    "A workbook is protected by a password",
    "open it and save it as .xlsx without a password",
)  # fmt: skip
UNSAFE = RULES.error("G913", "unsafe-file",
    "A file is made so that it would fill the memory",
    "export it anew from the system, or copy its rows into a new workbook",
)  # fmt: skip
WRONG_ENCODING = RULES.error("G914", "wrong-encoding",
    "A file holds bytes that are no text in the encoding of its profile",
    "set encoding in the profile to that of the file, such as cp1252 or utf-8",
)  # fmt: skip
EMPTY_SOURCE = RULES.error("G915", "empty-source",
    "A file to import holds no line",
    "export it anew; an export without lines has nothing to import",
)  # fmt: skip
NO_COLUMNS = RULES.error("G916", "no-columns",
    "The headings of the profile are not in the file",
    "add the file's own headings to columns in the profile, or use the profile of its system",
)  # fmt: skip
TWO_COLUMNS = RULES.error("G917", "two-columns-of-a-name",
    "Two columns have the same heading, and the profile names it",
    "give the columns different headings in the export",
)  # fmt: skip
OTHER_HEADER = RULES.error("G918", "other-header",
    "A second row of headings differs from the first",
    "import the parts one by one, or export them with the same columns",
)  # fmt: skip
SOURCE_WIDTH = RULES.error("G919", "wrong-width",
    "A line has more or fewer fields than the headings",
    "export the file anew if it was cut; put quotes around a text that holds the delimiter",
)  # fmt: skip
SOURCE_QUOTES = RULES.error("G920", "source-quotes",
    "Quotes in a line of an export do not pair up",
    'correct the line, or write quote = "" in the profile if the system quotes nothing',
)  # fmt: skip
SOURCE_CONTROL = RULES.error("G921", "source-control-character",
    "A line of an export holds a control character",
    "remove the character at its source; a file full of them has another encoding",
)  # fmt: skip
SOURCE_DATE = RULES.error("G922", "source-date",
    "A date of an export is none of the forms of its profile",
    "set dates in the profile to the form of the file, or correct the line",
)  # fmt: skip
SOURCE_AMOUNT = RULES.error("G923", "source-amount",
    "An amount of an export is not written as its profile says",
    "set decimal, thousands and negative in the profile as the file has them, or correct the line",
)  # fmt: skip
SOURCE_MARK = RULES.error("G924", "source-mark",
    "It is unclear whether a line is debit or credit",
    "set debit_marks and credit_marks in the profile as the file has them, or correct the line",
)  # fmt: skip
ERROR_CELL = RULES.error("G925", "error-cell",
    "A cell that counts holds an error of the spreadsheet",
    "correct the formula in the workbook, or put the value in its place",
)  # fmt: skip
NO_CACHED_VALUE = RULES.error("G926", "formula-without-value",
    "A formula has no stored value",
    "open the workbook in Excel or LibreOffice, let it calculate, and save it",
)  # fmt: skip
MERGED = RULES.error("G927", "merged-cells",
    "A cell that counts is merged with others",
    "take the merging away and write the value in each row that it is meant for",
)  # fmt: skip
HIDDEN = RULES.note("G928", "hidden-cells",
    "Rows, columns or sheets are hidden",
    "make sure that they are meant to be imported; hidden rows and columns are read, hidden sheets are not",
)  # fmt: skip
ROUNDED = RULES.warning("G929", "rounded-amount",
    "An amount of a workbook is not whole in hundredths",
    "correct the amount in the workbook if it is not meant to be rounded",
)  # fmt: skip
TOTAL_DIFFERS = RULES.error("G930", "control-total-differs",
    "The lines do not add up to the total that the export states",
    "export the file anew; look for lines left out, and for the sign that the profile declares",
)  # fmt: skip
BATCH_FIELD = RULES.error("G931", "batch-field",
    "A line of a G69 batch is not as the format has it",
    "export the batch anew; do not edit it by hand",
)  # fmt: skip
BATCH_BALANCE = RULES.error("G932", "batch-not-balanced",
    "Debit and credit of a G69 batch do not balance",
    "export the batch anew, and ask where the missing side is",
)  # fmt: skip
STATEMENT_FORM = RULES.error("G933", "statement-form",
    "A bank statement is not as camt.053 has it",
    "fetch the statement from the bank anew, as camt.053",
)  # fmt: skip
STATEMENT_BALANCE = RULES.error("G934", "statement-not-balanced",
    "The balances and entries of a bank statement do not add up",
    "fetch the whole statement from the bank anew",
)  # fmt: skip
NO_LINE_END = RULES.note("G935", "no-line-end",
    "The last line of an export has no line end",
    "compare the last line with the system; the export may have been cut there",
)  # fmt: skip
OPEN_DATES = RULES.warning("G936", "open-dates",
    "Every date can be read day-first and month-first",
    "compare one date with the system; Danish systems write the day first",
)  # fmt: skip
SOURCE_QUANTITY = RULES.error("G937", "source-quantity",
    "A quantity of an export is no number",
    "correct the line, or take the column out of the profile",
)  # fmt: skip
SEVERAL_SHEETS = RULES.error("G938", "several-sheets",
    "The profile does not name which sheet of a workbook is meant",
    "write sheet in the profile, as the message names the sheets",
)  # fmt: skip
MIXED_ENCODINGS = RULES.error("G939", "mixed-encodings",
    "Some lines of an export have another encoding than the others",
    "export the file anew, or correct the lines that the message names and save the file as UTF-8; a profile "
    "that names one encoding alone reads every line in it",
)  # fmt: skip
CUT_AMOUNT = RULES.error("G940", "cut-amount",
    "The last amount of an export looks cut",
    "export the file anew; if the line is whole in the system, write ends_open = true in the profile",
)  # fmt: skip


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
