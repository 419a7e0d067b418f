"""A resident comes back: after too long a pause, on another device, by their own word; as a browser without scripts does."""

import datetime
import html
import re
from collections.abc import Callable

import pytest

from surveyapp.domain.answers import Chosen, Wrote
from surveyapp.operations.answering import word
from surveyapp.pages import entrance
from tests.pages.test_resident import Reader, enter
from tests.support.residents import accepted, answer_and_send, draft
from tests.support.waves import OpenWave, an_open_wave, close

ANSWERS = {"medical_care.importance": "5", "medical_care.satisfaction": "2", "sex": "female"}
KEPT = {name: Chosen(code) for name, code in ANSWERS.items()}
TEXT = "一行目\n  髙﨑𠮷 😀 <b>&amp;\n\n三行目"


@pytest.fixture
def wave(desks) -> OpenWave:
    return an_open_wave(desks)


@pytest.fixture
def resident(client) -> Reader:
    return Reader(client)


@pytest.fixture
def stranger(app) -> Reader:
    """Another device."""
    return Reader(app.test_client())


@pytest.fixture
def pass_time(app) -> Callable[[int], None]:
    """Let some minutes go by on the clock of the house."""
    desks = app.extensions["surveyapp"].desks

    def pass_(minutes: int) -> None:
        before = desks.clock
        desks.clock = lambda: before() + datetime.timedelta(minutes=minutes)

    return pass_


def choose_word(resident: Reader, entry: str, typed: str = "4071") -> Reader:
    return resident.go(f"{entry}/word").submit(word=typed)


