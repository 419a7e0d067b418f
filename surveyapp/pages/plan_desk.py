"""The plan at the staff's desk: record a figure, propose a run's, correct one; a second person publishes."""

import datetime
from collections.abc import Callable
from typing import TypeVar

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from surveyapp import runtime
from surveyapp.domain.faults import Fault, Refused
from surveyapp.domain.plan import Indicator
from surveyapp.domain.plan_entry import read_day, read_figure, read_fiscal_year
from surveyapp.operations import planning
from surveyapp.pages.errors import status_of
from surveyapp.pages.guard import ANALYST, APPROVER, open_to
from surveyapp.pages.plan_words import words
from surveyapp.pages.telling import Told, told

Read = TypeVar("Read")

bp = Blueprint("plan_desk", __name__, url_prefix="/staff/plan")

#: Where on a form a fault's code or place leads.
ANCHORS = {
    "number": "number",
    "as_of": "as_of",
    "year": "year",
    "source": "source",
    "reason": "reason",
    "indicator": "indicator",
    "plan_value_is_older": "as_of",
    "plan_value_impossible": "number",
    "plan_same_date_is_correction": "number",
    "plan_correction_changes_nothing": "number",
    "plan_correction_without_reason": "reason",
}


@bp.get("/")
@open_to(ANALYST, APPROVER)
def proposals() -> ResponseReturnValue:
    """Every plan, with what waits for a second person."""
    with runtime.desk() as desk:
        lines = [(line, planning.proposals(desk, line.plan.key)) for line in planning.plans(desk)]
    return render_template("plan/desk.html", lines=lines, **words())


@bp.get("/<key>/proposals/<int:edition>")
@open_to(ANALYST, APPROVER)
def proposal(key: str, edition: int) -> ResponseReturnValue:
    """One proposal, before and after side by side."""
    return _review(key, edition, [])


@bp.post("/<key>/proposals/<int:edition>/approve")
@open_to(APPROVER)
def approve(key: str, edition: int) -> ResponseReturnValue:
    """Publish a proposal of somebody else."""
    try:
        with runtime.desk(writing=True) as desk:
            number = planning.approve(desk, key, edition, current_user.id)
    except Refused as refused:
        return _review(key, edition, told(refused, {})), status_of(refused)
    flash(_("第%(number)s版として公表しました。", number=number))
    return redirect(url_for("plan.plan", key=key))


@bp.post("/<key>/proposals/<int:edition>/withdraw")
@open_to(ANALYST, APPROVER)
def withdraw(key: str, edition: int) -> ResponseReturnValue:
    """Take a proposal back."""
    try:
        with runtime.desk(writing=True) as desk:
            planning.withdraw(desk, key, edition, current_user.id)
    except Refused as refused:
        return _review(key, edition, told(refused, {})), status_of(refused)
    flash(_("提案を取り下げました。"))
    return redirect(url_for("plan_desk.proposals"))


@bp.get("/<key>/runs")
@open_to(ANALYST, APPROVER)
def runs(key: str) -> ResponseReturnValue:
    """The runs that could feed the plan."""
    return _runs(key, [])


@bp.post("/<key>/runs")
@open_to(ANALYST, APPROVER)
def propose_run(key: str) -> ResponseReturnValue:
    """Put the figures of a run forward."""
    try:
        run = _chosen_run()
        with runtime.desk(writing=True) as desk:
            made = planning.propose_run(desk, key, run, current_user.id, _typed("reason")).id
    except Refused as refused:
        return _runs(key, told(refused, ANCHORS)), status_of(refused)
    return _proposed(key, made)


@bp.get("/<key>/record")
@open_to(ANALYST, APPROVER)
def record_form(key: str) -> ResponseReturnValue:
    """The form to record a figure of the office's own records."""
    return _record(key, [])


@bp.post("/<key>/record")
@open_to(ANALYST, APPROVER)
def record(key: str) -> ResponseReturnValue:
    """Put a figure of the office's own records forward."""
    try:
        with runtime.desk(writing=True) as desk:
            entry = _read_entry(planning.plan(desk, key).indicator(_typed("indicator")))
            made = planning.record_administrative(desk, key, entry, current_user.id).id
    except Refused as refused:
        return _record(key, told(refused, ANCHORS)), status_of(refused)
    return _proposed(key, made)


@bp.get("/<key>/correct")
@open_to(ANALYST, APPROVER)
def figures(key: str) -> ResponseReturnValue:
    """Every figure that stands, each with a link to correct it."""
    with runtime.desk() as desk:
        shown = planning.shown(desk, key)
    return render_template("plan/figures.html", shown=shown, plan=shown.plan, **words())


