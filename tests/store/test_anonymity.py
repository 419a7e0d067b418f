"""Whoever holds the database cannot tell which ticket a response came from, beyond the stratum both name."""

import datetime
import random
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sqlalchemy import inspect, text

from surveyapp.domain.answers import Chosen, Wrote
from surveyapp.domain.definition import parse
from surveyapp.domain.questionnaire import Questionnaire
from surveyapp.operations import wave_keeping
from surveyapp.operations.answering import AlreadySent
from surveyapp.store.desk import Desks
from tests.support.attacker import by_chance, guesses, raid, right_guesses
from tests.support.questionnaires import tiny, tiny_document
from tests.support.residents import accepted, choose_word, come_in, send, turn
from tests.support.waves import Letter, OpenWave, an_open_wave

STRATA = {"north": (500, 30), "south": (500, 30), "east": (500, 30)}
ANSWER = 16


@dataclass
class Fieldwork:
    """A wave in which some answered, and what only those who answered know: whose words are whose."""

    wave: OpenWave
    senders: list[Letter]
    truth: dict[object, object]


def words(letter: Letter) -> str:
    return f"わたしの意見は{letter.ticket * 7 + 3}です"


def with_changing_order(link: str) -> Questionnaire:
    """The tiny questionnaire with three more fields, which change places."""
    document = tiny_document(link=link)
    sections = document["questionnaire"]["sections"]
    for name in ("much", "more", "most"):
        sections.append({"id": name, "rotated": True, "entries": [{"question": f"{name}_text", "kind": "text"}]})
        document["texts"]["ja"]["sections"][name] = name
        document["texts"]["ja"]["questions"][f"{name}_text"] = name
    return parse(document)


def do_fieldwork(desks: Desks, link: str, questionnaire: Questionnaire | None = None) -> Fieldwork:
    """Some of each stratum answer over three days: in any order, in several goes, with back buttons and double clicks."""
    chance = random.Random(20260701)
    wave = an_open_wave(desks, questionnaire or tiny(link=link), STRATA)
    senders = [
        letter for key in STRATA for letter in chance.sample([x for x in wave.letters if x.stratum == key], ANSWER)
    ]
    others = [letter for letter in wave.letters if letter not in senders]
    chance.shuffle(senders)
    start = datetime.datetime(2026, 7, 1, 0, 0, tzinfo=datetime.UTC)
    for number, letter in enumerate(senders):
        desks.clock = at(start + number * datetime.timedelta(hours=2))
        entered = come_in(desks, letter)
        turn(desks, entered, {"sex": Chosen(chance.choice(["male", "female"]))})
        if number % 4 == 0:
            entered = choose_word(desks, entered)
        turn(desks, come_in(desks, chance.choice(others)), {"age": Chosen("70+")})
        turn(desks, entered, {"free_text": Wrote(words(letter))})
        send(desks, entered)
        if chance.random() < 0.5:
            send(desks, entered)
        if chance.random() < 0.5:
            with pytest.raises(AlreadySent):
                turn(desks, entered, {"age": Chosen("18-29")})
    choose_word(desks, come_in(desks, others[-1]))
    return Fieldwork(wave, senders, _truth(desks, wave, senders))


def at(now: datetime.datetime) -> Callable[[], datetime.datetime]:
    return lambda: now


def _truth(desks: Desks, wave: OpenWave, senders: list[Letter]) -> dict[object, object]:
    spoke = {words(letter): letter.ticket for letter in senders}
    return {response.id.hex: spoke[response.answers["free_text"]["wrote"]] for response in accepted(desks, wave.key)}


@pytest.mark.parametrize("closed", [False, True], ids=["cut on acceptance", "cut at close"])
def test_no_order_no_value_and_no_mark_of_the_database_ties_a_response_to_its_ticket(desks, closed):
    fieldwork = do_fieldwork(desks, "cut_at_close" if closed else "cut_on_acceptance")
    if closed:
        close_for_good(desks, fieldwork.wave)
    booty = raid(desks.engine)

    right = {means: right_guesses(guess, fieldwork.truth) for means, guess in guesses(booty)}

    # By chance 3 of 48 are right, one in each stratum, whatever the order; 14 or more happen once in ten million.
    assert by_chance(booty) == len(STRATA)
    assert len(right) > 50
    assert {means: hits for means, hits in right.items() if hits > 13} == {}


