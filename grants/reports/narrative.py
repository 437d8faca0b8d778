"""The words of a report: Markdown to sections of blocks. Raw HTML is text like any other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from markdown_it import MarkdownIt
from markdown_it.token import Token

from grants.reports.document import Block, Heading, Inline, Item, ListBlock, Paragraph, Span, plain, words_of

_SAFE_LINKS = ("https://", "http://", "mailto:")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the highest level and all that follows it; None before the first heading."""

    heading: Inline | None
    blocks: list[Block]

    @property
    def name(self) -> str:
        """The words of the heading, whatever its capitals; blank before the first heading."""
        return words_of(self.heading or ()).strip().lower()


def sections(markdown: str) -> tuple[Section, ...]:
    """Divide Markdown at its highest headings; the ones below them become level 2 and deeper.

    No level is left out, whatever the file does, and a heading without words is none: both would
    mislead people who have the report read aloud.
    """
    read = _Reader(MarkdownIt("commonmark", {"html": False}).parse(markdown)).blocks()
    blocks = [b for b in read if not isinstance(b, Heading) or words_of(b.text).strip()]
    highest = min((b.level for b in blocks if isinstance(b, Heading)), default=1)
    found = [Section(None, [])]
    depth = 1
    for block in blocks:
        if isinstance(block, Heading) and block.level == highest:
            found.append(Section(block.text, []))
            depth = 1
        elif isinstance(block, Heading):
            depth = min(block.level - highest + 1, depth + 1)
            found[-1].blocks.append(Heading(block.text, depth))
        else:
            found[-1].blocks.append(block)
    return tuple(section for section in found if section.heading is not None or section.blocks)


class _Reader:
    """Walks through the tokens of the parser once."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.at = 0

    def blocks(self) -> list[Block]:
        found: list[Block] = []
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            if token.type == "heading_open":
                found.append(Heading(self.inline(), int(token.tag[1])))
            elif token.type == "paragraph_open":
                found.append(Paragraph(self.inline()))
            elif token.type in ("bullet_list_open", "ordered_list_open"):
                found.append(ListBlock(tuple(self.items(token, depth=0))))
            elif token.type in ("fence", "code_block"):
                found.append(Paragraph((Span(token.content.rstrip("\n"), code=True),)))
        return found

    def inline(self) -> Inline:
        """The words of the block that just opened, up to its end."""
        token = self.tokens[self.at]
        self.at += 2
        return _spans(token.children or [])

    def items(self, opened: Token, depth: int) -> list[Item]:
        """The items of the list that just opened, those of lists inside it a level deeper."""
        number = int(opened.attrs.get("start", 1)) if opened.type == "ordered_list_open" else None
        found: list[Item] = []
        is_first_of_item = False
        while True:
            token = self.tokens[self.at]
            self.at += 1
            if token.type in ("bullet_list_close", "ordered_list_close"):
                return found
            if token.type == "list_item_open":
                is_first_of_item = True
            elif token.type == "paragraph_open":
                text = self.inline()
                if is_first_of_item:
                    found.append(Item(text, depth, number))
                    number = None if number is None else number + 1
                else:
                    found[-1] = Item((*found[-1].text, Span("\n"), *text), depth, found[-1].number)
                is_first_of_item = False
            elif token.type in ("bullet_list_open", "ordered_list_open"):
                if is_first_of_item:
                    found.append(Item(plain(""), depth, number))
                    is_first_of_item = False
                found += self.items(token, depth + 1)
            elif token.type in ("fence", "code_block"):
                found.append(Item((Span(token.content.rstrip("\n"), code=True),), depth))


def _spans(children: Sequence[Token]) -> Inline:
    spans: list[Span] = []
    emphasis = strong = 0
    href: str | None = None
    for child in children:
        if child.type == "em_open":
            emphasis += 1
        elif child.type == "em_close":
            emphasis -= 1
        elif child.type == "strong_open":
            strong += 1
        elif child.type == "strong_close":
            strong -= 1
        elif child.type == "link_open":
            target = str(child.attrs.get("href", ""))
            href = target if target.startswith(_SAFE_LINKS) else None
        elif child.type == "link_close":
            href = None
        else:
            text = "\n" if child.type == "hardbreak" else " " if child.type == "softbreak" else child.content
            span = Span(text, emphasis > 0, strong > 0, child.type == "code_inline", href)
            if text:
                spans.append(span)
    return tuple(
        replace(style, text="".join(span.text for span in run))
        for style, run in groupby(spans, key=lambda span: replace(span, text=""))
    )
