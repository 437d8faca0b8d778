"""The postings that a grant has already, by what an export can recognise them by.

A posting is known by voucher, voucher line, date and amount. Equal ones are counted, not collapsed: an
export with three equal lines, of which the ledger has two, brings one more. A posting that an import
reversed is out of the count together with its reversal. One that a person reversed stays known: the books
have it still, and what was decided is not undone by reading the same export again.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from grants.figures.postings import PostingText
from grants.importing.lines import Purpose, identity
from grants.values import money

Kind = tuple[Purpose, bool]
"""What a posting is for, and whether it was imported, so that an import may reverse it."""


def plain_quantity(quantity: str, sign: int = 1) -> str:
    """A quantity in its shortest form, so that 2.50 is 2.5."""
    return format((Decimal(quantity) * sign).normalize(), "f")


class Posted:
    """How often each identity is there, and of which kinds. What a line accounts for is counted off."""

    def __init__(self, postings: Iterable[PostingText]) -> None:
        self._kinds: dict[int, tuple[Kind] | list[Kind]] = {}
        self._alone: dict[Kind, tuple[Kind]] = {}
        """Each kind as the only one of an identity, kept once, however many postings there are."""
        self.quantities: dict[int, list[str]] = {}
        """The quantities of those identities that have any."""
        self.has_imported = False
        self.has_unnumbered = False
        """Whether any posting was entered by hand without the line of its voucher."""
        reversals = []
        for posting in postings:
            if posting.reverses:
                reversals.append(posting)
                continue
            is_imported = bool(posting.imported)
            if is_imported:
                self.has_imported = True
            elif not posting.voucher_line:
                self.has_unnumbered = True
            kind = ((posting.activity, posting.financing), is_imported)
            key = identity_of(posting)
            self._add(key, kind)
            if posting.quantity:
                self.quantities.setdefault(key, []).append(plain_quantity(posting.quantity))
        for reversal in reversals:
            self._forget(reversal)

    def __contains__(self, key: int) -> bool:
        return key in self._kinds

    def __bool__(self) -> bool:
        return bool(self._kinds)

    def _forget(self, reversal: PostingText) -> None:
        """Count off what was reversed."""
        minor = -money.parse_amount(reversal.amount)
        key = identity(reversal.voucher, reversal.voucher_line, reversal.reverses, minor)
        purpose = reversal.activity, reversal.financing
        held = self.quantities.get(key, [])
        quantity = plain_quantity(reversal.quantity, sign=-1) if held and reversal.quantity else ""
        if quantity in held:
            held.remove(quantity)
        if not self.take_imported(key, purpose):
            self.take(key, purpose)
        elif not reversal.imported:
            self._add(key, (purpose, False))

    def _add(self, key: int, kind: Kind) -> None:
        """Count one posting more."""
        before = self._kinds.get(key)
        if before is None:
            self._kinds[key] = self._alone.setdefault(kind, (kind,))
        elif isinstance(before, list):
            before.append(kind)
        else:
            self._kinds[key] = [*before, kind]

    def take(self, key: int, purpose: Purpose) -> bool:
        """Count one posting less of just this purpose; False if there is none.

        One that was entered by hand goes first, since no import reverses it.
        """
        return self._drop(key, (purpose, False)) or self._drop(key, (purpose, True))

    def take_imported(self, key: int, purpose: Purpose) -> bool:
        """Count one imported posting less of just this purpose; False if there is none."""
        return self._drop(key, (purpose, True))

    def take_by_hand(self, key: int) -> bool:
        """Count one less of those entered by hand, whatever its purpose."""
        return any(self._drop(key, kind) for kind in self.kinds(key) if not kind[1])

    def take_any(self, key: int) -> bool:
        """Count one less, whatever its purpose."""
        return any(self._drop(key, kind) for kind in self.kinds(key))

    def replaced(self, key: int) -> Purpose | None:
        """The purpose of an imported posting of that identity, which is counted off; None without one."""
        for purpose, is_imported in self.kinds(key):
            if is_imported and self.take_imported(key, purpose):
                return purpose
        return None

    def kinds(self, key: int) -> Sequence[Kind]:
        """What is left of an identity."""
        return self._kinds.get(key, ())

    def _drop(self, key: int, kind: Kind) -> bool:
        kinds = self.kinds(key)
        if kind not in kinds:
            return False
        if isinstance(kinds, list) and len(kinds) > 1:
            kinds.remove(kind)
        else:
            del self._kinds[key]
        return True


def identity_of(posting: PostingText) -> int:
    """What a posting is recognised by."""
    minor = money.parse_amount(posting.amount)
    return identity(posting.voucher, posting.voucher_line, posting.date, minor)
