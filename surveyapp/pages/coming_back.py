"""A resident comes back: after a pause that was too long, on another device, or by the word that only they know."""

import math

from flask import Blueprint, current_app, jsonify, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from surveyapp import runtime
from surveyapp.domain.faults import Fault, NotAllowed, NotThere, Refused, TooLate, TooMany
from surveyapp.operations import answering
from surveyapp.operations.answering import AlreadySent, Entered, WordNeeded
from surveyapp.pages import doorstep, drawing, entrance, fields, reading
from surveyapp.pages.carrying import Carried, carried
from surveyapp.pages.errors import status_of
from surveyapp.pages.guard import EVERYBODY, open_to
from surveyapp.pages.telling import told

bp = Blueprint("coming_back", __name__)
doorstep.register(bp)

ANCHORS = {"word": "word"}
#: What is told by a page of its own, whatever form was sent.
TOLD_ELSEWHERE = (TooLate, NotThere, NotAllowed, WordNeeded)


@bp.get("/a/<label>/awake")
@open_to(EVERYBODY)
def awake(label: str) -> ResponseReturnValue:
    """How many seconds this entry still lasts, asked by static/lasting.js; `on` lets it last from now."""
    if "on" in request.args:
        response = make_response(jsonify(left=entrance.LASTS.seconds))
        return entrance.let_in(response, label, entrance.entered(label))
    return jsonify(left=math.floor(entrance.left(label).total_seconds()))


@bp.post("/a/<label>/again")
@open_to(EVERYBODY)
def again(label: str) -> ResponseReturnValue:
    """The code is typed again where an entry has ended: back to the same page, with what was answered on it."""
    typed, brought, earlier = request.form.get("code", ""), carried(), entrance.before(label)
    if reading.is_switching():
        return doorstep.door(typed=typed, label=label, entered_before=True)
    try:
        entered = doorstep.opened(typed)
    except Refused as refused:
        return doorstep.door(refused.faults, typed, label=label, entered_before=True), status_of(refused)
    if earlier is None or (earlier.ticket, earlier.mark) != (entered.ticket, entered.mark):
        # Another letter, or a browser that knows nothing of this one: nothing from here may get into its answers.
        label, brought = entrance.new_label(), Carried()
        return entrance.let_in(redirect(url_for("resident.start", label=label), 303), label, entered)
    if _asks_for_word(entered):
        return entrance.let_in(make_response(doorstep.word_asked(label, entered), 403), label, entered)
    return _onward(label, entered, brought)


@bp.post("/a/<label>/open")
@open_to(EVERYBODY)
def give(label: str) -> ResponseReturnValue:
    """Give one's own word, and go on where the letter was opened."""
    entered, brought = entrance.entered(label), carried()
    if reading.is_switching():
        return doorstep.word_asked(label, entered)
    try:
        with runtime.desk(writing=True) as desk:
            answering.knock(desk, entered)
        with runtime.desk() as desk:
            knowing = answering.given(desk, entered, request.form.get("word", ""))
    except TOLD_ELSEWHERE:
        raise
    except Refused as refused:
        return doorstep.word_asked(label, entered, refused.faults), 429 if isinstance(refused, TooMany) else 400
    with runtime.desk(writing=True) as desk:
        answering.let_in(desk, knowing)
    return _onward(label, knowing, brought)


@bp.post("/a/<label>/anew")
@open_to(EVERYBODY)
def begin_anew(label: str) -> ResponseReturnValue:
    """The word is forgotten: begin without the earlier answers, which nobody gets to see."""
    entered = entrance.entered(label)
    if reading.is_switching() or "sure" not in request.form:
        faults = () if reading.is_switching() else (Fault("begin_anew_unconfirmed", "anew"),)
        return doorstep.word_asked(label, entered, faults), 400 if faults else 200
    with runtime.desk(writing=True) as desk:
        entered = answering.begin_anew(desk, entered)
    return entrance.let_in(redirect(url_for("resident.start", label=label), 303), label, entered)


@bp.get("/a/<label>/open")
@bp.get("/a/<label>/anew")
@bp.get("/a/<label>/again")
@open_to(EVERYBODY)
def reloaded(label: str) -> ResponseReturnValue:
    """Somebody comes back to an address that takes forms: show where things stand."""
    return redirect(url_for("resident.start", label=label), 303)


@bp.get("/a/<label>/word")
@open_to(EVERYBODY)
def word(label: str) -> ResponseReturnValue:
    """Where one's own word is chosen, changed or dropped."""
    return _word(label)


@bp.post("/a/<label>/word")
@open_to(EVERYBODY)
def choose(label: str) -> ResponseReturnValue:
    """Put a word before the answers, or take it away; this device goes on without being asked for it."""
    entered, drops = entrance.entered(label), request.form.get("go") == "drop"
    try:
        with runtime.desk() as desk:
            sealed = "" if drops else answering.sealed_word(desk, entered, request.form.get("word", ""))
        with runtime.desk(writing=True) as desk:
            entered = answering.drop_word(desk, entered) if drops else answering.keep_word(desk, entered, sealed)
    except TOLD_ELSEWHERE:
        raise
    except Refused as refused:
        return _word(label, refused), 400
    way = url_for(".word", label=label, done="dropped" if drops else "kept")
    return entrance.let_in(redirect(way, 303), label, entered)


@bp.errorhandler(CSRFError)
def _stale(_error: CSRFError) -> ResponseReturnValue:
    """The page was left open too long or cookies are off: show it again, with what it carries still in it."""
    label = str((request.view_args or {})["label"])
    try:
        if request.endpoint == "coming_back.again":
            return doorstep.door(typed=request.form.get("code", ""), label=label, entered_before=True, stale=True), 400
        if request.endpoint == "coming_back.choose":
            return _word(label, stale=True), 400
        return doorstep.word_asked(label, entrance.entered(label), stale=True), 400
    except Refused as refused:
        # Raised while one fault is being shown, it would find no other page by itself.
        return current_app.handle_user_exception(refused)


def _asks_for_word(entered: Entered) -> bool:
    """Whether the word comes next; not where answering is over, which the pages after it say."""
    try:
        with runtime.desk() as desk:
            return answering.has_word(desk, entered)
    except TooLate:
        return False


def _onward(label: str, entered: Entered, brought: Carried) -> ResponseReturnValue:
    """Back to where somebody wanted to be; what they brought along is kept first, as when a page is turned."""
    if brought.page is not None and brought.fields:
        posted = fields.Posted(brought.form)
        try:
            with runtime.desk(writing=True) as desk:
                kept = answering.keep(desk, entered, brought.page, posted.changed, posted.stood)
        except AlreadySent:
            return entrance.let_in(redirect(url_for("resident.receipt", label=label, late=1), 303), label, entered)
        except Refused:
            kept = None  # the address they go to says why
        if kept is not None and kept.faults and brought.page in kept.standing.visit.asked_on:
            visit = kept.standing.visit
            shown = {**visit.answers, **posted.carried(visit.questionnaire)}
            page = drawing.page(label, brought.page, kept.standing, shown, kept.faults)
            return entrance.let_in(make_response(page, 400), label, entered)
    return entrance.let_in(redirect(brought.way(label), 303), label, entered)


def _word(label: str, refused: Refused | None = None, *, stale: bool = False) -> str:
    with runtime.desk() as desk:
        standing = answering.standing(desk, entrance.entered(label))
    done = request.args.get("done") if request.method == "GET" else None
    faults = told(refused, ANCHORS) if refused else []
    return drawing.draw("own_word.html", label, standing, faults=faults, done=done, stale=stale)
