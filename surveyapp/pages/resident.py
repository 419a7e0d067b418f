"""A resident enters a code, turns the pages, checks, sends, and is thanked. Every page works without JavaScript."""

from flask import Blueprint, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from surveyapp import runtime
from surveyapp.domain.faults import NotThere, Refused, TooLate
from surveyapp.domain.ways import read_filled_by
from surveyapp.operations import answering
from surveyapp.operations.answering import Kept, WordNeeded
from surveyapp.pages import doorstep, drawing, entrance, fields, fragments, reading
from surveyapp.pages.carrying import CHECK
from surveyapp.pages.errors import status_of
from surveyapp.pages.guard import EVERYBODY, open_to
from surveyapp.pages.telling import language

bp = Blueprint("resident", __name__)
bp.record_once(lambda state: fragments.register(state.app))
doorstep.register(bp)


@bp.get("/")
@open_to(EVERYBODY)
def door() -> ResponseReturnValue:
    """Where a code is typed."""
    return doorstep.door()


@bp.post("/")
@open_to(EVERYBODY)
def knock() -> ResponseReturnValue:
    """Come in with a typed code; or only read the same page otherwise."""
    typed = request.form.get("code", "")
    return doorstep.door(typed=typed) if reading.is_switching() else _enter(typed)


@bp.get("/s/<code>")
@open_to(EVERYBODY)
def letter(code: str) -> ResponseReturnValue:
    """Come in by the letter's link; the code goes no further than this address."""
    return _enter(code)


@bp.get("/a/<label>/")
@open_to(EVERYBODY)
def start(label: str) -> ResponseReturnValue:
    """Who asks, why, for how long, and what becomes of the answers."""
    with runtime.desk() as desk:
        standing = answering.standing(desk, entrance.entered(label))
    visit = standing.visit
    go_on = visit.page_to_go_on or max(visit.asked_on)
    return drawing.draw("start.html", label, standing, go_on=go_on if visit.answered else 1)


@bp.get("/a/<label>/<int:page>")
@open_to(EVERYBODY)
def questions(label: str, page: int) -> ResponseReturnValue:
    """One field of the questionnaire."""
    with runtime.desk() as desk:
        standing = answering.standing(desk, entrance.entered(label))
    if page not in standing.visit.asked_on:
        return _go(label, standing.visit.after(page))
    return drawing.page(label, page, standing, standing.visit.answers)


@bp.post("/a/<label>/<int:page>")
@open_to(EVERYBODY)
def turn(label: str, page: int) -> ResponseReturnValue:
    """Keep what was answered on a page, and go where the resident wants to."""
    posted = fields.Posted(request.form)
    with runtime.desk(writing=True) as desk:
        kept = answering.keep(desk, entrance.entered(label), page, posted.changed, posted.stood)
    if kept.faults:
        visit = kept.standing.visit
        shown = {**visit.answers, **posted.carried(visit.questionnaire)}
        return drawing.page(label, page, kept.standing, shown, kept.faults), 400
    return _way_on(label, page, kept)


@bp.get("/a/<label>/later")
@open_to(EVERYBODY)
def later(label: str) -> ResponseReturnValue:
    """How to come back."""
    with runtime.desk() as desk:
        standing = answering.standing(desk, entrance.entered(label))
    return drawing.draw("later.html", label, standing)


@bp.post("/a/<label>/leave")
@open_to(EVERYBODY)
def leave(label: str) -> ResponseReturnValue:
    """Take the entry away from a shared device; the answers stay."""
    return entrance.let_out(make_response(redirect(url_for(".left", label=label), 303)), label)


@bp.get("/a/<label>/left")
@open_to(EVERYBODY)
def left(label: str) -> ResponseReturnValue:
    """This device has no entry any more."""
    return doorstep.left()


@bp.get("/a/<label>/check")
@open_to(EVERYBODY)
def check(label: str) -> ResponseReturnValue:
    """All answers by field, before they are sent."""
    return drawing.check(label)


