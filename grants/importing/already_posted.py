"""The postings that a grant has already, by what an export can recognise them by.

A posting is known by voucher, voucher line, date and amount. Equal ones are counted, not collapsed: an
export with three equal lines, of which the ledger has two, brings one more. A posting that an import took
back is out of the count together with its reversal. One that a person took back stays known: the books
have it still, and what was decided is not undone by reading the same export again.
"""

from collections.abc import Iterable
from decimal import Decimal

from grants.figures.postings import PostingText

Purpose = tuple[str, str]
"""Activity and financing."""

Purposes = dict[Purpose, int]
"""A small number for each purpose."""


def plain_quantity(quantity: str, sign: int = 1) -> str:
    """A quantity in its shortest form, so that 2.50 is 2.5."""
    return format((Decimal(quantity) * sign).normalize(), "f")


class Known:
    """How often each identity is there, and for which purposes.

    An identity is the hash of (voucher, voucher line, date, minor units): 64 bits, so that a million
    postings take some 80 MB and two of them meet by chance once in ten million such ledgers. Its entry is
    a code, or a list of codes: the number of the purpose times two, plus one if the posting was imported
    and may be taken back by an import.
    """

    def __init__(self) -> None:
        self.entries: dict[int, int | list[int]] = {}
        self.quantities: dict[int, list[str]] = {}
        """The quantities of those identities that have any."""
        self.has_imported = False
        self.has_unnumbered = False
        """Whether any posting was entered by hand without the line of its voucher."""

    @classmethod
    def of(cls, postings: Iterable[PostingText], purposes: Purposes) -> "Known":
        """The postings of a file; purposes that are new get the next numbers."""
        known = cls()
        entries = known.entries
        taken_back = []
        for posting in postings:
            amount = posting.amount
            minor = int(amount[:-3] + amount[-2:])
            purpose = purposes.setdefault((posting.activity, posting.financing), len(purposes))
            if posting.reverses:
                identity = (posting.voucher, posting.voucher_line, posting.reverses, -minor)
                taken_back.append((hash(identity), purpose, posting))
                continue
            identity = (posting.voucher, posting.voucher_line, posting.date, minor)
            if posting.imported:
                known.has_imported = True
            elif not posting.voucher_line:
                known.has_unnumbered = True
            key, code = hash(identity), purpose << 1 | (1 if posting.imported else 0)
            if posting.quantity:
                known.quantities.setdefault(key, []).append(plain_quantity(posting.quantity))
            if key in entries:
                known.add(key, code)
            else:
                entries[key] = code
        known._forget(taken_back)
        return known

    def _forget(self, taken_back: Iterable[tuple[int, int, PostingText]]) -> None:
        """Count off what was taken back, given as identity and purpose with the reversal of each."""
        for key, purpose, reversal in taken_back:
            held = self.quantities.get(key, [])
            quantity = plain_quantity(reversal.quantity, sign=-1) if held and reversal.quantity else ""
            if quantity in held:
                held.remove(quantity)
            if not self.take_imported(key, purpose):
                self.take(key, purpose)
            elif not reversal.imported:
                self.add(key, purpose << 1)

    def add(self, key: int, code: int) -> None:
        """Count one posting more."""
        entry = self.entries.get(key)
        if entry is None:
            self.entries[key] = code
        elif isinstance(entry, int):
            self.entries[key] = [entry, code]
        else:
            entry.append(code)

    def take(self, key: int, purpose: int) -> bool:
        """Count one posting less of just this purpose; False if there is none.

        One that was entered by hand goes first, since it is never taken back.
        """
        return self._drop(key, purpose << 1) or self._drop(key, purpose << 1 | 1)

    def take_imported(self, key: int, purpose: int) -> bool:
        """Count one imported posting less of just this purpose; False if there is none."""
        return self._drop(key, purpose << 1 | 1)

    def take_by_hand(self, key: int) -> bool:
        """Count one less of those entered by hand, whatever its purpose."""
        return any(self._drop(key, code) for code in self.codes(key) if not code & 1)

    def take_any(self, key: int) -> bool:
        """Count one less, whatever its purpose."""
        return any(self._drop(key, code) for code in self.codes(key))

    def imported(self, key: int) -> int | None:
        """The code of an imported posting of that identity, which is counted off; None if there is none."""
        return next((code for code in self.codes(key) if code & 1 and self._drop(key, code)), None)

    def codes(self, key: int) -> tuple[int, ...]:
        """What is left of an identity."""
        entry = self.entries.get(key, ())
        return (entry,) if isinstance(entry, int) else tuple(entry)

    def _drop(self, key: int, code: int) -> bool:
        entry = self.entries.get(key)
        if entry is None:
            return False
        if isinstance(entry, int):
            if entry == code:
                del self.entries[key]
            return entry == code
        if code not in entry:
            return False
        entry.remove(code)
        if not entry:
            del self.entries[key]
        return True
