"""Lists inside lists: nothing is lost, whatever the depth, and every renderer takes them."""

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from grants.render import draw_bytes
from grants.render.common import DEEPEST, Run, nested
from grants.reports.document import Document, Item, ListBlock, plain, words_of

items = st.lists(
    st.builds(
        Item, st.integers(0, 10**6).map(str).map(plain), st.integers(0, 30), st.none() | st.integers(1, 9)
    ),
    max_size=30,
)


def words(runs: list[Run]) -> Iterator[str]:
    for run in runs:
        for entry in run.entries:
            yield words_of(entry.text)
            yield from words(entry.runs)


def depth(runs: list[Run]) -> int:
    return 1 + max((depth(entry.runs) for run in runs for entry in run.entries), default=-1) if runs else 0


@given(items)
def test_every_item_stands_where_it_stood(of: list[Item]) -> None:
    runs = nested(of)

    assert list(words(runs)) == [words_of(item.text) for item in of]
    assert depth(runs) <= DEEPEST + 2


@given(items)
def test_runs_are_of_one_kind(of: list[Item]) -> None:
    for earlier, later in zip(runs := nested(of), runs[1:], strict=False):
        assert (earlier.start is None) != (later.start is None)


def test_twenty_levels_are_drawn_in_every_format() -> None:
    deep = ListBlock(tuple(Item(plain(f"level {n}"), n, n + 1 if n % 2 else None) for n in range(20)))
    for form in ("text", "markdown", "html", "docx", "pdf"):
        assert len(draw_bytes(Document("T", "en", (deep,)), form)) > 200
