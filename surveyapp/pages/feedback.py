"""How was it? Asked after sending, and read by the staff; neither knows whose words they are."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError

from surveyapp import runtime
from surveyapp.domain.faults import Refused
from surveyapp.domain.languages import LANGUAGES
from surveyapp.operations import answering, feedback
from surveyapp.operations.answering import Entered
from surveyapp.pages import doorstep, entrance, reading
from surveyapp.pages.errors import status_of
from surveyapp.pages.guard import ADMINISTRATOR, ANALYST, APPROVER, EVERYBODY, SUPERVISOR, open_to
from surveyapp.pages.spoken import wording
from surveyapp.pages.telling import Told, told

bp = Blueprint("feedback", __name__)
bp.context_processor(lambda: {"reading": reading.reading(), "languages": LANGUAGES})

ANCHORS = {"remark": "remark", "rating": "rating"}


@bp.post("/a/<label>/feedback")
@open_to(EVERYBODY)
def give(label: str) -> ResponseReturnValue:
    """Take a remark of somebody who has sent."""
    entered = entrance.entered(label)
    try:
        with runtime.desk(writing=True) as desk:
            if answering.receipt(desk, entered) is None:
                return redirect(url_for("resident.check", label=label), 303)
            feedback.give(desk, entered.wave, request.form.get("rating", ""), request.form.get("remark", ""))
    except Refused as refused:
        return _again(label, entered, told(refused, ANCHORS), status_of(refused))
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
    try:
        return _again(label, entrance.entered(label), [], 400, stale=True)
    except entrance.NoEntry as refused:
        # Raised while one fault is being shown, it would find no other page by itself.
        return _no_entry(refused)


@bp.errorhandler(entrance.NoEntry)
def _no_entry(_refused: entrance.NoEntry) -> ResponseReturnValue:
    """No cookie: the code opens the receipt again."""
    return doorstep.door(entered_before=True), 403


def _again(
    label: str, entered: Entered, faults: list[Told], status: int, *, stale: bool = False
) -> ResponseReturnValue:
    """The receipt once more, with what was written still in its form."""
    with runtime.desk() as desk:
        receipt = answering.receipt(desk, entered)
    if receipt is None:
        return redirect(url_for("resident.check", label=label), 303)
    asked = receipt.questionnaire
    shown = render_template(
        "resident/receipt.html",
        label=label,
        receipt=receipt,
        words=wording(asked, reading.settle(asked.languages)),
        faults=faults,
        stale=stale,
        rating=request.form.get("rating", ""),
        remark=request.form.get("remark", ""),
    )
    return shown, status


def _ratings() -> dict[int, str]:
    return {
        5: _("とてもよかった"),
        4: _("よかった"),
        3: _("どちらともいえない"),
        2: _("よくなかった"),
        1: _("とてもよくなかった"),
    }
