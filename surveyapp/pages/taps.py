"""Keeps each tap of a resident at once, asked by static/questionnaire.js; nothing here is needed to answer.

A tap takes the same way as a page that is turned: the same token, the same checks, the same lock. What comes back is
read by the script: which answers the page now counts as drawn with, what was not kept and why, and where to go when
there is nothing more to keep here.
"""

from flask import Blueprint, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, generate_csrf

from surveyapp import runtime
from surveyapp.domain.faults import NotThere, Refused, TooLate
from surveyapp.operations import answering
from surveyapp.operations.answering import AlreadySent, WordNeeded
from surveyapp.pages import entrance, fields
from surveyapp.pages.guard import EVERYBODY, open_to
from surveyapp.pages.telling import plain_sentence

bp = Blueprint("taps", __name__)
bp.after_request(entrance.renewed)


@bp.post("/a/<label>/<int:page>/taps")
@open_to(EVERYBODY)
def keep(label: str, page: int) -> ResponseReturnValue:
    """Keep the answers to the questions that were touched. Acknowledged is on disk; what is wrong is said and not kept."""
    posted = fields.Posted(request.form)
    with runtime.desk(writing=True) as desk:
        kept = answering.keep(desk, entrance.entered(label), page, posted.touched)
    visit = kept.standing.visit
    asked = [question.id for question in visit.asked_on.get(page, ())]
    return jsonify(
        drawn=fields.marks(kept.good),
        refused={fault.where: plain_sentence(fault) for fault in kept.faults},
        asked=asked if visit.is_routed else None,
    )


@bp.errorhandler(AlreadySent)
def _already_sent(_sent: AlreadySent) -> ResponseReturnValue:
    """These answers are in, and this tap is not: the receipt says so."""
    return _elsewhere(url_for("resident.receipt", label=_label(), late=1), 409)


@bp.errorhandler(TooLate)
def _closed(_refused: TooLate) -> ResponseReturnValue:
    return _elsewhere(url_for("resident.start", label=_label()), 409)


@bp.errorhandler(NotThere)
def _not_there(_refused: NotThere) -> ResponseReturnValue:
    """No cookie, or a letter that was replaced: the start page says how to come in again."""
    return _elsewhere(url_for("resident.start", label=_label()), 403)


@bp.errorhandler(WordNeeded)
@bp.errorhandler(entrance.TimedOut)
def _locked(_refused: Refused) -> ResponseReturnValue:
    """This entry has ended, or a word was put before the answers: what waits is kept once one is in again."""
    return jsonify(locked=url_for("resident.questions", label=_label(), page=(request.view_args or {})["page"])), 403


@bp.errorhandler(CSRFError)
def _stale(_error: CSRFError) -> ResponseReturnValue:
    """The page was left open too long: give the script a fresh token, which no other site can read, to try again."""
    return jsonify(csrf_token=generate_csrf()), 400


def _elsewhere(way: str, status: int) -> ResponseReturnValue:
    return jsonify(go=way), status


def _label() -> str:
    return str((request.view_args or {})["label"])
