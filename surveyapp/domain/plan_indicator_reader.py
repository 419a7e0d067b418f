"""Reading an indicator: its figures against what is printed, its target with its form, its question with its base."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from surveyapp.domain.document import Table
from surveyapp.domain.plan_indicators import (
    Administrative,
    Base,
    DefinitionChange,
    Indicator,
    Statistic,
    Survey,
)
from surveyapp.domain.plan_policies import Column
from surveyapp.domain.plan_reader import numbers_in, read_date, read_id, read_number, read_tables, read_texts, read_year
from surveyapp.domain.plan_values import Step, Target, TargetForm, Unit, Value

DECIMALS_AT_MOST = 4
# Stands in for a unit nobody knows: one fault is enough, its figures are not checked against it.
UNKNOWN_UNIT = Unit("", "", 0, -math.inf, math.inf)
SOURCES = ("survey", "administrative")


@dataclass(frozen=True, slots=True)
class Frame:
    """What every indicator of the plan is read against."""

    value_columns: tuple[Column, ...]
    target_year: int
    units: Mapping[str, Unit]


def read_indicator(table: Table, frame: Frame, taken: set[str]) -> Indicator:
    """One indicator of a policy; faults are noted in the table."""
    id = read_id(table, "id", taken)
    unit = _read_unit(table, frame.units)
    values = _read_values(table.table("values", required=True), frame, unit)
    found = Indicator(
        id=id,
        name=table.text("name"),
        unit=unit,
        decimals=table.whole("decimals", 0, DECIMALS_AT_MOST, default=unit.decimals),
        printed_unit=table.text("printed_unit", default=unit.label),
        source=_read_source(table, unit),
        values=values,
        target=_read_target(table.table("target", required=True), frame, unit, tuple(values.values())),
        remark=table.text("remark", default=""),
        formula=table.text("formula", default=""),
        supplier=table.text("supplier", default=""),
        step=_read_step(table.table("step")) if table.has("step") else None,
        definition_changes=tuple(_read_change(one) for one in read_tables(table, "definition_changes", "reason")),
    )
    table.close()
    return found


def _read_unit(table: Table, units: Mapping[str, Unit]) -> Unit:
    key = table.text("unit")
    if key and key not in units:
        table.fault("plan_unit_unknown", "unit", value=key, known="、".join(units))
    return units.get(key, UNKNOWN_UNIT)


def _read_values(table: Table, frame: Frame, unit: Unit) -> dict[str, Value]:
    if not table.values:
        return {}
    values = {}
    for column in frame.value_columns:
        one = table.table(column.key, required=True)
        number, text = _read_figure(one, unit, frame.units)
        values[column.key] = Value(
            number=number,
            text=text,
            year=read_year(one, "year", default=column.year),
            as_of=read_date(one, "as_of"),
            as_of_text=one.text("as_of_text", default=""),
        )
        if column.key in table.values:
            one.close()
    table.close()
    return values


def _read_target(table: Table, frame: Frame, unit: Unit, values: Sequence[Value]) -> Target:
    number, text = _read_figure(table, unit, frame.units)
    target = Target(
        form=_read_form(table), number=number, text=text, year=read_year(table, "year", default=frame.target_year)
    )
    if number is None and text and target.form is not TargetForm.NOT_STATED:
        table.fault("plan_target_without_number", "form", form=target.form.value)
    known = [value.number for value in values if value.number is not None]
    if number is not None and known and _contradicts(target.form, known[-1], number):
        table.fault("plan_target_contradicts", "form", form=target.form.value, current=known[-1], target=number)
    if table.values:
        table.close()
    return target


def _read_form(table: Table) -> TargetForm:
    forms = tuple(form.value for form in TargetForm)
    if table.values and not table.has("form"):
        table.fault("plan_target_form_missing", "form", allowed="、".join(forms))
        return TargetForm.NOT_STATED
    return TargetForm(table.choice("form", forms, default=TargetForm.NOT_STATED.value))


def _contradicts(form: TargetForm, current: float, target: float) -> bool:
    """Whether the form cannot be meant: a rise to a lower figure, a hold of another. A ceiling may lie anywhere."""
    match form:
        case TargetForm.RISE:
            return target <= current
        case TargetForm.FALL:
            return target >= current
        case TargetForm.HOLD | TargetForm.EQUAL_THOUGH_RISE_WANTED:
            return target != current
        case _:
            return False


def _read_figure(table: Table, unit: Unit, units: Mapping[str, Unit]) -> tuple[float | None, str]:
    """A number and the same as printed. They are written twice and compared, so that a slip in either is found."""
    if not table.values:
        return None, ""
    text = table.text("text")
    printed = numbers_in(text)
    if not printed:
        if table.has("number"):
            table.fault("plan_number_beside_blank", "number", text=text)
        return None, text
    number = read_number(table, "number")
    if number is not None and number not in printed:
        table.fault("plan_number_differs", "number", number=number, text=text)
    if number is not None and not unit.holds(number):
        table.fault("plan_number_impossible", "number", number=number, unit=unit.label)
    others = [other.label for other in units.values() if other.label in text]
    if others and unit.key and unit.label not in others:
        table.fault("plan_text_in_another_unit", "text", text=text, unit=unit.label)
    return number, text


def _read_source(table: Table, unit: Unit) -> Survey | Administrative:
    source = table.choice("source", SOURCES)
    if source == "survey" and "source" in table.values:
        return _read_survey(table.table("survey", required=True), unit)
    if table.has("survey") and source == "administrative":
        table.fault("plan_survey_of_administrative", "survey")
    return Administrative()


def _read_survey(table: Table, unit: Unit) -> Survey:
    if not table.values:
        return Survey("", Statistic.SHARE, Base.UNKNOWN)
    found = Survey(
        question=table.text("question"),
        statistic=Statistic(table.choice("statistic", tuple(one.value for one in Statistic))),
        base=Base(table.choice("base", tuple(one.value for one in Base))),
        scale=table.text("scale", default=""),
        options=read_texts(table, "options", required=False),
    )
    if table.values.get("statistic") in tuple(Statistic):
        _check_mean(table, found, unit) if found.statistic is Statistic.MEAN else _check_share(table, found, unit)
    table.close()
    return found


def _check_mean(table: Table, survey: Survey, unit: Unit) -> None:
    if not survey.scale:
        table.fault("plan_mean_without_scale", "scale")
    elif "." in survey.question and survey.question.rpartition(".")[2] != survey.scale:
        table.fault("plan_scale_of_another_question", "scale", scale=survey.scale, question=survey.question)
    if survey.options:
        table.fault("plan_mean_with_options", "options")
    if survey.base is not Base.ANSWERED and "base" in table.values:
        # Silence has no points, so there is no mean among everyone.
        table.fault("plan_mean_among_everyone", "base", base=survey.base.value)
    if unit.key not in ("", "points"):
        table.fault("plan_mean_in_another_unit", "statistic", unit=unit.label)


def _check_share(table: Table, survey: Survey, unit: Unit) -> None:
    if not survey.options:
        table.fault("plan_share_without_options", "options")
    if survey.scale:
        table.fault("plan_share_with_scale", "scale")
    if unit.key not in ("", "percent"):
        table.fault("plan_share_in_another_unit", "statistic", unit=unit.label)


def _read_step(table: Table) -> Step:
    step = Step(amount=read_number(table, "amount") or 0.0, years=table.whole("years", 1, 50))
    table.close()
    return step


def _read_change(table: Table) -> DefinitionChange:
    change = DefinitionChange(
        before=table.text("before"),
        after=table.text("after"),
        reason=table.text("reason"),
        dated=read_date(table, "dated"),
    )
    table.close()
    return change
