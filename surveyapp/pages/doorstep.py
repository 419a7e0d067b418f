"""What stands before the pages of a resident: the code, the word, and what is said when it is not the time for either.

Every blueprint for residents is handed to `register`, so that whoever may not go on is told the same everywhere.
"""

from collections.abc import Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from surveyapp import runtime
from surveyapp.domain.faults import Fault, NotThere, Refused, TooLate
from surveyapp.domain.languages import LANGUAGES
from surveyapp.operations import answering
from surveyapp.operations.answering import AlreadySent, Doorstep, Entered, WordNeeded
from surveyapp.pages import drawing, entrance, reading
from surveyapp.pages.carrying import carried
from surveyapp.pages.reading import settle
from surveyapp.pages.spoken import wording
from surveyapp.pages.telling import told

CODE = {"code": "code", "too_many_tries": "code"}
WORD = {"too_many_tries": "word", "word": "word", "anew": "anew"}


def register(bp: Blueprint) -> None:
    """Let a blueprint draw pages of residents, and tell them where they stand."""
    bp.context_processor(lambda: {"reading": reading.reading(), "languages": LANGUAGES})
    bp.after_request(entrance.renewed)
    bp.register_error_handler(AlreadySent, _already_sent)
    bp.register_error_handler(TooLate, _closed)
    bp.register_error_handler(WordNeeded, _word_needed)
    bp.register_error_handler(entrance.NoEntry, _no_entry)
    bp.register_error_handler(NotThere, _not_there)


def opened(typed: str) -> Entered:
    """Who comes in with a code; Refused with what to do otherwise."""
    with runtime.desk(writing=True) as desk:
        entered = answering.enter(desk, typed, request.remote_addr or "")
    if entered is None:
        raise Refused(Fault("access_code_unknown", "code"))
    return entered


def door(
    faults: Sequence[Fault] = (), typed: str = "", *, label: str = "", entered_before: bool = False, stale: bool = False
) -> str:
    """Where a code is typed; under the `label` of an entry that has ended, what stood in its page is carried along."""
    step = _step()
    return render_template(
        "resident/door.html",
        faults=told(Refused.of(faults), CODE),
        typed=typed,
        step=step,
        words=step.questionnaire and wording(step.questionnaire, settle(step.languages)),
        entered_before=entered_before,
        stale=stale,
        label=label,
        brought=carried() if label else None,
    )


def word_asked(label: str, entered: Entered, faults: Sequence[Fault] = (), *, stale: bool = False) -> str:
    """Where a resident's own word is typed."""
    with runtime.desk() as desk:
        asked = answering.asked(desk, entered)
    return render_template(
        "resident/word.html",
        faults=told(Refused.of(faults), WORD),
        label=label,
        words=drawing.words_of(asked),
        questionnaire=asked,
        brought=carried(),
        stale=stale,
    )


def left() -> str:
    """This device has no entry any more."""
    return render_template("resident/left.html", step=_step())


def _already_sent(_sent: AlreadySent) -> ResponseReturnValue:
    """After sending, every address leads to the receipt; what a late page brought is said not to be in."""
    late = 1 if carried().fields else None
    return redirect(url_for("resident.receipt", label=_label(), late=late), 303)


def _closed(refused: TooLate) -> ResponseReturnValue:
    """The survey takes no answers."""
    with runtime.desk() as desk:
        asked = answering.asked(desk, entrance.entered(_label()))
    words = drawing.words_of(asked)
    return render_template("resident/closed.html", sentences=told(refused, {}), words=words, questionnaire=asked), 409


def _word_needed(_refused: WordNeeded) -> ResponseReturnValue:
    """The letter was opened again: its answers show only after the resident's own word."""
    return word_asked(_label(), entrance.entered(_label())), 403


def _no_entry(_refused: entrance.NoEntry) -> ResponseReturnValue:
    """No cookie, or one that has ended: the code opens the same answers again."""
    return door(label=_label(), entered_before=True), 403


def _not_there(refused: NotThere) -> ResponseReturnValue:
    """The ticket behind a cookie is gone, its letter was replaced, or it was begun anew."""
    return door(refused.faults), 404


def _label() -> str:
    return str((request.view_args or {})["label"])


def _step() -> Doorstep:
    with runtime.desk() as desk:
        step = answering.doorstep(desk)
    settle(step.languages)
    return step
