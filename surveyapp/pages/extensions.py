"""Puts the well-kept extensions to work: forms' CSRF tokens, sign-in, languages; and our guard, headers and error pages."""

from collections.abc import Callable

from flask import Flask
from flask_babel import Babel, gettext, ngettext
from flask_wtf import CSRFProtect

from surveyapp.pages import assets, errors, guard, headers, logs, reading, sign_in, spoken


def register(app: Flask) -> None:
    """Everything that stands around the views. The guard comes before CSRF: who may not enter is not asked for tokens."""
    logs.register(app)
    headers.register(app)
    assets.register(app)
    reading.register(app)
    Babel(app, locale_selector=_locale)
    # What translates in templates is replaced as Jinja documents it; its types do not know the method.
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        _with_readings(gettext), _with_readings(ngettext), newstyle=True
    )
    app.jinja_env.filters["without_markup"] = spoken.without_markup
    sign_in.register(app)
    guard.register(app)
    CSRFProtect(app)
    errors.register(app)


def _locale() -> str:
    return reading.reading().catalogue


def _with_readings(translate: Callable[..., str]) -> Callable[..., str]:
    """Translates as before; where a translation carries readings, they are drawn as the reader wishes."""

    def said(*sentences: str | int) -> str:
        text = translate(*sentences)
        return spoken.drawn(text, reading.reading().ruby) if "{" in text else text

    return said
