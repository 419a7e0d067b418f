"""The cookie that stands for a letter once its code was given.

Each entry gets a random label of its own, kept nowhere; the cookie is bound to the addresses under that label. So two
letters of one household never mix in one browser, and no code stands in any address after the first.

An entry ends half an hour after its last page or tap, and with the browser. In a town hall or a library the next person
sits down at the same screen, and what was answered shall not stand there; a page takes three to four minutes, so nobody
who is at it comes near, and everything kept stays kept. Whoever comes back types the code, or scans it, and stands on
the same page: under the same label, so that every tab of the entry lives again, with what lies waiting in it.
"""

import datetime
import re
import secrets

from flask import current_app, g, request, url_for
from flask_babel import to_user_timezone
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug import Response

from surveyapp import runtime
from surveyapp.domain.faults import Fault, NotThere
from surveyapp.operations.answering import Entered

LASTS = datetime.timedelta(minutes=30)
#: The cookie is not written anew for each tap; an entry lasts as much longer.
NOTED_EVERY = datetime.timedelta(minutes=1)
LABEL = re.compile(r"[A-Za-z0-9_-]{12}")
#: At the shared address of a wave that anybody may answer: which entry this browser has begun.
BEGUN = "begun"


class NoEntry(NotThere):
    """There is no cookie for this label: it has to be entered again."""

    def __init__(self) -> None:
        super().__init__(Fault("no_such_ticket"))


class TimedOut(NoEntry):
    """There was an entry under this label, and nobody has used it for too long."""


def new_label() -> str:
    """A label for the addresses of one entry."""
    return secrets.token_urlsafe(9)


def let_in(response: Response, label: str, entered: Entered) -> Response:
    """Give the browser the cookie of an entry. It ends with the browser; the answers stay."""
    kept = (entered.wave, entered.ticket, entered.mark, entered.word, int(_now().timestamp()))
    response.set_cookie(
        _name(label),
        _seal(label).dumps(kept),
        path=_path(label),
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
    g.entry = None
    return response


def let_out(response: Response, label: str) -> Response:
    """Take the cookie of an entry back."""
    kept = {"httponly": True, "samesite": "Lax", "secure": current_app.config["SESSION_COOKIE_SECURE"]}
    if found := before(label):
        response.delete_cookie(BEGUN, path=_shared(found.wave), **kept)
    response.delete_cookie(_name(label), path=_path(label), **kept)
    g.entry = None
    return response


def remember(response: Response, wave: str, label: str) -> Response:
    """Let the shared address of a wave find the entry that was begun in this browser, until that is closed."""
    response.set_cookie(
        BEGUN,
        label,
        path=_shared(wave),
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
    return response


def remembered(wave: str) -> str:
    """The label of an entry that was begun at this wave's shared address; empty without one of this wave."""
    label = request.cookies.get(BEGUN, "")
    return label if LABEL.fullmatch(label) else ""


def entered(label: str) -> Entered:
    """Who comes in under this label; NoEntry without its cookie, or with one that we did not make; TimedOut."""
    found = _read(label)
    if found is None:
        raise NoEntry
    if _left(found[1]) <= datetime.timedelta(0):
        raise TimedOut
    g.entry = (label, *found)
    return found[0]


def before(label: str) -> Entered | None:
    """Who came in under this label, also when that has ended; for what shows nothing."""
    found = _read(label)
    return found and found[0]


def left(label: str) -> datetime.timedelta:
    """How long the entry still lasts, without making it last longer; NoEntry or TimedOut when it does not."""
    entered(label)
    _label, _entered, seen = g.pop("entry")
    return _left(seen)


def renewed(response: Response) -> Response:
    """After each request of an entry: it lasts from now on."""
    if g.get("entry") is not None:
        label, entered, seen = g.entry
        if _now() - seen >= NOTED_EVERY:
            let_in(response, label, entered)
    return response


def until() -> str:
    """The time of day to which an entry lasts that is used now, as a page says it: `14:35`."""
    return f"{to_user_timezone(_now() + LASTS):%H:%M}"


def _read(label: str) -> tuple[Entered, datetime.datetime] | None:
    try:
        wave, ticket, mark, word, seen = _seal(label).loads(request.cookies.get(_name(label), ""))
        return Entered(wave, ticket, mark, word), datetime.datetime.fromtimestamp(seen, datetime.UTC)
    except (BadSignature, ValueError, TypeError):
        return None


def _left(seen: datetime.datetime) -> datetime.timedelta:
    return seen + LASTS + NOTED_EVERY - _now()


def _now() -> datetime.datetime:
    return runtime.house().desks.clock()


def _name(label: str) -> str:
    return f"a_{label}"


def _path(label: str) -> str:
    return url_for("resident.start", label=label).rstrip("/")


def _shared(wave: str) -> str:
    return url_for("shared_door.door", wave=wave)


def _seal(label: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt=f"entry {label}")
