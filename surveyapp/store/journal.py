"""The journal: what was done, by whom, when. Added to, never changed; holds no code, no name of a resident, no answer."""

import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveyapp.store.tables import JournalEntry


def note(
    session: Session,
    now: datetime.datetime,
    deed: str,
    *,
    wave: str | None = None,
    staff: int | None = None,
    **about: object,
) -> None:
    """Write down one deed in the same transaction that does it."""
    session.add(JournalEntry(at=now, staff_id=staff, wave=wave, deed=deed, about=about))


def entries(session: Session, wave: str | None = None, limit: int = 200) -> list[JournalEntry]:
    """The latest entries first, of one wave or of all."""
    query = select(JournalEntry).order_by(JournalEntry.id.desc()).limit(limit)
    if wave is not None:
        query = query.where(JournalEntry.wave == wave)
    return list(session.scalars(query))
