"""Remarks on the service: added so that nothing of the database tells which came when on a day."""

import datetime
import secrets
import uuid

from sqlalchemy import delete, func, insert, select, text
from sqlalchemy.orm import Session

from surveyapp.store.database import is_postgresql
from surveyapp.store.tables import Feedback


def add(session: Session, wave: str, day: datetime.date, rating: int | None, said: str) -> None:
    """Keep a remark, and write those of the same day anew along with it, in an order drawn at random.

    PostgreSQL marks each row with the transaction that made it and lays rows down as they come; a response bears the
    same marks, and whoever sends a remark has sent a response just before. So all remarks of a day bear one mark.
    """
    if is_postgresql(session.connection()):
        session.execute(text("LOCK TABLE feedback IN EXCLUSIVE MODE"))
    same_day = (Feedback.wave == wave, Feedback.day == day)
    rows = [
        {"rating": one.rating, "text": one.text}
        for one in session.execute(select(Feedback.rating, Feedback.text).where(*same_day))
    ]
    rows.append({"rating": rating, "text": said})
    secrets.SystemRandom().shuffle(rows)
    session.execute(delete(Feedback).where(*same_day))
    session.execute(insert(Feedback), [{"id": uuid.uuid4(), "wave": wave, "day": day, **row} for row in rows])


def count(session: Session, wave: str, day: datetime.date) -> int:
    """How many remarks a wave had on a day."""
    return session.scalar(select(func.count()).where(Feedback.wave == wave, Feedback.day == day)) or 0


def is_there(session: Session, wave: str, day: datetime.date, rating: int | None, said: str) -> bool:
    """Whether the very same words were said already on this day: a button that was pressed twice."""
    same = (
        Feedback.wave == wave,
        Feedback.day == day,
        Feedback.text == said,
        Feedback.rating.is_not_distinct_from(rating),
    )
    return session.scalar(select(Feedback.id).where(*same).limit(1)) is not None


def of_wave(session: Session, wave: str) -> list[Feedback]:
    """All remarks on a wave, the latest day first; within a day in no order."""
    return list(
        session.scalars(select(Feedback).where(Feedback.wave == wave).order_by(Feedback.day.desc(), Feedback.id))
    )
