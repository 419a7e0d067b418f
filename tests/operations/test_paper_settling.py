"""A third person rules on what differs; exactly on that, and on nothing else."""

import pytest
from sqlalchemy import select

from surveyapp.domain.answers import Chosen, Wrote, packed_all
from surveyapp.domain.double_entry import Choice, Mismatch, Ruled
from surveyapp.domain.faults import NotAllowed, Refused, TooLate
from surveyapp.operations import paper_entry
from surveyapp.store import paper, responses
from surveyapp.store.tables import JournalEntry, Ruling, Staff
from tests.support.paper import ANSWERS, SLIPPED, an_office

SATISFACTION = "medical_care.satisfaction"
FIRST, SECOND = Ruled(Choice.FIRST), Ruled(Choice.SECOND)


def code(refused) -> str:
    return refused.value.faults[0].code


def a_dispute(desks, second=SLIPPED):
    office = an_office(desks)
    return office, office.key_twice(ANSWERS, second).office_number


def test_a_third_person_sees_the_differences_and_nothing_else_of_the_sheet(desks):
    office, number = a_dispute(desks)

    with desks.desk() as desk:
        found = paper_entry.differences(desk, office.wave.key, number, office.chika)

    assert found.mismatches == (Mismatch(SATISFACTION, Chosen("2"), Chosen("3")),)
    assert not found.by_a_keyer


@pytest.mark.parametrize(("ruled", "counts"), [(FIRST, "2"), (SECOND, "3"), (Ruled(Choice.OTHER, Chosen("1")), "1")])
def test_what_was_ruled_counts(desks, ruled, counts):
    office, number = a_dispute(desks)

    sheet = office.do(paper_entry.settle, number, office.chika, {SATISFACTION: ruled})

    with desks.desk() as desk:
        (response,) = responses.accepted(desk.session, office.wave.key)
        (ruling,) = desk.session.scalars(select(Ruling))
    assert (sheet.stage, sheet.response_id) == ("accepted", response.id)
    assert response.answers == packed_all(ANSWERS) | {SATISFACTION: counts}
    assert (ruling.choice, ruling.answer, ruling.ruled_by) == (ruled.choice, counts, office.chika)
    assert office.deeds()[-2:] == ["sheet_settled", "sheet_accepted"]


@pytest.mark.parametrize(
    "rulings", [{}, {SATISFACTION: FIRST, "sex": FIRST}, {"sex": FIRST}], ids=["too few", "too many", "others"]
)
def test_rulings_that_do_not_fit_the_differences_are_refused(desks, rulings):
    office, number = a_dispute(desks)

    with pytest.raises(Refused) as refused:
        office.do(paper_entry.settle, number, office.chika, rulings)

    assert code(refused) == "rulings_do_not_fit"
    with desks.desk() as desk:
        assert paper_entry.story(desk, office.wave.key, number).stage == "disputed"


@pytest.mark.parametrize(
    ("answer", "fault"),
    [(None, "ruling_without_answer"), (Chosen("7"), "unknown_option"), (Wrote("3"), "answer_of_another_kind")],
)
def test_a_ruling_is_checked_as_a_keying_is(desks, answer, fault):
    office, number = a_dispute(desks)

    with pytest.raises(Refused) as refused:
        office.do(paper_entry.settle, number, office.chika, {SATISFACTION: Ruled(Choice.OTHER, answer)})

    assert code(refused) == fault


def test_who_keyed_a_sheet_leaves_it_to_a_third(desks):
    office, number = a_dispute(desks)

    for keyer in (office.ayumi, office.ben):
        with pytest.raises(NotAllowed) as refused:
            office.do(paper_entry.settle, number, keyer, {SATISFACTION: FIRST})
        assert code(refused) == "settler_has_keyed"
    with desks.desk() as desk:
        assert paper_entry.disputes(desk, office.wave.key, office.ayumi) == [(number, True)]
        assert paper_entry.disputes(desk, office.wave.key, office.boss) == [(number, False)]


def test_an_office_of_two_settles_with_the_paper_in_hand_and_says_so(desks):
    office, number = a_dispute(desks)
    with desks.desk(writing=True) as desk:
        for person in desk.session.scalars(select(Staff).where(Staff.id.in_([office.chika, office.boss]))):
            person.active = False

    sheet = office.do(paper_entry.settle, number, office.ben, {SATISFACTION: SECOND})

    assert sheet.stage == "accepted"
    with desks.desk() as desk:
        entry = desk.session.scalar(select(JournalEntry).where(JournalEntry.deed == "sheet_settled"))
    assert entry.about["by_a_keyer"] is True


def test_a_sheet_is_settled_once(desks):
    office, number = a_dispute(desks)
    office.do(paper_entry.settle, number, office.chika, {SATISFACTION: FIRST})

    with pytest.raises(TooLate) as refused:
        office.do(paper_entry.settle, number, office.boss, {SATISFACTION: SECOND})

    assert code(refused) == "sheet_not_disputed"
    with desks.desk() as desk:
        assert responses.count(desk.session, office.wave.key) == 1


def test_keyings_stay_as_they_were_whatever_was_ruled(desks):
    office, number = a_dispute(desks)
    office.do(paper_entry.settle, number, office.chika, {SATISFACTION: Ruled(Choice.OTHER, Chosen("1"))})

    with desks.desk() as desk:
        sheet = paper.sheet(desk.session, office.wave.key, number)
        kept = [paper.keyed(keying) for keying in paper.keyings(desk.session, sheet)]

    assert kept == [dict(ANSWERS), dict(SLIPPED)]
