"""A ledger of one or two grants, exports in many dialects, and the command that imports them."""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import strategies as st

import grants
from grants.importing.importer import Imported, Request, import_file, plan_import
from grants.importing.plan import ImportPlan
from grants.importing.profiles.profile import Profile
from grants.importing.profiles.profile_files import read_profile
from grants.values import money
from tests.support import Block, write_example

DAY = date(2016, 1, 4)
RICH = """
status = "awarded"

[award]
amount = 900_000_000.00
year = 2014

[[budget]]
activity = "meetings"
amount = 800_000_000.00

[[budget]]
activity = "travel"
amount = 100_000_000.00
"""
RULES = """
[[rule]]
psp = "P-1"
activity = "meetings"

[[rule]]
psp = "P-2"
activity = "travel"

[[rule]]
psp = "P-9"
ignore = true
reason = "fees of the bank"
"""
PSP = {"meetings": "P-1", "travel": "P-2", "": "P-3", "ignored": "P-9"}


class Line(NamedTuple):
    """A line of the books: `activity` is '' for one that no rule knows, `ignored` for one left out."""

    date: str
    minor: int
    voucher: str
    activity: str = "meetings"
    text: str = "Fees"
    number: str = ""

    @property
    def net(self) -> tuple[str, str, int, str, str]:
        """What the ledger holds of it."""
        return self.date, self.activity, self.minor, self.voucher, self.number


@dataclass(frozen=True)
class Dialect:
    """How a system writes its exports: a profile, and how a file is made of lines."""

    name: str
    settings: str
    amounts: Callable[[int], Sequence[str]]
    heads: Sequence[str] = ("Beløb",)
    day: str = "%d-%m-%Y"
    delimiter: str = ";"
    encoding: str = "utf-8"
    line_end: str = "\n"

    @property
    def profile(self) -> Profile:
        profile, found = read_profile(f'title = "t"\nextends = "generic-dk"\n{self.settings}{RULES}', "p")
        assert profile is not None, found
        return profile

    def content(self, lines: Iterable[Line]) -> bytes:
        heads = ("Posteringsdato", "Bilagsnr", "Linjenr", "Posteringstekst", "PSP-element", *self.heads)
        rows = [heads]
        for line in lines:
            day = date.fromisoformat(line.date).strftime(self.day)
            rows.append(
                (day, line.voucher, line.number, line.text, PSP[line.activity], *self.amounts(line.minor))
            )
        text = self.line_end.join(self.delimiter.join(map(self._field, row)) for row in rows)
        return (text + self.line_end).encode(self.encoding)

    def _field(self, text: str) -> str:
        if self.delimiter in text or '"' in text:
            return '"' + text.replace('"', '""') + '"'
        return text


def danish(minor: int) -> str:
    """`1.234,56`, without a sign."""
    kroner, ore = divmod(abs(minor), 100)
    return f"{kroner:,}".replace(",", ".") + f",{ore:02d}"


GENERIC = Dialect("generic", 'costs = "positive"\n', lambda m: [f"{'-' if m < 0 else ''}{danish(m)}"])
DIALECTS = (
    GENERIC,
    Dialect(
        "english",
        'costs = "positive"\ndelimiter = ","\ndecimal = "."\nthousands = ","\ndates = "yyyy-mm-dd"\n',
        lambda m: [money.format_amount(m)],
        day="%Y-%m-%d",
        delimiter=",",
        encoding="utf-8-sig",
        line_end="\r\n",
    ),
    Dialect(
        "trailing",
        'costs = "negative"\ndelimiter = "\\t"\nencoding = "cp1252"\n',
        lambda m: [danish(m) + ("-" if m > 0 else "")],
        day="%d.%m.%Y",
        delimiter="\t",
        encoding="cp1252",
    ),
    Dialect(
        "columns",
        'costs = "positive"\nsign = "columns"\ncolumns.debit = "Debet"\ncolumns.credit = "Kredit"\n',
        lambda m: [danish(m), ""] if m >= 0 else ["", danish(m)],
        heads=("Debet", "Kredit"),
    ),
    Dialect(
        "mark",
        'costs = "positive"\nsign = "mark"\ncolumns.mark = "D/K"\nencoding = "utf-16"\n',
        lambda m: [danish(m), "D" if m >= 0 else "K"],
        heads=("Beløb", "D/K"),
        encoding="utf-16",
    ),
    Dialect(
        "parentheses",
        'costs = "positive"\nnegative = ["parentheses"]\n',
        lambda m: [f"({danish(m)})" if m < 0 else danish(m)],
        encoding="iso-8859-1",
        line_end="\r\n",
    ),
)

