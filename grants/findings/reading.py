"""The rules of reading: what can be wrong with files before anything is added up."""

from grants.findings.finding import RULES

NO_GRANT = RULES.error("G001", "no-grant",
    "There is no grant where a ledger was expected",
    "name the folder that holds the grants (--ledgers), or start a grant with `grants init`",
)  # fmt: skip
NO_GRANT_FILE = RULES.error("G002", "no-grant-file",
    "A grant's folder has no grant.toml",
    "write grant.toml, or move the folder out of the ledger",
)  # fmt: skip
UNREADABLE = RULES.error("G003", "unreadable-file",
    "A file cannot be read",
    "make it a plain file that you may read",
)  # fmt: skip
NOT_UTF8 = RULES.error("G004", "not-utf-8",
    "A file holds bytes that are not UTF-8",
    "save the file as UTF-8",
)  # fmt: skip
NOT_TOML = RULES.error("G005", "not-toml",
    "grant.toml is not valid TOML",
    "correct the line; https://toml.io/en/v1.0.0 describes the format",
)  # fmt: skip
INTERRUPTED_WRITE = RULES.error("G006", "interrupted-write",
    "A write of several files was interrupted and cannot be finished",
    "do what the message says and run the command again; the earlier files are unchanged",
)  # fmt: skip
CONFLICT_COPY = RULES.warning("G007", "conflict-copy",
    "A file looks like a second version of a file of the account",
    "compare the two, write what is missing into the file of the account, then remove the copy",
)  # fmt: skip
WRONG_IMPORTS = RULES.error("G950", "wrong-imports",
    "imports.toml cannot be read",
    "restore the file from the version before; only `grants import` writes it",
)  # fmt: skip
UNKNOWN_KEY = RULES.error("G010", "unknown-key",
    "grant.toml has an unknown key",
    "correct the name of the key or remove it; `grants schema` lists all keys",
)  # fmt: skip
MISSING_KEY = RULES.error("G011", "missing-key",
    "grant.toml lacks a key",
    "add the key; `grants schema` describes it",
)  # fmt: skip
WRONG_VALUE = RULES.error("G012", "wrong-value",
    "A value in grant.toml has the wrong type or form",
    "write a value of the form that the message names",
)  # fmt: skip
WRONG_AMOUNT = RULES.error("G013", "wrong-amount",
    "An amount in grant.toml is not exact to two decimals",
    "write a whole number or exactly two decimals, without quotes: 34400 or 34_400.00",
)  # fmt: skip
WRONG_PERIOD = RULES.error("G014", "wrong-period",
    "A date or period in grant.toml cannot be read",
    'write a period as "2014/2015", "2016-Q1" or "2016-03" and a day as 2016-03-14 without quotes',
)  # fmt: skip
ID_IS_NOT_FOLDER = RULES.error("G017", "id-is-not-folder",
    "The grant's id is not the name of its folder",
    "rename the folder or change the id, so that both are the same",
)  # fmt: skip
WRONG_HEADER = RULES.error("G101", "wrong-header",
    "The first line of postings.csv does not name the columns",
    "write the first line as date,activity,amount,voucher,text and optional columns after it",
)  # fmt: skip
WRONG_WIDTH = RULES.error("G102", "wrong-number-of-fields",
    "A line has more or fewer fields than the header",
    'put quotes around a text that holds a comma: "travel, Randers"; leave no field out',
)  # fmt: skip
WRONG_QUOTES = RULES.error("G103", "wrong-quotes",
    "Quotes in a line do not pair up",
    'quote the whole field and double each quote inside it: "the ""fast track"" group"',
)  # fmt: skip
WRONG_POSTING_AMOUNT = RULES.error("G104", "wrong-posting-amount",
    "The amount of a posting is not exact to two decimals",
    "write digits, a point and exactly two decimals: 1234.56, or -1234.56 for a reversal",
)  # fmt: skip
WRONG_POSTING_DATE = RULES.error("G105", "wrong-posting-date",
    "The date of a posting is no day or span",
    "write a day as 2016-03-14, or the span that the cost is known for: 2016-03, 2016-Q1, 2014/2017",
)  # fmt: skip
WRONG_FIELD = RULES.error("G106", "wrong-field",
    "A field of a posting has the wrong form",
    "write the field in the form that the message names",
)  # fmt: skip
CONTROL_CHARACTER = RULES.error("G107", "control-character",
    "A posting holds a control character",
    "remove the character; it cannot be seen, and other programs stumble over it",
)  # fmt: skip
LONE_CARRIAGE_RETURN = RULES.error("G108", "lone-carriage-return",
    "A carriage return has no line feed after it",
    "save the file with line ends of Unix (LF) or Windows (CRLF)",
)  # fmt: skip
BLANK_LINE = RULES.warning("G109", "blank-line",
    "A line of postings.csv is blank",
    "remove the line; it holds no posting",
)  # fmt: skip
EMPTY_FILE = RULES.error("G110", "empty-file",
    "postings.csv is empty",
    "write the first line as date,activity,amount,voucher,text",
)  # fmt: skip
TOO_LONG = RULES.error("G112", "line-too-long",
    "A line is too long to be a posting",
    "look for a missing line end or a file that is no CSV",
)  # fmt: skip
NO_VOUCHER = RULES.warning("G304", "no-voucher",
    "A posting names no voucher",
    "write the number of the voucher that documents the cost",
)  # fmt: skip
REPEATED_POSTING = RULES.warning("G305", "repeated-posting",
    "A posting is there twice",
    "remove one of them, or give them different texts if both are right",
)  # fmt: skip
OPPOSITE_SIGNS = RULES.warning("G315", "opposite-signs",
    "A posting has a positive amount and a negative quantity, or the reverse",
    "give both the same sign: a reversal has the opposite amount and hours",
)  # fmt: skip
CPR_IN_TEXT = RULES.error("G501", "cpr-number",
    "A text holds what looks like a civil registration number",
    "remove the number; accounts and reports hold no personal data",
)  # fmt: skip
CLOSED_IS_GONE = RULES.error("G806", "closed-account-gone",
    "A closed account is gone, or is not the one that was closed",
    "bring the folder of the grant, its closing.toml and closed.toml back as they were, from git or a backup",
)  # fmt: skip
LINE_ENDS = RULES.warning("G809", "line-ends-changed",
    "A closed file has other line ends, and nothing else in it differs",
    "git or an editor changed them: see that .gitattributes has `* -text`, and check the files out again "
    "(`git rm --cached -r . && git reset --hard`), or bring them back from a backup",
)  # fmt: skip
REMOVED = RULES.warning("G807", "grant-removed",
    "A grant, or a file of it, was removed since the revision that the check compares with",
    "bring the file back, unless it is meant to go: accounts are kept for as long as the terms say",
)  # fmt: skip
NOT_LISTED = RULES.note("G808", "closed-account-not-listed",
    "A closed account is not in the list of closed accounts, or has later entries there",
    "add it by `grants verify --record`, so that its removal is noticed without git as well",
)  # fmt: skip
CLOSING_DAMAGED = RULES.error("G803", "closing-damaged",
    "The record of the closings was changed",
    "bring closing.toml and the folder closings back as they were, from git or a backup",
)  # fmt: skip
