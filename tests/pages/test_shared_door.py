"""The pages of a survey that anybody may answer: what they say, and that a letter is never spoken of."""

import re

import pytest

from surveyapp.operations.answering import shared_door
from tests.pages.test_resident import Reader
from tests.support.residents import accepted
from tests.support.waves import OpenWave, a_shared_wave, an_open_wave, close


@pytest.fixture
def wave(desks) -> OpenWave:
    return a_shared_wave(desks)


@pytest.fixture
def passer_by(client) -> Reader:
    return Reader(client)


def code_on(reader: Reader) -> str:
    (code,) = re.findall(r'<span class="return-code">([A-Z0-9-]{14})</span>', reader.text)
    return code


def test_the_shared_address_says_what_the_results_are_not_used_for(passer_by, wave):
    page = passer_by.go(f"/o/{wave.key}")

    assert "無作為に選んだ方の回答ではありません" in page.text
    assert "総合計画の指標には使いません" in page.text


def test_whoever_comes_answers_checks_and_sends_without_a_letter(passer_by, wave, desks):
    passer_by.go(f"/o/{wave.key}").submit()
    start = passer_by.text
    entry = passer_by.entry
    passer_by.go(f"{entry}/1").submit(sex="female", go="next")
    check = passer_by.text

    passer_by.submit()

    assert "受け付けました" in passer_by.text
    for page in (start, check, passer_by.text):
        assert not re.search("手紙|同封|封筒|宛名|返送", re.sub(r"<[^>]*>", "", page))
    assert [response.answers for response in accepted(desks, wave.key)] == [{"sex": "female"}]


def test_the_code_of_the_first_page_opens_the_same_answers_on_another_device(app, passer_by, wave):
    passer_by.go(f"/o/{wave.key}").submit()
    code = code_on(passer_by)
    passer_by.go(f"{passer_by.entry}/1").submit(sex="female", go="later")
    assert code in passer_by.text

    other = Reader(app.test_client())
    other.go("/").submit(code=code)

    assert "続きから答える" in other.text


def test_the_shared_address_finds_what_was_begun_in_the_same_browser_until_it_is_left(passer_by, wave):
    passer_by.go(f"/o/{wave.key}").submit()
    entry = passer_by.entry

    assert f'href="{entry}/"' in passer_by.go(f"/o/{wave.key}").text
    passer_by.go(f"{entry}/later").submit()

    assert f'href="{entry}/"' not in passer_by.go(f"/o/{wave.key}").text


@pytest.mark.parametrize("label", ["", "../../staff", "x" * 13, "a b c d e f "])
def test_a_label_that_we_did_not_make_leads_nowhere(client, wave, label):
    client.set_cookie("begun", label, path=f"/o/{wave.key}")

    assert "この端末では" not in client.get(f"/o/{wave.key}").text


def test_who_came_without_cookies_is_told_so_and_may_press_again(client, wave):
    answer = client.post(f"/o/{wave.key}")

    assert answer.status_code == 400
    assert "もう一度ボタンを押してください" in answer.text
    assert "回答を始める" in answer.text


def test_a_crowd_from_one_address_is_asked_to_come_later(passer_by, wave, monkeypatch):
    monkeypatch.setattr(shared_door, "STARTS", 1)
    passer_by.go(f"/o/{wave.key}").submit()

    passer_by.go(f"/o/{wave.key}").submit()

    assert passer_by.status == 429
    assert "60分ほどたってから" in passer_by.text


@pytest.mark.parametrize("path", ["/o/nothing", "/o/tiny"])
def test_there_is_no_shared_address_where_no_survey_is_open_to_all(passer_by, desks, path):
    an_open_wave(desks)

    page = passer_by.go(path)

    assert page.status == 404
    assert "お探しのページが見つかりません" in page.text


def test_after_the_end_the_shared_address_says_so(passer_by, desks, wave):
    close(desks, wave)

    page = passer_by.go(f"/o/{wave.key}")

    assert page.status == 409
    assert "ただいま受け付けていません" in page.text


def test_the_door_for_codes_leads_who_has_no_letter_to_the_shared_address(passer_by, desks, wave):
    an_open_wave(desks)

    assert f'href="/o/{wave.key}"' in passer_by.go("/").text
