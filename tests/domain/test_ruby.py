"""Readings above characters: written in braces, drawn piece by piece, gone wherever plain text is needed."""

import pytest

from surveyapp.domain.ruby import guarded, is_well_formed, pieces, plain

WRITTEN = "{病院|びょういん}などの{髙﨑|たかさき}{𠮷|よし}ケア"


def test_a_text_without_its_readings_is_what_stands_on_paper():
    assert plain(WRITTEN) == "病院などの髙﨑𠮷ケア"


def test_a_text_falls_into_characters_and_the_readings_above_them():
    assert list(pieces(WRITTEN)) == [
        ("病院", "びょういん"),
        ("などの", ""),
        ("髙﨑", "たかさき"),
        ("𠮷", "よし"),
        ("ケア", ""),
    ]


@pytest.mark.parametrize("text", ["", "病院", "|", "5 | 4"])
def test_a_text_without_readings_stays_as_it_is(text):
    assert (plain(text), "".join(base for base, _ in pieces(text)), is_well_formed(text)) == (text, text, True)


@pytest.mark.parametrize(
    "text",
    [
        "{病院びょういん}",
        "{病院|}",
        "{|びょういん}",
        "{病院|hospital}",
        "{病院|びょういん",
        "病院}",
        "{{病院|びょう}いん}",
    ],
)
def test_a_slip_in_writing_a_reading_is_seen(text):
    assert not is_well_formed(text)


def test_a_sentence_with_gaps_keeps_its_readings_when_the_gaps_are_filled():
    assert guarded("{most}{文字|もじ}まで").format(most=2000) == "2000{文字|もじ}まで"
