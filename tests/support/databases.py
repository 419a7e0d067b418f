"""A database of its own for every test, copied from one that was migrated once.

On both kinds, copying the migrated template costs some tens of milliseconds, where migrating costs seconds. A copy per
test, rather than emptied tables, means that rows which the migrations themselves put there are there every time.
"""

import fcntl
import itertools
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql

from tests.support.postgres import hire_watchman

TEMPLATE = "template_survey"


@dataclass
class Databases:
    """Hands out databases within one test session, which several worker processes may share.

    `shared` is a directory that all workers of the session see; `watched` the process whose end ends the session;
    `worker` names this one among them; `upgrade` brings the database behind an address to the newest schema.
    """

    shared: Path
    watched: int
    worker: str
    upgrade: Callable[[str], None]
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    @contextmanager
    def fresh(self, kind: str, directory: Path) -> Iterator[str]:
        """The address of a migrated, empty database of this kind; SQLite keeps its file in `directory`."""
        if kind == "sqlite":
            path = directory / "survey.db"
            shutil.copy(self._sqlite_template(), path)
            yield f"sqlite:///{path}"
        else:
            self._postgresql_template()
            with self._postgresql_database(TEMPLATE) as url:
                yield url

    @contextmanager
    def bare(self, kind: str, directory: Path) -> Iterator[str]:
        """The address of a database in which nothing is yet, not even a table: for tests of the migrations."""
        if kind == "sqlite":
            yield f"sqlite:///{directory / 'bare.db'}"
        else:
            with self._postgresql_database("template1") as url:
                yield url

    def _sqlite_template(self) -> Path:
        path = self.shared / "template.db"
        with self._once("sqlite-template") as first:
            if first:
                self.upgrade(f"sqlite:///{path}")
        return path

    def _postgresql_template(self) -> None:
        self._server()
        with self._once("postgresql-template") as first:
            if first:
                self._administer("CREATE DATABASE {}", TEMPLATE)
                self.upgrade(self._url(TEMPLATE))

    @contextmanager
    def _postgresql_database(self, template: str) -> Iterator[str]:
        name = f"test_{self.worker}_{next(self._numbers)}"
        self._administer("CREATE DATABASE {} TEMPLATE {}", name, template)
        try:
            yield self._url(name)
        finally:
            self._administer("DROP DATABASE {} WITH (FORCE)", name)

    def _administer(self, statement: str, *names: str) -> None:
        with psycopg.connect(host=self._server(), user="tests", dbname="postgres", autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def _url(self, name: str) -> str:
        return f"postgresql+psycopg://tests@/{name}?host={self._server()}"

    def _server(self) -> str:
        """The socket directory of the session's server, started by whoever asks first."""
        note = self.shared / "postgresql-socket"
        with self._once("postgresql-server") as first:
            if first:
                note.write_text(str(hire_watchman(self.watched)))
        return note.read_text()

    @contextmanager
    def _once(self, what: str) -> Iterator[bool]:
        """True for the first worker of the session to come here; the others wait until it is done."""
        done = self.shared / f"{what}.done"
        if done.exists():
            yield False
            return
        with (self.shared / f"{what}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            first = not done.exists()
            yield first
            if first:
                done.touch()
