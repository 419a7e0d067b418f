"""Figures that know how sure they are, and what they are measured in.

The only part of this package that pages, charts and reports touch: small frozen nouns that keep what one needs to judge
them, and the rounding that is done once, at output.
"""

import math
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from typing import Final, Literal, TypeAlias

import numpy as np

from analysis import intervals

#: whom a share is of: who answered the question, or everyone, silence included
Base: TypeAlias = Literal["answered", "everyone"]
#: whom a figure is of; of two questions who answered both, or for a difference of two printed means who answered each
NamedBase: TypeAlias = Base | Literal["answered both", "answered each"]

NO_NUMBER: Final = "－"


class Unit(Enum):
    """What a figure is measured in.

    A share is kept between 0 and 1 and printed in percent; the difference of two shares is in percentage points, never in
    percent; the difference of two means is in points of the scale, and is no mean.
    """

    POINT = "point"
    POINT_DIFFERENCE = "point difference"
    PERCENT = "percent"
    PERCENTAGE_POINT = "percentage point"
    PERSON = "person"
    PERSON_DIFFERENCE = "person difference"

    @property
    def scale(self) -> int:
        """By how much the kept value is multiplied when it is printed."""
        return 100 if self in (Unit.PERCENT, Unit.PERCENTAGE_POINT) else 1

    @property
    def places(self) -> int:
        """Decimal places in print: points 2, percent 1, persons 0."""
        return _PLACES[self]

    @property
    def difference(self) -> "Unit":
        """The unit of the difference of two figures in this unit."""
        return _DIFFERENCES[self]


_PLACES: Final = {
    Unit.POINT: 2,
    Unit.POINT_DIFFERENCE: 2,
    Unit.PERCENT: 1,
    Unit.PERCENTAGE_POINT: 1,
    Unit.PERSON: 0,
    Unit.PERSON_DIFFERENCE: 0,
}
_DIFFERENCES: Final = {
    Unit.POINT: Unit.POINT_DIFFERENCE,
    Unit.POINT_DIFFERENCE: Unit.POINT_DIFFERENCE,
    Unit.PERCENT: Unit.PERCENTAGE_POINT,
    Unit.PERCENTAGE_POINT: Unit.PERCENTAGE_POINT,
    Unit.PERSON: Unit.PERSON_DIFFERENCE,
    Unit.PERSON_DIFFERENCE: Unit.PERSON_DIFFERENCE,
}


class Mark(Enum):
    """Whether a figure may be shown."""

    NONE = ""
    REFERENCE_ONLY = "参考値"
    SUPPRESSED = "秘匿"


@dataclass(frozen=True, slots=True)
class Interval:
    """The values that the sample does not contradict, at a level."""

    low: float
    high: float
    level: float

    def contains(self, value: float) -> bool:
        """Is the value one of them? The ends belong to the interval."""
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure, and what one needs in order to judge it.

    ``value`` and ``standard_error`` are unrounded, in ``unit`` (shares between 0 and 1). ``respondents`` counts the answers,
    ``effective_size`` is Kish's :math:`(\\sum w)^2/\\sum w^2`, ``design_effect`` compares the variance with that of a simple
    random sample of as many answers (nan where that has none). ``degrees`` is 0 or less where there is no interval. ``base`` names
    whom the figure is of. ``sampling_fraction`` is the weighted mean of the fractions of their cells who answered; 0 where no
    finite-population correction is applied.
    """

    value: float
    standard_error: float
    degrees: float
    respondents: int
    effective_size: float
    design_effect: float
    unit: Unit = Unit.POINT
    base: NamedBase = "answered"
    sampling_fraction: float = 0.0

    def interval(self, level: float = 0.95) -> Interval | None:
        """Symmetric t interval, on the scale of the figure and not cut at its ends; None without degrees of freedom."""
        low, high = intervals.t_interval(self.value, self.standard_error, self.degrees, level)
        return _interval(float(low), float(high), level)


@dataclass(frozen=True, slots=True)
class Proportion(Estimate):
    """A share: its interval stays between nought and one, and exists at both."""

    unit: Unit = Unit.PERCENT

    def interval(self, level: float = 0.95, method: str = "korn-graubard") -> Interval | None:
        """Interval of the share; ``method`` is one of ``intervals.METHODS``. None where the method has no interval."""
        low, high = intervals.of_share(
            self.value,
            self.standard_error,
            self.respondents,
            self.effective_size,
            self.degrees,
            self.sampling_fraction,
            level,
            method,
        )
        return _interval(float(low), float(high), level)


def half_up(value: float, places: int, scale: int = 1) -> Decimal:
    """Round half away from zero, as people do on paper: 3.125 -> 3.13, -0.25 -> -0.3. Only for output.

    Twelve significant digits first, so that 2.675, which the machine keeps as 2.67499999999999982, is still the 2.675 that was
    meant. ``scale`` (100 for percent) multiplies exactly, before the rounding.
    """
    exact = Decimal(f"{value:.12g}") * scale
    rounded = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return abs(rounded) if rounded == 0 else rounded


def printed(value: float, unit: Unit, places: int | None = None) -> str:
    """The digits as they stand in a table, without the word for the unit: 0.7153 in PERCENT -> "71.5"; a dash where there is no number."""
    if not math.isfinite(value):
        return NO_NUMBER
    return f"{half_up(value, unit.places if places is None else places, unit.scale)}"


def _interval(low: float, high: float, level: float) -> Interval | None:
    return None if np.isnan(low) or np.isnan(high) else Interval(low, high, level)
