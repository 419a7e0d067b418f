"""Who may come in. Every view says it with `open_to`; a view that says nothing is closed to everybody."""

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from flask import Flask, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

View = TypeVar("View", bound=Callable[..., object])


class Visitor(StrEnum):
    """Everybody, or a role of the staff."""

    EVERYBODY = "everybody"
    CLERK = "clerk"
    SUPERVISOR = "supervisor"
    ANALYST = "analyst"
    APPROVER = "approver"
    ADMINISTRATOR = "administrator"


EVERYBODY = Visitor.EVERYBODY
CLERK = Visitor.CLERK
SUPERVISOR = Visitor.SUPERVISOR
ANALYST = Visitor.ANALYST
APPROVER = Visitor.APPROVER
ADMINISTRATOR = Visitor.ADMINISTRATOR
STAFF = (CLERK, SUPERVISOR, ANALYST, APPROVER, ADMINISTRATOR)


def open_to(*visitors: Visitor) -> Callable[[View], View]:
    """Say who may come in to a view."""

    def mark(view: View) -> View:
        view.open_to = frozenset(visitors)  # type: ignore[attr-defined]  # a mark on a function
        return view

    return mark


def who_may_enter(app: Flask, endpoint: str) -> frozenset[Visitor]:
    """Who may come in to an endpoint; nobody where the view does not say."""
    return getattr(app.view_functions.get(endpoint), "open_to", frozenset())


def register(app: Flask) -> None:
    """Put a guard before every request."""
    open_to(EVERYBODY)(app.view_functions["static"])
    app.before_request(_guard)


def _guard() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None
    if "\x00" in request.path or "\x00" in "".join(request.args.values()):
        # no text that a database keeps holds a NUL, so no page does
        abort(404)
    allowed = who_may_enter(current_app, request.endpoint)
    if EVERYBODY in allowed:
        return None
    if not current_user.is_authenticated:
        if request.method == "GET" and allowed:
            return redirect(url_for("sign_in.page", then=request.path))
        abort(401)
    if allowed.isdisjoint(current_user.visitors):
        abort(403)
    return None
