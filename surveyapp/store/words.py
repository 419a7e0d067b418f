"""A resident's own word: one row a ticket, beside the draft it stands before."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from surveyapp.store.tables import OwnWord


def of(session: Session, ticket_id: int) -> OwnWord | None:
    """The word of a ticket, if its resident has chosen one."""
    return session.get(OwnWord, ticket_id)


def keep(session: Session, ticket_id: int, word_hash: str, mark: str) -> None:
    """Keep a word, or another one in its place."""
    session.merge(OwnWord(ticket_id=ticket_id, word_hash=word_hash, mark=mark, misses=0))
    session.flush()


def missed(session: Session, ticket_id: int) -> int:
    """Count one wrong try; how many there are now since the word was last right."""
    counted = (
        update(OwnWord)
        .where(OwnWord.ticket_id == ticket_id)
        .values(misses=OwnWord.misses + 1)
        .returning(OwnWord.misses)
        .execution_options(synchronize_session=False)
    )
    return session.execute(counted).scalar_one_or_none() or 0


def was_right(session: Session, ticket_id: int) -> None:
    """Count from nothing again."""
    session.execute(
        update(OwnWord)
        .where(OwnWord.ticket_id == ticket_id, OwnWord.misses > 0)
        .values(misses=0)
        .execution_options(synchronize_session=False)
    )


def forget(session: Session, ticket_id: int) -> None:
    """The resident wants no word any more."""
    found = of(session, ticket_id)
    if found is not None:
        session.delete(found)
        session.flush()