@bp.get("/<key>/correct/<indicator>/<column>")
@open_to(ANALYST, APPROVER)
def correct_form(key: str, indicator: str, column: str) -> ResponseReturnValue:
    """The form to correct a figure."""
    return _correct(key, indicator, column, [])


@bp.post("/<key>/correct/<indicator>/<column>")
@open_to(ANALYST, APPROVER)
def correct(key: str, indicator: str, column: str) -> ResponseReturnValue:
    """Put a correction forward."""
    try:
        with runtime.desk(writing=True) as desk:
            correction = _read_correction(planning.plan(desk, key).indicator(indicator), column)
            made = planning.correct(desk, key, correction, current_user.id).id
    except Refused as refused:
        return _correct(key, indicator, column, told(refused, ANCHORS)), status_of(refused)
    return _proposed(key, made)


def _review(key: str, edition: int, faults: list[Told]) -> str:
    with runtime.desk() as desk:
        shown = planning.proposal(desk, key, edition)
    return render_template(
        "plan/review.html",
        proposal=shown,
        plan=shown.plan,
        faults=faults or told(Refused(*shown.faults), {}),
        may_approve=APPROVER in current_user.visitors and shown.proposed_by != current_user.id and not shown.faults,
        **words(),
    )


def _runs(key: str, faults: list[Told]) -> str:
    with runtime.desk() as desk:
        plan, choices = planning.plan(desk, key), planning.proposable_runs(desk, key)
    return render_template("plan/runs.html", plan=plan, choices=choices, form=request.values, faults=faults, **words())


def _record(key: str, faults: list[Told]) -> str:
    with runtime.desk() as desk:
        shown = planning.shown(desk, key)
    return render_template(
        "plan/record.html", plan=shown.plan, shown=shown, form=request.values, faults=faults, **words()
    )


def _correct(key: str, indicator: str, column: str, faults: list[Told]) -> str:
    with runtime.desk() as desk:
        shown = planning.shown(desk, key)
    wanted = shown.plan.indicator(indicator)
    row = next(row for rows in shown.rows.values() for row in rows if row.indicator == wanted)
    return render_template(
        "plan/correct.html",
        plan=shown.plan,
        indicator=wanted,
        column=shown.plan.column(column),
        cells=row.cells[column],
        form=request.values,
        faults=faults,
        **words(),
    )


def _proposed(key: str, edition: int) -> ResponseReturnValue:
    flash(_("提案しました。別の承認者が承認すると公表されます。"))
    return redirect(url_for("plan_desk.proposal", key=key, edition=edition))


def _chosen_run() -> int:
    chosen = _typed("run")
    if not (chosen.isascii() and chosen.isdecimal()):
        raise Refused(Fault("plan_run_not_chosen", "run"))
    return int(chosen)


def _read_entry(indicator: Indicator) -> planning.Entry:
    """The typed figure; refused with the faults of all its fields at once."""
    faults: list[Fault] = []
    number, text = _read_number(indicator, faults)
    as_of = _or_fault(lambda: read_day(_typed("as_of")), datetime.date.min, faults)
    year = _or_fault(lambda: read_fiscal_year(_typed("year")), None, faults)
    if not _typed("source"):
        faults.append(Fault("plan_source_missing", "source"))
    if faults:
        raise Refused.of(faults)
    return planning.Entry(indicator.id, number, as_of, _typed("source"), text, year, _typed("note"))


def _read_correction(indicator: Indicator, column: str) -> planning.Correction:
    faults: list[Fault] = []
    number, text = _read_number(indicator, faults)
    if not _typed("reason"):
        faults.append(Fault("plan_reason_missing", "reason"))
    if faults:
        raise Refused.of(faults)
    base = _typed("base") if "base" in request.form else None
    return planning.Correction(indicator.id, column, number, _typed("reason"), text, base, source=_typed("source"))


def _read_number(indicator: Indicator, faults: list[Fault]) -> tuple[float | None, str]:
    nothing: tuple[float | None, str] = (None, "")
    return _or_fault(lambda: read_figure(indicator, _typed("number")), nothing, faults)


def _or_fault(read: Callable[[], Read], otherwise: Read, faults: list[Fault]) -> Read:
    """What was read; when it cannot be read, its faults are gathered and the rest of the form is read on."""
    try:
        return read()
    except Refused as refused:
        faults += refused.faults
        return otherwise


def _typed(field: str) -> str:
    # A NUL comes from no keyboard, and no database keeps one.
    return request.form.get(field, "").replace("\x00", "").strip()
