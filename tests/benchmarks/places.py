"""Places to measure in: a migrated database of each kind that keeps what it acknowledges, and the program served over it."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from surveyapp.settings import ROOT, Settings
from surveyapp.store.schema import upgrade
from tests.benchmarks.measuring import children, cpu_of
from tests.support.postgres import hire_watchman

KINDS = ("SQLite", "PostgreSQL")


class Place:
    """Settings over a fresh database, and the CPU time that the database's own processes have used."""

    def __init__(self, kind: str, settings: Settings, server: int | None) -> None:
        self.kind = kind
        self.settings = settings
        self._server = server

    def database_cpu(self) -> float:
        """Seconds; nought for SQLite, which works inside the process that asks it."""
        if self._server is None:
            return 0.0
        return cpu_of([self._server, *children(self._server)], with_ended_children=True)


@contextmanager
def place(kind: str) -> Iterator[Place]:
    """A place of this kind, gone at the end. SQLite is on this disk; PostgreSQL has a cluster that waits for the disk."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        if kind == "SQLite":
            yield _made(kind, folder, f"sqlite:///{folder / 'survey.sqlite3'}", None)
            return
        socket = hire_watchman(os.getpid(), durable=True)
        with psycopg.connect(host=str(socket), user="tests", dbname="postgres", autocommit=True) as connection:
            database = f"bench_{folder.name.rpartition('-')[2]}"
            connection.execute(f'CREATE DATABASE "{database}"')
            [(durable,)] = connection.execute("SHOW fsync")
            assert durable == "on"
        server = int((socket / "data" / "postmaster.pid").read_text().split()[0])
        yield _made(kind, folder, f"postgresql+psycopg://tests@/{database}?host={socket}", server)


def _made(kind: str, folder: Path, database_url: str, server: int | None) -> Place:
    instance = folder / "instance"
    instance.mkdir()
    upgrade(database_url)
    questionnaires = folder / "questionnaires"
    shutil.copytree(ROOT / "questionnaires", questionnaires)
    settings = Settings(database_url, "a key for measuring only", instance, questionnaires, secure_cookies=False)
    return Place(kind, settings, server)
