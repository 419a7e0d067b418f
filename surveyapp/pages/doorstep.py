"""What is shown to somebody who has not come in yet, or has left again."""

from collections.abc import Sequence

from flask import render_template

from surveyapp import runtime
from surveyapp.domain.faults import Fault, Refused
from surveyapp.operations import answering
from surveyapp.operations.answering import Doorstep
from surveyapp.pages.reading import settle
from surveyapp.pages.spoken import wording
from surveyapp.pages.telling import told

CODE = {"access_code_malformed": "code", "access_code_unknown": "code", "too_many_tries": "code"}


def door(faults: Sequence[Fault] = (), typed: str = "", *, entered_before: bool = False, stale: bool = False) -> str:
    """Where a code is typed."""
    step = _step()
    return render_template(
        "resident/door.html",
        faults=told(Refused.of(faults), CODE),
        typed=typed,
        step=step,
        words=step.questionnaire and wording(step.questionnaire, settle(step.languages)),
        entered_before=entered_before,
        stale=stale,
    )


def left() -> str:
    """This device has no entry any more."""
    return render_template("resident/left.html", step=_step())


def _step() -> Doorstep:
    with runtime.desk() as desk:
        step = answering.doorstep(desk)
    settle(step.languages)
    return step
