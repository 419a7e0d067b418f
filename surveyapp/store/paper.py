"""Sheets, their keyings and rulings. Each is reached through its wave and its office number, never by its id alone."""

import datetime
from collections.abc import Iterable, Mapping
from typing import cast

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from surveyapp.domain.answers import Answer, Packed, packed, packed_all, unpacked_all
from surveyapp.domain.faults import Fault, NotThere, TooLate
from surveyapp.domain.stages import SheetStage, sheet_after
from surveyapp.store.database import changed
from surveyapp.store.tables import Keying, Link, Response, Ruling, Sheet, SheetTicket, Staff, StaffRole, Ticket, Wave

WAITING = {1: SheetStage.REGISTERED, 2: SheetStage.KEYED_ONCE}
IN_HAND = {1: SheetStage.KEYING, 2: SheetStage.KEYING_AGAIN}


def sheet(session: Session, wave: str, office_number: int) -> Sheet:
    """The sheet with this office number, in this wave and in no other."""
    found = session.scalar(select(Sheet).where(Sheet.wave == wave, Sheet.office_number == office_number))
    if found is None:
        raise NotThere(Fault("no_such_sheet", office=office_number))
    return found


def add(
    session: Session,
    wave: str,
    stage: SheetStage,
    received_on: datetime.date,
    staff: int,
    *,
    stratum_id: int | None = None,
    form: str = "",
    channel: str = "paper",
) -> Sheet:
    """Register a sheet under the next office number of its wave."""
    # Two clerks who register at once take their numbers one after the other. The weaker lock leaves those alone who
    # only refer to the wave.
    session.execute(select(Wave.key).where(Wave.key == wave).with_for_update(key_share=True))
    last = session.scalar(select(func.max(Sheet.office_number)).where(Sheet.wave == wave)) or 0
    made = Sheet(
        wave=wave,
        office_number=last + 1,
        stage=stage,
        stratum_id=stratum_id,
        form=form,
        channel=channel,
        received_on=received_on,
        registered_by=staff,
    )
    session.add(made)
    session.flush()
    return made


def take_step(session: Session, sheet: Sheet, step: str) -> None:
    """Bring a sheet to the stage after a step. TooLate when somebody else was first."""
    if not try_step(session, sheet, step):
        raise TooLate(Fault("sheet_moved_on", office=sheet.office_number))


def try_step(session: Session, sheet: Sheet, step: str) -> bool:
    """As `take_step`, but says whether it was first: one conditional update of the stage the caller has seen."""
    after = sheet_after(SheetStage(sheet.stage), step)
    statement = update(Sheet).where(Sheet.id == sheet.id, Sheet.wave == sheet.wave, Sheet.stage == sheet.stage)
    was_first = changed(session, statement.values(stage=after)) == 1
    session.refresh(sheet)
    return was_first


def tie(session: Session, sheet: Sheet, ticket: Ticket) -> None:
    """Note which ticket a sheet belongs to; an earlier sheet of the same ticket no longer belongs to it."""
    session.execute(delete(SheetTicket).where(SheetTicket.ticket_id == ticket.id))
    session.add(SheetTicket(sheet_id=sheet.id, ticket_id=ticket.id))
    session.flush()


def untie(session: Session, sheet: Sheet) -> None:
    """Forget which ticket a sheet belongs to."""
    session.execute(delete(SheetTicket).where(SheetTicket.sheet_id == sheet.id))


def ticket_of(session: Session, sheet: Sheet) -> Ticket | None:
    """The ticket a sheet belongs to, while that is kept; none for a sheet whose number was torn off."""
    return session.scalar(
        select(Ticket).join(SheetTicket, SheetTicket.ticket_id == Ticket.id).where(SheetTicket.sheet_id == sheet.id)
    )


def sheet_of(session: Session, ticket: Ticket) -> Sheet | None:
    """The sheet that came back for a ticket, while that is kept."""
    return session.scalar(select(Sheet).join(SheetTicket).where(SheetTicket.ticket_id == ticket.id))


def give_way(session: Session, ticket: Ticket) -> int | None:
    """Let no sheet of this ticket count any more: by the wave's rule something later takes its place.

    Called with the ticket held. A sheet that is not accepted yet ends as a duplicate; one that is lets its response
    go, which the caller then withdraws. Returns the office number of the sheet that ended, or None.
    """
    release_response(session, ticket)
    found = sheet_of(session, ticket)
    if found is None or found.stage == SheetStage.ACCEPTED:
        return None
    take_step(session, found, "give_way")
    untie(session, found)
    return found.office_number


def release_response(session: Session, ticket: Ticket) -> None:
    """Part the response that came from a ticket from its sheet, so that it can be withdrawn."""
    linked = select(Link.response_id).where(Link.ticket_id == ticket.id).scalar_subquery()
    changed(session, update(Sheet).where(Sheet.response_id == linked).values(response_id=None))


def is_number_elsewhere(session: Session, wave: str, number: str) -> str | None:
    """The title of another wave that printed this number."""
    query = select(Wave.title).join(Ticket, Ticket.wave == Wave.key).where(Ticket.number == number, Wave.key != wave)
    return session.scalar(query.order_by(Wave.key).limit(1))


def keyings(session: Session, sheet: Sheet) -> list[Keying]:
    """The keyings of a sheet, the first one first; the last may still be in hand."""
    query = select(Keying).where(Keying.sheet_id == sheet.id).order_by(Keying.pass_number)
    return list(session.scalars(query.execution_options(populate_existing=True)))


