"""Puts the well-kept extensions to work: forms' CSRF tokens, sign-in, languages; and our guard, headers and error pages."""

from flask import Flask
from flask_babel import Babel
from flask_wtf import CSRFProtect

from surveyapp.pages import assets, errors, guard, headers, logs, sign_in


def register(app: Flask) -> None:
    """Everything that stands around the views. The guard comes before CSRF: who may not enter is not asked for tokens."""
    logs.register(app)
    headers.register(app)
    assets.register(app)
    Babel(app, locale_selector=_locale)
    sign_in.register(app)
    guard.register(app)
    CSRFProtect(app)
    errors.register(app)


def _locale() -> str:
    return "ja"
