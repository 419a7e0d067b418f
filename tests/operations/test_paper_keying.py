"""Two people key a sheet; every arrow of its life, and no other."""

import datetime
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from surveyapp.domain.answers import SKIPPED, Chosen, ChosenMany, Marked, Silence, Silent, Wrote, packed_all
from surveyapp.domain.faults import NotAllowed, NotThere, Refused, TooLate
from surveyapp.operations import paper_entry
from surveyapp.store import journal, paper, responses
from surveyapp.store.tables import DailyCount, Keying, Sheet, SheetTicket
from tests.support.paper import ANSWERS, DAY, SLIPPED, an_office
from tests.support.questionnaires import tiny
from tests.support.residents import draft


def accepted(office):
    with office.desks.desk() as desk:
        return responses.accepted(desk.session, office.wave.key)


def code(refused) -> str:
    return refused.value.faults[0].code


def test_a_sheet_keyed_alike_by_two_people_counts(desks):
    office = an_office(desks)

    sheet = office.key_twice()

    (response,) = accepted(office)
    assert (sheet.stage, sheet.response_id) == ("accepted", response.id)
    assert (response.answers, response.channel, response.day) == (packed_all(ANSWERS), "paper", DAY)
    assert response.stratum_id == office.wave.strata["all"]
    with desks.desk() as desk:
        (count,) = desk.session.scalars(select(DailyCount))
        assert (count.day, count.channel, count.returns) == (DAY, "paper", 1)


def test_nothing_counts_after_the_first_keying(desks):
    office = an_office(desks)
    sheet = office.receive()

    assert office.key(sheet.office_number, office.ayumi).stage == "keyed_once"
    assert accepted(office) == []


def test_a_sheet_keyed_differently_is_disputed_and_does_not_count(desks):
    office = an_office(desks)

    sheet = office.key_twice(ANSWERS, SLIPPED)

    assert sheet.stage == "disputed"
    assert accepted(office) == []


def test_a_sheet_keyed_by_one_clerk_twice_is_refused(desks):
    office = an_office(desks)
    sheet = office.receive()
    office.key(sheet.office_number, office.ayumi)

    with pytest.raises(NotAllowed) as refused:
        office.do(paper_entry.claim, sheet.office_number, office.ayumi)

    assert code(refused) == "same_clerk_twice"
    with pytest.raises(TooLate) as nothing:
        office.do(paper_entry.claim_next, office.ayumi)
    assert code(nothing) == "nothing_to_key"


def test_the_table_itself_wants_two_pairs_of_eyes(desks):
    office = an_office(desks)
    sheet = office.receive()
    office.key(sheet.office_number, office.ayumi)

    with pytest.raises(IntegrityError) as refused, desks.desk(writing=True) as desk:
        desk.session.add(Keying(sheet_id=sheet.id, pass_number=2, keyer_id=office.ayumi, claimed_at=desk.now))

    # PostgreSQL names the constraint, SQLite its columns.
    assert "two_pairs_of_eyes" in str(refused.value) or "keying.sheet_id, keying.keyer_id" in str(refused.value)


def test_an_office_with_one_clerk_keys_once(desks):
    office = an_office(desks, tiny(keyings=1))
    sheet = office.receive()

    assert office.key(sheet.office_number, office.ayumi).stage == "accepted"
    assert len(accepted(office)) == 1


def test_the_second_keyer_is_handed_the_sheet_and_not_the_first_keying(desks):
    office = an_office(desks)
    sheet = office.receive()
    office.key(sheet.office_number, office.ayumi)

    work = office.do(paper_entry.claim_next, office.ben)

    assert (work.office_number, work.pass_number) == (sheet.office_number, 2)
    assert set(vars(work)) == {"office_number", "pass_number", "form", "questionnaire", "channel"}


def test_the_next_sheet_is_the_one_in_hand_then_the_lowest_number_that_waits(desks):
    office = an_office(desks)
    for _ in range(3):
        office.receive()
    office.key(1, office.ben)

    taken = [office.do(paper_entry.claim_next, office.ayumi).office_number for _ in range(2)]
    again = office.do(paper_entry.claim_next, office.ayumi, 2)

    assert taken == [2, 2]
    assert (again.office_number, again.pass_number) == (1, 2)


def test_claiming_twice_is_claiming_once(desks):
    office = an_office(desks)
    sheet = office.receive()

    works = [office.do(paper_entry.claim, sheet.office_number, office.ayumi) for _ in range(2)]

    assert works[0] == works[1]


def test_a_sheet_in_one_hand_is_refused_to_another(desks):
    office = an_office(desks)
    sheet = office.receive()
    office.do(paper_entry.claim, sheet.office_number, office.ayumi)

    with pytest.raises(TooLate) as refused:
        office.do(paper_entry.claim, sheet.office_number, office.ben)

    assert code(refused) == "sheet_in_other_hands"


