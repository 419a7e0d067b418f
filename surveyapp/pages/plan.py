"""The city's plan for everybody: the table as the plan prints it, and what stands behind each figure."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from surveyapp import runtime
from surveyapp.operations import planning
from surveyapp.pages.guard import EVERYBODY, open_to
from surveyapp.pages.plan_words import words

bp = Blueprint("plan", __name__)


@bp.get("/plan/")
@open_to(EVERYBODY)
def plans() -> ResponseReturnValue:
    """The plans of the city."""
    with runtime.desk() as desk:
        lines = planning.plans(desk)
    return render_template("plan/plans.html", lines=lines, **words())


@bp.get("/plan/<key>/")
@open_to(EVERYBODY)
def plan(key: str) -> ResponseReturnValue:
    """The table as it stands."""
    return _table(key, None)


@bp.get("/plan/<key>/editions/<int:number>")
@open_to(EVERYBODY)
def edition(key: str, number: int) -> ResponseReturnValue:
    """The table as it stood."""
    return _table(key, number)


def _table(key: str, number: int | None) -> str:
    with runtime.desk() as desk:
        shown = planning.shown(desk, key, number)
    return render_template("plan/table.html", shown=shown, plan=shown.plan, **words())
