"""Where each figure of the follow-up sheet is: pure arithmetic on rows and columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grants.figures.comparison import Comparison, ComparisonRow

TITLE_ROWS = 3
"""Title, subtitle and an empty row; then the row of periods and the row of measures."""

KEYS_ROW = TITLE_ROWS
MEASURES_ROW = TITLE_ROWS + 1
FIRST_ROW = TITLE_ROWS + 2

TITLE_COLUMN, ID_COLUMN, FIRST_COLUMN = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Section:
    """Activities of one category from row `first` on, and the row of their sum.

    A sheet whose activities are all of one category, or of none, has one section and no sum in it.
    """

    category: str | None
    rows: tuple[ComparisonRow, ...]
    first: int
    sum_row: int | None

    @property
    def last(self) -> int:
        """The row of the last activity."""
        return self.first + len(self.rows) - 1


@dataclass(frozen=True, slots=True)
class FollowUpLayout:
    """Sections from top to bottom, then the total; `measures` columns for each period, then for all.

    Budget, actual, deviation and percent, or the budget alone.
    """

    sections: tuple[Section, ...]
    total_row: int
    slots: int
    measures: int

    @classmethod
    def of(
        cls, comparison: Comparison, categories: Mapping[str, str | None], *, with_actuals: bool
    ) -> "FollowUpLayout":
        """Lay out a comparison; categories in the order in which they first come, none last."""
        by_category: dict[str | None, list[ComparisonRow]] = {}
        for row in comparison.rows:
            by_category.setdefault(categories.get(row.activity), []).append(row)
        uncategorised = by_category.pop(None, [])
        grouped: Sequence[tuple[str | None, list[ComparisonRow]]] = [*by_category.items()]
        if uncategorised or not grouped:
            grouped = [*grouped, (None, uncategorised)]
        titled = len(grouped) > 1
        sections = []
        start = FIRST_ROW
        for category, rows in grouped:
            first = start + 1 if titled else start
            sum_row = first + len(rows) if titled else None
            sections.append(Section(category, tuple(rows), first, sum_row))
            start = first + len(rows) + titled
        return cls(tuple(sections), start, len(comparison.columns), 4 if with_actuals else 1)

    @property
    def is_grouped(self) -> bool:
        """Whether categories have headings and sums of their own."""
        return len(self.sections) > 1

    @property
    def total_column(self) -> int:
        """The first column of the total over all periods."""
        return self.column(self.slots)

    @property
    def last_column(self) -> int:
        """The last column that holds anything."""
        return self.total_column + self.measures - 1

    def column(self, slot: int, measure: int = 0) -> int:
        """The column of a measure (0 budget, 1 actual, 2 deviation, 3 percent) of a period."""
        return FIRST_COLUMN + slot * self.measures + measure

    def row_of(self, activity: str) -> int:
        """The row of an activity; `KeyError` if the comparison has none."""
        for section in self.sections:
            for offset, row in enumerate(section.rows):
                if row.activity == activity:
                    return section.first + offset
        raise KeyError(activity)
