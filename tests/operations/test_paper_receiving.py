"""Sheets come back: office numbers, spent tickets, and everything that can be wrong with a number."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest

from surveyapp.domain.access_codes import sheet_number
from surveyapp.domain.faults import NotThere, Refused, TooLate
from surveyapp.operations import paper_entry
from surveyapp.store import paper, responses, tickets
from surveyapp.store.tables import JournalEntry
from tests.support.paper import ANSWERS, DAY, an_office
from tests.support.questionnaires import tiny
from tests.support.waves import an_open_wave, close


def is_spent(office, letter) -> bool:
    with office.desks.desk() as desk:
        return tickets.by_id(desk.session, office.wave.key, letter.ticket).spent


def test_a_registered_sheet_gets_the_next_office_number_and_spends_its_ticket(desks):
    office = an_office(desks)

    first, second = office.receive(), office.receive()

    assert (first.office_number, first.stage, first.stratum_id) == (1, "registered", office.wave.strata["all"])
    assert second.office_number == 2
    assert [is_spent(office, letter) for letter in office.wave.letters[:3]] == [True, True, False]


@pytest.mark.parametrize(
    "typing",
    [
        str,
        lambda number: f" {number[:3]}-{number[3:]} ",
        lambda number: number.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    ],
)
def test_a_number_is_taken_however_it_is_typed(desks, typing):
    office = an_office(desks)

    assert office.receive(typing(office.wave.letter.number)).stage == "registered"


@pytest.mark.parametrize("typed", ["", "000019", "12345", "00001B", "ABCD-EFGH-JKMN"])
def test_a_number_with_a_slip_in_it_is_refused_at_once(desks, typed):
    office = an_office(desks)

    with pytest.raises(Refused) as refused:
        office.receive(typed)

    assert refused.value.faults[0].code == "sheet_number_mistyped"


def test_a_number_that_was_never_printed_is_refused(desks):
    office = an_office(desks)

    with pytest.raises(NotThere) as refused:
        office.receive(sheet_number(99999))

    assert refused.value.faults[0].code == "sheet_number_unknown"


def test_a_sheet_of_another_wave_is_refused_by_the_name_of_its_wave(desks):
    office = an_office(desks)
    other = an_open_wave(desks, tiny("other"), strata={"all": (1000, 90)})

    with pytest.raises(NotThere) as refused:
        office.receive(other.letters[80].number)

    assert refused.value.faults[0].code == "sheet_of_another_wave"
    assert office.receive().office_number == 1


def test_nothing_is_registered_before_a_wave_opens_or_after_it_closes(desks):
    office = an_office(desks)
    close(desks, office.wave)

    with pytest.raises(TooLate) as refused:
        office.receive()

    assert refused.value.faults[0].code == "wave_takes_no_sheets"
    with pytest.raises(NotThere), desks.desk(writing=True) as desk:
        paper_entry.register(desk, "no such wave", office.wave.letter.number, office.ayumi, DAY)


def test_a_sheet_that_arrives_tomorrow_is_refused(desks):
    office = an_office(desks)
    with desks.desk() as desk:
        tomorrow = desk.today + datetime.timedelta(days=1)

    with pytest.raises(Refused) as refused:
        office.do(paper_entry.register, office.wave.letter.number, office.ayumi, tomorrow)

    assert refused.value.faults[0].code == "received_in_future"
    assert not is_spent(office, office.wave.letter)


def test_a_second_copy_of_a_sheet_is_logged_and_never_counted(desks):
    office = an_office(desks)
    first = office.receive()

    copy = office.receive(office.wave.letter.number)

    assert (copy.office_number, copy.stage) == (2, "duplicate")
    assert office.deeds() == ["sheet_registered", "sheet_duplicate"]
    with pytest.raises(TooLate):
        office.do(paper_entry.claim, copy.office_number, office.ayumi)
    assert office.key(first.office_number, office.ayumi).stage == "keyed_once"


def test_a_sheet_whose_number_was_torn_off_counts_in_no_stratum(desks):
    office = an_office(desks)

    sheet = office.do(paper_entry.register_without_number, office.ayumi, DAY)
    office.key(sheet.office_number, office.ayumi)
    office.key(sheet.office_number, office.ben)

    with desks.desk() as desk:
        (response,) = responses.accepted(desk.session, office.wave.key)
    assert (response.stratum_id, response.channel, response.day) == (None, "paper", DAY)


def test_a_torn_sheet_of_a_split_form_must_say_which_form_it_is(desks):
    office = an_office(desks, tiny(forms=("A", "B")))

    with pytest.raises(Refused) as refused:
        office.do(paper_entry.register_without_number, office.ayumi, DAY)

    assert refused.value.faults[0].code == "form_not_named"
    assert office.do(paper_entry.register_without_number, office.ayumi, DAY, form="B").form == "B"


def test_a_blank_sheet_gives_its_ticket_back_and_counts_for_nothing(desks):
    office = an_office(desks)
    sheet = office.receive()

    office.do(paper_entry.blank, sheet.office_number, office.ayumi)

    assert not is_spent(office, office.wave.letter)
    with desks.desk() as desk:
        assert paper.counts(desk.session, office.wave.key)["blank"] == 1
        assert responses.count(desk.session, office.wave.key) == 0
    assert office.receive(office.wave.letter.number).stage == "registered"


def test_whoever_opens_a_sheet_to_key_it_may_find_it_blank(desks):
    office = an_office(desks)
    sheet = office.receive()
    office.do(paper_entry.claim, sheet.office_number, office.ayumi)

    with pytest.raises(TooLate):
        office.do(paper_entry.blank, sheet.office_number, office.ben)
    blank = office.do(paper_entry.blank, sheet.office_number, office.ayumi)

    assert blank.stage == "blank"
    assert not is_spent(office, office.wave.letter)


def test_a_sheet_that_is_keyed_cannot_be_called_blank(desks):
    office = an_office(desks)
    sheet = office.receive()
    office.key(sheet.office_number, office.ayumi)

    with pytest.raises(TooLate) as refused:
        office.do(paper_entry.blank, sheet.office_number, office.ben)

    assert refused.value.faults[0].code == "sheet_not_blank"
    assert is_spent(office, office.wave.letter)


def test_two_clerks_who_register_at_once_get_numbers_of_their_own(desks):
    office = an_office(desks)
    numbers = [letter.number for letter in office.wave.letters[:12]]

    with ThreadPoolExecutor(4) as clerks:
        sheets = list(clerks.map(office.receive, numbers))

    assert sorted(sheet.office_number for sheet in sheets) == list(range(1, 13))
    assert {sheet.stage for sheet in sheets} == {"registered"}


def test_of_two_copies_registered_at_once_only_one_is_to_be_keyed(desks):
    office = an_office(desks)

    with ThreadPoolExecutor(4) as clerks:
        sheets = list(clerks.map(office.receive, [office.wave.letter.number] * 4))

    assert sorted(sheet.stage for sheet in sheets) == ["duplicate"] * 3 + ["registered"]


def test_the_journal_never_knows_the_printed_number_or_an_answer(desks):
    office = an_office(desks)
    office.key_twice()
    office.receive(office.wave.letter.number)

    with desks.desk() as desk:
        said = " ".join(str(entry.about) for entry in desk.session.query(JournalEntry))

    assert office.wave.letter.number not in said
    assert not any(str(answer) in said for answer in ANSWERS.values())
    assert "'office': 1" in said
