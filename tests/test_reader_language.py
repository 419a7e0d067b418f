"""Whoever calls a command is answered in the language of the place: Japanese, or English where the locale asks for it."""

import pytest

from surveyapp.domain.faults import Fault
from surveyapp.wording import say
from surveyapp.wording.console import reader_language, spoken

REFUSAL = Fault("no_such_wave", wave="nowhere")


@pytest.fixture(autouse=True)
def no_locale(monkeypatch):
    """A place whose locale is not set at all."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


def test_where_no_locale_is_set_the_reader_is_japanese():
    assert reader_language() == "ja"


@pytest.mark.parametrize("locale", ["C", "C.UTF-8", "POSIX", "ja_JP.UTF-8", "ja_JP.SJIS", "ja", ""])
def test_a_japanese_or_a_bare_locale_is_answered_in_japanese(monkeypatch, locale: str):
    monkeypatch.setenv("LANG", locale)

    assert say(REFUSAL, reader_language()).startswith("調査「nowhere」は登録されていません。")


@pytest.mark.parametrize("locale", ["en_US.UTF-8", "en_GB", "en", "de_DE.UTF-8", "cs_CZ.UTF-8"])
def test_any_other_locale_is_answered_in_english(monkeypatch, locale: str):
    monkeypatch.setenv("LANG", locale)

    assert say(REFUSAL, reader_language()).startswith("The survey “nowhere” is not registered.")


def test_the_locale_for_everything_goes_before_the_one_for_messages_and_that_before_the_general_one(monkeypatch):
    monkeypatch.setenv("LANG", "ja_JP.UTF-8")
    monkeypatch.setenv("LC_MESSAGES", "en_US.UTF-8")
    assert reader_language() == "en"

    monkeypatch.setenv("LC_ALL", "C")
    assert reader_language() == "ja"


@pytest.mark.parametrize(
    ("locale", "said"), [("en_US.UTF-8", "Jobs done: 0."), ("ja_JP.UTF-8", "0 件の仕事をしました。")]
)
def test_what_a_command_did_is_told_in_the_readers_language_too(monkeypatch, locale: str, said: str):
    monkeypatch.setenv("LANG", locale)

    assert spoken("{n} 件の仕事をしました。", n=0) == said
