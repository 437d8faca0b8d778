"""Any sequence of writes keeps the laws of the books, and what was closed stays provable."""

import contextlib
import shutil
import tempfile
from datetime import date
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

import grants
from benchmarks import writes
from grants.bookkeeping.close import reopen
from grants.closing.verification import verify_folder
from grants.errors import ClosingError, GrantsError
from grants.findings.finding import errors
from grants.ledger import Account
from grants.values import money
from grants.values.periods import Period

DAYS = ("2014-05-12", "2014-12-31", "2015-01-01", "2015-Q2", "2014/2015")
CLOSED_ON = date(2016, 2, 1)


class Books(RuleBasedStateMachine):
    """A ledger of one grant, and beside it what it should hold: the sum and the number of postings."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.root = writes.with_export(self.folder / "ledgers")
        toml = self.root / writes.GRANT / "grant.toml"
        toml.write_text(toml.read_text("utf-8").replace('"awarded"', '"reported"'), "utf-8")
        self.minor, self.count, self.vouchers = 3_000, 2, 0
        self.exported: list[str] = []

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            shutil.rmtree(self.folder)

    @property
    def account(self) -> Account:
        return grants.load(self.root).grant(writes.GRANT)

    @property
    def is_closed(self) -> bool:
        return self.account.closings.final is not None

    @rule(
        day=st.sampled_from(DAYS),
        activity=st.sampled_from(["meetings", "travel"]),
        minor=st.integers(-5_000, 5_000),
    )
    def post(self, day: str, activity: str, minor: int) -> None:
        self.vouchers += 1
        fields = {"date": day, "activity": activity, "amount": money.format_amount(minor)}
        locked = self.account.closings.locking(Period.parse(day)) is not None or self.is_closed
        outcome = grants.post(
            self.root, writes.GRANT, fields | {"voucher": f"P-{self.vouchers}", "text": "A"}
        )
        assert not (locked and outcome.line), "what is closed was written to"
        if outcome.line:
            self.minor += minor
            self.count += 1

    @rule(day=st.sampled_from([None, "2015-06-01"]), pick=st.integers(0, 50))
    def reverse(self, day: str | None, pick: int) -> None:
        standing = [posting for posting in self.account.postings if posting.reverses is None]
        posting = standing[pick % len(standing)]
        before = self.account
        try:
            outcome = grants.reverse(self.root, writes.GRANT, posting.voucher, line=posting.line, date=day)
        except ClosingError:
            return  # it is reversed already
        assert not (before.closings.final and outcome.postings), "what is closed was written to"
        self.minor += money.total(p.amount for p in outcome.postings).minor
        self.count += len(outcome.postings)

    @rule(
        rows=st.lists(
            st.tuples(st.integers(1, 9), st.integers(1, 4), st.integers(1, 9_999)), min_size=1, max_size=4
        )
    )
    def import_lines(self, rows: list[tuple[int, int, int]]) -> None:
        """An export of all that was exported before, and more lines, some of which may be equal."""
        lines = [f"0{day}-03-2015;E-{voucher};1;Honorar;0,{minor % 90 + 10}" for day, voucher, minor in rows]
        path = self.root / "export.csv"
        writes.write_export(path, [*self.exported, *lines])
        before = self.account
        try:
            writes.take(self.root, path)
        except writes.RefusedError:
            return
        assert before.closings.final is None, "what is closed was written to"
        self.exported += lines
        self.count += len(lines)
        self.minor += sum(money.parse_amount(line.rpartition(";")[2].replace(",", ".")) for line in lines)

    @precondition(lambda self: self.exported)
    @rule()
    def import_again(self) -> None:
        """The same export adds nothing, whatever was reversed meanwhile."""
        writes.write_export(self.root / "export.csv", self.exported)
        with contextlib.suppress(writes.RefusedError):
            writes.take(self.root, self.root / "export.csv")

    @rule()
    def amend(self) -> None:
        try:
            writes.move_budget(self.root)
        except GrantsError:
            return

    @rule(period=st.sampled_from([None, "2014", "2015-Q1"]))
    def close(self, period: str | None) -> None:
        try:
            grants.close(
                self.root, writes.GRANT, on=CLOSED_ON, period=None if period is None else Period.parse(period)
            )
        except ClosingError:
            return

    @precondition(lambda self: self.account.closings.in_force)
    @rule()
    def reopen(self) -> None:
        reopen(self.root, writes.GRANT, reason="A correction", on=CLOSED_ON)

    @invariant()
    def sums_agree(self) -> None:
        if not hasattr(self, "root"):
            return
        account = self.account
        rows = list(account.postings)
        assert len(rows) == account.postings.count == self.count
        assert sum(posting.amount.minor for posting in rows) == self.minor
        assert sum(group.total for group in account.postings.groups) == self.minor
        assert sum(money.parse_amount(text.amount) for text in account.postings.texts()) == self.minor
        for by in ("total", "year", "month"):
            assert account.compare(by=by).total.actual.minor == self.minor

    @invariant()
    def the_ledger_is_sound(self) -> None:
        if hasattr(self, "root"):
            assert not errors(grants.check(grants.load(self.root)))

    @invariant()
    def what_is_closed_is_unchanged(self) -> None:
        if hasattr(self, "root"):
            assert verify_folder(self.root / writes.GRANT).is_unchanged


TestBooks = Books.TestCase
TestBooks.settings = settings(max_examples=15, stateful_step_count=20, deadline=None)
