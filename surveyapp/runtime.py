"""The furnishing of a running app: settings, and desks over its database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask, current_app
from sqlalchemy.exc import DBAPIError

from surveyapp.settings import Settings
from surveyapp.store.database import open_engine
from surveyapp.store.desk import Clock, Desk, Desks
from surveyapp.store.schema import is_current


@dataclass(frozen=True, slots=True)
class House:
    """What every request and command of one app shares."""

    settings: Settings
    desks: Desks


def furnish(app: Flask, settings: Settings, clock: Clock | None = None) -> None:
    """Give the app its settings and its desks; the database is first touched when a desk is opened."""
    app.extensions["surveyapp"] = House(settings, open_desks(settings, clock))


def open_desks(settings: Settings, clock: Clock | None = None) -> Desks:
    """Desks for these settings, without an app (workers, tests)."""
    key = settings.secret_key.encode()
    return Desks(open_engine(settings.database_url), key, settings.questionnaires, clock)


def house() -> House:
    """The furnishing of the current app."""
    found: House = current_app.extensions["surveyapp"]
    return found


@contextmanager
def desk(*, writing: bool = False) -> Iterator[Desk]:
    """A desk of the current app."""
    with house().desks.desk(writing=writing) as opened:
        yield opened


def is_ready() -> bool:
    """Whether the database answers and has the shape this code expects."""
    return is_current(house().desks.engine)


def lacks_database(error: Exception) -> bool:
    """Whether something broke because the database is out of reach or has not the shape this code expects."""
    return isinstance(error, DBAPIError) and not is_ready()
