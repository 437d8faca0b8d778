"""A small table of HTML, as notebooks show a value. Every text in it is escaped."""

from collections.abc import Iterable, Sequence
from html import escape

from grants.values.text import printable_lines


def html_table(
    title: str,
    headings: Sequence[str],
    sides: Sequence[str],
    rows: Iterable[tuple[Sequence[str], bool]],
    notes: Iterable[str] = (),
) -> str:
    """A title, headings, rows with whether each is a total, and notes; `sides` are left or right."""

    def line(kind: str, texts: Sequence[str], *, strong: bool = False) -> str:
        cells = (
            f'<{kind} style="text-align: {side}">{_bold(_text(text), strong=strong)}</{kind}>'
            for side, text in zip(sides, texts, strict=True)
        )
        return f"<tr>{''.join(cells)}</tr>"

    body = "".join(line("td", texts, strong=is_total) for texts, is_total in rows)
    below = "".join(f"<p>{_text(note)}</p>" for note in notes)
    head = f"<caption>{_text(title)}</caption><thead>{line('th', headings)}</thead>"
    return f"<table>{head}<tbody>{body}</tbody></table>{below}"


def _text(text: str) -> str:
    return escape(printable_lines(text))


def _bold(text: str, *, strong: bool) -> str:
    return f"<b>{text}</b>" if strong else text
