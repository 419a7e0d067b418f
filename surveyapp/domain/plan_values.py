"""The figures of a plan: units, values as printed, targets with their form, and how a number is written.

A printed value keeps its own text beside its number, because a plan prints 15％ next to 14.6％, and "＿" is not nought.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

NOT_MEASURED = "＿"
# No city counts further; what lies beyond is a slip of the keyboard.
LARGEST = 1e12


@dataclass(frozen=True, slots=True)
class Unit:
    """What a figure counts: how it is written, and between which numbers it can lie.

    `decimals` is how many a figure is printed with unless the indicator says otherwise.
    """

    key: str
    label: str
    decimals: int
    minimum: float
    maximum: float

    def holds(self, number: float) -> bool:
        """Whether a figure in this unit can be this number at all."""
        return math.isfinite(number) and self.minimum <= number <= self.maximum


# Points are means of the 5-point scale, hence 1 to 5; a difference of two percentages is no figure of a plan.
UNITS: Mapping[str, Unit] = {
    unit.key: unit
    for unit in (
        Unit("points", "ポイント", 2, 1, 5),
        Unit("percent", "％", 1, 0, 100),
        Unit("people", "人", 0, 0, LARGEST),
        Unit("districts", "区", 0, 0, LARGEST),
        Unit("age", "歳", 2, 0, 130),
    )
}


class Side(StrEnum):
    """On which side of its target a figure has met it."""

    ABOVE = "above"
    BELOW = "below"
    EQUAL = "equal"


class TargetForm(StrEnum):
    """What the plan wants of a figure. It is written in the file; it is never guessed from where the figure stands."""

    RISE = "rise"
    AT_LEAST = "at_least"
    FALL = "fall"
    CEILING = "ceiling"
    HOLD = "hold"
    EQUAL_THOUGH_RISE_WANTED = "equal_though_rise_wanted"
    NOT_STATED = "not_stated"

    @property
    def side(self) -> Side | None:
        """The side of the target that has met it; None where the plan does not say what it wants."""
        return SIDES[self]


SIDES: Mapping[TargetForm, Side | None] = {
    TargetForm.RISE: Side.ABOVE,
    TargetForm.AT_LEAST: Side.ABOVE,
    TargetForm.FALL: Side.BELOW,
    TargetForm.CEILING: Side.BELOW,
    TargetForm.HOLD: Side.EQUAL,
    TargetForm.EQUAL_THOUGH_RISE_WANTED: Side.ABOVE,
    TargetForm.NOT_STATED: None,
}


@dataclass(frozen=True, slots=True)
class Value:
    """A figure of the printed table.

    `number` is None where the plan prints "＿"; `text` is the cell to the letter, without the year in brackets; `year`
    is the year the figure is of, the column's unless the cell names another; `as_of` and `as_of_text` are the figure's
    own date where the plan tells one (平成30年4月末 stands under 2017).
    """

    number: float | None
    text: str
    year: int
    as_of: date | None = None
    as_of_text: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a figure shall be in the target year, and what "be" means: its form. A target in words has no number."""

    form: TargetForm
    number: float | None
    text: str
    year: int


@dataclass(frozen=True, slots=True)
class Step:
    """The change the plan counts on: `amount` in the indicator's unit within `years` years."""

    amount: float
    years: int


def round_half_up(number: float, decimals: int) -> Decimal:
    """四捨五入, away from zero, on the number's shortest exact form, so that 2.675 becomes 2.68 and not 2.67.

    `number` is one that a unit can hold: finite, and no further from nought than `LARGEST`.
    """
    return Decimal(f"{number:.12g}").quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def write_number(number: float | None, decimals: int, label: str) -> str:
    """A figure as the plan prints it: 3.15ポイント, 71.5％, 1,400人; "＿" where nothing was measured."""
    if number is None:
        return NOT_MEASURED
    rounded = round_half_up(number, decimals)
    # A figure that rounds to nought is printed without a sign.
    return f"{rounded or abs(rounded):,}{label}"
