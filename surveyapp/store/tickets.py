"""Tickets: the right to answer once. What must happen once is one conditional update, not a look and then a leap."""

import secrets
from collections.abc import Iterable

from sqlalchemy import Integer, cast, func, select, update
from sqlalchemy.orm import Session

from surveyapp.domain.faults import Fault, NotThere
from surveyapp.store.database import changed, is_postgresql
from surveyapp.store.tables import Stratum, Ticket

RECEIPT_DIGITS = 10
#: Tells locks on tickets from other locks of the same database.
TICKETS = 7_136


def by_code(session: Session, code_hash: str) -> Ticket | None:
    """The ticket whose letter carries this code."""
    return session.scalar(select(Ticket).where(Ticket.code_hash == code_hash))


def by_id(session: Session, wave: str, ticket_id: int) -> Ticket:
    """The ticket of a resident who has come in; NotThere when its wave was made anew since."""
    found = session.scalar(select(Ticket).where(Ticket.id == ticket_id, Ticket.wave == wave))
    if found is None:
        raise NotThere(Fault("no_such_ticket"))
    return found


def by_number(session: Session, wave: str, number: str) -> Ticket | None:
    """The ticket printed with this sheet number in this wave and in no other."""
    return session.scalar(select(Ticket).where(Ticket.wave == wave, Ticket.number == number))


def hold(session: Session, ticket: Ticket, *, to_spend: bool = False) -> Ticket:
    """The ticket as it is now, held until the transaction ends: nobody can spend it meanwhile.

    Who may go on to spend it says so: the stratum has to be taken before the ticket, or two who each hold one ticket of
    a stratum would wait for each other (see `spend`).
    """
    if to_spend:
        _take_stratum(session, ticket)
    take(session, ticket.id)
    held = session.scalar(select(Ticket).where(Ticket.id == ticket.id).execution_options(populate_existing=True))
    if held is None:
        raise NotThere(Fault("no_such_ticket"))
    return held


def take(session: Session, ticket_id: int) -> None:
    """Hold a ticket without touching its row.

    A lock on the row would leave the number of its transaction there, and so tell which ticket was in hand when a
    response came in. On SQLite there is but one writer, who holds everything.
    """
    if is_postgresql(session.connection()):
        session.execute(select(func.pg_advisory_xact_lock(TICKETS, ticket_id)))


def spend(session: Session, ticket: Ticket) -> bool:
    """Use a ticket up. True for the first caller, and for no other.

    PostgreSQL marks each changed row with the number of its transaction, and the response that is written in the same
    transaction carries the same number: whoever reads the system columns could join them. So every ticket of the
    stratum is rewritten along with the one that is spent, and the mark says no more than the stratum, which the
    response says anyway. The stratum's row is taken first, so that two such rewritings cannot block each other. A
    ticket without a stratum is of somebody who came of their own accord: no letter leads from it to a person.
    """
    _take_stratum(session, ticket)
    take(session, ticket.id)
    used = changed(session, update(Ticket).where(Ticket.id == ticket.id, Ticket.spent.is_(False)).values(spent=True))
    _blur(session, ticket.stratum_id)
    session.refresh(ticket)
    return used == 1


def give_back(session: Session, ticket: Ticket) -> None:
    """Make a spent ticket good again: its sheet came back blank."""
    _take_stratum(session, ticket)
    take(session, ticket.id)
    changed(session, update(Ticket).where(Ticket.id == ticket.id).values(spent=False))
    _blur(session, ticket.stratum_id)
    session.refresh(ticket)


def change_code(session: Session, ticket: Ticket, code_hash: str) -> None:
    """Give a lost letter's ticket a new code; the old one opens nothing from now on."""
    ticket.code_hash = code_hash
    session.flush()


def add_all(session: Session, tickets: Iterable[Ticket]) -> None:
    """Keep freshly issued tickets."""
    session.add_all(tickets)
    session.flush()


def new_receipt(session: Session, wave: str) -> str:
    """A number for a receipt that no ticket of the wave has."""
    while True:
        drawn = drawn_receipt()
        if session.scalar(select(Ticket.id).where(Ticket.wave == wave, Ticket.receipt == drawn)) is None:
            return drawn


def drawn_receipt() -> str:
    """A number for a receipt, drawn at random."""
    return "".join(secrets.choice("0123456789") for _ in range(RECEIPT_DIGITS))


def issued(session: Session, wave: str) -> int:
    """How many tickets a wave has."""
    return session.scalar(select(func.count()).select_from(Ticket).where(Ticket.wave == wave)) or 0


def spent(session: Session, wave: str) -> int:
    """How many tickets of a wave are spent."""
    query = select(func.count()).select_from(Ticket).where(Ticket.wave == wave, Ticket.spent.is_(True))
    return session.scalar(query) or 0


def last_serial(session: Session) -> int:
    """The highest serial that any wave has printed on a sheet: its number without the check digit."""
    highest = session.scalar(select(func.max(cast(Ticket.number, Integer))))
    return (highest or 0) // 10


def unspent_numbers(session: Session, wave: str, number: int) -> list[str]:
    """The highest sheet numbers whose tickets are not spent."""
    query = select(Ticket.number).where(Ticket.wave == wave, Ticket.spent.is_(False), Ticket.number.is_not(None))
    return [found for found in session.scalars(query.order_by(Ticket.number.desc()).limit(number)) if found]


def _take_stratum(session: Session, ticket: Ticket) -> None:
    if ticket.stratum_id is None:
        return
    session.execute(select(Stratum.id).where(Stratum.id == ticket.stratum_id).with_for_update())


def _blur(session: Session, stratum_id: int | None) -> None:
    if stratum_id is not None and is_postgresql(session.connection()):
        changed(session, update(Ticket).where(Ticket.stratum_id == stratum_id).values(spent=Ticket.spent))
