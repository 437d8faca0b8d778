"""How every sheet prints and how its notes look."""

from textwrap import wrap

from xlsxwriter.worksheet import Worksheet

from grants.reports.speech import Speech
from grants.workbook.chapter import Chapter

A4 = 9

LINE_HEIGHT = 15
"""Points of a line of text."""


def set_up(chapter: Chapter, sheet: Worksheet, *, repeat: tuple[int, int] | None = None) -> None:
    """A4 landscape, as wide as the page, the `repeat` rows on each, numbered pages."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    if repeat is not None:
        sheet.repeat_rows(*repeat)
    sheet.set_footer(f"&L{chapter.account.id}&C&A&R{chapter.say('Page &P of &N')}")
    sheet.hide_gridlines(2)


def head(chapter: Chapter, sheet: Worksheet, name: str, *, amounts: bool = True) -> None:
    """The first two rows: what the sheet shows of which grant, in which currency, up to which day."""
    title = f"{name}: {chapter.account.grant.title}"
    sheet.set_row(0, 24)
    sheet.write_string(0, 0, title[:250], chapter.styles.title)
    if amounts:
        sheet.write_string(1, 0, subtitle(chapter), chapter.styles.subtitle)


def subtitle(chapter: Chapter) -> str:
    """The currency, and up to which day spending is counted."""
    parts = [chapter.say("Amounts in {currency}", currency=chapter.currency)]
    if chapter.comparison.as_of is not None:
        until = chapter.locale.date(chapter.comparison.as_of)
        parts.append(chapter.say("Spent up to and including {date}", date=until))
    return "; ".join(parts)


def fit_row(sheet: Worksheet, row: int, *cells: tuple[str, int], level: int = 0) -> None:
    """Make a row as high as its wrapped texts need, each in a column of the width beside it."""
    count = max((_lines(text, width) for text, width in cells), default=1)
    height = None if count == 1 else min(409, LINE_HEIGHT * count)
    if height is not None or level:
        sheet.set_row(row, height, None, {"level": level} if level else {})


def _lines(text: str, width: int) -> int:
    return sum(max(1, len(wrap(line, int(width * 1.1)))) for line in text.split("\n"))


def note(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """A note on a heading that says what its figures mean."""
    sheet.write_comment(row, column, text, {"width": 260, "height": 90, "font_size": 9, "color": "#FFFFE7"})


def counted_note(say: Speech) -> str:
    """What the column says that tells where an amount is counted."""
    return say(
        "The column of the follow-up in which the amount is counted. Not periodised: the amount is known "
        "only for a longer period than a column. Not counted: it lies after the date of the statement."
    )
