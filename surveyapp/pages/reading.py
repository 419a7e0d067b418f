"""How a resident reads: in which language, and with readings above the characters or without.

Each page has a row in which every language calls itself by its own name. The choice lives in a cookie of the browser,
in no account and in no row; it is made by an address that is led on to itself, or by a button of the page's own form,
so that what stands in the page is kept first. Staff and readers of the plan are not asked: their pages are Japanese.
"""

from collections.abc import Collection
from dataclasses import dataclass

from flask import Flask, Response, current_app, g, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import refresh
from werkzeug.exceptions import HTTPException
from werkzeug.urls import iri_to_uri

from surveyapp.domain.languages import JAPANESE, LANGUAGES, Language, language_of

COOKIE = "reading"
LANGUAGE, RUBY = "language", "ruby"
ON, OFF = "on", "off"
#: Where residents are beside the door: the letters' links, an entry, the shared addresses, the statement on accessibility.
ROOMS = ("/s/", "/a/", "/o/", "/accessibility")
EASY = "ja-easy"


@dataclass(frozen=True, slots=True)
class Reading:
    """A language, and whether its characters carry readings."""

    tag: str = JAPANESE
    ruby: bool = False

    @property
    def language(self) -> Language:
        """The language by its names."""
        return language_of(self.tag)

    @property
    def catalogue(self) -> str:
        """The folder of the interface that is read."""
        return self.language.with_readings if self.ruby else self.language.catalogue


def register(app: Flask) -> None:
    """Look at every request for a wish to read otherwise, and give the browser a cookie to remember it by."""
    app.before_request(_led_on)
    app.after_request(_remembered)


def reading() -> Reading:
    """How the page that is being made is read."""
    if "reading" not in g:
        wished = _wished()
        g.reading, g.is_wished = wished or _kept(), wished is not None
    found: Reading = g.reading
    return found


def settle(offered: Collection[str]) -> Reading:
    """How a page is read of a survey that offers these languages: in Japanese where it does not offer the one chosen."""
    if reading().tag not in offered:
        g.reading = Reading()
        refresh()
    return reading()


def read_as(wished: Reading) -> None:
    """From here on this request's page is read like that, whatever the browser remembers."""
    reading()
    g.reading = wished
    refresh()


def is_switching() -> bool:
    """Whether the button that was pressed only asks to read the same page otherwise."""
    reading()
    return request.method == "POST" and bool(g.is_wished)


def _led_on() -> ResponseReturnValue | None:
    """An address with a wish in it becomes the same address without, so that going back does not wish again."""
    if not _is_residents() or request.method != "GET" or not {LANGUAGE, RUBY} & request.args.keys():
        return None
    rest = [(name, value) for name, value in request.args.items(multi=True) if name not in (LANGUAGE, RUBY)]
    reading()
    query = "&".join(f"{iri_to_uri(name)}={iri_to_uri(value)}" for name, value in rest)
    return redirect(f"{iri_to_uri(request.path)}{'?' if query else ''}{query}", 303)


def _remembered(response: Response) -> Response:
    if g.get("is_wished"):
        response.set_cookie(
            COOKIE,
            f"{g.reading.tag}:{ON if g.reading.ruby else OFF}",
            httponly=True,
            samesite="Lax",
            secure=current_app.config["SESSION_COOKIE_SECURE"],
        )
    return response


def _wished() -> Reading | None:
    """What this request wishes; None where it wishes nothing, or a language that there is not."""
    if not _is_residents():
        return None
    try:
        said = request.form if request.method == "POST" else request.args
    except HTTPException:  # a form too large to be read, which is being told just now
        return None
    tag, ruby = said.get(LANGUAGE, ""), said.get(RUBY, "")
    if tag in LANGUAGES:
        return Reading(tag, tag == EASY)
    if ruby in (ON, OFF):
        kept = _kept()
        return Reading(kept.tag, ruby == ON and bool(kept.language.with_readings))
    return None


def _kept() -> Reading:
    """What the browser remembers."""
    if not _is_residents():
        return Reading()
    tag, _, ruby = request.cookies.get(COOKIE, "").partition(":")
    language = language_of(tag)
    return Reading(language.tag, ruby == ON and bool(language.with_readings))


def _is_residents() -> bool:
    return request.path == "/" or request.path.startswith(ROOMS)
