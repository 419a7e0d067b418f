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


# Built once: building a statement of this length anew costs as much as running it.
_PLACE = (
    select(
        Ticket.id,
        Ticket.stratum_id,
        Ticket.code_hash,
        Ticket.receipt,
        Ticket.form,
        Ticket.spent,
        Wave.key,
        Wave.title,
        Wave.stage,
        Wave.link,
        Wave.duplicates,
        Wave.synthetic,
        Definition.fingerprint,
    )
    .select_from(Ticket)
    .join(Wave, Wave.key == Ticket.wave)
    .join(Definition, Definition.wave == Ticket.wave)
    .where(Ticket.id == bindparam("ticket"), Ticket.wave == bindparam("wave"))
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
