"""Which questions a person is asked: a function of the definition, the split form and the answers on the path."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.domain.answers import Answer, Chosen, ChosenMany, Marked, Silence, Silent, Wrote
from surveyapp.domain.definition import parse
from surveyapp.domain.questionnaire import Kind, Questionnaire
from surveyapp.domain.routing import on_path, route
from tests.support.questionnaires import tiny

CODES = ("a", "b", "c")


def chain(*questions: dict[str, Any], forms: tuple[str, ...] = ()) -> Questionnaire:
    """A questionnaire of bare questions q1, q2, … with options a, b, c."""
    entries = []
    for place, question in enumerate(questions, start=1):
        entry = {"question": f"q{place}", "kind": "single", **question}
        if entry["kind"] != "text":
            entry["options"] = [{"code": code} for code in CODES]
        entries.append(entry)
    labels = {code: code for code in CODES}
    return parse(
        {
            "questionnaire": {
                "wave": "chain",
                "fiscal_year": 2026,
                "forms": list(forms),
                "sections": [{"id": "all", "entries": entries}],
            },
            "texts": {
                "ja": {
                    **dict.fromkeys(("title", "organisation", "contact", "purpose", "kept"), "見本"),
                    "sections": {"all": "すべて"},
                    "questions": {entry["question"]: "質問" for entry in entries},
                    "options": {entry["question"]: labels for entry in entries if entry["kind"] != "text"},
                }
            },
        }
    )


def asked(questionnaire: Questionnaire, answers: dict[str, Answer], form: str = "") -> list[str]:
    return [question.id for question in route(questionnaire, answers, form)]


def test_everybody_is_asked_a_question_without_a_condition():
    assert asked(tiny(), {}) == [question.id for question in tiny().questions]


def test_a_follow_up_is_asked_of_those_who_chose_its_option():
    questionnaire = chain({}, {"only_if": {"q1": ["a", "b"]}})

    assert asked(questionnaire, {"q1": Chosen("b")}) == ["q1", "q2"]
    assert asked(questionnaire, {"q1": Chosen("c")}) == ["q1"]


@pytest.mark.parametrize("why", list(Silence))
def test_silence_opens_no_follow_up(why):
    questionnaire = chain({}, {"only_if": {"q1": ["a", "b", "c"]}})

    assert asked(questionnaire, {"q1": Silent(why)}) == ["q1"]


def test_one_of_several_chosen_options_opens_a_follow_up():
    questionnaire = chain({"kind": "multiple"}, {"only_if": {"q1": ["c"]}})

    assert asked(questionnaire, {"q1": ChosenMany(("a", "c"))}) == ["q1", "q2"]
    assert asked(questionnaire, {"q1": ChosenMany(("a", "b"))}) == ["q1"]


def test_several_conditions_must_all_hold():
    questionnaire = chain({}, {}, {"only_if": {"q1": ["a"], "q2": ["b"]}})

    assert asked(questionnaire, {"q1": Chosen("a"), "q2": Chosen("b")}) == ["q1", "q2", "q3"]
    assert asked(questionnaire, {"q1": Chosen("a"), "q2": Chosen("c")}) == ["q1", "q2"]


def test_an_answer_left_behind_by_a_changed_mind_never_steers():
    questionnaire = chain({}, {"only_if": {"q1": ["a"]}}, {"only_if": {"q2": ["b"]}})
    answers = {"q1": Chosen("c"), "q2": Chosen("b"), "q3": Chosen("a")}

    assert asked(questionnaire, answers) == ["q1"]
    assert on_path(questionnaire, answers) == {"q1": Chosen("c")}


def test_a_split_form_asks_its_own_items_and_what_all_are_asked():
    questionnaire = tiny(forms=("A", "B"))

    assert asked(questionnaire, {}, "A")[:3] == [
        "medical_care.importance",
        "medical_care.satisfaction",
        "family_doctor",
    ]
    assert asked(questionnaire, {}, "B")[:3] == [
        "health_promotion.importance",
        "health_promotion.satisfaction",
        "family_doctor",
    ]


def test_an_answer_to_another_split_form_is_off_the_path():
    answers = {"medical_care.importance": Chosen("5"), "family_doctor": Chosen("yes")}

    assert on_path(tiny(forms=("A", "B")), answers, "B") == {"family_doctor": Chosen("yes")}


@st.composite
def questionnaires(draw: st.DrawFn) -> Questionnaire:
    """Up to seven questions, each with conditions on any of those before it."""
    questions: list[dict[str, Any]] = []
    for place in range(1, draw(st.integers(1, 7)) + 1):
        kind = draw(st.sampled_from(Kind))
        earlier = [f"q{number}" for number, one in enumerate(questions, start=1) if one["kind"] != "text"]
        conditions = draw(st.lists(st.sampled_from(earlier), unique=True, max_size=2)) if earlier else []
        codes = st.lists(st.sampled_from(CODES), unique=True, min_size=1)
        question: dict[str, Any] = {"kind": kind.value, "only_if": {name: draw(codes) for name in conditions}}
        if draw(st.booleans()) and place > 1:
            question["forms"] = draw(st.sampled_from([["A"], ["B"]]))
        questions.append(question)
    return chain(*questions, forms=("A", "B"))


ANY_ANSWER: st.SearchStrategy[Answer] = st.one_of(
    st.sampled_from(CODES).map(Chosen),
    st.lists(st.sampled_from(CODES), unique=True).map(lambda codes: ChosenMany(tuple(codes))),
    st.sampled_from(Silence).map(Silent),
    st.just(Wrote("意見")),
    st.just(Marked(("a", "b"))),
)
ANSWERS = st.dictionaries(st.sampled_from([f"q{place}" for place in range(1, 8)]), ANY_ANSWER)
FORMS = st.sampled_from(["A", "B"])


@given(questionnaires(), ANSWERS, FORMS)
def test_only_answers_on_the_path_decide_the_path(questionnaire, answers, form):
    path = on_path(questionnaire, answers, form)

    assert asked(questionnaire, path, form) == asked(questionnaire, answers, form)
    assert on_path(questionnaire, path, form) == path


@given(questionnaires(), ANSWERS, FORMS)
def test_questions_are_asked_once_each_in_the_order_of_the_definition(questionnaire, answers, form):
    order = [question.id for question in questionnaire.questions]

    path = asked(questionnaire, answers, form)

    assert path == [name for name in order if name in set(path)]


@given(questionnaires(), ANSWERS, FORMS, ANY_ANSWER, st.data())
def test_an_answer_changes_nothing_that_was_asked_before_it(questionnaire, answers, form, answer, data):
    name = data.draw(st.sampled_from([question.id for question in questionnaire.questions]))
    place = [question.id for question in questionnaire.questions].index(name)
    before = {question.id for question in questionnaire.questions[: place + 1]}

    then = asked(questionnaire, answers, form)
    now = asked(questionnaire, {**answers, name: answer}, form)

    assert [one for one in then if one in before] == [one for one in now if one in before]


@given(questionnaires(), ANSWERS, FORMS)
def test_whoever_is_asked_a_follow_up_was_asked_what_it_depends_on(questionnaire, answers, form):
    path = asked(questionnaire, answers, form)

    for name in path:
        assert {rule.question for rule in questionnaire.by_id[name].only_if} <= set(path[: path.index(name)])


@given(questionnaires())
def test_any_definition_survives_its_own_document(questionnaire):
    assert parse(questionnaire.document) == questionnaire