def brought_along(resident: Reader) -> dict[str, str]:
    """The hidden text areas of a page in between."""
    found = re.findall(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', resident.text, re.S)
    return {name: html.unescape(value) for name, value in found}


def test_a_page_says_until_when_it_can_be_used(app, resident, wave):
    app.extensions["surveyapp"].desks.clock = lambda: datetime.datetime(2026, 7, 1, 5, 5, tzinfo=datetime.UTC)
    entry = enter(resident, wave).entry

    said = [resident.go(f"{entry}/{place}").text for place in ("", "1", "check", "later", "word")]

    assert ["この画面は14:35ごろまで使えます" in text for text in said] == [True] * 5
    app.extensions["surveyapp"].desks.clock = lambda: datetime.datetime(2026, 7, 1, 5, 6, tzinfo=datetime.UTC)
    assert "この画面は14:36ごろまで使えます" in resident.go(f"{entry}/1").text


def test_an_entry_lasts_as_long_as_somebody_is_at_it(resident, wave, pass_time):
    entry = enter(resident, wave).entry

    for _ in range(5):
        pass_time(29)
        assert resident.go(f"{entry}/1").status == 200
    pass_time(entrance.LASTS.seconds // 60 + 1)

    for place in ("", "1", "check", "later", "word", "receipt"):
        assert resident.go(f"{entry}/{place}").status == 403
        assert resident.heading == "コードをもう一度入力してください"


def test_a_page_turned_after_the_end_leads_to_the_door_and_back_to_the_same_page_with_all_that_was_answered(
    resident, wave, desks, pass_time
):
    entry = enter(resident, wave).entry
    page = resident.go(f"{entry}/1")
    pass_time(45)

    page.submit(**ANSWERS, free_text=TEXT.replace("\n", "\r\n"), info_sources=["website", "friends"], go="next")
    assert (resident.status, resident.heading) == (403, "コードをもう一度入力してください")
    assert draft(desks, wave.letter) == {}
    brought = resident.filled() | brought_along(resident)
    fields = {**brought, "at.info_sources": ["website", "friends"]}
    resident.post(resident.action(), **(fields | {"code": "ABCD"}))
    assert resident.status == 400
    resident.post(resident.action(), **(fields | {"code": wave.letter.code}))

    assert (resident.status, resident.path) == (200, f"{entry}/1")
    kept = draft(desks, wave.letter)
    assert kept.pop("free_text") == Wrote(TEXT)
    assert kept.pop("info_sources").codes == ("website", "friends")
    assert kept == KEPT


def test_what_is_wrong_on_a_page_brought_through_the_door_is_shown_as_when_it_is_turned(
    resident, wave, desks, pass_time
):
    entry = enter(resident, wave).entry
    page = resident.go(f"{entry}/1")
    pass_time(45)
    page.submit(**ANSWERS, free_text="あ" * 2001, go="next")

    resident.post(resident.action(), **(resident.filled() | brought_along(resident) | {"code": wave.letter.code}))

    assert resident.status == 400
    assert "ご記入は2000文字までです（いまは2001文字）" in resident.text
    assert resident.filled()["free_text"] == "あ" * 2001
    assert draft(desks, wave.letter) == KEPT
    assert resident.go(f"{entry}/1").status == 200


def test_with_another_letter_at_the_door_nothing_gets_into_its_answers(resident, wave, desks, pass_time):
    page = resident.go(f"{enter(resident, wave).entry}/1")
    entry = page.entry
    pass_time(45)
    page.submit(**ANSWERS, go="next")

    other = wave.letters[1]
    resident.post(resident.action(), **(resident.filled() | brought_along(resident) | {"code": other.code}))

    assert resident.heading == "小さな調査"
    assert resident.entry != entry
    assert (draft(desks, wave.letter), draft(desks, other)) == ({}, {})


def test_after_ending_at_a_shared_device_a_page_left_open_there_brings_nothing_in(resident, wave, desks):
    entry = enter(resident, wave).entry
    open_elsewhere = resident.go(f"{entry}/1").filled()
    resident.go(f"{entry}/later").submit(f"{entry}/leave")
    resident.post(f"{entry}/1", **open_elsewhere, **ANSWERS)

    resident.post(resident.action(), **(resident.filled() | brought_along(resident) | {"code": wave.letter.code}))

    assert resident.heading == "小さな調査"
    assert draft(desks, wave.letter) == {}


def test_a_page_brought_through_the_door_after_all_was_sent_is_said_not_to_be_in(resident, wave, desks, pass_time):
    entry = enter(resident, wave).entry
    page = resident.go(f"{entry}/1")
    pass_time(45)
    page.submit(sex="male", go="next")
    answer_and_send(desks, wave.letter)

    resident.post(resident.action(), **(resident.filled() | brought_along(resident) | {"code": wave.letter.code}))

    assert resident.path == f"{entry}/receipt"
    assert "いまの画面で入力した内容は、回答に含まれていません" in resident.text


def test_a_page_brought_through_the_door_after_the_survey_closed_is_told_so(resident, wave, desks, pass_time):
    page = resident.go(f"{enter(resident, wave).entry}/1")
    pass_time(45)
    page.submit(sex="male", go="next")
    close(desks, wave)

    resident.post(resident.action(), **(resident.filled() | brought_along(resident) | {"code": wave.letter.code}))

    assert (resident.status, resident.heading) == (409, "ただいま受け付けていません")


def test_a_stale_token_at_the_door_loses_nothing_that_is_carried_along(resident, wave, desks, pass_time):
    page = resident.go(f"{enter(resident, wave).entry}/1")
    pass_time(45)
    page.submit(**ANSWERS, go="next")
    fields = resident.filled() | brought_along(resident)
    resident.post(resident.action(), **(fields | {"code": wave.letter.code, "csrf_token": "stale"}))
    assert (resident.status, "もう一度ボタンを押してください" in resident.text) == (400, True)

    resident.post(resident.action(), **(resident.filled() | brought_along(resident) | {"code": wave.letter.code}))

    assert draft(desks, wave.letter) == KEPT


def test_the_letter_opened_again_asks_for_the_word_and_shows_nothing_before(resident, stranger, wave, desks):
    entry = enter(resident, wave).entry
    resident.go(f"{entry}/1").submit(**ANSWERS, free_text="ひみつの意見", go="later")
    choose_word(resident, entry)
    assert resident.heading == "暗証番号を決めました"
    assert resident.go(f"{entry}/1").filled()["free_text"] == "ひみつの意見"

    foreign = enter(stranger, wave).entry
    seen = {
        place: stranger.go(f"{foreign}/{place}") and (stranger.status, stranger.heading, "ひみつ" in stranger.text)
        for place in ("", "1", "check", "later", "word", "receipt")
    }
    assert seen == dict.fromkeys(seen, (403, "暗証番号を入力してください", False))
    stranger.go(f"{foreign}/check").submit(word="９０５２")
    assert (stranger.status, "暗証番号が違います" in stranger.text) == (400, True)
    stranger.submit(word="４０７１")

    assert (stranger.status, stranger.path, stranger.heading) == (200, f"{foreign}/check", "回答の確認")
    assert "ひみつの意見" in stranger.text


@pytest.mark.parametrize("place", ["", "later"])
def test_the_start_page_and_the_page_for_later_offer_a_word(resident, wave, place):
    entry = enter(resident, wave).entry
    page = resident.go(f"{entry}/{place}").text

    action = re.search(r'action="([^"]+/word)"', page).group(1)
    resident.post(action, csrf_token=resident.filled()["csrf_token"], word="4071", go="choose")

    assert resident.heading == "暗証番号を決めました"


@pytest.mark.parametrize(
    ("typed", "said"), [("12", "4けたの数字で入力"), ("abcd", "4けたの数字で入力"), ("1234", "当てられやすい")]
)
def test_a_word_that_cannot_be_is_told_and_none_is_kept(resident, stranger, wave, typed, said):
    entry = enter(resident, wave).entry

    choose_word(resident, entry, typed)

    assert (resident.status, said in resident.text) == (400, True)
    assert "<title>エラー：" in resident.text
    assert enter(stranger, wave).status == 200


def test_a_word_can_be_changed_and_dropped(resident, stranger, wave):
    entry = enter(resident, wave).entry
    choose_word(resident, entry)
    choose_word(resident, entry, "5139")
    enter(stranger, wave)
    assert stranger.submit(word="4071").status == 400
    assert stranger.submit(word="5139").status == 200

    resident.go(f"{stranger.entry}/word")
    stranger.go(f"{stranger.entry}/word").submit(word="", go="drop")

    assert stranger.heading == "暗証番号をやめました"
    assert enter(Reader(stranger.client), wave).heading == "小さな調査"


def test_an_answer_given_while_a_word_was_chosen_elsewhere_is_carried_through_the_word(resident, stranger, wave, desks):
    page = stranger.go(f"{enter(stranger, wave).entry}/1")
    choose_word(resident, enter(resident, wave).entry)
    page.submit(**ANSWERS, free_text=TEXT, go="next")
    assert (stranger.status, stranger.heading) == (403, "暗証番号を入力してください")
    assert draft(desks, wave.letter) == {}

    stranger.post(stranger.action(), **(stranger.filled() | brought_along(stranger) | {"word": "9052"}))
    stranger.post(stranger.action(), **(stranger.filled() | brought_along(stranger) | {"word": "4071"}))

    assert stranger.path.endswith("/1")
    assert draft(desks, wave.letter) == KEPT | {"free_text": Wrote(TEXT)}


def test_after_too_long_a_pause_code_and_word_lead_back_with_all_that_was_answered(resident, wave, desks, pass_time):
    entry = enter(resident, wave).entry
    choose_word(resident, entry)
    page = resident.go(f"{entry}/1")
    pass_time(45)
    page.submit(**ANSWERS, free_text=TEXT, go="next")

    resident.post(resident.action(), **(resident.filled() | brought_along(resident) | {"code": wave.letter.code}))
    assert resident.heading == "暗証番号を入力してください"
    assert draft(desks, wave.letter) == {}
    resident.post(resident.action(), **(resident.filled() | brought_along(resident) | {"word": "4071"}))

    assert resident.path == f"{entry}/1"
    assert draft(desks, wave.letter) == KEPT | {"free_text": Wrote(TEXT)}


def test_after_five_wrong_words_one_is_told_to_wait_and_what_else_can_be_done(resident, stranger, wave):
    choose_word(resident, enter(resident, wave).entry)
    enter(stranger, wave)

    seen = [stranger.submit(word="9052").status for _ in range(word.TRIES + 1)]

    assert seen == [400] * word.TRIES + [429]
    assert "15分ほどたってから" in stranger.text
    assert '<details class="card" open>' not in stranger.text
    assert "はじめから答え直すことができます" in stranger.text


def test_who_forgot_the_word_begins_anew_only_after_saying_so(resident, stranger, wave, desks):
    entry = enter(resident, wave).entry
    resident.go(f"{entry}/1").submit(**ANSWERS, go="later")
    choose_word(resident, entry)
    foreign = enter(stranger, wave).entry
    token = stranger.filled()["csrf_token"]
    stranger.post(f"{foreign}/anew", csrf_token=token)
    assert (stranger.status, "印を付けてください" in stranger.text) == (400, True)
    assert draft(desks, wave.letter) == KEPT

    stranger.post(f"{foreign}/anew", csrf_token=token, sure="yes")

    assert (stranger.status, stranger.heading) == (200, "小さな調査")
    assert "これまでの回答が保存されています" not in stranger.text
    assert draft(desks, wave.letter) == {}
    assert resident.go(f"{entry}/1").status == 404
    stranger.go(f"{foreign}/1").submit(sex="male", go="next").submit()
    assert accepted(desks, wave.key)[0].answers == {"sex": "male"}


@pytest.mark.parametrize("address", ["open", "anew", "again"])
def test_an_address_that_takes_forms_leads_on_when_it_is_opened(resident, wave, address):
    entry = enter(resident, wave).entry

    assert resident.go(f"{entry}/{address}").path == f"{entry}/"


def test_how_long_an_entry_lasts_can_be_asked_without_making_it_last_longer(client, resident, wave, pass_time):
    entry = enter(resident, wave).entry
    pass_time(20)

    asked = [client.get(f"{entry}/awake").json["left"] for _ in range(2)]
    pass_time(10)
    assert client.get(f"{entry}/awake").json["left"] <= 60
    went_on = client.get(f"{entry}/awake?on=1").json["left"]

    assert 650 < asked[1] <= asked[0] <= 660
    assert went_on == 1800
    assert client.get(f"{entry}/awake").json["left"] > 1850
    pass_time(40)
    assert client.get(f"{entry}/awake").status_code == 403


def test_a_tap_after_the_end_or_before_the_word_waits_and_says_where_to_go(client, resident, stranger, wave, pass_time):
    entry = enter(resident, wave).entry
    fields = {"csrf_token": resident.go(f"{entry}/1").filled()["csrf_token"], "touched": "sex", "sex": "male"}
    choose_word(stranger, enter(stranger, wave).entry)
    before_word = client.post(f"{entry}/1/taps", data=fields)
    pass_time(45)

    after_end = client.post(f"{entry}/1/taps", data=fields)

    assert (before_word.status_code, before_word.json) == (403, {"locked": f"{entry}/1"})
    assert (after_end.status_code, after_end.json) == (403, {"locked": f"{entry}/1"})


def test_no_word_is_logged(resident, stranger, wave, caplog):
    caplog.set_level("DEBUG")
    choose_word(resident, enter(resident, wave).entry)
    enter(stranger, wave).submit(word="9052")
    stranger.submit(word="4071")

    assert stranger.status == 200
    for secret in ("4071", "9052", "argon2"):
        assert secret not in caplog.text
