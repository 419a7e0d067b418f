"""What the next edition of the plan's table refuses, and which figure a correction takes the place of."""

from collections.abc import Sequence
from datetime import date

from surveyapp.domain.faults import Fault
from surveyapp.domain.plan_edition_values import Change, Edition, EditionValue
from surveyapp.domain.plan_indicators import Base, Indicator, Survey
from surveyapp.domain.plan_policies import ColumnKind, Plan

TWO_BASES = {Base.ANSWERED.value, Base.EVERYONE.value}


def faults_of(plan: Plan, previous: Edition, changes: Sequence[Change], dated: date) -> list[Fault]:
    """Everything that keeps these changes from becoming an edition; their values have unit, year and text."""
    faults = _faults_of_edition(previous, changes, dated)
    for change in changes:
        faults += _faults_of_value(plan, change.value) or _faults_of_change(plan, previous, change)
    return faults + _faults_of_cells(plan, changes)


def replaces_silently(previous: Edition, value: EditionValue) -> bool:
    """Whether a figure would print otherwise than one of the same date that stands: then it is a correction (訂正).

    A blank that is filled in, and the same text with an interval it did not have, are none.
    """
    return any(
        old.number is not None and old.dated == value.dated and old.text != value.text
        for old in previous.cell(value.indicator, value.column)
    )


def corrected_by(value: EditionValue, standing: Sequence[EditionValue]) -> EditionValue | None:
    """The standing figure that a correction is about: the one on its base, else the only one."""
    same_base = [old for old in standing if old.base == value.base]
    if same_base:
        return same_base[0]
    return standing[0] if len(standing) == 1 else None


def _faults_of_edition(previous: Edition, changes: Sequence[Change], dated: date) -> list[Fault]:
    faults = []
    if not changes:
        faults.append(Fault("plan_edition_without_change"))
    if previous.dated is not None and dated < previous.dated:
        faults.append(
            Fault("plan_edition_before_previous", dated=dated.isoformat(), previous=previous.dated.isoformat())
        )
    return faults


def _faults_of_value(plan: Plan, value: EditionValue) -> list[Fault]:
    where = value.indicator
    if not plan.has_indicator(value.indicator):
        return [Fault("plan_no_such_indicator", where, indicator=value.indicator, plan=plan.title)]
    columns = {column.key: column for column in plan.columns}
    if value.column not in columns:
        known = "、".join(column.key for column in plan.value_columns)
        return [Fault("plan_value_without_column", where, column=value.column, known=known)]
    indicator = plan.indicator(value.indicator)
    if columns[value.column].kind is ColumnKind.TARGET:
        return [Fault("plan_target_is_fixed", where, indicator=indicator.name)]
    return (
        _faults_of_number(indicator, value) + _faults_of_interval(indicator, value) + _faults_of_base(indicator, value)
    )


def _faults_of_number(indicator: Indicator, value: EditionValue) -> list[Fault]:
    label, name = indicator.unit.label, indicator.name
    faults = []
    if value.unit != indicator.unit.key:
        faults.append(Fault("plan_value_in_another_unit", indicator.id, indicator=name, unit=label, found=value.unit))
    if value.number is not None and not indicator.unit.holds(value.number):
        faults.append(Fault("plan_value_impossible", indicator.id, indicator=name, number=value.number, unit=label))
    return faults


def _faults_of_interval(indicator: Indicator, value: EditionValue) -> list[Fault]:
    if value.low is None and value.high is None and value.level is None:
        return []
    if value.low is None or value.high is None or value.level is None:
        return [Fault("plan_interval_incomplete", indicator.id, indicator=indicator.name)]
    if value.number is None or not value.low <= value.number <= value.high:
        return [Fault("plan_interval_beside_figure", indicator.id, indicator=indicator.name)]
    return []


def _faults_of_base(indicator: Indicator, value: EditionValue) -> list[Fault]:
    allowed = {""}
    if isinstance(indicator.source, Survey):
        allowed = {indicator.source.base.value, *(base.value for base in indicator.source.bases)}
    if value.base in allowed:
        return []
    return [Fault("plan_value_on_another_base", indicator.id, indicator=indicator.name, base=value.base)]


def _faults_of_change(plan: Plan, previous: Edition, change: Change) -> list[Fault]:
    if change.correction:
        return _faults_of_correction(plan, previous, change.value)
    value = change.value
    where, name = value.indicator, plan.indicator(value.indicator).name
    measured = [old for old in previous.cell(value.indicator, value.column) if old.number is not None]
    if any(value.dated < old.dated for old in measured):
        return [Fault("plan_value_is_older", where, indicator=name, year=value.year)]
    if replaces_silently(previous, value):
        return [Fault("plan_same_date_is_correction", where, indicator=name, text=value.text)]
    latest = plan.value_columns[-1]
    if measured and value.column != latest.key and any(value.dated > old.dated for old in measured):
        return [Fault("plan_newer_in_past_column", where, indicator=name, latest=latest.heading)]
    return []


def _faults_of_correction(plan: Plan, previous: Edition, value: EditionValue) -> list[Fault]:
    where, name = value.indicator, plan.indicator(value.indicator).name
    faults = []
    wrong = corrected_by(value, previous.cell(value.indicator, value.column))
    if wrong is None:
        faults.append(Fault("plan_nothing_to_correct", where, indicator=name))
    elif (wrong.text, wrong.dated, wrong.base) == (value.text, value.dated, value.base):
        faults.append(Fault("plan_correction_changes_nothing", where, indicator=name, text=value.text))
    if not value.note.strip():
        faults.append(Fault("plan_correction_without_reason", where, indicator=name))
    return faults


def _faults_of_cells(plan: Plan, changes: Sequence[Change]) -> list[Fault]:
    """A cell takes one figure, or two on the two bases together, both newer or both corrections."""
    faults = []
    for cell in dict.fromkeys(change.cell for change in changes):
        same = [change for change in changes if change.cell == cell]
        both = {change.value.base for change in same} == TWO_BASES and same[0].correction == same[-1].correction
        if len(same) > (2 if both else 1) and plan.has_indicator(cell[0]):
            faults.append(Fault("plan_cell_twice", cell[0], indicator=plan.indicator(cell[0]).name))
    return faults
