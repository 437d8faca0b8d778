"""Finding lines that stand twice, in memory that does not grow with the file."""

from collections.abc import Iterable, Sequence

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

    def mark(self, texts: Iterable[str]) -> None:
        """Mark texts, and remember those as suspects whose bits were marked already."""
        bits, suspects = self._bits, self.suspects
        for place in map(_MASK.__and__, map(hash, texts)):
            byte = place >> 3
            old = bits[byte]
            new = old | 1 << (place & 7)
            if old == new:
                suspects.add(place)
            else:
                bits[byte] = new

    def suspected(self, texts: Sequence[str]) -> list[int]:
        """The positions of the texts that may have been met twice."""
        suspects = self.suspects
        return [position for position, text in enumerate(texts) if hash(text) & _MASK in suspects]
