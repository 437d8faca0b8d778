"""The rules of importing: what can be wrong with an export of an ERP system and with its profile."""

from grants.findings.finding import Rule, Severity

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE

NO_PROFILE = Rule(
    "G900", "no-profile", ERROR,
    "There is no profile of that name",
    "name a shipped profile, or write one in the folder profiles of the ledger",
)  # fmt: skip
PROFILE_NOT_TOML = Rule(
    "G901", "profile-not-toml", ERROR,
    "A profile is not valid TOML",
    "correct the line; https://toml.io/en/v1.0.0 describes the format",
)  # fmt: skip
PROFILE_UNKNOWN_KEY = Rule(
    "G902", "profile-unknown-key", ERROR,
    "A profile has a key that means nothing here",
    "correct the name of the key or remove it; `grants schema profile` lists all keys",
)  # fmt: skip
PROFILE_MISSING_KEY = Rule(
    "G903", "profile-missing-key", ERROR,
    "A profile lacks a key",
    "add the key; `grants schema profile` describes it",
)  # fmt: skip
PROFILE_WRONG_VALUE = Rule(
    "G904", "profile-wrong-value", ERROR,
    "A value in a profile has the wrong form, or does not go with the others",
    "write a value of the form that the message names",
)  # fmt: skip
UNREADABLE_SOURCE = Rule(
    "G910", "unreadable-source", ERROR,
    "A file to import cannot be read",
    "name a plain file that you may read",
)  # fmt: skip
WRONG_KIND = Rule(
    "G911", "wrong-kind-of-file", ERROR,
    "A file to import is of another kind than its profile reads",
    "use a profile for this kind of file, or save the export in the form that the message names",
)  # fmt: skip
LOCKED = Rule(
    "G912", "locked-workbook", ERROR,
    "A workbook is protected by a password",
    "open it and save it as .xlsx without a password",
)  # fmt: skip
UNSAFE = Rule(
    "G913", "unsafe-file", ERROR,
    "A file is made so that it would fill the memory",
    "export it anew from the system, or copy its rows into a new workbook",
)  # fmt: skip
WRONG_ENCODING = Rule(
    "G914", "wrong-encoding", ERROR,
    "A file holds bytes that are no text in the encoding of its profile",
    "set encoding in the profile to that of the file, such as cp1252 or utf-8",
)  # fmt: skip
EMPTY_SOURCE = Rule(
    "G915", "empty-source", ERROR,
    "A file to import holds no line",
    "export it anew; an export without lines has nothing to import",
)  # fmt: skip
NO_COLUMNS = Rule(
    "G916", "no-columns", ERROR,
    "The headings of the profile are not in the file",
    "add the file's own headings to columns in the profile, or use the profile of its system",
)  # fmt: skip
TWO_COLUMNS = Rule(
    "G917", "two-columns-of-a-name", ERROR,
    "Two columns have the same heading, and the profile names it",
    "give the columns different headings in the export",
)  # fmt: skip
OTHER_HEADER = Rule(
    "G918", "other-header", ERROR,
    "A second row of headings differs from the first",
    "import the parts one by one, or export them with the same columns",
)  # fmt: skip
SOURCE_WIDTH = Rule(
    "G919", "wrong-width", ERROR,
    "A line has more or fewer fields than the headings",
    "export the file anew if it was cut; put quotes around a text that holds the delimiter",
)  # fmt: skip
SOURCE_QUOTES = Rule(
    "G920", "source-quotes", ERROR,
    "Quotes in a line of an export do not pair up",
    'correct the line, or write quote = "" in the profile if the system quotes nothing',
)  # fmt: skip
SOURCE_CONTROL = Rule(
    "G921", "source-control-character", ERROR,
    "A line of an export holds a control character",
    "remove the character at its source; a file full of them has another encoding",
)  # fmt: skip
SOURCE_DATE = Rule(
    "G922", "source-date", ERROR,
    "A date of an export is none of the forms of its profile",
    "set dates in the profile to the form of the file, or correct the line",
)  # fmt: skip
SOURCE_AMOUNT = Rule(
    "G923", "source-amount", ERROR,
    "An amount of an export is not written as its profile says",
    "set decimal, thousands and negative in the profile as the file has them, or correct the line",
)  # fmt: skip
SOURCE_MARK = Rule(
    "G924", "source-mark", ERROR,
    "Debit and credit of a line cannot be told",
    "set debit_marks and credit_marks in the profile as the file has them, or correct the line",
)  # fmt: skip
ERROR_CELL = Rule(
    "G925", "error-cell", ERROR,
    "A cell that counts holds an error of the spreadsheet",
    "correct the formula in the workbook, or put the value in its place",
)  # fmt: skip
NO_CACHED_VALUE = Rule(
    "G926", "formula-without-value", ERROR,
    "A formula has no stored value",
    "open the workbook in Excel or LibreOffice, let it calculate, and save it",
)  # fmt: skip
MERGED = Rule(
    "G927", "merged-cells", ERROR,
    "A cell that counts is merged with others",
    "take the merging away and write the value in each row that it is meant for",
)  # fmt: skip
HIDDEN = Rule(
    "G928", "hidden-cells", NOTE,
    "Rows, columns or sheets are hidden",
    "make sure that they are meant to be imported; hidden rows and columns are read, hidden sheets are not",
)  # fmt: skip
ROUNDED = Rule(
    "G929", "rounded-amount", WARNING,
    "An amount of a workbook is not whole in hundredths",
    "correct the amount in the workbook if it is not meant to be rounded",
)  # fmt: skip
TOTAL_DIFFERS = Rule(
    "G930", "control-total-differs", ERROR,
    "The lines do not add up to the total that the export states",
    "export the file anew; look for lines left out, and for the sign that the profile declares",
)  # fmt: skip
BATCH_FIELD = Rule(
    "G931", "batch-field", ERROR,
    "A line of a G69 batch is not as the format has it",
    "export the batch anew; do not edit it by hand",
)  # fmt: skip
BATCH_BALANCE = Rule(
    "G932", "batch-not-balanced", ERROR,
    "Debit and credit of a G69 batch do not balance",
    "export the batch anew, and ask where the missing side is",
)  # fmt: skip
STATEMENT_FORM = Rule(
    "G933", "statement-form", ERROR,
    "A bank statement is not as camt.053 has it",
    "fetch the statement from the bank anew, as camt.053",
)  # fmt: skip
STATEMENT_BALANCE = Rule(
    "G934", "statement-not-balanced", ERROR,
    "The balances and entries of a bank statement do not add up",
    "fetch the whole statement from the bank anew",
)  # fmt: skip
NO_LINE_END = Rule(
    "G935", "no-line-end", NOTE,
    "The last line of an export has no line end",
    "compare the last line with the system; the export may have been cut there",
)  # fmt: skip
OPEN_DATES = Rule(
    "G936", "open-dates", WARNING,
    "Every date can be read day-first and month-first",
    "compare one date with the system; Danish systems write the day first",
)  # fmt: skip
SOURCE_QUANTITY = Rule(
    "G937", "source-quantity", ERROR,
    "A quantity of an export is no number",
    "correct the line, or take the column out of the profile",
)  # fmt: skip
SEVERAL_SHEETS = Rule(
    "G938", "several-sheets", ERROR,
    "It is not said which sheet of a workbook is meant",
    "write sheet in the profile, as the message names the sheets",
)  # fmt: skip
MIXED_ENCODINGS = Rule(
    "G939", "mixed-encodings", ERROR,
    "Some lines of an export have another encoding than the others",
    "export the file anew, or correct the lines that the message names and save the file as UTF-8; a profile "
    "that names one encoding alone reads every line in it",
)  # fmt: skip
CUT_AMOUNT = Rule(
    "G940", "cut-amount", ERROR,
    "The last amount of an export looks cut",
    "export the file anew; if the line is whole in the system, write ends_open = true in the profile",
)  # fmt: skip

IMPORT_FILE_RULES = (
    NO_PROFILE, PROFILE_NOT_TOML, PROFILE_UNKNOWN_KEY, PROFILE_MISSING_KEY, PROFILE_WRONG_VALUE,
    UNREADABLE_SOURCE, WRONG_KIND, LOCKED, UNSAFE, WRONG_ENCODING, EMPTY_SOURCE, NO_COLUMNS, TWO_COLUMNS,
    OTHER_HEADER, SOURCE_WIDTH, SOURCE_QUOTES, SOURCE_CONTROL, SOURCE_DATE, SOURCE_AMOUNT, SOURCE_MARK,
    ERROR_CELL, NO_CACHED_VALUE, MERGED, HIDDEN, ROUNDED, TOTAL_DIFFERS, BATCH_FIELD, BATCH_BALANCE,
    STATEMENT_FORM, STATEMENT_BALANCE, NO_LINE_END, OPEN_DATES, SOURCE_QUANTITY, SEVERAL_SHEETS,
    MIXED_ENCODINGS, CUT_AMOUNT,
)  # fmt: skip
"""The rules on files and profiles: G900 to G949."""
