"""Answers: drafts while a resident is at it, responses once they count. `accept` is where web, paper and import meet."""

import datetime
import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, Insert, Integer, bindparam, cast, delete, func, select, true
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from surveyapp.domain import rotation
from surveyapp.domain.answers import SKIPPED, Answer, Wrote, packed, packed_all
from surveyapp.store.database import is_postgresql
from surveyapp.store.tables import DailyCount, DraftAnswer, Link, OwnWord, Response

# The table itself: every page of every resident keeps rows in it, and none of them is mapped.
_DRAFT_ANSWER = DraftAnswer.__table__


def accept(  # noqa: PLR0913  # named one by one: everything a response may know, and nothing else
    session: Session,
    *,
    wave: str,
    stratum_id: int | None,
    day: datetime.date | None,
    channel: str,
    answers: Mapping[str, Answer],
    form: str = "",
    language: str = "ja",
    text_revision: int = 0,
    weight: float | None = None,
    order: Sequence[str] | None = None,
    filled_by: str | None = None,
) -> Response:
    """Make answers count: one response, and one more return of its day and channel.

    Handed in are checked answers on the path only. Neither a ticket nor a time of day is taken, so none can be kept.
    """
    response = Response(
        wave=wave,
        stratum_id=stratum_id,
        day=day,
        channel=channel,
        language=language,
        text_revision=text_revision,
        form=form,
        answers=packed_all(_storable(answers)),
        weight=weight,
        filled_by=filled_by,
        section_order=None if order is None else list(order),
    )
    session.add(response)
    session.flush()
    if day is not None:
        _count(session, wave, day, channel, 1)
    return response


def withdraw(session: Session, response: Response) -> None:
    """Take back a response that a later one replaces by the wave's rule: it, its link and its place in the counter."""
    session.execute(delete(Link).where(Link.response_id == response.id))
    session.delete(response)
    session.flush()
    if response.day is not None:
        _count(session, response.wave, response.day, response.channel, -1)


def link(session: Session, ticket_id: int, response: Response) -> None:
    """Tie a response to its ticket, in waves that allow it until they close."""
    session.add(Link(ticket_id=ticket_id, response_id=response.id))
    session.flush()


def linked(session: Session, ticket_id: int) -> Response | None:
    """The response that came from a ticket, where the wave keeps that."""
    return session.scalar(select(Response).join(Link).where(Link.ticket_id == ticket_id))


def accepted(session: Session, wave: str) -> list[Response]:
    """The responses of a wave, in the order of their random ids."""
    return list(session.scalars(select(Response).where(Response.wave == wave).order_by(Response.id)))


def count(session: Session, wave: str) -> int:
    """How many responses a wave has."""
    return session.scalar(select(func.count()).select_from(Response).where(Response.wave == wave)) or 0


def keep(session: Session, ticket_id: int, answers: Mapping[str, Answer]) -> None:
    """Keep answers, one row a question; a skipped question has no row. Other questions are not touched."""
    skipped = [question for question, answer in answers.items() if answer == SKIPPED]
    given = {question: answer for question, answer in _storable(answers).items() if answer != SKIPPED}
    if skipped:
        session.execute(
            delete(DraftAnswer).where(DraftAnswer.ticket_id == ticket_id, DraftAnswer.question.in_(skipped))
        )
    if given:
        session.execute(
            _upsert_draft(is_postgresql(session.connection())),
            {
                "ticket": ticket_id,
                "given": {question: json.dumps(packed(answer)) for question, answer in given.items()},
            },
        )


def keep_order(session: Session, ticket_id: int, order: Sequence[str]) -> None:
    """Keep the order drawn for somebody beside the answers to come, and go with them; the first one drawn stays."""
    row = _insert(is_postgresql(session.connection()), _DRAFT_ANSWER)
    drawn = row.values(ticket_id=ticket_id, question=rotation.KEY, answer=list(order))
    session.execute(drawn.on_conflict_do_nothing())


def forget_draft(session: Session, ticket_id: int) -> None:
    """Remove what was kept for a ticket, and the word before it: it was sent, or a sheet came first."""
    for table in (DraftAnswer, OwnWord):
        session.execute(delete(table).where(table.ticket_id == ticket_id))


def _count(session: Session, wave: str, day: datetime.date, channel: str, change: int) -> None:
    row = _insert(is_postgresql(session.connection()), DailyCount.__table__).values(
        wave=wave, day=day, channel=channel, returns=max(change, 0)
    )
    session.execute(
        row.on_conflict_do_update(
            index_elements=[DailyCount.wave, DailyCount.day, DailyCount.channel],
            set_={"returns": DailyCount.returns + change},
        )
    )


def _storable(answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """Text as written, without the NUL characters that PostgreSQL cannot keep; nothing else is changed."""
    return {
        question: Wrote(answer.text.replace("\x00", "")) if isinstance(answer, Wrote) else answer
        for question, answer in answers.items()
    }


@lru_cache
def _upsert_draft(in_postgresql: bool) -> Insert:
    """Keeps any number of answers, `given` as one document of question -> the JSON text of its answer.

    The database takes the document apart. Sending twelve answers row by row cost PostgreSQL's client 0.5 ms instead of
    0.2, and the server another 0.4 instead of 0.2; SQLite takes the same time either way.
    """
    unfold = func.json_each_text if in_postgresql else func.json_each
    each = unfold(bindparam("given", type_=JSON)).table_valued("key", "value").c
    answer = cast(each.value, JSON) if in_postgresql else each.value
    # SQLite needs a WHERE here, or it would take ON CONFLICT for the condition of a join.
    rows = select(bindparam("ticket", type_=Integer), each.key, answer).where(true())
    row = _insert(in_postgresql, _DRAFT_ANSWER).from_select(["ticket_id", "question", "answer"], rows)
    return row.on_conflict_do_update(index_elements=["ticket_id", "question"], set_={"answer": row.excluded.answer})


def _insert(in_postgresql: bool, table: Any) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that may say what happens when the row is there; both databases know it, each in its own class."""
    return postgresql.insert(table) if in_postgresql else sqlite.insert(table)
