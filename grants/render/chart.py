"""Charts as SVG: distinguished by pattern and outline as well as by colour, with a text alternative.

The same drawing is in HTML as it is, in a PDF as vectors and in a Word file as a picture. Its
size is given in pixels and its letters keep theirs, so a narrow chart is drawn anew rather than
scaled down until nobody can read it. Lengths are pixels and so floats; the figures beside them are
the texts that the report gives.
"""

import textwrap
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from grants.reports.document import BarChart, Chart, Line, LineChart
from grants.values.text import printable

INK = "#1d2733"
"""Text and axes: 15:1 on white."""

SERIES = ("#8a5a00", "#12507b", "#5b2a86", "#1d6b45")
"""One colour a series, each at least 5:1 on white; the pattern says the same without colour."""

GRID = "#c3ccd5"

_SIZE = 13
"""Height of the letters in pixels."""

_BAR, _BAR_GAP, _CATEGORY_GAP = 15, 3, 14
_LINE = 17


def chart_svg(chart: Chart, *, width: int = 680, prefix: str = "chart", font: str = "Source Sans 3") -> str:
    """Draw a chart `width` pixels wide; `prefix` keeps its names apart from others on a page."""
    body, height = _bars(chart, width, prefix) if isinstance(chart, BarChart) else _lines(chart, width)
    patterns = "".join(_pattern(prefix, number) for number in (0, 2, 3))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" aria-labelledby="{prefix}-title {prefix}-desc" '
        f'font-family={quoteattr(font)} font-size="{_SIZE}" fill="{INK}">'
        f'<title id="{prefix}-title">{_clean(chart.title)}</title>'
        f'<desc id="{prefix}-desc">{_clean(chart.description)}</desc>'
        f"<defs>{patterns}</defs>{''.join(body)}</svg>"
    )


def _bars(chart: BarChart, width: int, prefix: str) -> tuple[list[str], int]:
    values = [value for series in chart.series for value in series.values]
    low, high = min([Decimal(0), *values]), max([Decimal(0), *values])
    room = max((_text_width(text) for series in chart.series for text in series.texts), default=0) + 10
    left = room if low < 0 else 0
    scale = (width - left - room) / float(high - low or 1)
    zero = left + float(-low) * scale
    labels = [series.label for series in chart.series]
    drawn, y = _legend(labels, width, lambda number, x, y: _bar(x, y - 13, 24, number, prefix), 24, 50)
    for position, category in enumerate(chart.categories):
        y += _CATEGORY_GAP if position else 4
        for line in _wrapped(category, width):
            y += _LINE
            drawn.append(_text(0, y - 4, line))
        top = y - 1
        for number, series in enumerate(chart.series):
            value = series.values[position]
            length = abs(float(value)) * scale
            start = zero - length if value < 0 else zero
            drawn.append(_bar(start, y, length, number, prefix))
            at, anchor = (start - 6, "end") if value < 0 else (start + length + 6, "start")
            drawn.append(_text(at, y + _BAR - 3, series.texts[position], anchor))
            y += _BAR + _BAR_GAP
        drawn.append(_rule(zero, top, zero, y - 1, INK))
    return drawn, round(y + 4)


def _lines(chart: LineChart, width: int) -> tuple[list[str], int]:
    left = max((_text_width(text) for _, text in chart.amount_marks), default=0) + 10

    def key(number: int, x: float, y: int) -> str:
        return _path(f"M{x:.1f} {y - 5}H{x + 30:.1f}", number, chart.lines[number])

    drawn, below = _legend([line.label for line in chart.lines], width, key, 30, 60)
    top = below + 12
    height, right = 240, width - 12
    amounts = [amount for line in chart.lines for _, amount in line.points]
    amounts += [amount for amount, _ in chart.amount_marks]
    low, high = min([Decimal(0), *amounts]), max([Decimal(0), *amounts])

    def across(day: int) -> float:
        return left + (right - left) * day / max(chart.days, 1)

    def down(amount: Decimal) -> float:
        return top + height * float(high - amount) / float(high - low or 1)

    for amount, text in chart.amount_marks:
        drawn.append(_rule(left, down(amount), right, down(amount), INK if amount == 0 else GRID))
        drawn.append(_text(left - 8, down(amount) + 4, text, "end"))
    for day, text in _apart(chart.time_marks, across):
        drawn.append(_rule(across(day), top + height, across(day), top + height + 5, INK))
        drawn.append(_text(across(day), top + height + 20, text, "middle"))
    for number, line in enumerate(chart.lines):
        places = [(across(day), down(amount)) for day, amount in line.points]
        path = "".join(_steps(places, is_stepped=line.is_stepped))
        drawn.append(_path(path, number, line, ' stroke-linejoin="round"'))
    return drawn, top + height + 30


