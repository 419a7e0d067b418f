"""An indicator of the plan: what is measured, from where, where it stood, where it shall be."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from surveyapp.domain.plan_values import (
    Side,
    Step,
    Target,
    Unit,
    Value,
    round_half_up,
    write_number,
)


class Statistic(StrEnum):
    """What is made of the answers to a question: the mean of their points, or the share of some options."""

    MEAN = "mean"
    SHARE = "share"


class Base(StrEnum):
    """Among whom a share is counted: those who answered the question, or everybody who was asked it."""

    ANSWERED = "answered"
    EVERYONE = "everyone"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Survey:
    """An indicator that comes from the survey: `question` is the id in the wave, for example `medical_care.satisfaction`.

    A mean names the `scale` whose points it takes, a share the `options` it counts.
    """

    question: str
    statistic: Statistic
    base: Base
    scale: str = ""
    options: tuple[str, ...] = ()

    @property
    def bases(self) -> tuple[Base, ...]:
        """The bases to compute and show: both, until the office states which one the old figures rest on."""
        return (Base.ANSWERED, Base.EVERYONE) if self.base is Base.UNKNOWN else (self.base,)


@dataclass(frozen=True, slots=True)
class Administrative:
    """An indicator from the office's own records, entered by staff with date and source."""


@dataclass(frozen=True, slots=True)
class DefinitionChange:
    """What was counted before and what is counted since, and why; `dated` is the date of the reason, where it is known."""

    before: str
    after: str
    reason: str
    dated: date | None = None


@dataclass(frozen=True)
class Indicator:
    """A row of a policy's table, named exactly as printed.

    `values` has one value for each column of the plan that is not the target's; `decimals` and `printed_unit` say how
    new figures are written; `remark` is 備考 as printed; `formula` and `supplier` are empty where the plan tells none.
    """

    id: str
    name: str
    unit: Unit
    decimals: int
    printed_unit: str
    source: Survey | Administrative
    values: Mapping[str, Value]
    target: Target
    remark: str = ""
    formula: str = ""
    supplier: str = ""
    step: Step | None = None
    definition_changes: tuple[DefinitionChange, ...] = field(default_factory=tuple)

    @property
    def is_survey(self) -> bool:
        """Whether its figures come from runs; the others are entered by staff."""
        return isinstance(self.source, Survey)


def print_number(indicator: Indicator, number: float | None) -> str:
    """A new figure in the way the plan prints this indicator, 四捨五入."""
    return write_number(number, indicator.decimals, indicator.printed_unit)


def print_cell(
    indicator: Indicator,
    number: float | None,
    text: str,
    year: int | None,
    column_year: int,
) -> str:
    """A cell of the table: the printed text where there is one, and the year in brackets if it is not the column's.

    Reads 73.9％（2011） under 当初（2012）. A cell without a figure has no year.
    """
    printed = text or print_number(indicator, number)
    if number is None or year is None or year == column_year:
        return printed
    return f"{printed}（{year}）"


def target_met(indicator: Indicator, number: float | None) -> bool | None:
    """Whether a figure has met the target, by the target's form alone; sampling error is a matter of the verdict.

    None where nothing was measured or the plan does not say what it wants. A target to hold is met by a figure that is
    printed like it; the others compare the figure unrounded.
    """
    target, side = indicator.target.number, indicator.target.form.side
    if number is None or target is None or side is None:
        return None
    if side is Side.ABOVE:
        return number >= target
    if side is Side.BELOW:
        return number <= target
    return round_half_up(number, indicator.decimals) == round_half_up(target, indicator.decimals)