def start_keying(session: Session, sheet: Sheet, pass_number: int, staff: int, now: datetime.datetime) -> Keying:
    """Note who has a sheet in hand, and since when."""
    made = Keying(sheet_id=sheet.id, pass_number=pass_number, keyer_id=staff, kind="human", claimed_at=now)
    session.add(made)
    session.flush()
    return made


def finish_keying(session: Session, keying: Keying, answers: Mapping[str, Answer], now: datetime.datetime) -> None:
    """Keep what was keyed, once. TooLate when the claim is gone or the keying is finished."""
    statement = update(Keying).where(Keying.id == keying.id, Keying.finished_at.is_(None))
    if changed(session, statement.values(answers=packed_all(answers), finished_at=now)) != 1:
        raise TooLate(Fault("claim_is_gone"))
    session.refresh(keying)


def drop_claim(session: Session, keying: Keying) -> None:
    """Remove a claim that was let go; a finished keying stays whatever happens."""
    if changed(session, delete(Keying).where(Keying.id == keying.id, Keying.finished_at.is_(None))) != 1:
        raise TooLate(Fault("claim_is_gone"))
    session.expunge(keying)


def keyed(keying: Keying) -> dict[str, Answer]:
    """The answers of a finished keying."""
    return unpacked_all(cast(Mapping[str, Packed], keying.answers or {}))


def keep_ruling(
    session: Session, sheet: Sheet, question: str, choice: str, answer: Answer, staff: int, now: datetime.datetime
) -> None:
    """Keep what somebody ruled on one question of a sheet."""
    session.add(
        Ruling(sheet_id=sheet.id, question=question, choice=choice, answer=packed(answer), ruled_by=staff, ruled_at=now)
    )


def count_rulings(session: Session, sheet: Sheet) -> int:
    """On how many questions of a sheet somebody ruled."""
    return session.scalar(select(func.count()).select_from(Ruling).where(Ruling.sheet_id == sheet.id)) or 0


def next_to_key(session: Session, wave: str, staff: int, pass_number: int) -> Sheet | None:
    """The sheet with the lowest office number that waits for this keying and that this person has not keyed."""
    query = select(Sheet).where(*_waiting(wave, staff, pass_number)).order_by(Sheet.office_number).limit(1)
    return session.scalar(query.execution_options(populate_existing=True))


def count_to_key(session: Session, wave: str, staff: int, pass_number: int) -> int:
    """How many sheets wait for this keying by this person."""
    query = select(func.count()).select_from(Sheet).where(*_waiting(wave, staff, pass_number))
    return session.scalar(query) or 0


def _waiting(wave: str, staff: int, pass_number: int) -> tuple[ColumnElement[bool], ...]:
    mine = select(Keying.sheet_id).where(Keying.keyer_id == staff)
    return Sheet.wave == wave, Sheet.stage == WAITING[pass_number], Sheet.id.not_in(mine)


def in_hand(session: Session, wave: str, staff: int | None = None) -> list[tuple[Sheet, Keying, str]]:
    """The sheets somebody has in hand, oldest claim first, with the name of who has them."""
    query = select(Sheet, Keying, Staff.name).join(Keying, Keying.sheet_id == Sheet.id)
    query = query.join(Staff, Staff.id == Keying.keyer_id).where(Sheet.wave == wave, Keying.finished_at.is_(None))
    query = query.where(Sheet.stage.in_(IN_HAND.values()))
    if staff is not None:
        query = query.where(Keying.keyer_id == staff)
    return [
        (sheet, keying, name) for sheet, keying, name in session.execute(query.order_by(Keying.claimed_at, Keying.id))
    ]


def counts(session: Session, wave: str) -> dict[SheetStage, int]:
    """How many sheets stand at each stage."""
    query = select(Sheet.stage, func.count()).where(Sheet.wave == wave).group_by(Sheet.stage)
    found = {SheetStage(stage): number for stage, number in session.execute(query)}
    return {stage: found.get(stage, 0) for stage in SheetStage}


def latest(session: Session, wave: str, limit: int) -> list[Sheet]:
    """The sheets registered last, the newest first."""
    query = select(Sheet).where(Sheet.wave == wave).order_by(Sheet.office_number.desc()).limit(limit)
    return list(session.scalars(query))


def disputed(session: Session, wave: str) -> list[Sheet]:
    """The sheets whose keyings differ, lowest office number first."""
    query = select(Sheet).where(Sheet.wave == wave, Sheet.stage == SheetStage.DISPUTED)
    return list(session.scalars(query.order_by(Sheet.office_number)))


def names(session: Session, staff: Iterable[int]) -> dict[int, str]:
    """The names of members of the staff."""
    query = select(Staff.id, Staff.name).where(Staff.id.in_(set(staff)))
    return {row.id: row.name for row in session.execute(query)}


def paper_staff(session: Session) -> set[int]:
    """Who works with sheets: everybody who is a clerk or a supervisor and has not left."""
    query = select(StaffRole.staff_id).join(Staff, Staff.id == StaffRole.staff_id)
    return set(session.scalars(query.where(Staff.active, StaffRole.role.in_(("clerk", "supervisor")))))


def is_supervisor(session: Session, staff: int) -> bool:
    """Whether this person looks after the clerks."""
    return session.get(StaffRole, (staff, "supervisor")) is not None


def note_response(session: Session, sheet: Sheet, response: Response) -> None:
    """Note which response an accepted sheet became."""
    sheet.response_id = response.id
    session.flush()
