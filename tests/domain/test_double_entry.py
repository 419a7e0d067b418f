"""Comparing two blind keyings, and ruling on what differs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.domain.answers import SKIPPED, Answer, Chosen, ChosenMany, Marked, Silence, Silent, Wrote
from surveyapp.domain.double_entry import Choice, Mismatch, Ruled, compare, settle
from surveyapp.domain.faults import Refused

QUESTIONS = ("a", "b", "c", "d", "e")
ANSWERS = st.one_of(
    st.sampled_from([Chosen("1"), Chosen("2"), SKIPPED, Silent(Silence.UNREADABLE), Wrote("バスが少ない")]),
    st.sampled_from([ChosenMany(("1",)), ChosenMany(("1", "2")), Marked(("1", "2")), Marked(("1", "3"))]),
)
KEYINGS: st.SearchStrategy[dict[str, Answer]] = st.dictionaries(st.sampled_from(QUESTIONS), ANSWERS)


def full(keying):
    return {question: keying.get(question, SKIPPED) for question in QUESTIONS}


@given(KEYINGS)
def test_a_keying_agrees_with_itself(keying):
    assert compare(keying, keying) == ()


@given(KEYINGS, KEYINGS)
def test_it_does_not_matter_who_keyed_first(one, other):
    turned = {Mismatch(found.question, found.second, found.first) for found in compare(other, one)}

    assert turned == set(compare(one, other))


@given(KEYINGS, KEYINGS)
def test_exactly_the_questions_that_differ_are_named(one, other):
    found = {mismatch.question for mismatch in compare(one, other)}

    assert found == {question for question in QUESTIONS if full(one)[question] != full(other)[question]}


@given(KEYINGS, KEYINGS, st.data())
def test_what_counts_is_what_both_keyed_and_what_was_ruled(one, other, data):
    rulings = {found.question: data.draw(ANSWERS) for found in compare(one, other)}

    settled = full(settle(one, other, rulings))

    assert settled == {**full(one), **rulings}
    assert all(settled[question] == full(other)[question] for question in QUESTIONS if question not in rulings)


@given(KEYINGS, KEYINGS, st.dictionaries(st.sampled_from(QUESTIONS), ANSWERS))
def test_rulings_that_do_not_fit_the_differences_exactly_are_refused(one, other, rulings):
    disputed = {mismatch.question for mismatch in compare(one, other)}

    if rulings.keys() == disputed:
        settle(one, other, rulings)
        return
    with pytest.raises(Refused) as refused:
        settle(one, other, rulings)

    assert refused.value.faults[0].fields == {
        "missing": len(disputed - rulings.keys()),
        "surplus": len(rulings.keys() - disputed),
    }


def test_a_missing_answer_and_a_skipped_one_are_the_same():
    assert compare({}, {"a": SKIPPED}) == ()


def test_where_a_line_of_handwriting_ends_is_no_difference():
    one, other = Wrote("道が暗い。\n街灯がほしい"), Wrote("道が暗い。 街灯がほしい")

    assert compare({"a": one}, {"a": other}) == ()
    assert compare({"a": one}, {"a": Wrote("道が暗い。街灯がほしいです")}) != ()


def test_a_ruling_takes_the_first_the_second_or_what_stands_on_the_paper():
    mismatch = Mismatch("a", Chosen("1"), Chosen("2"))

    assert mismatch.ruled(Ruled(Choice.FIRST)) == Chosen("1")
    assert mismatch.ruled(Ruled(Choice.SECOND)) == Chosen("2")
    assert mismatch.ruled(Ruled(Choice.OTHER, Chosen("3"))) == Chosen("3")


def test_neither_keying_without_saying_what_stands_on_the_paper_is_refused():
    with pytest.raises(Refused) as refused:
        Mismatch("a", Chosen("1"), Chosen("2")).ruled(Ruled(Choice.OTHER))

    assert refused.value.faults[0].code == "ruling_without_answer"
