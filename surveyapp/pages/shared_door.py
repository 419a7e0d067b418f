"""The shared address of an open wave: what it is, and a button by which anybody begins."""

from collections.abc import Sequence

from flask import Blueprint, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import NotFound

from surveyapp import runtime
from surveyapp.domain.faults import Fault, NotThere, Refused, TooLate, TooMany
from surveyapp.domain.languages import LANGUAGES
from surveyapp.operations import answering
from surveyapp.pages import entrance, reading
from surveyapp.pages.drawing import words_of
from surveyapp.pages.errors import status_of
from surveyapp.pages.guard import EVERYBODY, open_to
from surveyapp.pages.telling import told

bp = Blueprint("shared_door", __name__)
bp.context_processor(lambda: {"reading": reading.reading(), "languages": LANGUAGES})


@bp.get("/o/<wave>")
@open_to(EVERYBODY)
def door(wave: str) -> ResponseReturnValue:
    """What the survey is and who may answer."""
    return _door(wave)


@bp.post("/o/<wave>")
@open_to(EVERYBODY)
def begin(wave: str) -> ResponseReturnValue:
    """Begin, with an entry of one's own; or only read the same page otherwise."""
    if reading.is_switching():
        return _door(wave)
    try:
        with runtime.desk(writing=True) as desk:
            entered = answering.begin(desk, wave, request.remote_addr or "")
    except TooMany as refused:
        return _door(wave, refused.faults), status_of(refused)
    label = entrance.new_label()
    response = entrance.let_in(make_response(redirect(url_for("resident.start", label=label), 303)), label, entered)
    return entrance.remember(response, wave, label)


@bp.errorhandler(TooLate)
def _closed(refused: TooLate) -> ResponseReturnValue:
    """The survey takes no answers any more."""
    with runtime.desk() as desk:
        asked = answering.asked_at(desk, (request.view_args or {})["wave"])
    words = words_of(asked)
    return render_template("resident/closed.html", sentences=told(refused, {}), words=words, questionnaire=asked), 409


@bp.errorhandler(CSRFError)
def _stale(_error: CSRFError) -> ResponseReturnValue:
    """The page was left open too long, or cookies are off."""
    try:
        return _door((request.view_args or {})["wave"], stale=True), 400
    except Refused as refused:
        # Raised while one fault is being shown, it would find no other page by itself.
        return current_app.handle_user_exception(refused)


@bp.errorhandler(NotThere)
def _not_there(_refused: NotThere) -> ResponseReturnValue:
    """No such survey for everybody; which others there are is told to nobody here."""
    return current_app.handle_user_exception(NotFound())


def _door(wave: str, faults: Sequence[Fault] = (), *, stale: bool = False) -> str:
    with runtime.desk() as desk:
        asked = answering.at_shared_address(desk, wave)
    return render_template(
        "resident/shared_door.html",
        words=words_of(asked),
        questionnaire=asked,
        faults=told(Refused.of(faults), {}),
        begun=entrance.remembered(wave),
        stale=stale,
    )
