"""Where the demo lives: a database of its own, made whole or not at all, and the sign-ins beside it."""

import json
import secrets
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from surveyapp.demo import making
from surveyapp.demo.calendar import Calendar
from surveyapp.demo.making import Say, SignIn
from surveyapp.store.desk import Clock, Desks

DATABASE = "demo.sqlite3"
SIGN_INS = "demo-sign-ins.json"

#: opens desks over a migrated database at an address
Open = Callable[[str, Clock | None], Desks]


def prepare(instance: Path, open_desks: Open, say: Say, sample: int) -> tuple[str, tuple[SignIn, ...]]:
    """The address and the sign-ins of the demo in this folder; made now when it is not there yet.

    It is made under another name and gets its own when it is whole: whoever stops it half-way starts afresh.
    """
    database, sign_ins = instance / DATABASE, instance / SIGN_INS
    if database.exists():
        return f"sqlite:///{database}", _kept(sign_ins)
    for left_over in instance.glob(f".{DATABASE}.*"):
        left_over.unlink()
    partial = instance / f".{DATABASE}.{secrets.token_hex(4)}"
    calendar = Calendar(datetime.now(UTC))
    desks = open_desks(f"sqlite:///{partial}", calendar)
    made = making.make(desks, calendar, say, sample)
    desks.engine.dispose()
    _keep(sign_ins, made)
    partial.rename(database)
    return f"sqlite:///{database}", made


def _keep(path: Path, sign_ins: tuple[SignIn, ...]) -> None:
    path.touch(mode=0o600)
    path.write_text(json.dumps([asdict(one) for one in sign_ins], indent=1), encoding="utf-8")


def _kept(path: Path) -> tuple[SignIn, ...]:
    return tuple(SignIn(**one) for one in json.loads(path.read_text(encoding="utf-8")))
