"""Charts: lengths are true to the amounts, patterns distinguish the series, words say the same."""

import re
import xml.etree.ElementTree as ET
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grants.render.chart import INK, SERIES, chart_svg
from grants.reports.document import BarChart, Document, Line, LineChart, Series
from grants.reports.status import round_amounts
from grants.values.money import ZERO, Amount

SVG = "{http://www.w3.org/2000/svg}"


def bars(svg: str, series: int = 1) -> list[ET.Element]:
    """The bars, without those of the legend, one for each series, which come first, and of the patterns."""
    root = ET.fromstring(svg)  # noqa: S314  # our own drawing
    return root.findall(f"{SVG}rect")[series:]


def contrast(colour: str) -> float:
    """Contrast to white as WCAG 2.2 defines it."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


def chart(values: list[Decimal], label: str = "B") -> BarChart:
    texts = tuple(map(str, values))
    return BarChart(
        "T", "D", tuple(f"c{n}" for n in range(len(values))), (Series(label, tuple(values), texts),)
    )


@example([Decimal("1338.72"), Decimal("-28202.55")])  # a bar as long as those of the legend
@given(st.lists(st.decimals(-(10**9), 10**9, places=2), min_size=2, max_size=8))
def test_bars_are_as_long_as_their_values(values: list[Decimal]) -> None:
    lengths = [float(bar.get("width", "")) for bar in bars(chart_svg(chart(values)))]
    longest = max(abs(float(value)) for value in values)

    assert len(lengths) == len(values)
    for value, length in zip(values, lengths, strict=True):
        if longest:
            assert length == pytest.approx(max(lengths) * abs(float(value)) / longest, abs=0.6)


@given(st.lists(st.decimals(-(10**9), 10**9, places=2), min_size=1, max_size=5), st.integers(280, 900))
def test_nothing_leaves_the_picture(values: list[Decimal], width: int) -> None:
    for bar in bars(chart_svg(chart(values), width=width)):
        assert float(bar.get("x", "")) >= -0.1
        assert float(bar.get("x", "")) + float(bar.get("width", "")) <= width + 0.6


@given(st.text(max_size=200))
def test_any_text_is_text(text: str) -> None:
    svg = chart_svg(BarChart(text, text, (text,), (Series(text, (Decimal(1),), (text,)),)))
    root = ET.fromstring(svg)  # noqa: S314  # our own drawing

    assert {e.tag.removeprefix(SVG) for e in root.iter()} <= {
        "svg", "title", "desc", "defs", "pattern", "rect", "path", "circle", "text",
    }  # fmt: skip


def test_colours_have_contrast_and_patterns_differ() -> None:
    assert contrast(INK) >= 7
    assert all(contrast(colour) >= 4.5 for colour in SERIES)
    assert contrast("#ffffff") == pytest.approx(1)
    many = BarChart("T", "D", ("c",), tuple(Series(str(n), (Decimal(1),), ("1",)) for n in range(4)))
    fills = {bar.get("fill") for bar in bars(chart_svg(many), series=4)}
    assert len(fills) == 4


def test_the_picture_has_a_name_and_words(final: Document) -> None:
    (shown,) = [block for block in final.blocks if isinstance(block, BarChart)]
    root = ET.fromstring(chart_svg(shown, prefix="p"))  # noqa: S314  # our own drawing

    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "p-title p-desc"
    assert root.findtext(f"{SVG}desc") == shown.description
    for series in shown.series:
        assert all(text in shown.description for text in series.texts)


def test_a_line_stays_until_it_steps() -> None:
    lines = (
        Line("spent", ((0, Decimal(0)), (5, Decimal(50)), (10, Decimal(100))), is_stepped=True),
        Line("budget", ((0, Decimal(0)), (10, Decimal(100)))),
    )
    svg = chart_svg(
        LineChart("T", "D", 10, lines, ((0, "2014"),), ((Decimal(0), "0"), (Decimal(100), "100")))
    )
    paths = re.findall(r'<path d="(M[^"]*)" fill="none"([^>]*)', svg)

    assert [("H" in d, "stroke-dasharray" in rest) for d, rest in paths] == [(True, False), (False, True)]


@given(st.integers(1, 10**15).map(Amount))
def test_marks_are_round_few_and_reach_the_top(highest: Amount) -> None:
    marks = list(round_amounts(highest))

    assert marks[0] == ZERO
    assert marks[-1] >= highest > marks[-2]
    assert len(marks) <= 6
    assert len({after - before for before, after in pairwise(marks)}) == 1
