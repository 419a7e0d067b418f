"""One ticket on the web and on paper: one response, by the wave's written rule, and the case is in the journal."""

import datetime

import pytest
from sqlalchemy import select

from surveyapp.domain.answers import Chosen
from surveyapp.domain.faults import TooLate
from surveyapp.operations import answering, paper_entry
from surveyapp.store import paper, responses, tickets
from surveyapp.store.tables import DailyCount, Link
from tests.support.paper import ANSWERS, SLIPPED, an_office
from tests.support.questionnaires import tiny

WEB = {"family_doctor": Chosen("no")}


def an_office_with_rule(desks, rule):
    return an_office(desks, tiny(link="cut_at_close", duplicates=rule))


def answered_on_the_web(office, letter):
    """What sending on the web leaves behind where links are kept until the wave closes."""
    with office.desks.desk(writing=True) as desk:
        ticket = tickets.by_id(desk.session, office.wave.key, letter.ticket)
        assert tickets.spend(desk.session, ticket)
        response = responses.accept(
            desk.session,
            wave=office.wave.key,
            stratum_id=ticket.stratum_id,
            day=datetime.date(2021, 10, 4),
            channel="web",
            answers=WEB,
        )
        responses.link(desk.session, ticket.id, response)


def sent_on_the_web(office, letter):
    """A resident who began before the sheet came in presses the button to send."""
    with office.desks.desk(writing=True) as desk:
        responses.keep(desk.session, letter.ticket, WEB)
        entered = answering.enter(desk, letter.code, "a side")
        answering.submit(desk, entered)


def counted(office) -> list[tuple[str, object]]:
    with office.desks.desk() as desk:
        found = responses.accepted(desk.session, office.wave.key)
        links = desk.session.scalars(select(Link.response_id)).all()
        assert set(links) <= {response.id for response in found}
        counters = {count.channel: count.returns for count in desk.session.scalars(select(DailyCount))}
        assert {channel: number for channel, number in counters.items() if number} == {
            channel: sum(response.channel == channel for response in found)
            for channel in {response.channel for response in found}
        }
        return [(response.channel, response.answers["family_doctor"]) for response in found]


def key_twice(office, number, answers=ANSWERS):
    office.key(number, office.ayumi, answers)
    return office.key(number, office.ben, answers)


def test_in_the_anonymous_mode_a_sheet_after_the_web_is_logged_and_not_counted(desks):
    office = an_office(desks)
    with desks.desk(writing=True) as desk:
        tickets.spend(desk.session, tickets.by_id(desk.session, office.wave.key, office.wave.letter.ticket))

    sheet = office.receive()

    assert sheet.stage == "duplicate"
    assert office.deeds() == ["sheet_duplicate"]


@pytest.mark.parametrize("rule", ["first", "web"])
def test_the_web_stays_where_the_rule_is_the_first_or_the_web(desks, rule):
    office = an_office_with_rule(desks, rule)
    answered_on_the_web(office, office.wave.letter)

    sheet = office.receive()

    assert sheet.stage == "duplicate"
    assert office.deeds() == ["sheet_duplicate"]
    assert counted(office) == [("web", "no")]


@pytest.mark.parametrize("rule", ["last", "paper"])
def test_paper_takes_the_place_of_the_web_where_the_rule_is_the_last_or_paper(desks, rule):
    office = an_office_with_rule(desks, rule)
    answered_on_the_web(office, office.wave.letter)

    sheet = office.receive()
    assert (sheet.stage, counted(office)) == ("registered", [("web", "no")])
    key_twice(office, sheet.office_number)

    assert counted(office) == [("paper", "yes")]
    assert {"sheet_will_replace", "response_replaced"} <= set(office.deeds())


def test_the_web_answer_is_not_lost_while_the_sheet_is_in_dispute(desks):
    office = an_office_with_rule(desks, "paper")
    answered_on_the_web(office, office.wave.letter)

    office.key_twice(ANSWERS, SLIPPED)

    assert counted(office) == [("web", "no")]