@bp.get("/a/<label>/send")
@open_to(EVERYBODY)
def sending(label: str) -> ResponseReturnValue:
    """Somebody comes back to the address that sends: show where things stand, send nothing."""
    return redirect(url_for(".check", label=label))


@bp.post("/a/<label>/send")
@open_to(EVERYBODY)
def send(label: str) -> ResponseReturnValue:
    """Send once; whoever sends again is shown the same receipt."""
    try:
        with runtime.desk(writing=True) as desk:
            answering.submit(
                desk, entrance.entered(label), language(), read_filled_by(request.form.get("filled_by", ""))
            )
    except (TooLate, NotThere, WordNeeded):
        raise
    except Refused as refused:
        return drawing.check(label, refused.faults), 400
    answering.settle(runtime.house().desks)
    return redirect(url_for(".receipt", label=label), 303)


@bp.get("/a/<label>/receipt")
@open_to(EVERYBODY)
def receipt(label: str) -> ResponseReturnValue:
    """Thanks, and the number of the receipt."""
    with runtime.desk() as desk:
        given = answering.receipt(desk, entrance.entered(label))
    if given is None:
        return redirect(url_for(".check", label=label))
    words = drawing.words_of(given.questionnaire)
    said, late = "said" in request.args, "late" in request.args
    return render_template("resident/receipt.html", label=label, receipt=given, words=words, said=said, late=late)


@bp.errorhandler(CSRFError)
def _stale(_error: CSRFError) -> ResponseReturnValue:
    """The page was left open too long or cookies are off: show it again, with what was posted still in it."""
    try:
        return _shown_again()
    except Refused as refused:
        # Raised while one fault is being shown, it would find no other page by itself.
        return current_app.handle_user_exception(refused)


def _shown_again() -> ResponseReturnValue:
    place = request.view_args or {}
    if request.endpoint == "resident.turn":
        with runtime.desk() as desk:
            standing = answering.standing(desk, entrance.entered(place["label"]))
        visit = standing.visit
        if place["page"] not in visit.asked_on:
            return _go(place["label"], visit.after(place["page"]))
        shown = {**visit.answers, **fields.Posted(request.form).carried(visit.questionnaire)}
        return drawing.page(place["label"], place["page"], standing, shown, stale=True), 400
    if request.endpoint == "resident.send":
        return drawing.check(place["label"], stale=True), 400
    return doorstep.door(typed=request.form.get("code", ""), stale=True), 400


def _enter(typed: str) -> ResponseReturnValue:
    try:
        entered = doorstep.opened(typed)
    except Refused as refused:
        return doorstep.door(refused.faults, typed), status_of(refused)
    label = entrance.new_label()
    return entrance.let_in(redirect(url_for(".start", label=label), 303), label, entered)


def _way_on(label: str, page: int, kept: Kept) -> ResponseReturnValue:
    """The page that was asked for by the button; questions that just opened on this page come first."""
    visit, wish = kept.standing.visit, request.form.get("go", "")
    if reading.is_switching():
        return redirect(url_for(".questions", label=label, page=page, then=request.args.get("then")), 303)
    if wish == "later":
        return redirect(url_for(".later", label=label), 303)
    if wish == "back":
        before = visit.before(page)
        way = url_for(".start", label=label) if before is None else url_for(".questions", label=label, page=before)
        return redirect(way, 303)
    if kept.opened:
        then = CHECK if wish == CHECK else None
        return redirect(url_for(".questions", label=label, page=page, then=then, _anchor=kept.opened[0]), 303)
    return _go(label, None if wish == CHECK else visit.after(page))


def _go(label: str, page: int | None) -> ResponseReturnValue:
    """To a page; to the check when there is none left."""
    way = url_for(".check", label=label) if page is None else url_for(".questions", label=label, page=page)
    return redirect(way, 303)
