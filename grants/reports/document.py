"""Documents: a report as data, which renderers draw and nobody else."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from grants.reports.table import Table


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text with its emphasis, and where it links to."""

    text: str
    emphasis: bool = False
    strong: bool = False
    code: bool = False
    href: str | None = None


Inline = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the highest below the title."""

    text: Inline
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; line feeds in the text separate the lines of an address."""

    text: Inline


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list: its words, and how deep it is nested (0 is outermost)."""

    text: Inline
    depth: int = 0
    number: int | None = None


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list; an item with a `number` is counted, one without has a bullet."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Master data: labels with their values."""

    pairs: tuple[tuple[str, str], ...]

    @classmethod
    def known(cls, *pairs: tuple[str, str | None]) -> "Facts":
        """Those of the pairs that have a value."""
        return cls(tuple((label, value) for label, value in pairs if value))


@dataclass(frozen=True, slots=True)
class Signature:
    """Lines to be filled in by hand, each with the label that stands below it."""

    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The head of a letter: who sends it, to whom, and its date and numbers.

    The first line of `sender` and of `recipient` is a name, the others are unit and address.
    """

    sender: tuple[str, ...]
    recipient: tuple[str, ...] = ()
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Series:
    """What one kind of bar shows: an amount for each category, as it is and as it is written."""

    label: str
    values: tuple[Decimal, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars to be compared: for each category one bar of each series, all from the same zero.

    `description` says in words what the bars show, for those who do not see them.
    """

    title: str
    description: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a chart: amounts by day, counted from the first day of the chart.

    A stepped line stays where it is until the next point; another one runs straight to it.
    """

    label: str
    points: tuple[tuple[int, Decimal], ...]
    is_stepped: bool = False


@dataclass(frozen=True, slots=True)
class LineChart:
    """Amounts over time: lines over `days` days, with marks of time and of amounts at the axes."""

    title: str
    description: str
    days: int
    lines: tuple[Line, ...]
    time_marks: tuple[tuple[int, str], ...]
    amount_marks: tuple[tuple[Decimal, str], ...]


Chart = BarChart | LineChart


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a page of its own, where there are pages."""


Block = Heading | Paragraph | ListBlock | Facts | Letterhead | Signature | Table | Chart | PageBreak


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report: its title, its language (`da`, `en`) and its blocks from top to bottom.

    `author` and `day` are for programs that read the file: who wrote it, and its date, where known.
    `page_of` is how pages are counted, with `{page}` and `{pages}`.
    """

    title: str
    language: str
    blocks: tuple[Block, ...]
    author: str = ""
    day: date | None = None
    page_of: str = "{page}/{pages}"

    def __repr__(self) -> str:
        return f"<Document {self.title!r}: {len(self.blocks)} blocks>"


def plain(text: str) -> Inline:
    """Text without any emphasis."""
    return (Span(text),)


def words_of(text: Inline) -> str:
    """The words alone."""
    return "".join(span.text for span in text)
