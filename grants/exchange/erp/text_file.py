"""Text files of any encoding that a profile names: which of them fits, and where none does."""

import codecs
from collections.abc import Sequence

from grants.diagnostics import Diagnostic, Where
from grants.store import import_rules as rules

_CHUNK = 1 << 20
MIN_SHARE = 10
"""One character in so many that is zero shows another encoding; single ones are faults of their lines."""

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def encoding_of(path: str, encodings: Sequence[str], shown: str) -> str | Diagnostic:
    """The first encoding that fits the whole file; a byte order mark goes before all of them.

    UTF-8 comes with a mark or without. Raises `OSError` if the file cannot be read.
    """
    with open(path, "rb") as stream:
        head = stream.read(4)
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), None)
    fault = 0
    for encoding in (marked,) if marked else encodings:
        misfit = _misfit(path, encoding)
        if misfit is None:
            return encoding
        fault = max(fault, misfit)
    return _finding(path, [marked] if marked else encodings, fault, shown)


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


def _finding(path: str, encodings: Sequence[str], offset: int, shown: str) -> Diagnostic:
    with open(path, "rb") as stream:
        before = stream.read(offset)
        rest = stream.read(1)
    line = before.count(b"\n") + 1
    column = offset - before.rfind(b"\n")
    names = " or ".join(encodings)
    if b"\0" in before[:_CHUNK] or rest == b"\0" or (not rest and offset == 0):
        message = "the file holds zero bytes; it is UTF-16 or no text at all"
        return rules.WRONG_ENCODING.at(Where(shown, line), message)
    value = f"byte 0x{rest[0]:02X}" if rest else "the end of the file"
    return rules.WRONG_ENCODING.at(Where(shown, line, column), f"{value} is no text in {names}")
