"""Tells a proxy or a test whether the app and its database answer."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from surveyapp import runtime
from surveyapp.pages.guard import EVERYBODY, open_to

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@open_to(EVERYBODY)
def healthz() -> ResponseReturnValue:
    """`ok` when the database answers in the shape this code expects."""
    if not runtime.is_ready():
        return "the database has another shape: run surveyapp db upgrade", 503, {"Content-Type": "text/plain"}
    return "ok", 200, {"Content-Type": "text/plain"}