def test_two_clerks_who_ask_at_once_get_a_sheet_each(desks):
    office = an_office(desks)
    for _ in range(6):
        office.receive()
    together = Barrier(3)

    def take(clerk):
        together.wait()
        return office.do(paper_entry.claim_next, clerk).office_number

    with ThreadPoolExecutor(3) as clerks:
        taken = list(clerks.map(take, (office.ayumi, office.ben, office.chika)))

    assert sorted(taken) == [1, 2, 3]


def test_one_sheet_claimed_by_three_at_once_goes_to_one(desks):
    office = an_office(desks)
    sheet = office.receive()
    together = Barrier(3)

    def take(clerk):
        together.wait()
        try:
            return office.do(paper_entry.claim, sheet.office_number, clerk).pass_number
        except TooLate as refused:
            return refused.faults[0].code

    with ThreadPoolExecutor(3) as clerks:
        taken = list(clerks.map(take, (office.ayumi, office.ben, office.chika)))

    assert taken.count(1) == 1
    assert set(taken) - {1} <= {"sheet_in_other_hands", "sheet_moved_on"}


def test_a_claim_that_lay_for_an_hour_is_taken_over(desks):
    office = an_office(desks)
    sheet = office.receive()
    office.do(paper_entry.claim, sheet.office_number, office.ayumi)
    noon = desks.clock()
    desks.clock = lambda: noon + paper_entry.CLAIM_LASTS + datetime.timedelta(seconds=1)

    assert office.key(sheet.office_number, office.ben).stage == "keyed_once"

    assert "claim_taken_over" in office.deeds()
    with pytest.raises(TooLate) as refused:
        office.do(paper_entry.finish, sheet.office_number, office.ayumi, ANSWERS)
    assert code(refused) == "claim_is_gone"


def test_a_claim_taken_over_cannot_be_finished_by_who_had_it(desks):
    office = an_office(desks)
    sheet = office.receive()
    office.do(paper_entry.claim, sheet.office_number, office.ayumi)
    office.do(paper_entry.let_go, sheet.office_number, office.boss)
    office.do(paper_entry.claim, sheet.office_number, office.ben)

    with pytest.raises(TooLate) as refused:
        office.do(paper_entry.finish, sheet.office_number, office.ayumi, ANSWERS)

    assert code(refused) == "claim_is_gone"
    assert office.do(paper_entry.finish, sheet.office_number, office.ben, ANSWERS).stage == "keyed_once"


@pytest.mark.parametrize("keyed_before", [False, True])
def test_a_sheet_that_is_let_go_waits_as_before(desks, keyed_before):
    office = an_office(desks)
    sheet = office.receive()
    if keyed_before:
        office.key(sheet.office_number, office.ben)
    office.do(paper_entry.claim, sheet.office_number, office.ayumi)

    let_go = office.do(paper_entry.let_go, sheet.office_number, office.ayumi)

    assert let_go.stage == ("keyed_once" if keyed_before else "registered")
    assert office.key(sheet.office_number, office.ayumi).stage == ("accepted" if keyed_before else "keyed_once")


def test_only_a_supervisor_lets_go_of_a_sheet_in_another_hand(desks):
    office = an_office(desks)
    sheet = office.receive()
    office.do(paper_entry.claim, sheet.office_number, office.ayumi)

    with pytest.raises(NotAllowed) as refused:
        office.do(paper_entry.let_go, sheet.office_number, office.ben)

    assert code(refused) == "claim_of_somebody_else"
    assert office.do(paper_entry.let_go, sheet.office_number, office.boss).stage == "registered"
    with pytest.raises(TooLate):
        office.do(paper_entry.let_go, sheet.office_number, office.boss)


def test_finishing_twice_is_finishing_once(desks):
    office = an_office(desks)
    sheet = office.receive()
    office.key(sheet.office_number, office.ayumi)

    assert office.do(paper_entry.finish, sheet.office_number, office.ayumi, ANSWERS).stage == "keyed_once"
    with pytest.raises(TooLate) as refused:
        office.do(paper_entry.finish, sheet.office_number, office.ayumi, SLIPPED)

    assert code(refused) == "keyed_already"


def test_a_keying_is_never_overwritten(desks):
    office = an_office(desks)
    sheet = office.key_twice(ANSWERS, SLIPPED)

    with desks.desk() as desk:
        kept = [paper.keyed(keying) for keying in paper.keyings(desk.session, sheet)]
        assert kept == [dict(ANSWERS), dict(SLIPPED)]
        with pytest.raises(TooLate):
            paper.finish_keying(desk.session, paper.keyings(desk.session, sheet)[0], SLIPPED, desk.now)


def test_nobody_finishes_what_they_did_not_claim(desks):
    office = an_office(desks)
    sheet = office.receive()

    with pytest.raises(TooLate) as refused:
        office.do(paper_entry.finish, sheet.office_number, office.ayumi, ANSWERS)

    assert code(refused) == "claim_is_gone"