@pytest.mark.parametrize("rule", ["first", "web", "paper"])
def test_of_two_copies_on_paper_the_first_stays_unless_the_rule_is_the_last(desks, rule):
    office = an_office_with_rule(desks, rule)
    first = office.receive()

    copy = office.receive(office.wave.letter.number)

    assert copy.stage == "duplicate"
    assert key_twice(office, first.office_number).stage == "accepted"
    assert counted(office) == [("paper", "yes")]


@pytest.mark.parametrize("keyings_before", [0, 1, 2])
def test_where_the_last_counts_a_later_copy_takes_the_place_of_an_earlier_one(desks, keyings_before):
    office = an_office_with_rule(desks, "last")
    first = office.receive()
    for clerk in (office.ayumi, office.ben)[:keyings_before]:
        office.key(first.office_number, clerk)

    later = office.receive(office.wave.letter.number)
    key_twice(office, later.office_number, {**ANSWERS, **WEB})

    assert counted(office) == [("paper", "no")]
    with desks.desk() as desk:
        story = paper_entry.story(desk, office.wave.key, first.office_number)
    assert (story.stage, story.counted) == ("accepted" if keyings_before == 2 else "duplicate", False)


def test_a_sheet_that_gave_way_leaves_the_hand_it_was_in(desks):
    office = an_office_with_rule(desks, "last")
    first = office.receive()
    office.do(paper_entry.claim, first.office_number, office.ayumi)
    office.receive(office.wave.letter.number)

    with pytest.raises(TooLate) as refused:
        office.do(paper_entry.finish, first.office_number, office.ayumi, ANSWERS)

    assert refused.value.faults[0].code == "claim_is_gone"
    with desks.desk() as desk:
        assert paper_entry.overview(desk, office.wave.key, office.ayumi).held == ()


@pytest.mark.parametrize("rule", ["last", "paper"])
def test_a_blank_copy_takes_nothing_away_from_the_web(desks, rule):
    office = an_office_with_rule(desks, rule)
    answered_on_the_web(office, office.wave.letter)
    sheet = office.receive()

    office.do(paper_entry.blank, sheet.office_number, office.ayumi)

    assert counted(office) == [("web", "no")]
    with desks.desk() as desk:
        assert tickets.by_id(desk.session, office.wave.key, office.wave.letter.ticket).spent


@pytest.mark.parametrize("rule", ["web", "last"])
@pytest.mark.parametrize("keyings_before", [0, 1, 2])
def test_a_sheet_gives_way_to_a_later_web_answer_where_the_rule_says_so(desks, rule, keyings_before):
    office = an_office_with_rule(desks, rule)
    sheet = office.receive()
    for clerk in (office.ayumi, office.ben)[:keyings_before]:
        office.key(sheet.office_number, clerk)

    sent_on_the_web(office, office.wave.letter)

    assert counted(office) == [("web", "no")]
    if keyings_before < 2:
        with pytest.raises(TooLate):
            office.do(paper_entry.claim, sheet.office_number, office.chika)


@pytest.mark.parametrize("rule", ["first", "paper"])
def test_a_sheet_stays_when_the_web_comes_later_where_the_rule_says_so(desks, rule):
    office = an_office_with_rule(desks, rule)
    sheet = office.receive()

    sent_on_the_web(office, office.wave.letter)
    key_twice(office, sheet.office_number)

    assert counted(office) == [("paper", "yes")]


def test_accepted_sheets_keep_their_ticket_until_the_wave_closes_where_the_wave_says_so(desks):
    office = an_office_with_rule(desks, "paper")
    sheet = key_twice(office, office.receive().office_number)

    with desks.desk() as desk:
        ticket = paper.ticket_of(desk.session, sheet)
        linked = responses.linked(desk.session, office.wave.letter.ticket)

    assert ticket is not None
    assert (ticket.id, linked.id) == (office.wave.letter.ticket, sheet.response_id)
