"""The cookie that stands for a letter once its code was given.

Each entry gets a random label of its own, kept nowhere; the cookie is bound to the addresses under that label. So two
letters of one household never mix in one browser, and no code stands in any address after the first.
"""

import secrets

from flask import current_app, request, url_for
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug import Response

from surveyapp.domain.faults import Fault, NotThere
from surveyapp.operations.answering import Entered


class NoEntry(NotThere):
    """There is no cookie for this label: it has to be entered again."""

    def __init__(self) -> None:
        super().__init__(Fault("no_such_ticket"))


def new_label() -> str:
    """A label for the addresses of one entry."""
    return secrets.token_urlsafe(9)


def let_in(response: Response, label: str, entered: Entered) -> Response:
    """Give the browser the cookie of an entry. It ends with the browser; the answers stay."""
    response.set_cookie(
        _name(label),
        _seal(label).dumps((entered.wave, entered.ticket, entered.mark)),
        path=_path(label),
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
    return response


def let_out(response: Response, label: str) -> Response:
    """Take the cookie of an entry back."""
    response.delete_cookie(
        _name(label),
        path=_path(label),
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
    return response


def entered(label: str) -> Entered:
    """Who comes in under this label; NoEntry without its cookie, or with one that we did not make."""
    try:
        wave, ticket, mark = _seal(label).loads(request.cookies.get(_name(label), ""))
    except (BadSignature, ValueError, TypeError):
        raise NoEntry from None
    return Entered(wave, ticket, mark)


def _name(label: str) -> str:
    return f"a_{label}"


def _path(label: str) -> str:
    return url_for("resident.start", label=label).rstrip("/")


def _seal(label: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt=f"entry {label}")
