"""At the shared address: anybody answers, in numbers that can be borne, and nothing of it is taken for a sample."""

import datetime

import pytest
from sqlalchemy import select, update

from surveyapp.domain import access_codes
from surveyapp.domain.answers import Chosen
from surveyapp.domain.faults import NotThere, Refused, TooLate, TooMany
from surveyapp.domain.strata import Cell
from surveyapp.operations import answering, handover, sampling, scoring, wave_keeping
from surveyapp.operations.answering import Entered, shared_door
from surveyapp.store import journal
from surveyapp.store.desk import Desks
from surveyapp.store.tables import Throttle, Ticket
from tests.support.residents import AN_ANSWER, accepted, send, turn
from tests.support.waves import OpenWave, a_shared_wave, an_open_wave, close

LIBRARY, HOME = "192.0.2.7", "192.0.2.8"


@pytest.fixture
def wave(desks) -> OpenWave:
    return a_shared_wave(desks)


def begin(desks: Desks, wave: OpenWave, side: str = LIBRARY) -> Entered:
    with desks.desk(writing=True) as desk:
        return answering.begin(desk, wave.key, side)


def begun(desks: Desks, wave: OpenWave, number: int, side: str = LIBRARY) -> None:
    """What stands in the counters after so many have begun from one side: one that does, the rest in one stroke."""
    begin(desks, wave, side)
    with desks.desk(writing=True) as desk:
        desk.session.execute(update(Throttle).values(tries=Throttle.tries + number - 1))


def test_who_answers_at_the_shared_address_counts_once_and_belongs_to_no_stratum(desks, wave):
    entered = begin(desks, wave)
    turn(desks, entered, AN_ANSWER)

    send(desks, entered)
    send(desks, entered)

    (response,) = accepted(desks, wave.key)
    assert response.answers == {"family_doctor": "yes"}
    assert (response.stratum_id, response.channel, response.weight) == (None, "web", None)


def test_the_code_on_the_page_leads_back_to_the_same_answers_from_anywhere(desks, wave):
    entered = begin(desks, wave)
    turn(desks, entered, AN_ANSWER)
    with desks.desk() as desk:
        shown = answering.standing(desk, entered).return_code

    with desks.desk(writing=True) as desk:
        again = answering.enter(desk, shown, HOME)

    assert again == entered
    with desks.desk() as desk:
        assert answering.standing(desk, again).visit.answers == {"family_doctor": Chosen("yes")}


def test_every_one_has_another_code_and_the_database_holds_none_of_them(desks, wave):
    entries = [begin(desks, wave) for _ in range(5)]

    with desks.desk() as desk:
        codes = {access_codes.normalised(answering.standing(desk, each).return_code) for each in entries}
        kept = list(desk.session.scalars(select(Ticket.code_hash)))

    assert len(codes) == 5
    assert all(access_codes.is_well_formed(code) for code in codes)
    assert not codes & set(kept)


def test_a_letter_shows_no_code_to_come_back_by(desks):
    letter = an_open_wave(desks).letter
    with desks.desk(writing=True) as desk:
        entered = answering.enter(desk, letter.code, HOME)

    with desks.desk() as desk:
        assert answering.standing(desk, entered).return_code == ""


def test_a_hall_full_of_people_may_begin_and_a_crowd_of_one_address_may_not(desks, wave):
    begun(desks, wave, shared_door.STARTS)

    with pytest.raises(TooMany) as refused:
        begin(desks, wave)

    (fault,) = refused.value.faults
    assert (fault.code, fault.fields["minutes"]) == ("open_wave_is_crowded", 60)
    assert begin(desks, wave, HOME)


def test_in_a_flood_each_address_has_few_and_the_office_can_read_of_it(desks, wave):
    begun(desks, wave, shared_door.FLOOD - 1)
    begin(desks, wave, HOME)

    for _ in range(shared_door.STARTS_IN_A_FLOOD - 1):
        begin(desks, wave, HOME)
    with pytest.raises(TooMany):
        begin(desks, wave, HOME)

    with desks.desk() as desk:
        assert [entry.deed for entry in journal.entries(desk.session, wave.key)].count("open_wave_is_flooded") == 1


def test_after_an_hour_there_is_room_again(desks, wave):
    begun(desks, wave, shared_door.STARTS)
    before = desks.clock
    desks.clock = lambda: before() + datetime.timedelta(hours=1, seconds=1)

    assert begin(desks, wave)


def test_a_wave_by_letter_has_no_shared_address(desks):
    wave = an_open_wave(desks)

    with pytest.raises(NotThere):
        begin(desks, wave)


def test_a_closed_wave_lets_nobody_begin(desks, wave):
    close(desks, wave)

    with pytest.raises(TooLate, match="wave_not_open"):
        begin(desks, wave)


def test_nothing_is_drawn_for_a_wave_that_anybody_may_answer(desks, wave):
    with desks.desk(writing=True) as desk, pytest.raises(Refused, match="open_wave_has_no_sample"):
        sampling.issue(desk, wave.key)
    with desks.desk(writing=True) as desk, pytest.raises(Refused, match="open_wave_has_no_sample"):
        sampling.keep_population(desk, wave.key, [Cell("male", "18-29", "k01", 100)], size=40, source="x")


def test_answers_of_whoever_came_are_never_scored(desks, wave):
    entered = begin(desks, wave)
    turn(desks, entered, AN_ANSWER)
    send(desks, entered)

    with desks.desk(writing=True) as desk, pytest.raises(Refused, match="open_wave_is_not_scored"):
        scoring.ask(desk, wave.key, None)
    with desks.desk() as desk, pytest.raises(Refused, match="open_wave_is_not_scored"):
        scoring.gather(desk, wave.key)


def test_every_exported_row_says_that_it_is_no_sample(desks, wave):
    for _ in range(2):
        entered = begin(desks, wave)
        turn(desks, entered, AN_ANSWER)
        send(desks, entered)

    with desks.desk(writing=True) as desk:
        export = handover.export(desk, wave.key)

    place = export.columns.index("sample")
    assert [row[place] for row in export.rows] == ["open_not_a_probability_sample"] * 2


def test_closing_forgets_what_was_not_sent(desks, wave):
    turn(desks, begin(desks, wave), AN_ANSWER)

    with desks.desk(writing=True) as desk:
        cut = wave_keeping.close(desk, wave.key)

    assert cut.drafts == 1


def test_numbers_on_paper_go_on_as_if_nobody_had_come_to_the_shared_address(desks, wave):
    begin(desks, wave)
    letters = an_open_wave(desks)
    with desks.desk() as desk:
        assert sampling.unanswered(desk, wave.key, 5) == []
        assert len(sampling.unanswered(desk, letters.key, 5)) == 5


def test_the_split_forms_are_dealt_to_whoever_comes(desks):
    wave = a_shared_wave(desks, forms=["A", "B"])

    entries = [begin(desks, wave) for _ in range(30)]

    with desks.desk() as desk:
        assert {answering.standing(desk, each).visit.form for each in entries} == {"A", "B"}
