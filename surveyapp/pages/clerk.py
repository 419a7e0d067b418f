"""Clerks register sheets, key them, key them again, and settle the differences."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from surveyapp import runtime
from surveyapp.domain import keys
from surveyapp.domain.faults import NotThere, Refused, TooLate
from surveyapp.domain.paper import places, printed_questions
from surveyapp.domain.stages import SheetStage
from surveyapp.operations import paper_entry
from surveyapp.operations.paper_entry import Heading, Work
from surveyapp.pages.errors import status_of
from surveyapp.pages.guard import CLERK, SUPERVISOR, open_to
from surveyapp.pages.keying_form import (
    empty_lines,
    faults_by_place,
    filled_lines,
    ruled,
    said,
    typed_in,
    wrong_by_question,
)
from surveyapp.pages.sheet_words import STAGES, finished, read_day, read_office_number
from surveyapp.pages.telling import Told, told

bp = Blueprint("clerk", __name__, url_prefix="/staff/paper/<wave>")


@bp.get("/", endpoint="desk")
@open_to(CLERK, SUPERVISOR)
def overview(wave: str) -> ResponseReturnValue:
    """How far the sheets are, and what to do next."""
    return _overview(wave, [])


@bp.get("/register")
@open_to(CLERK, SUPERVISOR)
def registering(wave: str) -> ResponseReturnValue:
    """One field for the number, and the sheets registered last."""
    return _registering(wave, [], day=request.args.get("day", ""), office=request.args.get("office", type=int))


@bp.post("/register")
@open_to(CLERK, SUPERVISOR)
def register(wave: str) -> ResponseReturnValue:
    """Register a sheet by its printed number, or without one where it was torn off."""
    number, day = request.form.get("number", ""), request.form.get("received_on", "")
    form = request.form.get("form", "")
    try:
        received_on = read_day(day)
        with runtime.desk(writing=True) as desk:
            if "torn" in request.form:
                sheet = paper_entry.register_without_number(desk, wave, current_user.id, received_on, form)
            else:
                sheet = paper_entry.register(desk, wave, number, current_user.id, received_on)
    except Refused as refused:
        return _registering(wave, told(refused), number=number, day=day, form=form), status_of(refused)
    return redirect(url_for(".registering", wave=wave, office=sheet.office_number, day=received_on.isoformat()), 303)


@bp.post("/next")
@open_to(CLERK, SUPERVISOR)
def take_next(wave: str) -> ResponseReturnValue:
    """Take the next sheet that waits."""
    pass_number = request.form.get("pass", type=int)
    try:
        with runtime.desk(writing=True) as desk:
            work = paper_entry.claim_next(desk, wave, current_user.id, pass_number if pass_number in (1, 2) else None)
    except Refused as refused:
        return _overview(wave, told(refused, {})), status_of(refused)
    return redirect(url_for(".keying", wave=wave, office=work.office_number), 303)


@bp.post("/take")
@open_to(CLERK, SUPERVISOR)
def take(wave: str) -> ResponseReturnValue:
    """Take the sheet whose office number was typed."""
    typed = request.form.get("office", "")
    try:
        with runtime.desk(writing=True) as desk:
            work = paper_entry.claim(desk, wave, read_office_number(typed), current_user.id)
    except Refused as refused:
        return _overview(wave, told(refused, {}), typed), status_of(refused)
    return redirect(url_for(".keying", wave=wave, office=work.office_number), 303)


@bp.get("/sheets")
@open_to(CLERK, SUPERVISOR)
def find(wave: str) -> ResponseReturnValue:
    """Go to the sheet whose office number was typed."""
    typed = request.args.get("office", "")
    try:
        office = read_office_number(typed)
        with runtime.desk() as desk:
            paper_entry.story(desk, wave, office)
    except Refused as refused:
        return _overview(wave, told(refused, {}), typed), status_of(refused)
    return redirect(url_for(".sheet", wave=wave, office=office))


@bp.get("/sheets/<int:office>")
@open_to(CLERK, SUPERVISOR)
def sheet(wave: str, office: int) -> ResponseReturnValue:
    """What happened to a sheet."""
    return _sheet(wave, office, [])


@bp.get("/sheets/<int:office>/key")
@open_to(CLERK, SUPERVISOR)
def keying(wave: str, office: int) -> ResponseReturnValue:
    """The form for the sheet in hand, empty: nobody sees what another keyed."""
    with runtime.desk() as desk:
        heading = paper_entry.heading(desk, wave)
        work = paper_entry.work(desk, wave, office, current_user.id)
    return _keying(wave, heading, work, {}, None)


@bp.post("/sheets/<int:office>/key")
@open_to(CLERK, SUPERVISOR)
def key(wave: str, office: int) -> ResponseReturnValue:
    """Keep what was keyed. Whatever is wrong with it, the form comes back with everything in it."""
    with runtime.desk() as desk:
        heading = paper_entry.heading(desk, wave)
        work = paper_entry.layout(desk, wave, office)
    typed = typed_in(request.form)
    try:
        answers = keys.sheet(printed_questions(work.questionnaire, work.form), typed)
        with runtime.desk(writing=True) as desk:
            stage = SheetStage(paper_entry.finish(desk, wave, office, current_user.id, answers).stage)
    except Refused as refused:
        return _keying(wave, heading, work, typed, refused), status_of(refused)
    flash(finished(office, stage))
    return redirect(url_for(".desk", wave=wave, again=2 if work.pass_number == 2 else None), 303)


@bp.post("/sheets/<int:office>/let-go")
@open_to(CLERK, SUPERVISOR)
def let_go(wave: str, office: int) -> ResponseReturnValue:
    """Put a sheet back unkeyed."""
    try:
        with runtime.desk(writing=True) as desk:
            paper_entry.let_go(desk, wave, office, current_user.id)
    except Refused as refused:
        return _overview(wave, told(refused, {})), status_of(refused)
    flash(_("事務番号 %(office)s を手放しました。調査票を元の場所に戻してください。", office=office))
    return redirect(url_for(".desk", wave=wave), 303)


@bp.post("/sheets/<int:office>/blank")
@open_to(CLERK, SUPERVISOR)
def blank(wave: str, office: int) -> ResponseReturnValue:
    """Nothing is on the sheet."""
    try:
        with runtime.desk(writing=True) as desk:
            paper_entry.blank(desk, wave, office, current_user.id)
    except Refused as refused:
        return _sheet(wave, office, told(refused, {})), status_of(refused)
    flash(_("事務番号 %(office)s を白票にしました。回答には数えません。", office=office))
    return redirect(url_for(".desk", wave=wave), 303)


@bp.get("/disputes")
@open_to(CLERK, SUPERVISOR)
def disputes(wave: str) -> ResponseReturnValue:
    """The sheets whose keyings differ."""
    with runtime.desk() as desk:
        waiting = paper_entry.disputes(desk, wave, current_user.id)
        heading = paper_entry.heading(desk, wave)
    return render_template("clerk/disputes.html", wave=wave, heading=heading, disputes=waiting)


@bp.get("/sheets/<int:office>/settle")
@open_to(CLERK, SUPERVISOR)
def settling(wave: str, office: int) -> ResponseReturnValue:
    """Both values where the keyings differ, and nothing else of the sheet."""
    return _settling(wave, office, {}, None)


@bp.post("/sheets/<int:office>/settle")
@open_to(CLERK, SUPERVISOR)
def settle(wave: str, office: int) -> ResponseReturnValue:
    """Rule on every difference; then the sheet counts."""
    with runtime.desk() as desk:
        found = paper_entry.differences(desk, wave, office, current_user.id)
    try:
        rulings = ruled(found.questionnaire, found.mismatches, request.form)
        with runtime.desk(writing=True) as desk:
            paper_entry.settle(desk, wave, office, current_user.id, rulings)
    except (TooLate, NotThere):
        raise
    except Refused as refused:
        return _settling(wave, office, request.form, refused), status_of(refused)
    flash(_("事務番号 %(office)s の相違を判定し、回答として数えました。", office=office))
    return redirect(url_for(".disputes", wave=wave), 303)


def _overview(wave: str, faults: list[Told], typed: str = "") -> str:
    with runtime.desk() as desk:
        heading = paper_entry.heading(desk, wave)
        shown = paper_entry.overview(desk, wave, current_user.id)
    return render_template(
        "clerk/overview.html",
        wave=wave,
        heading=heading,
        overview=shown,
        stages=STAGES,
        faults=faults,
        typed=typed,
        **_now(),
    )


def _registering(
    wave: str, faults: list[Told], number: str = "", day: str = "", form: str = "", office: int | None = None
) -> str:
    with runtime.desk() as desk:
        heading, forms = paper_entry.heading(desk, wave), paper_entry.forms(desk, wave)
        lately = paper_entry.received_lately(desk, wave)
        today = desk.today.isoformat()
    return render_template(
        "clerk/register.html",
        wave=wave,
        heading=heading,
        forms=forms,
        lately=lately,
        registered=next((sheet for sheet in lately if sheet.office_number == office), None),
        stages=STAGES,
        faults=faults,
        number=number,
        day=day or today,
        today=today,
        form=form,
    )


def _sheet(wave: str, office: int, faults: list[Told]) -> str:
    with runtime.desk() as desk:
        heading, story = paper_entry.heading(desk, wave), paper_entry.story(desk, wave, office)
    return render_template(
        "clerk/sheet.html", wave=wave, heading=heading, story=story, stages=STAGES, faults=faults, **_now()
    )


def _keying(wave: str, heading: Heading, work: Work, typed: Mapping[str, str], refused: Refused | None) -> str:
    questionnaire, form = work.questionnaire, work.form
    return render_template(
        "clerk/keying.html",
        wave=wave,
        heading=heading,
        work=work,
        lines=filled_lines(questionnaire, form, typed, refused) if refused else empty_lines(questionnaire, form),
        faults=faults_by_place(refused, places(questionnaire, form)) if refused else [],
    )


def _settling(wave: str, office: int, posted: Mapping[str, str], refused: Refused | None) -> str:
    with runtime.desk() as desk:
        heading = paper_entry.heading(desk, wave)
        found = paper_entry.differences(desk, wave, office, current_user.id)
    where = places(found.questionnaire, found.form)
    return render_template(
        "clerk/settle.html",
        wave=wave,
        heading=heading,
        found=found,
        places=where,
        said=said,
        posted=posted,
        wrong=wrong_by_question(refused) if refused else {},
        faults=faults_by_place(refused, where) if refused else [],
    )


def _now() -> dict[str, object]:
    """The clock for the pages that say how long a sheet has lain in somebody's hand."""
    return {"now": runtime.house().desks.clock(), "lasts": paper_entry.CLAIM_LASTS}
