"""What may be said of an indicator: against its target, and against the last value. Two sentences, never one.

That a change cannot be told from sampling error is a verdict (誤差の範囲内), and does not mean that nothing changed. There is no
probability that a target is reached.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Final

from analysis.estimates import change
from analysis.faults import Fault, Faults
from analysis.figures import Estimate, Interval, Unit, half_up
from analysis.quantities import Quantity


class TargetForm(Enum):
    """What the plan wants of a figure; stated by the plan, never guessed from current and target value."""

    RISE = "rise"
    AT_LEAST = "at_least"
    FALL = "fall"
    CEILING = "ceiling"
    HOLD = "hold"
    EQUAL_THOUGH_RISE_WANTED = "equal_though_rise_wanted"
    NOT_STATED = "not_stated"


_UPWARD = (TargetForm.RISE, TargetForm.AT_LEAST, TargetForm.EQUAL_THOUGH_RISE_WANTED)
_DOWNWARD = (TargetForm.FALL, TargetForm.CEILING)


@dataclass(frozen=True, slots=True)
class Course:
    """The straight line from where the plan began to its target."""

    baseline: float
    baseline_year: int
    target: float
    target_year: int

    def at(self, year: int) -> float:
        """Where the line is in a year."""
        if self.target_year == self.baseline_year:
            return self.target
        passed = (year - self.baseline_year) / (self.target_year - self.baseline_year)
        return self.baseline + (self.target - self.baseline) * min(max(passed, 0.0), 1.0)


@dataclass(frozen=True, slots=True)
class TargetVerdict:
    """``reached`` by the printed value (None: the plan does not say what it wants); whether the target lies within the error.

    ``within_error`` is None for a figure without interval. ``on_course``: on or beyond the line to the target in that year.
    """

    reached: bool | None
    within_error: bool | None
    on_course: bool | None = None


#: Stands beside a change whose last value was published without n, since its error is then supposed to be the present one.
SUPPOSED: Final = "推定"


class Movement(Enum):
    """What may be said against the last value: 上昇, 低下, 誤差の範囲内 (which does not mean that nothing changed), or nothing."""

    ROSE = "rose"
    FELL = "fell"
    WITHIN_ERROR = "within_error"
    NOT_JUDGED = "not_judged"


@dataclass(frozen=True, slots=True)
class ChangeVerdict:
    """The movement, the difference (later less earlier) and its interval.

    ``last_error_known`` is False where the last value was published without n: the difference then borrows the present standard
    error for the past one, and ``mark`` says so.
    """

    movement: Movement
    difference: Estimate | None
    interval: Interval | None
    last_error_known: bool

    @property
    def mark(self) -> str:
        """推定 beside a verdict that supposes the error of the last value; else nothing."""
        return "" if self.last_error_known or self.movement is Movement.NOT_JUDGED else SUPPOSED


def against_target(
    figure: Estimate,
    form: TargetForm,
    target: float | Quantity | None,
    places: int | None = None,
    course: Course | None = None,
    year: int | None = None,
    level: float = 0.95,
    interval: Interval | None = None,
) -> TargetVerdict:
    """Judge a figure against its target; ``target`` is in the unit of the figure (shares between 0 and 1), which a ``Quantity`` knows itself.

    ``places`` are the decimals that the plan prints; the printed figure counts, so that the table never contradicts itself.
    For the same reason ``interval`` is the one that was published, where there is one, else the figure's own at ``level``; and whether
    the target is within it, and the figure on its line, is judged by what is printed of them.
    """
    if isinstance(target, float) and math.isnan(target):
        raise Faults([Fault("target_not_a_number")])
    if target is None or form is TargetForm.NOT_STATED or math.isnan(figure.value):
        return TargetVerdict(None, None)
    interval = figure.interval(level) if interval is None else interval
    decimals = figure.unit.places if places is None else places

    def shown(number: float) -> Decimal:
        return half_up(number, decimals, figure.unit.scale)

    value, wanted = shown(figure.value), shown(_in_unit_of(figure, target))
    return TargetVerdict(
        reached=_reached(value, form, wanted),
        within_error=_within(interval, shown, wanted) if figure.standard_error > 0 else None,
        on_course=None if course is None or year is None else _on_course(value, form, shown(course.at(year))),
    )


def against_last(figure: Estimate, last: Estimate | Quantity | float | None, level: float = 0.95) -> ChangeVerdict:
    """Judge a figure against the last wave: an ``Estimate`` where that wave's errors are known, a number where not.

    Both figures without finite-population correction: the statement is on the trend. Rose or fell only if the unrounded difference
    rejects at ``1 - level``; a change without a measurable error is not judged. A plain number is never taken as exact: the
    present standard error and degrees of freedom stand in for those it was published without.
    """
    if last is None or math.isnan(figure.value):
        return ChangeVerdict(Movement.NOT_JUDGED, None, None, False)
    known = isinstance(last, Estimate)
    earlier = last if isinstance(last, Estimate) else _supposed(_in_unit_of(figure, last), figure)
    refuse_corrected(earlier, figure)
    difference = change(earlier, figure)
    interval = interval_of_change(difference, level)
    return ChangeVerdict(moved(interval), difference, interval, known)


def _within(interval: Interval | None, shown: Callable[[float], Decimal], wanted: Decimal) -> bool | None:
    return None if interval is None else shown(interval.low) <= wanted <= shown(interval.high)


def refuse_corrected(*figures: Estimate) -> None:
    """A figure whose error holds a finite-population correction belongs in no statement on a trend."""
    if any(each.sampling_fraction > 0 for each in figures):
        raise Faults([Fault("correction_in_trend")])


def interval_of_change(difference: Estimate, level: float) -> Interval | None:
    """None without an error: where everybody in the sample says the same, that is not known of all the others."""
    return difference.interval(level) if difference.standard_error > 0 else None


def moved(interval: Interval | None) -> Movement:
    """What the interval of a change lets us say of it: a test at one less its level."""
    if interval is None:
        return Movement.NOT_JUDGED
    if interval.contains(0.0):
        return Movement.WITHIN_ERROR
    return Movement.ROSE if interval.low > 0 else Movement.FELL


def _supposed(last: float, figure: Estimate) -> Estimate:
    """A value published without n, with the present error in place of its own."""
    return Estimate(
        value=last,
        standard_error=figure.standard_error,
        degrees=figure.degrees,
        respondents=0,
        effective_size=0.0,
        design_effect=math.nan,
        unit=figure.unit,
        base=figure.base,
    )


def _in_unit_of(figure: Estimate, number: float | Quantity) -> float:
    """The number as the figure is kept; a share that is no share (80 for 80 %) or a number of another unit is refused."""
    if isinstance(number, Quantity):
        if number.unit is not figure.unit:
            raise Faults([Fault("units_differ", {"first": figure.unit.value, "second": number.unit.value})])
        return number.value
    if figure.unit is Unit.PERCENT and not 0 <= number <= 1:
        raise Faults([Fault("share_wrong", {"found": number})])
    return number


def _reached(shown: Decimal, form: TargetForm, wanted: Decimal) -> bool:
    if form in _UPWARD:
        return shown >= wanted
    return shown <= wanted if form in _DOWNWARD else shown == wanted


def _on_course(shown: Decimal, form: TargetForm, line: Decimal) -> bool | None:
    """On the line or beyond it; a level that is to be kept has no way to it."""
    return _reached(shown, form, line) if form in _UPWARD or form in _DOWNWARD else None
