"""Finding lines that stand twice, in memory that does not grow with the file."""

BITS = 27
"""The filter has 2 to this power bits: 16 MiB, of which a small file touches a few pages only."""

_MASK = (1 << BITS) - 1


class RepeatFilter:
    """A filter of fixed size that never misses a repeated text.

    One walk through all texts marks a bit for each, and remembers the bits met twice: those of
    repeated texts, and a few by chance (two in a thousand of a million). A second walk compares
    just the texts on these bits, so that the answer is exact.
    """

    def __init__(self) -> None:
        self._bits = bytearray(1 << (BITS - 3))
        self.suspects: set[int] = set()

    def mark(self, text: str) -> None:
        """Mark a text, and remember it as a suspect if its bit was marked already."""
        place = hash(text) & _MASK
        byte, bit = place >> 3, 1 << (place & 7)
        old = self._bits[byte]
        if old & bit:
            self.suspects.add(place)
        else:
            self._bits[byte] = old | bit

    def is_suspect(self, text: str) -> bool:
        """Whether the text may be one that was met twice."""
        return hash(text) & _MASK in self.suspects
