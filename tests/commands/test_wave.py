"""`surveyapp wave`: what is checked, opened and put right in the languages of a wave, as a person calls it."""

from pathlib import Path

import pytest

from surveyapp.settings import Settings
from surveyapp.store.definitions import load
from surveyapp.store.desk import Desks
from tests.support.console import Called, surveyapp
from tests.support.questionnaires import tiny_document, write_folder
from tests.support.residents import accepted, answer_and_send
from tests.support.tongues import ENGLISH
from tests.support.waves import an_open_wave

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

READ = {"review": "reviewed", "reviewed_by": "国際交流員", "reviewed_on": "2026-04-30"}


def write(
    settings: Settings, synthetic: bool = False, languages: tuple[str, ...] = ("ja", "en"), **texts: dict
) -> Path:
    document = tiny_document(synthetic=synthetic)
    document["questionnaire"]["languages"] = list(languages)
    document["texts"] |= texts
    folder: Path = settings.questionnaires / "tiny"
    write_folder(folder, document)
    return folder


def wave(settings: Settings, *arguments: str) -> Called:
    return surveyapp(settings, "wave", *arguments)


def test_the_check_says_of_each_language_who_read_it_and_lists_what_stays_japanese(settings):
    write(settings, en=ENGLISH | READ, pt={"title": "Uma pequena pesquisa"}, tlh={})

    lines = wave(settings, "check", "tiny").said.splitlines()

    told = [line for line in lines if not line.startswith("　　")]
    assert told[0].startswith("tiny: 誤りはありません。")
    assert [line.rsplit("、", 1)[0] for line in told[1:]] == [
        "　English（en）: 国際交流員が2026-04-30に確認、回答者に提供する",
        "　Português（pt）: 機械翻訳、回答者に提供しない",
        "　tlh（tlh）: 機械翻訳、回答者に提供しない",
    ]
    listed = {line.strip() for line in lines if line.startswith("　　")}
    assert {"texts.en.toml: items.health_promotion", "texts.en.toml: options.age.70+"} <= listed
    assert {"texts.pt.toml: scales.importance.5", "texts.tlh.toml: title"} <= listed
    assert not {"texts.en.toml: title", "texts.en.toml: items.medical_care", "texts.pt.toml: title"} & listed
    for line, tag in zip(told[1:], ("en", "pt", "tlh"), strict=True):
        assert line.endswith(f"{sum(place.startswith(f'texts.{tag}.') for place in listed)} 件")


def test_a_real_wave_does_not_open_with_a_machines_translation_and_the_demo_does(settings):
    write(settings, en=ENGLISH)
    real = wave(settings, "open", "tiny"), wave(settings, "list").said
    write(settings, synthetic=True, en=ENGLISH)
    shown = wave(settings, "open", "tiny")

    assert (real[0].code, real[0].said) == (2, "")
    assert real[0].complained.startswith("texts.en.toml: review")
    assert "English" in real[0].complained
    assert "tiny\t未登録" in real[1]
    assert (shown.code, shown.complained) == (0, "")


def test_a_slip_in_an_open_wave_is_put_right_under_a_number_and_a_reason(settings, desks: Desks):
    letters = an_open_wave(desks, load(write(settings, en=ENGLISH | READ))).letters
    answer_and_send(desks, letters[0])
    write(settings, en=ENGLISH | READ | {"title": "A short survey"})

    without_reason = wave(settings, "revise", "tiny", "--reason", " ")
    revised = wave(settings, "revise", "tiny", "--reason", "題の訳を直した")

    answer_and_send(desks, letters[1])
    assert (without_reason.code, "--reason" in without_reason.complained) == (2, True)
    assert (revised.code, "第1版" in revised.said) == (0, True)
    assert sorted(response.text_revision for response in accepted(desks, "tiny")) == [0, 1]
