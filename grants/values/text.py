"""What text from people may hold: which characters, which personal data, which names are meant."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator

CONTROL_CHARACTERS = "\x00-\x08\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029"
"""C0 and C1 control characters but line feed and carriage return, and Unicode's line separators."""

INVISIBLE = re.compile(f"[{CONTROL_CHARACTERS}\\r\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Characters that a terminal would obey rather than show, direction overrides among them."""

_UNPRINTABLE = re.compile(f"{INVISIBLE.pattern}|[\n\ud800-\udfff]")

FORMULA = re.compile(r"[=+\-@\t\r]")
"""What a text begins with that a spreadsheet would take for a formula."""

CPR_SHAPE = (
    r"(?<![0-9A-Za-z-])(?:0[1-9]|[12][0-9]|3[01])"
    r"(?:(?:0[1-9]|1[0-2])[0-9]{2}(?: ?[-\u2010-\u2015] ?| )"
    r"|\.(?:0[1-9]|1[0-2])\.[0-9]{2} ?[-\u2010-\u2015] ?"
    r"|(?<![0-9] [0-9]{2}) (?:0[1-9]|1[0-2]) [0-9]{2}(?: ?[-\u2010-\u2015] ?| )(?![0-9]{4}[.,][0-9]))"
    r"[0-9]{4}(?![0-9-])"
)
"""DDMMYY-NNNN with a hyphen, dash or space, standing alone; also DD.MM.YY-NNNN and DD MM YY NNNN.

`710-2014-13731` and `2016-03-14` have no such part, nor has a date with an amount after it, such as
`14.03.24 1200` or `14 03 24 1200,00`.
"""

CPR_WORDS = ("CPR", "cpr", "Cpr")
"""Words before a number that make it a civil registration number without its hyphen."""

_CPR = re.compile(CPR_SHAPE)
_CPR_UNHYPHENATED = re.compile(rf"(?:{'|'.join(CPR_WORDS)})[^0-9\n]{{0,12}}([0-9]{{6}} ?[0-9]{{4}})(?![0-9])")
_CPR_DIGITS = re.compile("[0-9]{2}[ .]?[0-9]{2}[ .]?[0-9]{2}(?: ?[-\u2010-\u2015] ?| ?)[0-9]{4}")
_CPR_IN_NAME = re.compile("(?<![0-9])[0-9]{6}[-_ \u2010-\u2015]?[0-9]{4}(?![0-9])")
_MONTH_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def printable(text: str) -> str:
    """The text with a replacement character for each that a terminal would obey, or UTF-8 cannot hold."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def printable_lines(text: str) -> str:
    """The same with its line feeds, which `printable` replaces as well."""
    return "\n".join(map(printable, text.split("\n")))


def cpr_like(text: str) -> Iterator[int]:
    """Where something that looks like a Danish civil registration number begins, from 0.

    DDMMYY-NNNN with a date of the calendar, with a hyphen, dash or space; without any only where the
    letters CPR stand before it. The checksum says nothing since 2007, when numbers without a valid
    one came into use (CPR-kontoret, "Personnumre uden kontrolciffer (modulus 11 kontrol)").
    """
    places = [found.start() for found in _CPR.finditer(text)]
    places += [found.start(1) for found in _CPR_UNHYPHENATED.finditer(text)]
    for place in sorted(set(places)):
        if _is_day(_digits(text, place)):
            yield place


def masked(text: str, place: int) -> str:
    """Enough of a CPR-like number to find it again, and no more: `0101**-****`."""
    return f"{_digits(text, place)}**-****"


def _digits(text: str, place: int) -> str:
    """The four digits of day and month."""
    return text[place : place + 5].replace(" ", "").replace(".", "")[:4]


def _is_day(digits: str) -> bool:
    """Whether DDMM is a day of the calendar."""
    day, month = int(digits[:2]), int(digits[2:4])
    return 1 <= month <= 12 and 1 <= day <= _MONTH_LENGTHS[month - 1]


def is_bare_cpr_like(text: str) -> bool:
    """Whether a text is ten digits that begin with a day of the calendar, as personal numbers do."""
    return len(text) == 10 and text.isascii() and text.isdigit() and _is_day(text)


def name_with_masked_cpr(name: str) -> tuple[str, int]:
    """A file's name with each CPR-like number made unreadable, with or without a hyphen, and how many."""
    count = 0
    for found in reversed(list(_CPR_IN_NAME.finditer(name))):
        if _is_day(found.group()):
            name = f"{name[: found.start()]}{masked(found.group(), 0)}{name[found.end() :]}"
            count += 1
    return name, count


def with_masked_cpr(text: str) -> tuple[str, int]:
    """The text with each CPR-like number made unreadable, and how many there were."""
    count = 0
    for place in reversed(list(cpr_like(text))):
        end = _CPR_DIGITS.match(text, place)
        assert end is not None  # what looks like a number is one
        text = f"{text[:place]}{masked(text, place)}{text[end.end() :]}"
        count += 1
    return text, count


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The name that was most likely meant, None if none is near."""
    from difflib import get_close_matches  # here, because a clean ledger never needs it

    found = get_close_matches(name, sorted(names), n=1, cutoff=0.6)
    return found[0] if found else None


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """`; did you mean 'laboratories'?`, or a list of a few names, or nothing."""
    known = sorted(names)
    near = nearest(name, known)
    if near is not None:
        return f"; did you mean {near!r}?"
    return f"; known are {', '.join(known)}" if 0 < len(known) <= 12 else ""


def twins(names: Iterable[str]) -> list[list[str]]:
    """Names that are the same file on a computer that minds neither capitals nor kinds of accents."""
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        alike[unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())].append(name)
    return [found for found in alike.values() if len(found) > 1]