_texts = st.text("abcæøå ,;\"'-0123456789=", max_size=12).map(lambda text: f"t{text}".strip())


@st.composite
def books(draw: st.DrawFn, *, numbered: bool = False, least: int = 0) -> list[Line]:
    """Lines of books whose vouchers have several lines, some of them equal; numbers distinguish them."""
    lines = draw(
        st.lists(
            st.builds(
                Line,
                st.dates(date(2014, 1, 1), date(2015, 12, 31)).map(date.isoformat),
                st.one_of(st.integers(-300, 300), st.integers(-(10**9), 10**9)),
                st.sampled_from(["100", "101", "102", "A-7"]),
                st.sampled_from(["meetings", "travel"]),
                _texts,
                st.just(""),
            ),
            min_size=least,
            max_size=12,
        )
    )
    lines += draw(st.lists(st.sampled_from(lines), max_size=3)) if lines else []
    if not numbered:
        return lines
    counts: Counter[str] = Counter()
    result = []
    for line in lines:
        counts[line.voucher] += 1
        result.append(line._replace(number=str(counts[line.voucher])))
    return result


@dataclass
class Ledgers:
    """A ledger on disk, and what one does with it."""

    root: Path
    grant_id: str | None = "example"
    dialect: Dialect = GENERIC

    @property
    def folder(self) -> Path:
        return self.root / "example"

    @property
    def export(self) -> Path:
        return self.root.parent / "export.csv"

    def request(self, lines: Iterable[Line] | bytes, **options: Any) -> Request:
        content = lines if isinstance(lines, bytes) else self.dialect.content(lines)
        self.export.write_bytes(content)
        profile = options.pop("profile", self.dialect.profile)
        return Request(self.root, self.export, profile, "test", DAY, self.grant_id, **options)

    def plan(self, lines: Iterable[Line] | bytes, **options: Any) -> ImportPlan:
        return plan_import(self.request(lines, **options))

    def take(self, lines: Iterable[Line] | bytes, **options: Any) -> Imported:
        return import_file(self.request(lines, **options))

    def sound(self, lines: Iterable[Line] | bytes, **options: Any) -> Imported:
        outcome = self.take(lines, **options)
        assert outcome.plan.is_sound, [str(finding) for finding in outcome.plan.findings]
        return outcome

    def net(self, grant_id: str = "example") -> Counter[tuple[str, str, int, str, str]]:
        """What the ledger holds: every posting that was not reversed."""
        held: Counter[tuple[str, str, int, str, str]] = Counter()
        for p in grants.load(self.root).grant(grant_id).postings:
            key = (p.activity, p.amount.minor, p.voucher, p.voucher_line)
            if p.reverses is None:
                held[str(p.date), *key] += 1
            else:
                held[str(p.reverses), key[0], -key[1], *key[2:]] -= 1
        assert min(held.values(), default=0) >= 0
        return +held

    def files(self) -> dict[str, bytes]:
        """The content of every file but the locks."""
        paths = sorted(path for path in self.root.rglob("*") if path.is_file())
        return {str(p.relative_to(self.root)): p.read_bytes() for p in paths if p.name != ".grants.lock"}


def new_ledger(
    folder: Path, *, csv: str | None = "date,activity,amount,voucher,text\n", other: bool = False
) -> Ledgers:
    """A ledger of a rich grant, `example`, and if wanted another one, `other`, that is rich too."""
    root = folder / "ledgers"
    blocks = [Block("toml", "grant.toml", RICH)]
    if csv is not None:
        blocks.append(Block("csv", "postings.csv", csv))
    if other:
        blocks += [b._replace(file=f"other/{b.file}") for b in blocks]
    write_example(root / "example", blocks)
    return Ledgers(root)


@pytest.fixture
def ledgers(tmp_path: Path) -> Ledgers:
    return new_ledger(tmp_path)


def shuffled(lines: Sequence[Line], seed: int) -> list[Line]:
    mixed = list(lines)
    random.Random(seed).shuffle(mixed)  # noqa: S311  # any order will do
    return mixed
