"""What may be said of a figure of the plan, in two sentences: against its target, and against the last value.

Statistics judges (`analysis.indicators`); here its verdicts get the codes and the printed numbers of their sentences.
"""

from collections.abc import Mapping
from typing import Any

from analysis.figures import Estimate, Interval, half_up
from analysis.indicators import ChangeVerdict, Course, Movement, TargetForm, against_last, against_target
from surveyapp.domain.faults import Fault
from surveyapp.domain.plan import Indicator, Plan, print_number, target_met
from surveyapp.domain.plan_editions import EditionValue
from surveyapp.operations.planning import run_figures

SPREAD = "～"

#: met, and whether the target lies within the error (None: the error is not known)
TARGET_CODES: Mapping[tuple[bool, bool | None], str] = {
    (True, False): "verdict_target_met",
    (True, True): "verdict_target_met_within_error",
    (True, None): "verdict_target_met_error_unknown",
    (False, False): "verdict_target_missed",
    (False, True): "verdict_target_missed_within_error",
    (False, None): "verdict_target_missed_error_unknown",
}
#: A change is told by a test at 5 %, whatever the level of the intervals that a run prints.
CHANGE_LEVEL = 0.95
CHANGE_CODES: Mapping[Movement, str] = {
    Movement.ROSE: "verdict_rose",
    Movement.FELL: "verdict_fell",
    Movement.WITHIN_ERROR: "verdict_within_error",
}
#: The last value was published without n: its error is supposed to be today's, and the sentence says so.
SUPPOSED_CODES: Mapping[Movement, str] = {
    Movement.ROSE: "verdict_rose_supposed",
    Movement.FELL: "verdict_fell_supposed",
    Movement.WITHIN_ERROR: "verdict_within_error_supposed",
}
#: The same comparison without weights, where the last value had none.
PLAIN_CODES: Mapping[Movement, str] = {
    Movement.ROSE: "verdict_plain_rose",
    Movement.FELL: "verdict_plain_fell",
    Movement.WITHIN_ERROR: "verdict_plain_within_error",
}
#: The same, where nobody knows whether the last value had weights: it was published without n.
UNWEIGHTED_CODES: Mapping[Movement, str] = {
    Movement.ROSE: "verdict_unweighted_rose",
    Movement.FELL: "verdict_unweighted_fell",
    Movement.WITHIN_ERROR: "verdict_unweighted_within_error",
}


def of_target(
    plan: Plan, indicator: Indicator, value: EditionValue, figure: Estimate | None, level: float
) -> tuple[Fault, ...]:
    """The sentences on the target: met or missed by the printed figure, its error, and the way to it."""
    if value.number is None:
        return ()
    target = indicator.target
    if target_met(indicator, value.number) is None or target.number is None:
        return (Fault("verdict_target_not_stated"),)
    if figure is None:
        met = bool(target_met(indicator, _as_printed(indicator, value)))
        code = "verdict_target_met" if met else "verdict_target_missed"
        return (Fault(TARGET_CODES[met, None] if indicator.is_survey else code, target=target.text),)
    scale = run_figures.scale(indicator)
    course = _course(plan, indicator, scale)
    found = against_target(
        figure,
        TargetForm(target.form.value),
        target.number / scale,
        indicator.decimals,
        course,
        value.year,
        level,
        _published_interval(value, scale, level),
    )
    told = [Fault(TARGET_CODES[bool(found.reached), found.within_error], target=target.text, level=_percent(level))]
    if not found.reached and found.on_course is not None and course is not None and value.year is not None:
        line = half_up(course.at(value.year) * scale, indicator.decimals)
        code = "verdict_on_course" if found.on_course else "verdict_off_course"
        told.append(Fault(code, year=value.year, line=f"{line}{indicator.printed_unit}"))
    return tuple(told)


def of_change(
    indicator: Indicator, figure: Estimate | None, last: EditionValue, last_figure: Estimate | None
) -> Fault | None:
    """The sentence on the change since the last value; None where there was none or no figure to compare."""
    if figure is None or last.number is None:
        return None
    scale = run_figures.scale(indicator)
    found = against_last(figure, last_figure if last_figure is not None else last.number / scale, CHANGE_LEVEL)
    if found.movement is Movement.NOT_JUDGED:
        return Fault("verdict_not_judged", last=printed_last(last))
    codes = CHANGE_CODES if found.last_error_known else SUPPOSED_CODES
    return Fault(codes[found.movement], **_fields(indicator, found, last))


