"""A resident at work, for tests of operations: comes in, answers, sends, without a browser."""

from collections.abc import Mapping
from typing import cast

from sqlalchemy import select, update

from surveyapp.domain import access_codes
from surveyapp.domain.answers import Answer, Chosen, Packed, unpacked
from surveyapp.operations import answering
from surveyapp.operations.answering import Entered, Kept, door
from surveyapp.store import responses
from surveyapp.store.desk import Desks
from surveyapp.store.tables import DraftAnswer, Response, Throttle
from tests.support.waves import Letter

SIDE = "192.0.2.7"
#: An answer to some question of `tiny`, where it does not matter which.
AN_ANSWER: Mapping[str, Answer] = {"family_doctor": Chosen("yes")}


def come_in(desks: Desks, letter: Letter) -> Entered:
    """Enter with a letter's code."""
    with desks.desk(writing=True) as desk:
        entered = answering.enter(desk, letter.code, SIDE)
    assert entered is not None, "the letter's code opens nothing"
    return entered


def choose_word(desks: Desks, entered: Entered, word: str = "4071") -> Entered:
    """Put four digits before the answers."""
    with desks.desk() as desk:
        sealed = answering.sealed_word(desk, entered, word)
    with desks.desk(writing=True) as desk:
        return answering.keep_word(desk, entered, sealed)


def turn(desks: Desks, entered: Entered, given: Mapping[str, Answer], page: int = 1) -> Kept:
    """Answer on a page and turn it."""
    with desks.desk(writing=True) as desk:
        return answering.keep(desk, entered, page, lambda _questionnaire: given)


def send(desks: Desks, entered: Entered) -> None:
    """Send what was answered."""
    with desks.desk(writing=True) as desk:
        answering.submit(desk, entered)


def answer_and_send(desks: Desks, letter: Letter, given: Mapping[str, Answer] = AN_ANSWER) -> Entered:
    """The whole way of one resident on a questionnaire of one page."""
    entered = come_in(desks, letter)
    turn(desks, entered, given)
    send(desks, entered)
    return entered


def wrong_codes(desks: Desks, number: int, side: str = SIDE) -> None:
    """What stands in the counters after so many wrong codes from one side: one that is typed, the rest in one stroke."""
    with desks.desk(writing=True) as desk:
        assert answering.enter(desk, access_codes.new_code(), side) is None
        counted = (Throttle.door == door.ALL_DOORS) | (Throttle.side == desk.seal(door.DOOR, side))
        desk.session.execute(update(Throttle).where(counted).values(tries=Throttle.tries + number - 1))


def accepted(desks: Desks, wave: str) -> list[Response]:
    """The responses of a wave."""
    with desks.desk() as desk:
        return responses.accepted(desk.session, wave)


def draft(desks: Desks, letter: Letter) -> dict[str, Answer]:
    """What is kept of a letter's unsent answers."""
    with desks.desk() as desk:
        rows = desk.session.execute(
            select(DraftAnswer.question, DraftAnswer.answer).where(DraftAnswer.ticket_id == letter.ticket)
        )
        return {question: unpacked(cast(Packed, answer)) for question, answer in rows}
