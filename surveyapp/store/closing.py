"""What goes when a wave closes: links, the table of office numbers, unsent drafts, and their traces in the files."""

from contextlib import closing
from dataclasses import dataclass

from sqlalchemy import Engine, delete, func, select
from sqlalchemy.orm import Session

from surveyapp.domain.stages import SheetStage
from surveyapp.store.database import changed, is_postgresql
from surveyapp.store.tables import DraftAnswer, Link, OwnWord, Sheet, SheetTicket, Ticket

FINISHED = (SheetStage.ACCEPTED, SheetStage.BLANK, SheetStage.DUPLICATE)


@dataclass(frozen=True)
class Cut:
    """How much was cut: ticket–response links, ticket–sheet numbers, answers of unsent drafts."""

    links: int
    sheets: int
    drafts: int


def unfinished_sheets(session: Session, wave: str) -> int:
    """Sheets that are registered but neither accepted nor blank nor a duplicate."""
    query = select(func.count()).select_from(Sheet).where(Sheet.wave == wave, Sheet.stage.not_in(FINISHED))
    return session.scalar(query) or 0


def cut_links(session: Session, wave: str) -> Cut:
    """Delete whatever ties a ticket of this wave to answers."""
    tickets = select(Ticket.id).where(Ticket.wave == wave).scalar_subquery()
    counts = [
        changed(session, delete(table).where(table.ticket_id.in_(tickets)))
        for table in (Link, SheetTicket, DraftAnswer)
    ]
    session.execute(delete(OwnWord).where(OwnWord.ticket_id.in_(tickets)))
    return Cut(*counts)


def sweep(engine: Engine) -> None:
    """Leave no trace of what was cut in freed pages or in the write-ahead log; outside any transaction."""
    if is_postgresql(engine):
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for table in ("link", "sheet_ticket", "draft_answer", "own_word", "ticket"):
                connection.exec_driver_sql(f"VACUUM FULL {table}")
        return
    # SQLite's own connection: through the engine every statement would stand in a transaction.
    with closing(engine.raw_connection()) as connection:
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
