"""From register counts to letters: counts that disagree are refused, codes are kept nowhere."""

import pytest
from sqlalchemy import text

from surveyapp.domain import access_codes
from surveyapp.domain.faults import Refused, TooLate
from surveyapp.domain.strata import Cell
from surveyapp.operations import sampling, wave_keeping
from surveyapp.store import tickets, waves
from surveyapp.store.desk import Desks
from tests.support.questionnaires import AGES, tiny, write_folder

SEXES = ("male", "female")


def register(persons: int = 50) -> list[Cell]:
    """The same number of persons in every cell of the tiny questionnaire."""
    return [Cell(sex, age, district, persons) for sex in SEXES for age in AGES for district in ("k01", "k02")]


@pytest.fixture
def drafted(desks: Desks) -> Desks:
    """An office with the tiny wave in draft."""
    with desks.desk(writing=True) as desk:
        write_folder(desk.questionnaires / "tiny", tiny())
        wave_keeping.draft(desk, "tiny")
    return desks


def with_population(desks: Desks, size: int = 120) -> None:
    with desks.desk(writing=True) as desk:
        sampling.keep_population(desk, "tiny", register(), size=size, source="住民基本台帳")


def test_letters_are_issued_for_everybody_drawn_and_each_code_opens_one_ticket(drafted: Desks) -> None:
    with_population(drafted)

    with drafted.desk(writing=True) as desk:
        letters = sampling.issue(desk, "tiny")

    with drafted.desk() as desk:
        found = {tickets.by_code(desk.session, access_codes.digest(letter.code, desk.key)).id for letter in letters}
        assert len(found) == len(letters) == 120
        assert sum(stratum.invited for stratum in waves.strata(desk.session, "tiny")) == 120


def test_no_code_stands_in_the_database(drafted: Desks) -> None:
    with_population(drafted)

    with drafted.desk(writing=True) as desk:
        letters = sampling.issue(desk, "tiny")

    with drafted.desk() as desk:
        kept = " ".join(str(row) for row in desk.session.execute(text("SELECT * FROM ticket")))
        kept += " ".join(str(row) for row in desk.session.execute(text("SELECT * FROM journal")))
    assert not any(letter.code in kept or access_codes.printed(letter.code) in kept for letter in letters)


def test_letters_are_not_issued_twice(drafted: Desks) -> None:
    with_population(drafted)
    with drafted.desk(writing=True) as desk:
        sampling.issue(desk, "tiny")

    with pytest.raises(TooLate, match="tickets_already_issued"), drafted.desk(writing=True) as desk:
        sampling.issue(desk, "tiny")


def test_the_next_wave_goes_on_with_the_sheet_numbers_so_that_none_is_printed_twice(drafted: Desks) -> None:
    with_population(drafted)
    with drafted.desk(writing=True) as desk:
        first = {letter.number for letter in sampling.issue(desk, "tiny")}
        write_folder(desk.questionnaires / "next", tiny("next"))
        wave_keeping.draft(desk, "next")
        sampling.keep_population(desk, "next", register(), size=120, source="住民基本台帳")

    with drafted.desk(writing=True) as desk:
        second = {letter.number for letter in sampling.issue(desk, "next")}

    assert not first & second
    assert min(second) > max(first)


def test_a_lost_letter_gets_a_new_code_and_the_old_one_dies(drafted: Desks) -> None:
    with_population(drafted)
    with drafted.desk(writing=True) as desk:
        old = sampling.issue(desk, "tiny")[0]

    with drafted.desk(writing=True) as desk:
        new = sampling.reissue(desk, "tiny", old.number)

    with drafted.desk() as desk:
        assert tickets.by_code(desk.session, access_codes.digest(old.code, desk.key)) is None
        assert tickets.by_code(desk.session, access_codes.digest(new.code, desk.key)).number == old.number


def test_a_register_with_unknown_codes_doubles_and_negative_counts_is_refused_with_every_fault(drafted: Desks) -> None:
    wrong = [
        *register(),
        Cell("male", "18-29", "k01", 3),
        Cell("robot", "18-29", "k01", 1),
        Cell("male", "30-39", "k09", -1),
    ]

    with pytest.raises(Refused) as refused, drafted.desk(writing=True) as desk:
        sampling.keep_population(desk, "tiny", wrong, size=120, source="住民基本台帳")

    assert {fault.code for fault in refused.value.faults} == {
        "population_code_unknown",
        "population_cell_twice",
        "population_negative",
    }
    with drafted.desk() as desk:
        assert waves.population(desk.session, "tiny") is None


def test_a_sample_larger_than_the_register_is_refused(drafted: Desks) -> None:
    with pytest.raises(Refused, match="sample_size_impossible"):
        with_population(drafted, size=50 * 24 + 1)


def test_register_counts_cannot_be_exchanged_once_letters_are_out(drafted: Desks) -> None:
    with_population(drafted)
    with drafted.desk(writing=True) as desk:
        sampling.issue(desk, "tiny")

    with pytest.raises(TooLate, match="population_is_in_use"):
        with_population(drafted)
