"""A definition is read whole, as its author wrote it."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from surveyapp.domain.definition import fingerprint, parse
from surveyapp.domain.questionnaire import DuplicateRule, EditRules, Face, Kind, LinkMode, OnlyIf
from surveyapp.wording import say_with_place
from tests.support.questionnaires import faults_of, tiny, tiny_document


def entry(document: dict[str, Any], name: str) -> dict[str, Any]:
    rows = document["questionnaire"]["sections"][0]["entries"]
    return next(row for row in rows if name in (row.get("item"), row.get("question")))


def test_a_definition_is_read_as_its_author_wrote_it():
    document = tiny_document(wave="reading-2026", link="cut_at_close", duplicates="last", keyings=1, forms=("A", "B"))
    document["questionnaire"] |= {"follows": "reading-2024", "edit_rules": {"over_limit": "all"}}

    questionnaire = parse(document)

    assert (questionnaire.wave, questionnaire.fiscal_year, questionnaire.follows) == (
        "reading-2026",
        2021,
        "reading-2024",
    )
    assert (questionnaire.link, questionnaire.duplicates) == (LinkMode.CUT_AT_CLOSE, DuplicateRule.LAST)
    assert (questionnaire.keyings, questionnaire.forms) == (1, ("A", "B"))
    assert questionnaire.edit_rules == EditRules(several_marks="invalid", over_limit="all")
    assert [question.id for question in questionnaire.questions] == [
        "medical_care.importance",
        "medical_care.satisfaction",
        "health_promotion.importance",
        "health_promotion.satisfaction",
        "family_doctor",
        "info_sources",
        "free_text",
        "sex",
        "age",
        "district",
    ]
    rating = questionnaire.by_id["medical_care.satisfaction"]
    assert (rating.kind, rating.item, rating.scale) == (Kind.SINGLE, "medical_care", "satisfaction")
    assert [option.points for option in rating.options] == [5, 4, 3, 2, 1]
    assert rating.forms == {"A"}
    assert questionnaire.by_id["sex"].by_code["withheld"].withheld
    assert questionnaire.by_id["info_sources"].limit == 2
    assert set(questionnaire.faces) == {Face.SEX, Face.AGE, Face.DISTRICT}


def test_the_rules_that_protect_most_hold_where_the_author_says_nothing():
    document = tiny_document()
    for key in ("link", "duplicates", "keyings", "synthetic", "edit_rules"):
        del document["questionnaire"][key]

    questionnaire = parse(document)

    assert (questionnaire.link, questionnaire.duplicates) == (LinkMode.CUT_ON_ACCEPTANCE, DuplicateRule.FIRST)
    assert (questionnaire.keyings, questionnaire.synthetic) == (2, False)
    assert questionnaire.edit_rules == EditRules(several_marks="invalid", over_limit="lowest")


def test_words_are_said_as_residents_and_clerks_read_them():
    questionnaire = tiny()
    rating = questionnaire.by_id["medical_care.satisfaction"]
    doctor = questionnaire.by_id["family_doctor"]

    assert questionnaire.wording(rating) == "病院などの地域医療体制が整っている"
    assert questionnaire.full_wording(rating) == "病院などの地域医療体制が整っている（満足度）"
    assert questionnaire.label(rating, "4") == "やや満足"
    assert questionnaire.full_wording(doctor) == "いざというときに相談ができる、かかりつけ医がいますか"
    assert questionnaire.label(doctor, "no") == "いない"
    assert questionnaire.words().say("scale.satisfaction") == "現在の満足度"


def test_what_a_translation_leaves_out_is_said_in_japanese():
    document = tiny_document()
    document["texts"]["en"] = {"title": "A small survey", "options": {"family_doctor": {"yes": "Yes"}}}

    questionnaire = parse(document)

    doctor = questionnaire.by_id["family_doctor"]
    assert questionnaire.words("en").say("title") == "A small survey"
    assert questionnaire.label(doctor, "yes", "en") == "Yes"
    assert questionnaire.label(doctor, "no", "en") == "いない"


def test_a_definition_kept_as_json_is_the_same_definition():
    document = tiny_document(forms=("A", "B"))
    entry(document, "info_sources")["only_if"] = {"medical_care.importance": ["5", "4"], "family_doctor": ["yes"]}
    last = document["questionnaire"]["sections"][0]["entries"].pop()
    document["questionnaire"]["sections"].append({"id": "later", "entries": [last]})
    document["texts"]["ja"]["sections"]["later"] = "後の区分"
    questionnaire = parse(document)

    kept = json.loads(json.dumps(questionnaire.document, sort_keys=True))

    assert parse(kept) == questionnaire
    assert parse(kept).document == document


def test_the_fingerprint_tells_any_change_of_meaning_and_no_change_of_order_of_keys():
    document = tiny_document()
    turned = {key: dict(reversed(value.items())) for key, value in reversed(document.items())}
    reworded = tiny_document()
    reworded["texts"]["ja"]["items"]["medical_care"] += "。"

    assert fingerprint(turned) == fingerprint(document) == parse(document).fingerprint
    assert fingerprint(reworded) != fingerprint(document)
    # Canonical form by hand: {"a":"髙"} in UTF-8, hashed with sha256sum.
    assert fingerprint({"a": "髙"}) == "f4ec01c0c1c346c7e7a648dafbc65bd3387dae34a1b99fa2bd7d592865652025"


def test_conditions_stand_in_the_order_asked_whatever_the_author_wrote_first():
    document = tiny_document()
    entry(document, "free_text")["only_if"] = {"info_sources": ["website"], "medical_care.importance": ["5", "4"]}

    question = parse(document).by_id["free_text"]

    assert question.only_if == (
        OnlyIf("medical_care.importance", frozenset({"4", "5"})),
        OnlyIf("info_sources", frozenset({"website"})),
    )


def keys(value: object) -> list[tuple[Any, Any]]:
    """Every place of a document where something stands: the table or list that holds it, and its key there."""
    if isinstance(value, dict):
        return [(value, key) for key in value] + [place for one in value.values() for place in keys(one)]
    if isinstance(value, list):
        return [(value, key) for key in range(len(value))] + [place for one in value for place in keys(one)]
    return []


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)


@given(st.data())
def test_whatever_stands_in_a_definition_it_is_read_or_refused_in_sentences(data):
    document = tiny_document(forms=("A", "B"))
    for _ in range(data.draw(st.integers(1, 3))):
        if places := keys(document):
            holder, key = data.draw(st.sampled_from(places))
            holder[key] = data.draw(ANYTHING)

    faults = faults_of(document)

    told = [say_with_place(fault) for fault in faults]
    assert told or parse(document).document == document
