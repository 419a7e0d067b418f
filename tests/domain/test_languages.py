"""Which languages a wave offers: only those that have words, and in a real wave only those that a person has read."""

from typing import Any

import pytest

from surveyapp.domain.definition import parse
from surveyapp.domain.languages import LANGUAGES, language_of
from surveyapp.domain.questionnaire import Review
from tests.support.questionnaires import faults_of, tiny_document

READ = {"review": "reviewed", "reviewed_by": "国際交流員", "reviewed_on": "2026-04-30"}


def document(synthetic: bool = False, languages: list[str] | None = None, **texts: dict[str, Any]) -> dict[str, Any]:
    """The tiny questionnaire with further texts, offered as listed."""
    made = tiny_document(synthetic=synthetic)
    made["texts"] |= {name.replace("_", "-"): said for name, said in texts.items()}
    if languages is not None:
        made["questionnaire"]["languages"] = languages
    return made


def told(made: dict[str, Any]) -> list[tuple[str, str]]:
    return [(fault.code, fault.where) for fault in faults_of(made)]


def test_a_wave_that_says_nothing_offers_japanese_alone():
    assert parse(document(en={"title": "A small survey"})).languages == ("ja",)


def test_a_wave_offers_what_it_lists_in_that_order():
    made = document(languages=["ja", "pt", "en"], en=READ, pt=READ)

    assert parse(made).languages == ("ja", "pt", "en")


@pytest.mark.parametrize(
    ("languages", "code"),
    [
        (["en"], "languages_without_japanese"),
        (["ja", "vi"], "language_without_texts"),
        (["ja", "xx"], "language_unknown"),
        (["ja", "en", "en"], "listed_twice"),
    ],
)
def test_a_language_that_cannot_be_offered_is_named(languages, code):
    assert told(document(languages=languages, en=READ)) == [(code, "questionnaire.toml: languages")]


@pytest.mark.parametrize("said", [{}, {"review": "machine"}])
def test_a_machines_translation_is_refused_in_a_real_wave_and_opens_with_made_up_data(said):
    made = document(languages=["ja", "pt"], pt=said)
    shown = document(languages=["ja", "pt"], pt=said, synthetic=True)

    assert told(made) == [("language_not_reviewed", "texts.pt.toml: review")]
    assert parse(shown).languages == ("ja", "pt")


def test_a_machines_translation_that_is_not_offered_may_lie_in_the_folder():
    assert parse(document(pt={"review": "machine"})).texts["pt"].review == Review()


@pytest.mark.parametrize(
    ("change", "code", "where"),
    [
        ({"review": "good"}, "word_not_allowed", "review"),
        ({"reviewed_by": ""}, "text_blank", "reviewed_by"),
        ({"reviewed_on": "4月30日"}, "review_not_dated", "reviewed_on"),
    ],
)
def test_a_review_says_who_and_when(change, code, where):
    made = document(en=READ | change)

    assert (code, f"texts.en.toml: {where}") in told(made)


def test_what_a_translation_leaves_out_is_said_in_japanese_and_listed_with_its_place():
    texts = parse(document(en={"title": "A small survey", "items": {"medical_care": "Medical care"}})).texts["en"]

    assert texts.say("item.medical_care") == "Medical care"
    assert texts.say("item.health_promotion") == "健康づくりに対する取組が充実している"
    assert texts.missing["item.health_promotion"] == "items.health_promotion"
    assert texts.missing["option.age.70+"] == "options.age.70+"
    assert not {"title", "item.medical_care"} & texts.missing.keys()


def test_readings_stand_beside_the_plain_wording_and_never_in_it():
    made = document()
    made["texts"]["ja"]["items"]["medical_care"] = "{病院|びょういん}などの地域医療体制が整っている"

    texts = parse(made).words()

    assert texts.say("item.medical_care") == "病院などの地域医療体制が整っている"
    assert texts.with_readings == {"item.medical_care": "{病院|びょういん}などの地域医療体制が整っている"}


def test_a_reading_written_wrongly_is_named_with_its_place():
    made = document()
    made["texts"]["ja"]["items"]["medical_care"] = "{病院びょういん}などの地域医療体制が整っている"

    assert told(made) == [("reading_malformed", "texts.ja.toml: items.medical_care")]


def test_nine_languages_call_themselves_by_their_own_names():
    assert [language.name for language in LANGUAGES.values()] == [
        "日本語",
        "やさしい にほんご",
        "English",
        "Português",
        "简体中文",
        "Tiếng Việt",
        "Tagalog",
        "Bahasa Indonesia",
        "한국어",
    ]
    assert language_of("xx") == LANGUAGES["ja"]
