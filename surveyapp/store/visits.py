"""Where a resident stands, read in one question to the database: a page is asked for more often than anything else."""

from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from surveyapp.domain.faults import Fault, NotThere
from surveyapp.store import tickets
from surveyapp.store.tables import Definition, Ticket, Wave


class Place(NamedTuple):
    """A ticket with the wave it belongs to and the fingerprint of what is asked."""

    ticket: int
    stratum: int
    code_hash: str
    receipt: str
    form: str
    spent: bool
    wave: str
    title: str
    stage: str
    link: str
    duplicates: str
    synthetic: bool
    fingerprint: str


# Built once, since building a statement of this length anew costs as much as running it; and on the tables rather than
# the mapped classes, since nothing is to be mapped.
_TICKET, _WAVE, _DEFINITION = Ticket.__table__.c, Wave.__table__.c, Definition.__table__.c
_PLACE = (
    select(
        _TICKET.id,
        _TICKET.stratum_id,
        _TICKET.code_hash,
        _TICKET.receipt,
        _TICKET.form,
        _TICKET.spent,
        _WAVE.key,
        _WAVE.title,
        _WAVE.stage,
        _WAVE.link,
        _WAVE.duplicates,
        _WAVE.synthetic,
        _DEFINITION.fingerprint,
    )
    .join_from(Ticket.__table__, Wave.__table__, _WAVE.key == _TICKET.wave)
    .join(Definition.__table__, _DEFINITION.wave == _TICKET.wave)
    .where(_TICKET.id == bindparam("ticket"), _TICKET.wave == bindparam("wave"))
)


def place(session: Session, wave: str, ticket: int, *, hold: bool = False) -> Place:
    """Where this ticket stands; NotThere when its wave was made anew since.

    With `hold` it stays so until the transaction ends: nobody can spend the ticket meanwhile.
    """
    if hold:
        tickets.take(session, ticket)
    found = session.execute(_PLACE, {"ticket": ticket, "wave": wave}).first()
    if found is None:
        raise NotThere(Fault("no_such_ticket"))
    return Place._make(found)