def test_the_order_of_the_fields_ties_nobody_to_a_response(desks):
    fieldwork = do_fieldwork(desks, "cut_on_acceptance", with_changing_order("cut_on_acceptance"))
    spent = {letter.ticket for letter in fieldwork.senders}
    booty = raid(desks.engine)

    right = {means: right_guesses(guess, fieldwork.truth) for means, guess in guesses(booty)}

    orders = {tuple(response.section_order) for response in accepted(desks, fieldwork.wave.key)}
    assert len(orders) > 3
    assert {means: hits for means, hits in right.items() if hits > 13} == {}
    assert [row for row in everything_in(desks, "draft_answer") if row[0] in spent] == []


@pytest.mark.parametrize("closed", [False, True], ids=["cut on acceptance", "cut at close"])
def test_a_spent_ticket_bears_no_mark_that_the_others_of_its_stratum_do_not(desks, closed):
    fieldwork = do_fieldwork(desks, "cut_at_close" if closed else "cut_on_acceptance")
    if closed:
        close_for_good(desks, fieldwork.wave)

    marks = {
        stratum: {tuple(ticket.get(mark) for mark in ("made_by", "locked_by", "step")) for ticket in tickets}
        for stratum, tickets in raid(desks.engine).tickets.items()
    }

    assert {stratum: len(found) for stratum, found in marks.items()} == dict.fromkeys(marks, 1)


def test_the_attacker_finds_every_ticket_where_a_link_is_kept(desks):
    """Who finds nothing above must at least have looked: while links are kept, the same marks or the table tell all."""
    fieldwork = do_fieldwork(desks, "cut_at_close")
    with desks.engine.connect() as connection:
        kept = connection.execute(text("SELECT response_id, ticket_id FROM link")).all()

    assert {str(link.response_id).replace("-", ""): link.ticket_id for link in kept} == fieldwork.truth


def test_the_attacker_sees_what_a_careless_order_would_tell(desks):
    fieldwork = do_fieldwork(desks, "cut_on_acceptance")
    booty = raid(desks.engine)
    for tickets in booty.tickets.values():
        for ticket in tickets:
            ticket["sent_as"] = next(
                number for number, one in enumerate(fieldwork.senders) if one.ticket == ticket["id"]
            )
    for responses in booty.responses.values():
        for response in responses:
            ticket = fieldwork.truth[response["id"]]
            response["arrived"] = next(number for number, one in enumerate(fieldwork.senders) if one.ticket == ticket)

    right = {means: right_guesses(guess, fieldwork.truth) for means, guess in guesses(booty)}

    everything = float(len(fieldwork.senders))
    assert right["ticket.sent_as = response.arrived"] == everything
    assert right["ticket.sent_as nearest response.arrived"] == everything
    assert right["ticket.sent_as and response.arrived in order"] == everything


def test_no_table_beside_the_tickets_knows_a_number_a_receipt_or_a_code(desks):
    fieldwork = do_fieldwork(desks, "cut_on_acceptance")
    of_tickets = {str(mark) for letter in fieldwork.senders for mark in (letter.number, letter.receipt, letter.code)}
    rows = [
        (table, {str(value) for value in row})
        for table in inspect(desks.engine).get_table_names()
        for row in everything_in(desks, table)
    ]

    telling = [
        table
        for table, values in rows
        if table != "ticket" and any(mark in value for mark in of_tickets for value in values)
    ]

    assert telling == []
    assert {table for table, _values in rows} == {
        "wave",
        "definition",
        "stratum",
        "ticket",
        "response",
        "daily_count",
        "draft_answer",
        "own_word",
        "alembic_version",
    }


def everything_in(desks: Desks, table: str) -> list[tuple[object, ...]]:
    with desks.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(f'SELECT * FROM "{table}"'))]


def close_for_good(desks: Desks, wave: OpenWave) -> None:
    with desks.desk(writing=True) as desk:
        wave_keeping.close(desk, wave.key)
    wave_keeping.sweep(desks)


def test_after_sending_no_draft_is_left_and_those_who_have_not_sent_keep_theirs(desks):
    fieldwork = do_fieldwork(desks, "cut_on_acceptance")
    kept = everything_in(desks, "draft_answer")
    words = everything_in(desks, "own_word")

    senders = {letter.ticket for letter in fieldwork.senders}

    assert kept
    assert words
    assert [row for row in kept + words if row[0] in senders] == []