def _steps(places: Sequence[tuple[float, float]], *, is_stepped: bool) -> Iterator[str]:
    for number, (x, y) in enumerate(places):
        if not number:
            yield f"M{x:.1f} {y:.1f}"
        elif is_stepped:
            yield f"H{x:.1f}V{y:.1f}"
        else:
            yield f"L{x:.1f} {y:.1f}"


def _apart(marks: Sequence[tuple[int, str]], across: Callable[[int], float]) -> Iterator[tuple[int, str]]:
    """The marks that have room beside each other, the first and every n-th after it."""
    widest = max((_text_width(text) for _, text in marks), default=0) + 12
    last = float("-inf")
    for day, text in marks:
        if across(day) - last >= widest:
            last = across(day)
            yield day, text


def _legend(
    labels: Sequence[str], width: int, key: Callable[[int, float, int], str], size: int, room: int
) -> tuple[list[str], int]:
    """Labels beside each other, each after its key of `size` pixels and with `room` for both."""
    drawn: list[str] = []
    x, y = 0.0, _LINE
    for number, label in enumerate(labels):
        needed = _text_width(label) + room
        if x and x + needed > width:
            x, y = 0.0, y + _LINE + 4
        drawn += [key(number, x, y), _text(x + size + 7, y - 1, label)]
        x += needed
    return drawn, y + 8


def _path(path: str, number: int, line: Line, joint: str = "") -> str:
    width, dashes = (3, "") if line.is_stepped else (2, ' stroke-dasharray="7 5"')
    colour = SERIES[number % len(SERIES)]
    fill = ' fill="none"' if joint else ""
    return f'<path d="{path}"{fill} stroke="{colour}" stroke-width="{width}"{joint}{dashes}/>'


def _pattern(prefix: str, number: int) -> str:
    """Stripes, solid, dots, level lines: what distinguishes the series in print without colour."""
    colour = SERIES[number]
    ground = '<rect width="8" height="8" fill="#ffffff"/>'
    marks = (
        f'<path d="M-2 2L2 -2M0 8L8 0M6 10L10 6" stroke="{colour}" stroke-width="2.4"/>',
        "",  # solid: drawn without a pattern, which would show the seams of its tiles
        f'<circle cx="4" cy="4" r="2" fill="{colour}"/>',
        f'<path d="M0 4H8" stroke="{colour}" stroke-width="2.4"/>',
    )
    return (
        f'<pattern id="{prefix}-fill-{number}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f"{ground}{marks[number]}</pattern>"
    )


def _bar(x: float, y: float, length: float, number: int, prefix: str) -> str:
    kind = number % len(SERIES)
    fill = SERIES[kind] if kind == 1 else f"url(#{prefix}-fill-{kind})"
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(length, 0.5):.1f}" height="{_BAR}" '
        f'fill="{fill}" stroke="{SERIES[kind]}" stroke-width="1.2"/>'
    )


def _rule(x1: float, y1: float, x2: float, y2: float, colour: str) -> str:
    return f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="{colour}" stroke-width="1"/>'


def _text(x: float, y: float, text: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{_clean(text)}</text>'


def _wrapped(text: str, width: int) -> list[str]:
    """A label over as many lines as it needs; one of a thousand words is cut, the table has it."""
    return textwrap.wrap(text, max(12, int(width / (_SIZE * 0.5))), max_lines=3, placeholder=" …") or [""]


def _text_width(text: str) -> float:
    """At most how wide a text is: figures and small letters are about half as wide as high."""
    return len(text) * _SIZE * 0.56


def _clean(text: str) -> str:
    return escape(printable(text.replace("\n", " ")))
