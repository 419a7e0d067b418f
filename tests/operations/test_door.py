"""At the door: a code that is right always opens, and whoever guesses learns nothing in any time that counts."""

import datetime

import pytest

from surveyapp.domain import access_codes
from surveyapp.domain.faults import Refused, TooMany
from surveyapp.operations import answering
from surveyapp.operations.answering import Entered, door
from surveyapp.store import journal
from surveyapp.store.desk import Desks
from tests.support.residents import wrong_codes
from tests.support.waves import an_open_wave

TOWN_HALL = "192.0.2.7"
NEIGHBOUR = "192.0.2.8"
LETTERS_OF_A_CITY = 10_000


def enter(desks: Desks, code: str, side: str = TOWN_HALL) -> Entered | None:
    with desks.desk(writing=True) as desk:
        return answering.enter(desk, code, side)


def slipped(code: str) -> str:
    """The code with one wrong character."""
    return ("3" if code[0] != "3" else "4") + code[1:]


def test_right_codes_from_one_address_are_never_counted(desks):
    wave = an_open_wave(desks, strata={"all": (1000, 60)})
    wrong_codes(desks, door.WRONG_CODES - 1)

    entered = [enter(desks, letter.code) for letter in wave.letters for _ in range(3)]

    assert None not in entered


def test_slips_of_a_whole_town_hall_are_not_counted(desks):
    letter = an_open_wave(desks).letter
    wrong_codes(desks, door.WRONG_CODES - 1)

    for _ in range(20):
        with pytest.raises(Refused, match="access_code_malformed"):
            enter(desks, slipped(letter.code))

    assert enter(desks, letter.code) is not None


def test_whoever_guesses_from_one_address_is_stopped_and_the_neighbours_are_not(desks):
    letter = an_open_wave(desks).letter
    wrong_codes(desks, door.WRONG_CODES)

    with pytest.raises(TooMany):
        enter(desks, access_codes.new_code())
    with pytest.raises(TooMany):
        enter(desks, letter.code)

    assert enter(desks, letter.code, NEIGHBOUR) is not None


def test_after_the_wait_a_code_opens_again(desks):
    letter = an_open_wave(desks).letter
    wrong_codes(desks, door.WRONG_CODES)
    with pytest.raises(TooMany) as refused:
        enter(desks, letter.code)
    start = desks.clock()

    desks.clock = lambda: start + door.WINDOW

    assert refused.value.faults[0].fields == {"minutes": 10}
    assert enter(desks, letter.code) is not None


def test_in_a_siege_from_many_places_a_town_hall_where_some_mistyped_is_open_all_the_same(desks):
    letter = an_open_wave(desks).letter
    wrong_codes(desks, door.WRONG_CODES_IN_A_SIEGE - 1, TOWN_HALL)
    for number in range(6):
        wrong_codes(desks, door.WRONG_CODES, f"198.51.100.{number}")

    assert enter(desks, letter.code) is not None
    assert enter(desks, letter.code, NEIGHBOUR) is not None


def test_in_a_siege_each_side_may_guess_only_a_little(desks):
    letter = an_open_wave(desks).letter
    wrong_codes(desks, door.WRONG_CODES_IN_A_SIEGE, TOWN_HALL)
    assert enter(desks, letter.code) is not None

    wrong_codes(desks, door.SIEGE, NEIGHBOUR)

    with pytest.raises(TooMany):
        enter(desks, letter.code)


def test_a_siege_is_written_down_once_without_saying_from_where(desks):
    an_open_wave(desks)
    wrong_codes(desks, door.SIEGE - 3, NEIGHBOUR)

    for number in range(6):
        enter(desks, access_codes.new_code(), f"198.51.100.{number}")

    with desks.desk() as desk:
        entries = [(entry.deed, entry.about) for entry in journal.entries(desk.session)]
    assert entries == [("codes_are_guessed", {"tries": door.SIEGE})]


def test_using_up_every_limit_for_two_months_opens_hardly_any_letter_of_a_city():
    windows = datetime.timedelta(days=60) / door.WINDOW
    codes = len(access_codes.ALPHABET) ** (access_codes.LENGTH - 1)

    from_one_side = windows * door.WRONG_CODES * LETTERS_OF_A_CITY / codes
    from_a_thousand_sides = windows * door.WRONG_CODES_IN_A_SIEGE * 1000 * LETTERS_OF_A_CITY / codes

    assert from_one_side < 1e-5
    assert from_a_thousand_sides < 2e-4
