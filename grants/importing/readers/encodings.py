"""Text files of any encoding that a profile names: which of them fits, and where none does."""

import codecs
import re
from collections.abc import Sequence

from grants.findings import exports as rules
from grants.findings.finding import Finding, Severity, Where
from grants.importing.source_line import UnreadableError

_CHUNK = 1 << 20
MIN_SHARE = 10
"""One character in so many that is zero shows another encoding; single ones are faults of their lines."""

_HEAD = 1 << 16
_UTF_32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def encoding_of(path: str, encodings: Sequence[str], shown: str) -> str:
    """The first encoding that fits the whole file; a byte order mark goes before all of them.

    UTF-8 comes with a mark or without; so does UTF-16, whose zero bytes then say which byte comes first.
    Raises `UnreadableError` if none fits, `OSError` if the file cannot be read.
    """
    with open(path, "rb") as stream:
        head = stream.read(_HEAD)
    if head.startswith(_UTF_32):
        finding = rules.WRONG_ENCODING.at(Where(shown), "the file is UTF-32", remedy="save the file as UTF-8")
        raise UnreadableError(finding)
    marked = [name for mark, name in _MARKS if head.startswith(mark)]
    order = _byte_order(head)
    fault = 0
    ordered = [order if name == "utf-16" else name for name in encodings]
    for encoding in marked or filter(None, ordered):
        misfit = _misfit(path, encoding)
        if misfit is None:
            return encoding
        fault = max(fault, misfit)
    if order is not None and not marked and "utf-16" not in encodings:
        message = "the file is UTF-16 without a byte order mark: every other byte is zero"
        remedy = 'write encoding = "utf-16" in the profile'
        raise UnreadableError(rules.WRONG_ENCODING.at(Where(shown, 1), message, remedy=remedy))
    raise UnreadableError(_finding(path, marked or encodings, fault, shown))


def _byte_order(head: bytes) -> str | None:
    """UTF-16 with the order of its bytes, if zeros are at every other place; else None.

    The half of each character that is zero in Western text is at least nine in ten times, and the other
    half never.
    """
    pairs = len(head) // 2
    first, second = head[0::2].count(0), head[1::2].count(0)
    if pairs and not first and second * MIN_SHARE >= pairs * (MIN_SHARE - 1):
        return "utf-16-le"
    return "utf-16-be" if pairs and not second and first * MIN_SHARE >= pairs * (MIN_SHARE - 1) else None


_MANY_BYTES = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
MAX_NAMED = 12
"""Lines that are named one by one."""


# What begins a character of several bytes, what goes on with one, and all else.
_KINDS = bytes(66 if 0xC2 <= byte <= 0xF4 else 71 if 0x80 <= byte <= 0xBF else 0 for byte in range(256))


def _has_many_bytes(path: str) -> bool:
    """Whether any two bytes may begin a character of UTF-8, found without a look at each line."""
    before = b""
    with open(path, "rb") as stream:
        while chunk := stream.read(_CHUNK):
            kinds = before + chunk.translate(_KINDS)
            if b"BG" in kinds:
                return True
            before = kinds[-1:]
    return False


def mixture_in(path: str, encoding: str, encodings: Sequence[str], shown: str) -> Finding | None:
    """Whether a file that is read in the second choice is UTF-8 in most lines, or in some.

    An encoding of one byte fits any file, and so hides that one line alone has another encoding than the
    others, which it makes unreadable. Raises `OSError`.
    """
    is_fallback = encoding in ("cp1252", "iso-8859-1") and "utf-8" in encodings
    if not is_fallback or not _has_many_bytes(path):
        return None
    letters = {True: 0, False: 0}
    lines: dict[bool, list[int]] = {True: [], False: []}
    number = 0
    with open(path, "rb") as stream:
        while block := stream.readlines(_CHUNK):
            if _HIGH.search(b"".join(block)):
                for place, line in enumerate(block, number + 1):
                    found = len(_MANY_BYTES.findall(line))
                    rest = len(_HIGH.findall(_MANY_BYTES.sub(b"", line) if found else line))
                    for is_utf_8, count in ((True, found), (False, rest)):
                        if count:
                            letters[is_utf_8] += count
                            lines[is_utf_8][MAX_NAMED:] = [place]
            number += len(block)
    if not letters[True]:
        return None
    is_mostly = letters[True] >= letters[False]
    odd = lines[not is_mostly]
    more = " and more" if len(odd) > MAX_NAMED else ""
    listed = f"line{'s' * (len(odd) > 1)} {', '.join(map(str, odd[:MAX_NAMED]))}{more}"
    said = f"UTF-8, but not in {listed}" if is_mostly else f"{encoding}, but UTF-8 in {listed}"
    severity = Severity.ERROR if is_mostly else Severity.WARNING
    return rules.MIXED_ENCODINGS.at(Where(shown, odd[0]), f"the file is {said}", severity=severity)


def _misfit(path: str, encoding: str) -> int | None:
    """The offset of the first byte that is no text in the encoding, roughly; None if there is none."""
    decoder = codecs.getincrementaldecoder(encoding)()
    read = 0
    with open(path, "rb") as stream:
        while True:
            chunk = stream.read(_CHUNK)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as fault:
                return max(0, read + len(chunk) - len(fault.object) + fault.start)
            if text.count("\0") * MIN_SHARE > len(text):
                return read
            if not chunk:
                return None
            read += len(chunk)


def _finding(path: str, encodings: Sequence[str], offset: int, shown: str) -> Finding:
    with open(path, "rb") as stream:
        before = stream.read(offset)
        rest = stream.read(1)
    line = before.count(b"\n") + 1
    column = offset - before.rfind(b"\n")
    names = " or ".join(encodings)
    if b"\0" in before[:_CHUNK] or rest == b"\0" or (not rest and offset == 0):
        message = "the file holds zero bytes; it is no text, or was damaged"
        return rules.WRONG_ENCODING.at(Where(shown, line), message)
    value = f"byte 0x{rest[0]:02X}" if rest else "the end of the file"
    return rules.WRONG_ENCODING.at(Where(shown, line, column), f"{value} is no text in {names}")
