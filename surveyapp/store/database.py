"""Engines for the two databases, and what each connection must promise.

SQLite: write-ahead log, `synchronous=FULL` (acknowledged is on disk), foreign keys, `secure_delete` (a deleted draft
leaves no trace in freed pages). A transaction that will write says BEGIN IMMEDIATE: one that reads first and then
writes would otherwise fail at once with SQLITE_BUSY_SNAPSHOT, whatever the time-out.
"""

import logging
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, cast

from sqlalchemy import (
    Connection,
    CursorResult,
    Delete,
    Engine,
    ExceptionContext,
    Update,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.orm import Session

BUSY_MILLISECONDS = 15_000


def open_engine(url: str) -> Engine:
    """An engine for a database address; the folder of an SQLite file is made when it is not there."""
    parsed = make_url(url)
    logging.getLogger("sqlalchemy.engine.Engine").addFilter(_no_rows)
    # A failing statement must not carry codes or answers into a log: its parameters stay out of the message.
    if parsed.get_backend_name() != "sqlite":
        engine = create_engine(parsed, hide_parameters=True, pool_size=8, max_overflow=8, pool_pre_ping=True)
        event.listen(engine, "handle_error", _leave_out_the_row)
        return engine
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, hide_parameters=True, connect_args={"check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def is_postgresql(engine_or_connection: Engine | Connection) -> bool:
    """Whether PostgreSQL is behind it; the few statements that differ ask this."""
    return engine_or_connection.dialect.name == "postgresql"


def empty_log(engine: Engine) -> None:
    """Bring what the write-ahead log of SQLite holds into the database and empty the log, if nobody is at work now.

    The log keeps, change by change, what the tables do not: which ticket was spent along with which response.
    PostgreSQL's log belongs to the server and its administrators, and is left alone.
    """
    if is_postgresql(engine):
        return
    # SQLite's own connection: through the engine every statement would stand in a transaction.
    with closing(engine.raw_connection()) as connection:
        for pragma in ("busy_timeout = 0", "wal_checkpoint(TRUNCATE)", f"busy_timeout = {BUSY_MILLISECONDS}"):
            connection.execute(f"PRAGMA {pragma}")


def changed(session: Session, statement: Update | Delete) -> int:
    """Run one conditional change and say how many rows it found; objects already read keep what they showed."""
    done = session.execute(statement, execution_options={"synchronize_session": False})
    return cast(CursorResult[Any], done).rowcount


def _no_rows(record: logging.LogRecord) -> bool:
    """Whoever turns the log of statements up to the last gets every row that was read; these never."""
    return record.levelno > logging.DEBUG


def _leave_out_the_row(context: ExceptionContext) -> None:
    """PostgreSQL ends its complaint with the row that it refused, answers and all."""
    original = context.original_exception
    if getattr(getattr(original, "diag", None), "message_detail", None):
        for error in filter(None, (original, context.sqlalchemy_exception)):
            error.args = (str(error.args[0]).split("\nDETAIL:")[0],)


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # The driver must not open transactions of its own: `_begin_sqlite` does, in the mode the desk asked for.
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout = {BUSY_MILLISECONDS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
