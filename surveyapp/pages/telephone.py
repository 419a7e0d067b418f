"""A resident calls: a clerk takes the number of the sheet and keys the answers while they are spoken."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from surveyapp import runtime
from surveyapp.domain.faults import Refused
from surveyapp.operations import paper_entry
from surveyapp.pages.errors import status_of
from surveyapp.pages.guard import CLERK, SUPERVISOR, open_to
from surveyapp.pages.telling import Told, told

bp = Blueprint("telephone", __name__, url_prefix="/staff/paper/<wave>/telephone")


@bp.get("")
@open_to(CLERK, SUPERVISOR)
def calling(wave: str) -> ResponseReturnValue:
    """One field for the number, and what to say before the first question."""
    return _calling(wave, [], "")


@bp.post("")
@open_to(CLERK, SUPERVISOR)
def take(wave: str) -> ResponseReturnValue:
    """Open the form for the caller."""
    number = request.form.get("number", "")
    try:
        with runtime.desk(writing=True) as desk:
            work = paper_entry.take_call(desk, wave, number, current_user.id)
    except Refused as refused:
        return _calling(wave, told(refused, {"number": "number"}), number), status_of(refused)
    return redirect(url_for("clerk.keying", wave=wave, office=work.office_number), 303)


def _calling(wave: str, faults: list[Told], number: str) -> str:
    with runtime.desk() as desk:
        heading = paper_entry.heading(desk, wave)
    return render_template("clerk/telephone.html", wave=wave, heading=heading, faults=faults, number=number)