def test_paper_is_checked_as_the_web_is(desks):
    office = an_office(desks)
    sheet = office.receive()
    office.do(paper_entry.claim, sheet.office_number, office.ayumi)
    wrong = {
        **ANSWERS,
        "family_doctor": Chosen("perhaps"),
        "sex": Wrote("女"),
        "free_text": Wrote("あ" * 10_000),
        "shoe_size": Chosen("42"),
    }

    with pytest.raises(Refused) as refused:
        office.do(paper_entry.finish, sheet.office_number, office.ayumi, wrong)

    assert {(fault.where, fault.code) for fault in refused.value.faults} == {
        ("shoe_size", "question_not_on_sheet"),
        ("family_doctor", "unknown_option"),
        ("sex", "answer_of_another_kind"),
        ("free_text", "text_too_long"),
    }
    assert office.do(paper_entry.finish, sheet.office_number, office.ayumi, ANSWERS).stage == "keyed_once"


def test_a_split_form_takes_only_its_own_questions(desks):
    office = an_office(desks, tiny(forms=("A", "B")))
    sheet = office.receive(next(letter.number for letter in office.wave.letters if letter.form == "B"))
    office.do(paper_entry.claim, sheet.office_number, office.ayumi)

    with pytest.raises(Refused) as refused:
        office.do(paper_entry.finish, sheet.office_number, office.ayumi, {"medical_care.importance": Chosen("5")})

    assert code(refused) == "question_not_on_sheet"


def test_irregular_marks_are_kept_as_marked_and_count_by_the_rule(desks):
    office = an_office(desks)
    marked = {
        **ANSWERS,
        "family_doctor": Marked(("yes", "no")),
        "info_sources": ChosenMany(("newsletter", "website", "friends")),
        "sex": Silent(Silence.UNREADABLE),
        "age": SKIPPED,
    }

    sheet = office.key_twice(marked, marked)

    (response,) = accepted(office)
    assert response.answers["family_doctor"] == {"silent": "invalid"}
    assert response.answers["info_sources"] == ["newsletter", "website"]
    assert response.answers["sex"] == {"silent": "unreadable"}
    assert "age" not in response.answers
    with desks.desk() as desk:
        kept = paper.keyed(paper.keyings(desk.session, sheet)[0])
    assert kept["family_doctor"] == Marked(("yes", "no"))
    assert kept["info_sources"] == ChosenMany(("newsletter", "website", "friends"))


def test_nothing_ties_a_sheet_to_its_ticket_once_it_counts(desks):
    office = an_office(desks)
    office.key_twice()
    office.receive()

    with desks.desk() as desk:
        tied = desk.session.scalars(select(Sheet.office_number).join(SheetTicket)).all()

    assert tied == [2]


def test_what_was_begun_on_the_web_is_forgotten_when_the_sheet_is_keyed(desks):
    office = an_office(desks)
    with desks.desk(writing=True) as desk:
        responses.keep(desk.session, office.wave.letter.ticket, {"family_doctor": Chosen("no")})
    sheet = office.receive()

    office.key(sheet.office_number, office.ayumi)

    assert draft(desks, office.wave.letter) == {}


def test_a_sheet_is_reached_through_its_own_wave_only(desks):
    office = an_office(desks)
    office.receive()

    with pytest.raises(NotThere), desks.desk() as desk:
        paper_entry.story(desk, "other", 1)
    with pytest.raises(NotThere), desks.desk() as desk:
        paper_entry.story(desk, office.wave.key, 2)


def test_the_desk_shows_what_there_is_to_do(desks):
    office = an_office(desks)
    for _ in range(3):
        office.receive()
    office.key(1, office.ayumi)
    office.do(paper_entry.claim, 2, office.ben)

    with desks.desk() as desk:
        for_ayumi = paper_entry.overview(desk, office.wave.key, office.ayumi)
        for_ben = paper_entry.overview(desk, office.wave.key, office.ben)

    assert {stage.value: number for stage, number in for_ayumi.counts.items() if number} == {
        "registered": 1,
        "keying": 1,
        "keyed_once": 1,
    }
    assert (for_ayumi.to_key, for_ayumi.to_key_again) == (1, 0)
    assert (for_ben.to_key, for_ben.to_key_again) == (1, 1)
    assert [(held.office_number, held.name, held.mine) for held in for_ben.held] == [(2, "ben", True)]


def test_the_story_of_a_sheet_names_who_did_what_and_no_answer(desks):
    office = an_office(desks)
    sheet = office.key_twice(ANSWERS, SLIPPED)

    with desks.desk() as desk:
        story = paper_entry.story(desk, office.wave.key, sheet.office_number)

    assert [(number, name) for number, name, _, _ in story.keyings] == [(1, "ayumi"), (2, "ben")]
    assert (story.stage, story.registered_by, story.counted) == ("disputed", "ayumi", False)
    with desks.desk() as desk:
        assert {entry.deed for entry in journal.entries(desk.session)} >= {"sheet_keyed", "sheet_disputed"}
