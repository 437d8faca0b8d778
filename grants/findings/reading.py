"""The rules of reading: what can be wrong with files before anything is added up."""

from grants.findings.finding import Rule, Severity

ERROR, WARNING = Severity.ERROR, Severity.WARNING

NO_GRANT = Rule(
    "G001",
    "no-grant",
    ERROR,
    "There is no grant where a ledger was expected",
    "name the folder that holds the grants (--ledgers), or start a grant with `grants init`",
)
NO_GRANT_FILE = Rule(
    "G002",
    "no-grant-file",
    ERROR,
    "A grant's folder has no grant.toml",
    "write grant.toml, or move the folder out of the ledger",
)
UNREADABLE = Rule(
    "G003",
    "unreadable-file",
    ERROR,
    "A file cannot be read",
    "make it a plain file that you may read",
)
NOT_UTF8 = Rule(
    "G004",
    "not-utf-8",
    ERROR,
    "A file holds bytes that are not UTF-8",
    "save the file as UTF-8",
)
NOT_TOML = Rule(
    "G005",
    "not-toml",
    ERROR,
    "grant.toml is not valid TOML",
    "correct the line; https://toml.io/en/v1.0.0 describes the format",
)
INTERRUPTED_WRITE = Rule(
    "G006",
    "interrupted-write",
    ERROR,
    "A write of several files was interrupted and cannot be finished",
    "see to what the message says and run the command again; what was there before is there still",
)
WRONG_IMPORTS = Rule(
    "G950",
    "wrong-imports",
    ERROR,
    "imports.toml cannot be read",
    "take the file back from the version before; nobody but `grants import` writes it",
)
UNKNOWN_KEY = Rule(
    "G010",
    "unknown-key",
    ERROR,
    "grant.toml has a key that means nothing here",
    "correct the name of the key or remove it; `grants schema` lists all keys",
)
MISSING_KEY = Rule(
    "G011",
    "missing-key",
    ERROR,
    "grant.toml lacks a key",
    "add the key; `grants schema` describes it",
)
WRONG_VALUE = Rule(
    "G012",
    "wrong-value",
    ERROR,
    "A value in grant.toml has the wrong type or form",
    "write a value of the form that the message names",
)
WRONG_AMOUNT = Rule(
    "G013",
    "wrong-amount",
    ERROR,
    "An amount in grant.toml is not exact to two decimals",
    "write a whole number or exactly two decimals, without quotes: 34400 or 34_400.00",
)
WRONG_PERIOD = Rule(
    "G014",
    "wrong-period",
    ERROR,
    "A date or period in grant.toml cannot be read",
    'write a period as "2014/2015", "2016-Q1" or "2016-03" and a day as 2016-03-14 without quotes',
)
ID_IS_NOT_FOLDER = Rule(
    "G017",
    "id-is-not-folder",
    ERROR,
    "The grant's id is not the name of its folder",
    "rename the folder or change the id, so that both are the same",
)
WRONG_HEADER = Rule(
    "G101",
    "wrong-header",
    ERROR,
    "The first line of postings.csv does not name the columns",
    "write the first line as date,activity,amount,voucher,text and optional columns after it",
)
WRONG_WIDTH = Rule(
    "G102",
    "wrong-number-of-fields",
    ERROR,
    "A line has more or fewer fields than the header",
    'put quotes around a text that holds a comma: "travel, Randers"; leave no field out',
)
WRONG_QUOTES = Rule(
    "G103",
    "wrong-quotes",
    ERROR,
    "Quotes in a line do not pair up",
    'quote the whole field and double each quote inside it: "the ""fast track"" group"',
)
WRONG_POSTING_AMOUNT = Rule(
    "G104",
    "wrong-posting-amount",
    ERROR,
    "The amount of a posting is not exact to two decimals",
    "write digits, a point and exactly two decimals: 1234.56, or -1234.56 for a reversal",
)
WRONG_POSTING_DATE = Rule(
    "G105",
    "wrong-posting-date",
    ERROR,
    "The date of a posting is no day or span",
    "write a day as 2016-03-14, or the span that the cost is known for: 2016-03, 2016-Q1, 2014/2017",
)
WRONG_FIELD = Rule(
    "G106",
    "wrong-field",
    ERROR,
    "A field of a posting has the wrong form",
    "write the field in the form that the message names",
)
CONTROL_CHARACTER = Rule(
    "G107",
    "control-character",
    ERROR,
    "A posting holds a control character",
    "remove the character; it cannot be seen, and other programs stumble over it",
)
LONE_CARRIAGE_RETURN = Rule(
    "G108",
    "lone-carriage-return",
    ERROR,
    "A carriage return stands without a line feed",
    "save the file with line ends of Unix (LF) or Windows (CRLF)",
)
BLANK_LINE = Rule(
    "G109",
    "blank-line",
    WARNING,
    "A line of postings.csv is blank",
    "remove the line; it holds no posting",
)
EMPTY_FILE = Rule(
    "G110",
    "empty-file",
    ERROR,
    "postings.csv is empty",
    "write the first line as date,activity,amount,voucher,text",
)
TOO_LONG = Rule(
    "G112",
    "line-too-long",
    ERROR,
    "A line is too long to be a posting",
    "look for a missing line end or a file that is no CSV",
)
NO_VOUCHER = Rule(
    "G304",
    "no-voucher",
    WARNING,
    "A posting names no voucher",
    "write the number of the voucher that documents the cost",
)
REPEATED_POSTING = Rule(
    "G305",
    "repeated-posting",
    WARNING,
    "A posting stands twice",
    "remove one of them, or tell them apart in the text if both are right",
)
OPPOSITE_SIGNS = Rule(
    "G315",
    "opposite-signs",
    Severity.WARNING,
    "A posting has a positive amount and a negative quantity, or the reverse",
    "give both the same sign: a reversal takes back the amount and the hours",
)
CPR_IN_TEXT = Rule(
    "G501",
    "cpr-number",
    ERROR,
    "A text holds what looks like a civil registration number",
    "remove the number; accounts and reports hold no personal data",
)
CLOSING_DAMAGED = Rule(
    "G803",
    "closing-damaged",
    ERROR,
    "The record of the closings was changed",
    "bring closing.toml and the folder closings back as they were, from git or a backup",
)

READING_RULES = (
    NO_GRANT, NO_GRANT_FILE, UNREADABLE, NOT_UTF8, NOT_TOML, INTERRUPTED_WRITE, WRONG_IMPORTS, UNKNOWN_KEY,
    MISSING_KEY, WRONG_VALUE, WRONG_AMOUNT, WRONG_PERIOD, ID_IS_NOT_FOLDER, WRONG_HEADER, WRONG_WIDTH,
    WRONG_QUOTES, WRONG_POSTING_AMOUNT, WRONG_POSTING_DATE, WRONG_FIELD, CONTROL_CHARACTER,
    LONE_CARRIAGE_RETURN, BLANK_LINE, EMPTY_FILE, TOO_LONG, NO_VOUCHER, REPEATED_POSTING,
    OPPOSITE_SIGNS, CPR_IN_TEXT, CLOSING_DAMAGED,
)  # fmt: skip
