"""How was it? What a resident says of the service after sending, and what becomes of a form that cannot be taken."""

import html
import re

import pytest

from surveyapp.operations import feedback
from surveyapp.store.desk import Desks
from tests.pages.test_resident import Reader
from tests.support.residents import answer_and_send
from tests.support.tongues import tiny_in_languages
from tests.support.waves import OpenWave, an_open_wave

TOO_LONG = "駅前の歩道に段差が多い。" * 100


@pytest.fixture
def wave(desks) -> OpenWave:
    return an_open_wave(desks, tiny_in_languages("en"))


@pytest.fixture
def resident(client, desks, wave) -> Reader:
    """Somebody who has sent and reads the receipt."""
    reader = Reader(client)
    entry = reader.go(f"/s/{wave.letter.code}").entry
    answer_and_send(desks, wave.letter)
    return reader.go(f"{entry}/receipt")


def heard(desks: Desks, wave: OpenWave) -> list[str]:
    with desks.desk() as desk:
        return [remark.text for remark in feedback.heard(desk, wave.key).remarks]


def test_a_remark_is_thanked_for_and_heard(resident, wave, desks):
    resident.submit(f"{resident.entry}/feedback", rating="4", remark="字が大きくて助かりました。")

    assert "ご感想をありがとうございました" in resident.text
    assert heard(desks, wave) == ["字が大きくて助かりました。"]


@pytest.mark.parametrize(("said", "of_it"), [("ja", "文字"), ("en", "characters")])
def test_a_remark_too_long_is_shown_again_whole_with_what_to_do_in_the_readers_language(resident, said, of_it):
    resident.go(f"{resident.path}?language={said}")

    resident.submit(f"{resident.entry}/feedback", rating="4", remark=TOO_LONG)

    assert resident.status == 400
    assert of_it in html.unescape(re.search(r'id="remark-error">(.*?)</p>', resident.text).group(1))
    assert resident.filled()["remark"] == TOO_LONG
    assert f'<html lang="{said}">' in resident.text


def test_a_form_left_open_too_long_is_shown_again_with_what_was_written(resident):
    resident.submit(f"{resident.entry}/feedback", remark="字が大きい", csrf_token="stale")

    assert resident.status == 400
    assert resident.filled()["remark"] == "字が大きい"


def test_who_has_left_the_device_is_asked_for_the_code(resident, app):
    resident.client = app.test_client()

    resident.submit(f"{resident.entry}/feedback", remark="字が大きい")

    assert resident.status == 403
    assert "コードをもう一度入力してください" in resident.text
