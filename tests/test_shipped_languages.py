"""The model questionnaire in its nine languages: whole, readable, and shown in no real wave before a person read it."""

import re
import shutil
from pathlib import Path

import pytest

from surveyapp.domain.faults import DefinitionFaults
from surveyapp.domain.languages import LANGUAGES
from surveyapp.domain.questionnaire import Questionnaire, label_key
from surveyapp.store.definitions import load
from tests.support.source import CHECKOUT

ROOT = CHECKOUT / "questionnaires"
MODEL = "komagane-2021-model"
KANJI = re.compile("[\u3005\u30f6\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
KANA = re.compile("[\u3041-\u3096\u30a1-\u30f4]")
READING = re.compile(r"\{[^{}]*\}")
WITH_READINGS = ("ja", "ja-easy")


@pytest.fixture(scope="module", params=[MODEL, "demo"])
def questionnaire(request) -> Questionnaire:
    return load(ROOT / request.param)


def authored(questionnaire: Questionnaire, language: str) -> dict[str, str]:
    """The words of a language as they were written, with readings where there are any."""
    texts = questionnaire.texts[language]
    return {**texts.said, **texts.with_readings}


def test_the_model_is_written_in_every_language_without_a_gap(questionnaire):
    missing = {language: list(texts.missing.values()) for language, texts in questionnaire.texts.items()}

    assert missing == {language: [] for language in LANGUAGES}


def test_the_demo_offers_all_nine_languages_and_the_model_only_the_one_that_people_wrote():
    assert load(ROOT / "demo").languages == tuple(LANGUAGES)
    assert load(ROOT / MODEL).languages == ("ja",)


def test_every_translation_says_that_a_machine_made_it(questionnaire):
    reviewed = [language for language, texts in questionnaire.texts.items() if texts.review.is_done]

    assert reviewed == ["ja"]


def test_a_real_wave_with_these_translations_is_refused_for_each_of_them(tmp_path):
    folder = Path(shutil.copytree(ROOT / MODEL, tmp_path / MODEL))
    structure = folder / "questionnaire.toml"
    listed = ", ".join(f'"{language}"' for language in LANGUAGES)
    head, tables = structure.read_text(encoding="utf-8").split("\n[edit_rules]", 1)
    structure.write_text(f"{head}\nlanguages = [{listed}]\n[edit_rules]{tables}", encoding="utf-8")

    with pytest.raises(DefinitionFaults) as refused:
        load(folder)

    assert [(fault.code, fault.where) for fault in refused.value.faults] == [
        ("language_not_reviewed", f"texts.{language}.toml: review") for language in LANGUAGES if language != "ja"
    ]


@pytest.mark.parametrize("language", WITH_READINGS)
def test_every_character_that_a_child_might_not_read_has_its_reading(questionnaire, language):
    unread = {
        key: text for key, text in authored(questionnaire, language).items() if KANJI.search(READING.sub("", text))
    }

    assert unread == {}


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language not in WITH_READINGS])
def test_no_japanese_is_left_in_a_translation(questionnaire, language):
    left = {key: text for key, text in questionnaire.texts[language].said.items() if KANA.search(text)}

    assert left == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_items_and_no_two_answers_of_a_question_say_the_same(questionnaire, language):
    items = [questionnaire.texts[language].say(f"item.{item.id}") for item in questionnaire.items]
    twice = {
        question.id
        for question in questionnaire.questions
        if len({questionnaire.texts[language].say(label_key(question, code)) for code in question.by_code})
        < len(question.by_code)
    }

    assert (len(set(items)), twice) == (56, set())


def test_easy_japanese_is_written_in_short_sentences_with_blanks_and_nothing_said_by_two_negations(questionnaire):
    texts = questionnaire.texts["ja-easy"]
    sentences = [sentence for text in texts.said.values() for sentence in re.split(r"[。（）]", text)]
    items = [texts.say(f"item.{item.id}") for item in questionnaire.items]

    assert max(map(len, sentences)) <= 60
    assert all(" " in item for item in items)
    assert [item for item in items if len(re.findall("ない", item)) > 1] == []
