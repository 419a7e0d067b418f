"""What a clerk types, and the answer it stands for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.domain import keys
from surveyapp.domain.answers import SKIPPED, Chosen, ChosenMany, Marked, Silence, Silent, Wrote
from surveyapp.domain.faults import Refused
from surveyapp.domain.questionnaire import Kind, Option, Question


def single(places: int) -> Question:
    return Question("q", Kind.SINGLE, tuple(Option(f"c{place}") for place in range(1, places + 1)))


def multiple(places: int) -> Question:
    return Question("q", Kind.MULTIPLE, tuple(Option(f"c{place}") for place in range(1, places + 1)), limit=2)


def refusal(question: Question, typed: str) -> str:
    with pytest.raises(Refused) as refused:
        keys.answer(question, typed)
    return refused.value.faults[0].code


@pytest.mark.parametrize("typed", ["3", "３", " 3 ", "３　", "3.", "③"])
def test_a_place_is_an_option_whatever_the_width_of_the_digit(typed):
    assert keys.answer(single(5), typed) == Chosen("c3")


def test_a_place_is_counted_on_the_paper_and_is_not_the_code():
    question = Question("q", Kind.SINGLE, (Option("5", 5), Option("4", 4)))

    assert keys.answer(question, "1") == Chosen("5")


@pytest.mark.parametrize("typed", ["0", "０"])
def test_nought_is_no_answer(typed):
    assert keys.answer(single(5), typed) == SKIPPED
    assert keys.answer(multiple(5), typed) == SKIPPED


@pytest.mark.parametrize("typed", ["-", "－", "ー", "−"])
def test_a_dash_is_a_mark_that_cannot_be_read(typed):
    assert keys.answer(single(5), typed) == Silent(Silence.UNREADABLE)


@pytest.mark.parametrize("typed", ["", " ", "　"])
def test_nothing_typed_is_nothing_keyed(typed):
    assert keys.answer(single(5), typed) is None
    assert keys.answer(multiple(5), typed) is None


@pytest.mark.parametrize("typed", ["*24", "＊２４", "*42", "*2 4", "9 24", "924", "2,4", "2、4", "2 4 4"])
def test_several_marks_are_kept_as_marked(typed):
    assert keys.answer(single(5), typed) == Marked(("c2", "c4"))


@pytest.mark.parametrize("typed", ["9", "*", "*2", "92"])
def test_several_marks_must_say_which(typed):
    assert refusal(single(5), typed) == "marks_too_few"


@pytest.mark.parametrize("typed", ["6", "24", "a", "1a", "*27", "3x", "00"])
def test_a_place_that_is_not_on_the_paper_is_refused(typed):
    assert refusal(single(5), typed) == "no_such_place"


def test_nine_is_an_option_where_there_are_nine():
    assert keys.answer(single(9), "9") == Chosen("c9")
    assert keys.answer(single(9), "*19") == Marked(("c1", "c9"))


def test_long_lists_are_typed_by_whole_numbers():
    assert keys.answer(single(16), "12") == Chosen("c12")
    assert keys.answer(single(16), "*2 12") == Marked(("c2", "c12"))
    assert keys.answer(multiple(12), "1 3 12") == ChosenMany(("c1", "c3", "c12"))
    assert refusal(single(16), "17") == "no_such_place"


@pytest.mark.parametrize("typed", ["138", "１３８", "1 3 8", "8,3,1", "1・3・8", "1.3.8"])
def test_several_options_are_one_field(typed):
    assert keys.answer(multiple(8), typed) == ChosenMany(("c1", "c3", "c8"))


def test_more_options_than_the_limit_are_kept_since_the_rule_decides_later():
    assert keys.answer(multiple(5), "12345") == ChosenMany(("c1", "c2", "c3", "c4", "c5"))


def test_free_text_is_taken_as_written():
    question = Question("q", Kind.TEXT)

    assert keys.answer(question, "髙﨑さん、𠮷田の橋\r\n１") == Wrote("髙﨑さん、𠮷田の橋\n１")
    assert keys.answer(question, "  ") == SKIPPED


def test_a_sheet_names_everything_that_was_left_out_or_cannot_be():
    questions = [
        Question("a", Kind.SINGLE, (Option("1"),)),
        Question("b", Kind.SINGLE, (Option("1"),)),
        Question("c", Kind.TEXT),
        Question("d", Kind.MULTIPLE, (Option("1"),)),
    ]

    with pytest.raises(Refused) as refused:
        keys.sheet(questions, {"a": "7", "d": "1"})

    assert [(fault.code, fault.where) for fault in refused.value.faults] == [("no_such_place", "a"), ("not_keyed", "b")]


@given(st.integers(2, 20), st.data())
def test_what_is_typed_for_an_answer_gives_that_answer(places, data):
    kind = data.draw(st.sampled_from([single, multiple]))
    question = kind(places)
    codes = tuple(question.by_code)
    some = data.draw(st.lists(st.sampled_from(codes), min_size=2, unique=True))
    ordered = tuple(code for code in codes if code in some)
    if kind is single:
        given_answer = data.draw(st.sampled_from([Chosen(some[0]), Marked(ordered), SKIPPED]))
    else:
        given_answer = data.draw(st.sampled_from([ChosenMany(ordered), ChosenMany(ordered[:1]), SKIPPED]))

    assert keys.answer(question, keys.typed(question, given_answer)) == given_answer


def outcome(question: Question, typed: str) -> object:
    try:
        return keys.answer(question, typed)
    except Refused as refused:
        return {fault.code for fault in refused.faults}


@given(st.integers(1, 20), st.text(max_size=12) | st.text("0123456789*-, ", max_size=6))
def test_whatever_is_typed_is_an_answer_or_a_refusal(places, typed):
    for question in (single(places), multiple(places)):
        match outcome(question, typed):
            case Chosen(code):
                assert code in question.by_code
            case Marked(codes) | ChosenMany(codes):
                assert set(codes) <= set(question.by_code)
            case set(refused):
                assert refused <= {"no_such_place", "marks_too_few"}
            case silence:
                assert silence in (None, SKIPPED, Silent(Silence.UNREADABLE))
