"""How was it? Asked after sending, and read by the staff; neither knows whose words they are."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError

from surveyapp import runtime
from surveyapp.domain.faults import Refused
from surveyapp.operations import answering, feedback
from surveyapp.operations.answering import Entered
from surveyapp.pages import entrance
from surveyapp.pages.errors import status_of
from surveyapp.pages.guard import ADMINISTRATOR, ANALYST, APPROVER, EVERYBODY, SUPERVISOR, open_to
from surveyapp.pages.telling import Told, language, told

bp = Blueprint("feedback", __name__)

ANCHORS = {"remark": "remark", "rating": "rating"}


@bp.post("/a/<label>/feedback")
@open_to(EVERYBODY)
def give(label: str) -> ResponseReturnValue:
    """Take a remark of somebody who has sent."""
    entered = entrance.entered(label)
    if entered is None:
        return _no_entry()
    try:
        with runtime.desk(writing=True) as desk:
            if answering.receipt(desk, entered) is None:
                return redirect(url_for("resident.check", label=label), 303)
            feedback.give(desk, entered.wave, request.form.get("rating", ""), request.form.get("remark", ""))
    except Refused as refused:
        return _again(label, entered, told(refused, ANCHORS)), status_of(refused)
    feedback.settle(runtime.house().desks)
    return redirect(url_for("resident.receipt", label=label, said=1), 303)


@bp.get("/staff/feedback/<wave>")
@open_to(SUPERVISOR, ANALYST, APPROVER, ADMINISTRATOR)
def heard(wave: str) -> ResponseReturnValue:
    """What was said about the service during one wave."""
    with runtime.desk() as desk:
        found = feedback.heard(desk, wave)
    return render_template("feedback/heard.html", heard=found, words=_ratings())


@bp.errorhandler(CSRFError)
def _stale(_error: CSRFError) -> ResponseReturnValue:
    """The page lay open too long: show it again, with what was written still in it."""
    label = (request.view_args or {})["label"]
    entered = entrance.entered(label)
    if entered is None:
        return _no_entry()
    return _again(label, entered, [], stale=True), 400


def _again(label: str, entered: Entered, faults: list[Told], *, stale: bool = False) -> str:
    with runtime.desk() as desk:
        receipt = answering.receipt(desk, entered)
    return render_template(
        "resident/receipt.html",
        label=label,
        receipt=receipt,
        words=receipt.questionnaire.words(language()) if receipt else None,
        faults=faults,
        stale=stale,
        rating=request.form.get("rating", ""),
        remark=request.form.get("remark", ""),
    )


def _no_entry() -> ResponseReturnValue:
    with runtime.desk() as desk:
        step = answering.doorstep(desk)
    return render_template("resident/door.html", faults=[], typed="", step=step, entered_before=True), 403


def _ratings() -> dict[int, str]:
    return {
        5: _("とてもよかった"),
        4: _("よかった"),
        3: _("どちらともいえない"),
        2: _("よくなかった"),
        1: _("とてもよくなかった"),
    }
