"""A figure of an edition of the plan's table, a change of one, and the edition itself."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class EditionValue:
    """A figure of an edition, with what one needs to judge it.

    `number` is in the indicator's unit (percent, not a share of 1) and unrounded; `text` is as printed and filled in
    when the edition is made; `year` is the year the figure is of. `low`, `high` and `level` (0.95) are its interval and
    `n` its respondents, None where nobody knows them. `base` is empty but for figures of the survey. `edition` is where
    the figure first stood; `corrects` the wrong figure it took the place of, with its own edition and history.
    """

    indicator: str
    column: str
    number: float | None
    text: str = ""
    unit: str = ""
    year: int | None = None
    as_of: date | None = None
    low: float | None = None
    high: float | None = None
    level: float | None = None
    n: int | None = None
    base: str = ""
    source: str = ""
    note: str = ""
    corrects: "EditionValue | None" = None
    edition: int = 0

    @property
    def dated(self) -> tuple[int, date]:
        """What orders the figures of one cell in time."""
        return (self.year or 0, self.as_of or date.min)


@dataclass(frozen=True, slots=True)
class Change:
    """A figure for the next edition: a newer one, or the correction (訂正) of one that was wrong."""

    value: EditionValue
    correction: bool = False

    @property
    def cell(self) -> tuple[str, str]:
        """The cell the figure stands in: indicator and column."""
        return (self.value.indicator, self.value.column)


@dataclass(frozen=True, slots=True)
class Edition:
    """The table of a plan as published on a day; `dated` is None only for a printed table whose date nobody knows."""

    plan: str
    number: int
    dated: date | None
    values: tuple[EditionValue, ...]
    source: str = ""
    note: str = ""

    def cell(self, indicator: str, column: str) -> tuple[EditionValue, ...]:
        """The figures of one cell: one, or two where the base of the indicator is not known."""
        return tuple(value for value in self.values if (value.indicator, value.column) == (indicator, column))
