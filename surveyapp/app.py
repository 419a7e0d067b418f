"""Builds the program: the web app from its settings, and the console command."""

import sys

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from surveyapp import cli, runtime
from surveyapp.pages import blueprints, extensions
from surveyapp.settings import Settings
from surveyapp.store.desk import Clock


def create_app(settings: Settings | None = None, clock: Clock | None = None) -> Flask:
    """The web app for these settings; from the environment when none are given."""
    settings = settings or Settings.from_environment()
    app = Flask(__name__, instance_path=str(settings.instance))
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="survey_session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        MAX_CONTENT_LENGTH=8 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=1024 * 1024,
        MAX_FORM_PARTS=2000,
        WTF_CSRF_TIME_LIMIT=None,
        BABEL_DEFAULT_LOCALE="ja",
        BABEL_DEFAULT_TIMEZONE="Asia/Tokyo",
    )
    if settings.trusted_proxies:
        front = ProxyFix(app.wsgi_app, x_for=settings.trusted_proxies, x_proto=settings.trusted_proxies)
        app.wsgi_app = front  # type: ignore[method-assign]  # the way Flask documents to put a middleware in front
    runtime.furnish(app, settings, clock)
    extensions.register(app)
    for blueprint in blueprints.ALL:
        app.register_blueprint(blueprint)
    return app


def main() -> None:
    """The console command `surveyapp`."""
    cli.group(create_app)(prog_name="surveyapp", args=sys.argv[1:])
