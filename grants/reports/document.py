"""Documents: a report as data, which renderers draw and nobody else."""

from dataclasses import dataclass

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
    """A paragraph; `lines` of an address or a poem are told apart by line feeds in the text."""

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


@dataclass(frozen=True, slots=True)
class Signature:
    """Lines to be filled in by hand, each with the label that stands below it."""

    labels: tuple[str, ...]


Block = Heading | Paragraph | ListBlock | Facts | Signature | Table


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report: its title, its language (`da`, `en`) and its blocks from top to bottom."""

    title: str
    language: str
    blocks: tuple[Block, ...]


def plain(text: str) -> Inline:
    """Text without any emphasis."""
    return (Span(text),)


def words_of(text: Inline) -> str:
    """The words alone."""
    return "".join(span.text for span in text)
