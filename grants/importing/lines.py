"""A line of an export on its way into a ledger: where it belongs, its state, and the postings it may be.

A line and a posting are the same if voucher, voucher line, date and amount are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum, auto
from typing import TYPE_CHECKING

from grants.figures.postings import PostingText
from grants.importing.source_line import SourceLine
from grants.values import money

if TYPE_CHECKING:
    from grants.importing.grant_import import GrantImport

Purpose = tuple[str, str]
"""Activity and financing of a posting."""


class State(Enum):
    """What becomes of a line. The planner's `move` is the only way from one state to another."""

    NEW = auto()
    """It becomes a posting."""
    KNOWN = auto()
    """The account has it already."""
    CHANGED = auto()
    """The account has it with another activity or payer; after the whole file is read, it is posted anew."""
    CLOSED_DAY = auto()
    """It would be new, and nothing may be posted on its day; a person decides."""
    UNMATCHED = auto()
    """No rule says where it belongs; a person decides."""
    IGNORED = auto()
    """A rule or a person leaves it out."""


@dataclass(slots=True)
class Tally:
    """How many lines, and their sum in minor units with costs positive."""

    lines: int = 0
    minor: int = 0

    @property
    def amount(self) -> money.Amount:
        """Their sum."""
        return money.Amount(self.minor)

    def add(self, minor: int) -> None:
        """Count a line."""
        self.lines += 1
        self.minor += minor

    def remove(self, minor: int) -> None:
        """Count a line no longer."""
        self.lines -= 1
        self.minor -= minor


@dataclass(eq=False, slots=True)
class Target:
    """Where lines go: a grant with activity, payer and person; without a grant they are left out."""

    grant_import: "GrantImport | None"
    activity: str = ""
    financing: str = "grant"
    person: str = ""
    reason: str = ""
    """Why lines are left out."""

    purpose: Purpose = field(init=False)

    def __post_init__(self) -> None:
        self.purpose = self.activity, self.financing


@dataclass(eq=False, slots=True)
class Line:
    """A line of an export. `target` is where it belongs, None as long as nobody knows."""

    source: SourceLine
    target: Target | None
    state: State = State.UNMATCHED
    key: str = ""
    """The key under which a sheet decides it; blank until somebody asks for it."""
    grant: str = ""
    """The grant of a line whose activity alone is open, or whose day is closed."""

    @property
    def grant_import(self) -> "GrantImport":
        """The import of the grant that the line belongs to."""
        assert self.target is not None  # the line was matched
        assert self.target.grant_import is not None  # and is not ignored
        return self.target.grant_import

    @property
    def purpose(self) -> Purpose:
        """Activity and financing of the line."""
        assert self.target is not None  # the line was matched
        return self.target.purpose

    def identity(self, *, day: str = "", number: str | None = None) -> int:
        """What the line is recognised by, on another day or with another line of the voucher if given."""
        source = self.source
        line_number = source.line_number if number is None else number
        return identity(source.voucher, line_number, day or source.date, source.minor)


def identity(voucher: str, line_number: str, day: str, minor: int) -> int:
    """What a line and its posting are recognised by: 64 bits, so that a million take little memory.

    Two of a million meet by chance once in ten million such ledgers.
    """
    return hash((voucher, line_number, day, minor))


Kind = tuple[Purpose, bool]
"""What a posting is for, and whether it was imported, so that an import may reverse it."""


def plain_quantity(quantity: str, sign: int = 1) -> str:
    """A quantity in its shortest form, so that 2.50 is 2.5."""
    return format((Decimal(quantity) * sign).normalize(), "f")


class Posted:
    """The postings that a grant has already: how often each identity is there, and of which kinds.

    What a line accounts for is counted off. Equal postings are counted, not collapsed: an export with three
    equal lines, of which the ledger has two, brings one more. A posting that an import reversed is out of the
    count together with its reversal. One that a person reversed stays known: the books have it still, and
    what was decided is not undone by reading the same export again.
    """

    def __init__(self, postings: Iterable[PostingText]) -> None:
        self._kinds: dict[int, tuple[Kind] | list[Kind]] = {}
        self._alone: dict[Kind, tuple[Kind]] = {}
        """Each kind as the only one of an identity, kept once, however many postings there are."""
        self.quantities: dict[int, list[str]] = {}
        """The quantities of those identities that have any."""
        self.has_imported: bool = False
        self.has_unnumbered: bool = False
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