def of_change_unweighted(
    indicator: Indicator, unweighted: Estimate | None, last: EditionValue, last_figure: Estimate | None
) -> Fault | None:
    """The same comparison with the figures without weights, for a last value that had none, or may have had none."""
    if unweighted is None or last.number is None:
        return None
    scale = run_figures.scale(indicator)
    found = against_last(unweighted, last_figure if last_figure is not None else last.number / scale, CHANGE_LEVEL)
    if found.movement is Movement.NOT_JUDGED:
        return None
    codes = PLAIN_CODES if found.last_error_known else UNWEIGHTED_CODES
    value = f"{half_up(unweighted.value * scale, indicator.decimals)}{indicator.printed_unit}"
    return Fault(codes[found.movement], value=value, **_fields(indicator, found, last))


def of_counted_change(indicator: Indicator, value: EditionValue, last: EditionValue) -> Fault | None:
    """The change of a figure that was counted, not sampled: it has no error."""
    if value.number is None or last.number is None:
        return None
    if value.text == last.text:
        return Fault("verdict_same", last=printed_last(last))
    difference = _signed(value.number - last.number, indicator)
    return Fault("verdict_counted_change", last=printed_last(last), difference=difference)


def printed_interval(indicator: Indicator, value: EditionValue) -> str:
    """3.21～3.39 in the plan's unit and decimals, cut at the ends of the unit's scale; empty without an interval."""
    if value.low is None or value.high is None:
        return ""
    lowest, highest = indicator.unit.minimum, indicator.unit.maximum
    low, high = (half_up(min(max(end, lowest), highest), indicator.decimals) for end in (value.low, value.high))
    return f"{low}{SPREAD}{high}"


def printed_last(last: EditionValue) -> str:
    """The last value with its year: 3.15ポイント、2017年."""
    return f"{last.text}、{last.year}年" if last.year is not None else last.text


def _as_printed(indicator: Indicator, value: EditionValue) -> float | None:
    """The number that readers see, so that the table does not contradict itself; the number itself where the text is not ours."""
    if value.number is None or value.text != print_number(indicator, value.number):
        return value.number
    return float(half_up(value.number, indicator.decimals))


def _published_interval(value: EditionValue, scale: float, level: float) -> Interval | None:
    if value.low is None or value.high is None:
        return None
    return Interval(value.low / scale, value.high / scale, level)


def _fields(indicator: Indicator, found: ChangeVerdict, last: EditionValue) -> dict[str, Any]:
    scale = run_figures.scale(indicator)
    interval = found.interval or Interval(0.0, 0.0, CHANGE_LEVEL)
    difference = 0.0 if found.difference is None else found.difference.value
    low, high = (_signed(end * scale, indicator, unit=False) for end in (interval.low, interval.high))
    return {
        "last": printed_last(last),
        "difference": _signed(difference * scale, indicator),
        "interval": f"{low}{SPREAD}{high}",
        "level": _percent(CHANGE_LEVEL),
    }


def _signed(number: float, indicator: Indicator, *, unit: bool = True) -> str:
    rounded = half_up(number, indicator.decimals)
    sign = "＋" if rounded > 0 else "−" if rounded < 0 else "±"
    return f"{sign}{abs(rounded):,}{_unit_of_difference(indicator) if unit else ''}"


def _unit_of_difference(indicator: Indicator) -> str:
    # Between two percentages lie percentage points, which must not be read as points of the scale.
    return "％ポイント" if indicator.unit.key == "percent" else indicator.printed_unit


def _course(plan: Plan, indicator: Indicator, scale: float) -> Course | None:
    start = indicator.values[plan.value_columns[0].key]
    target = indicator.target
    if start.number is None or target.number is None or start.year >= target.year:
        return None
    return Course(start.number / scale, start.year, target.number / scale, target.year)


def _percent(level: float) -> str:
    return f"{level * 100:g}"
