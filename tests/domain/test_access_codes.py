"""What people type from paper is understood, and a slip is noticed before the database is asked."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.domain.access_codes import (
    ALPHABET,
    digest,
    is_sheet_number,
    is_well_formed,
    new_code,
    normalised,
    printed,
    sheet_number,
)


def completed(body: str) -> str:
    """The one well-formed code that begins with these eleven characters."""
    (code,) = [body + last for last in ALPHABET if is_well_formed(body + last)]
    return code


CODES = st.text(ALPHABET, min_size=11, max_size=11).map(completed)


def full_width(text: str) -> str:
    return "".join(chr(ord(character) + 0xFEE0) for character in text)


def test_new_codes_are_well_formed_differ_and_have_no_characters_that_look_alike():
    codes = [new_code() for _ in range(200)]

    assert all(is_well_formed(code) and len(code) == 12 for code in codes)
    assert len(set(codes)) == 200
    assert not set("".join(codes)) & set("0O1IL")


@given(CODES)
def test_a_printed_code_stands_in_fours_and_is_read_back(code):
    assert [len(part) for part in printed(code).split("-")] == [4, 4, 4]
    assert normalised(printed(code)) == code


@given(CODES, st.sampled_from(["-", "－", "ー", "ｰ", "−", "‐", "―", " ", "　", ""]))
def test_a_code_is_understood_however_it_is_typed(code, between):
    parts = printed(code).split("-")

    assert normalised(between.join(parts)) == code
    assert normalised(f" {between.join(parts).lower()}\n") == code
    assert normalised(between.join(full_width(part) for part in parts)) == code
    assert normalised(between.join(full_width(part.lower()) for part in parts)) == code


@given(CODES, st.integers(0, 11), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(code, place, character):
    slipped = code[:place] + character + code[place + 1 :]

    assert is_well_formed(slipped) == (slipped == code)


@given(CODES)
def test_two_exchanged_characters_are_always_noticed(code):
    for first, second in itertools.combinations(range(12), 2):
        slipped = list(code)
        slipped[first], slipped[second] = code[second], code[first]
        assert is_well_formed("".join(slipped)) == ("".join(slipped) == code)


@pytest.mark.parametrize("code", ["", "ABCD", "ABCDEFGHJKMNP", "OOOOOOOOOOOO", "あいうえおかきくけこさし"])
def test_what_cannot_be_a_code_is_not_well_formed(code):
    assert not is_well_formed(normalised(code))


def test_a_japanese_letter_within_a_code_is_a_slip_and_not_overlooked():
    code = new_code()

    assert not is_well_formed(normalised(code[:6] + "あ" + code[6:]))


def test_a_digest_depends_on_the_code_and_on_the_key():
    first, second = new_code(), new_code()

    digests = {digest(first, b"key"), digest(second, b"key"), digest(first, b"other key")}

    assert len(digests) == 3
    assert not any(first in one for one in digests)


def test_a_sheet_number_has_the_check_digit_of_a_worked_example():
    # Luhn by hand for 00001: the 1 is doubled, 2 in all, and 8 is missing to the next ten.
    assert sheet_number(1) == "000018"


@given(st.integers(0, 999_999), st.data())
def test_one_wrong_digit_in_a_sheet_number_is_always_noticed(serial, data):
    number = sheet_number(serial)
    place = data.draw(st.integers(0, len(number) - 1))
    slipped = number[:place] + data.draw(st.sampled_from("0123456789")) + number[place + 1 :]

    assert is_sheet_number(number)
    assert is_sheet_number(slipped) == (slipped == number)


@pytest.mark.parametrize("number", ["", "18", "00001", "00001８", "abcdef", "-00018"])
def test_what_cannot_be_a_sheet_number_is_refused(number):
    assert not is_sheet_number(number)
