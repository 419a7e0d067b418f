"""Counters that slow down guessing of codes and passwords. They stand in the database, so that every process counts alike.

A door is what is tried (`access_code`, `staff_name`), a side is where from: always a keyed hash (`desk.seal`), never an
address or a name. The first wrong try opens a window; when the window is over, counting starts anew. A miss is kept
although the request is refused: whoever asks writes it at a desk of its own, before the answer is checked.
"""

import datetime
import ipaddress
import math

from sqlalchemy import case, delete, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from surveyapp.domain.faults import Fault, TooMany
from surveyapp.store.database import is_postgresql
from surveyapp.store.tables import Throttle


def origin(address: str) -> str:
    """Where a caller comes from: a whole /64 of IPv6 is one side, since every household holds that many addresses."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else str(found)


def admit(
    session: Session, now: datetime.datetime, door: str, side: str, *, most: int, within: datetime.timedelta
) -> None:
    """Let a try pass; TooMany when this side has had its `most` misses at this door in the current window."""
    found = session.execute(
        select(Throttle.tries, Throttle.since).where(Throttle.door == door, Throttle.side == side)
    ).first()
    if found is None or found.tries < most:
        return
    left = found.since + within - now
    if left > datetime.timedelta(0):
        raise TooMany(Fault("too_many_tries", minutes=math.ceil(left.total_seconds() / 60)))


def misses(session: Session, now: datetime.datetime, door: str, side: str, *, within: datetime.timedelta) -> int:
    """How many misses the current window of a side holds."""
    counted = select(Throttle.tries).where(Throttle.door == door, Throttle.side == side, Throttle.since > now - within)
    return session.scalar(counted) or 0


def miss(session: Session, now: datetime.datetime, door: str, side: str, *, within: datetime.timedelta) -> int:
    """Count one miss in one statement, so that parallel tries all count; returns how many the window holds now."""
    insert = postgresql.insert if is_postgresql(session.connection()) else sqlite.insert
    is_over = Throttle.since <= now - within
    counted = (
        insert(Throttle)
        .values(door=door, side=side, since=now, tries=1)
        .on_conflict_do_update(
            index_elements=[Throttle.door, Throttle.side],
            set_={
                "tries": case((is_over, 1), else_=Throttle.tries + 1),
                "since": case((is_over, now), else_=Throttle.since),
            },
        )
        .returning(Throttle.tries)
    )
    tries = session.execute(counted).scalar_one()
    _sweep(session, now, door, within)
    return tries


def forgive(session: Session, door: str, side: str) -> None:
    """Take one miss back: the try turned out to be right."""
    session.execute(
        update(Throttle)
        .where(Throttle.door == door, Throttle.side == side, Throttle.tries > 0)
        .values(tries=Throttle.tries - 1)
        .execution_options(synchronize_session=False)
    )


def clear(session: Session, door: str, side: str) -> None:
    """Forget the misses of a side at a door."""
    session.execute(
        delete(Throttle)
        .where(Throttle.door == door, Throttle.side == side)
        .execution_options(synchronize_session=False)
    )


def _sweep(session: Session, now: datetime.datetime, door: str, within: datetime.timedelta) -> None:
    """Keep nothing about a side longer than its window. Rows that somebody counts in just now are passed over."""
    place = tuple_(Throttle.door, Throttle.side)
    stale = (
        select(Throttle.door, Throttle.side)
        .where(Throttle.door == door, Throttle.since <= now - within)
        .with_for_update(skip_locked=True)
    )
    session.execute(delete(Throttle).where(place.in_(stale)).execution_options(synchronize_session=False))
