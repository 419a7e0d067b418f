"""What is posted on the web and keyed from paper is read, checked and edited by the same rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.domain.answers import (
    SKIPPED,
    Answer,
    Chosen,
    ChosenMany,
    Marked,
    Silence,
    Silent,
    Wrote,
    check,
    check_limit,
    edited,
    packed,
    packed_all,
    read,
    unpacked,
    unpacked_all,
)
from surveyapp.domain.faults import Fault
from surveyapp.domain.questionnaire import EditRules
from tests.support.questionnaires import tiny

ASKED = tiny().by_id
DOCTOR = ASKED["family_doctor"]
SOURCES = ASKED["info_sources"]
TEXT = ASKED["free_text"]
RATING = ASKED["medical_care.satisfaction"]


def test_one_mark_is_a_chosen_option():
    assert read(DOCTOR, ["yes"]) == Chosen("yes")


def test_the_same_option_sent_twice_is_one_answer():
    assert read(DOCTOR, ["yes", "yes"]) == Chosen("yes")


@pytest.mark.parametrize("question", [DOCTOR, SOURCES, TEXT])
@pytest.mark.parametrize("values", [[], [""], ["  "], ["　"], ["\n"]])
def test_nothing_written_is_a_skipped_question(question, values):
    assert read(question, values) == SKIPPED


def test_a_code_keyed_in_full_width_is_the_same_code():
    assert read(RATING, ["５"]) == Chosen("5")
    assert read(RATING, [" 5 "]) == Chosen("5")
    assert read(SOURCES, ["ｗｅｂｓｉｔｅ"]) == ChosenMany(("website",))


def test_several_marks_on_a_single_choice_are_kept_as_marked():
    assert read(RATING, ["4", "5", "4"]) == Marked(("4", "5"))


def test_a_multiple_answer_stands_in_the_order_of_the_definition():
    assert read(SOURCES, ["friends", "newsletter"]) == ChosenMany(("newsletter", "friends"))


def test_free_text_keeps_its_lines_and_its_rare_characters():
    assert read(TEXT, ["髙橋さんと𠮷田さん\r\n二行目\r三行目\n"]) == Wrote("髙橋さんと𠮷田さん\n二行目\n三行目")


def test_free_text_loses_the_control_characters_that_no_database_takes():
    assert read(TEXT, ["あ\x00い\x1bう\tえ"]) == Wrote("あいう\tえ")
    assert read(TEXT, ["\x00"]) == SKIPPED


@pytest.mark.parametrize(
    ("question", "values"),
    [(RATING, ["6"]), (RATING, ["5", "6"]), (SOURCES, ["website", "radio"]), (DOCTOR, ["はい"]), (DOCTOR, ["YES"])],
)
def test_an_option_that_is_not_offered_is_refused(question, values):
    assert check(question, read(question, values)) == [Fault("unknown_option", question.id)]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (DOCTOR, Wrote("yes")),
        (DOCTOR, ChosenMany(("yes",))),
        (SOURCES, Chosen("website")),
        (SOURCES, Marked(("website", "friends"))),
    ],
)
def test_an_answer_of_another_kind_is_refused(question, answer):
    assert check(question, answer) == [Fault("answer_of_another_kind", question.id)]


def test_an_option_in_the_place_of_free_text_is_refused():
    assert Fault("answer_of_another_kind", "free_text") in check(TEXT, Chosen("yes"))


def test_a_text_of_ten_thousand_characters_is_refused_with_both_lengths():
    answer = read(TEXT, ["𠮷" * 10_000])

    assert check(TEXT, answer) == [Fault("text_too_long", "free_text", most=2000, length=10_000)]
    assert check(TEXT, read(TEXT, ["𠮷" * 2_000])) == []


@pytest.mark.parametrize("why", list(Silence))
def test_silence_of_any_kind_fits_every_question(why):
    assert [check(question, Silent(why)) for question in (DOCTOR, SOURCES, TEXT)] == [[], [], []]


def test_a_resident_is_asked_to_choose_fewer():
    three = read(SOURCES, ["newsletter", "website", "friends"])

    assert check_limit(SOURCES, three) == [Fault("too_many_chosen", "info_sources", limit=2, chosen=3)]
    assert check_limit(SOURCES, read(SOURCES, ["newsletter", "website"])) == []
    assert check_limit(RATING, Marked(("4", "5"))) == [Fault("several_marks", RATING.id)]


@pytest.mark.parametrize(("rule", "counts"), [("invalid", Silent(Silence.INVALID)), ("first", Chosen("4"))])
def test_several_marks_become_what_the_rule_of_the_wave_says(rule, counts):
    assert edited(RATING, Marked(("4", "5")), EditRules(several_marks=rule)) == counts


@pytest.mark.parametrize(
    ("rule", "counts"),
    [
        ("lowest", ChosenMany(("newsletter", "website"))),
        ("all", ChosenMany(("newsletter", "website", "friends"))),
        ("invalid", Silent(Silence.INVALID)),
    ],
)
def test_more_marks_than_allowed_become_what_the_rule_of_the_wave_says(rule, counts):
    three = read(SOURCES, ["friends", "website", "newsletter"])

    assert edited(SOURCES, three, EditRules(over_limit=rule)) == counts


def test_skipped_questions_take_no_room_and_other_silence_does():
    answers: dict[str, Answer] = {"a": SKIPPED, "b": Silent(Silence.UNREADABLE), "c": Chosen("5")}

    kept = packed_all(answers)

    assert kept == {"b": {"silent": "unreadable"}, "c": "5"}
    assert unpacked_all(kept) == {"b": Silent(Silence.UNREADABLE), "c": Chosen("5")}


CODES = st.text("abcdef0123456789_", min_size=1, max_size=6)
ANSWERS: st.SearchStrategy[Answer] = st.one_of(
    CODES.map(Chosen),
    st.lists(CODES, max_size=5).map(lambda codes: ChosenMany(tuple(codes))),
    st.lists(CODES, min_size=2, max_size=5).map(lambda codes: Marked(tuple(codes))),
    st.text(max_size=30).map(Wrote),
    st.sampled_from(Silence).map(Silent),
)


@given(ANSWERS)
def test_what_is_kept_is_what_was_answered(answer):
    assert unpacked(packed(answer)) == answer


@pytest.mark.parametrize("value", [5, None, {"said": "5"}, {"wrote": 5}])
def test_a_value_that_no_answer_leaves_behind_is_refused(value):
    with pytest.raises(ValueError, match="not a kept answer"):
        unpacked(value)


@given(st.lists(st.text(max_size=12), max_size=6), st.sampled_from([RATING, DOCTOR, SOURCES, TEXT]))
def test_whatever_is_sent_becomes_an_answer_and_an_edited_answer_needs_no_second_edit(values, question):
    rules = EditRules()

    answer = read(question, values)

    once = edited(question, answer, rules)
    assert edited(question, once, rules) == once
    assert check_limit(question, once) == []


@given(st.lists(st.sampled_from(["newsletter", "website", "friends"]), max_size=5))
def test_an_answer_read_again_from_its_own_codes_is_the_same(values):
    answer = read(SOURCES, values)

    again = read(SOURCES, answer.codes if isinstance(answer, ChosenMany) else [])

    assert again == answer
