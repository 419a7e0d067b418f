"""Every tap is kept at once: with a broken line, a slow one, a killed server, two tabs and an input method at work."""

import json
import os
import re
import signal
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Request, Route, expect

from surveyapp.domain.answers import Chosen, ChosenMany, Wrote
from surveyapp.domain.definition import parse
from tests.benchmarks.measuring import children
from tests.support.questionnaires import tiny_document
from tests.support.residents import accepted, draft
from tests.support.screen import follow
from tests.support.waves import OpenWave, an_open_wave

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

STORED = "Object.values(sessionStorage).join()"
TAPS = "**/taps"


@pytest.fixture
def wave(desks) -> OpenWave:
    """A questionnaire of one page, where a long text may be written, and a no opens one more question."""
    document: dict[str, Any] = tiny_document()
    entries = {one.get("question"): one for one in document["questionnaire"]["sections"][0]["entries"]}
    entries["free_text"]["most"] = 10_000
    entries["district"]["only_if"] = {"family_doctor": ["no"]}
    return an_open_wave(desks, parse(document))


def come_in(page: Page, wave: OpenWave) -> str:
    """Open the letter's link and the first page; returns the address of the entry."""
    page.goto(f"/s/{wave.letter.code}")
    entry = page.url.rstrip("/")
    page.goto(f"{entry}/1")
    return entry


def is_saved(page: Page) -> None:
    """Wait until the sign says that everything is kept."""
    expect(page.locator(".keeping__sign")).to_have_attribute("data-state", "saved")
    expect(page.locator(".keeping__sign")).not_to_have_attribute("hidden", "")


def read_out(page: Page) -> Locator:
    """What a screen reader is told about keeping."""
    return page.locator(".keeping [role=status]")


def tap(page: Page, words: str) -> None:
    circle = page.get_by_label(words, exact=True).first
    circle.click()
    expect(circle).to_be_checked()


def touch(page: Page, words: str) -> None:
    """Tap where the page may be left before the circle is seen chosen."""
    page.get_by_label(words, exact=True).first.click()


def watched(page: Page) -> list[Request]:
    """The requests with taps that this page sends from now on."""
    seen: list[Request] = []
    page.on("request", lambda request: seen.append(request) if request.url.endswith("/taps") else None)
    return seen


def test_a_tap_is_kept_without_turning_the_page_and_the_sign_says_so(page, wave, desks):
    come_in(page, wave)
    expect(page.get_by_text("選ぶたびに保存されます")).to_be_visible()
    expect(page.locator(".keeping__sign")).to_be_hidden()

    tap(page, "女性")
    is_saved(page)

    expect(page.locator(".keeping__sign")).to_have_text("保存しました")
    assert draft(desks, wave.letter) == {"sex": Chosen("female")}
    assert page.evaluate(STORED) == ""


def test_waiting_taps_travel_together_one_request_at_a_time_at_most_every_two_seconds(page, wave, desks):
    come_in(page, wave)
    begun: list[Request] = []
    at_once: list[int] = []
    underway: list[Request] = []

    def slowly(route: Route) -> None:
        begun.append(route.request)
        underway.append(route.request)
        at_once.append(len(underway))
        route.continue_()

    page.on("requestfinished", lambda request: underway.remove(request) if request in underway else None)
    page.route(TAPS, slowly)
    for words in ("女性", "男性", "70歳以上", "いる", "市報", "ホームページ", "重要", "満足"):
        tap(page, words)
    is_saved(page)

    assert len(begun) == 2
    first, second = (request.timing["startTime"] for request in begun)
    assert second - first > 1950
    assert at_once == [1, 1]
    assert draft(desks, wave.letter) == {
        "sex": Chosen("male"),
        "age": Chosen("70+"),
        "family_doctor": Chosen("yes"),
        "info_sources": ChosenMany(("newsletter", "website")),
        "medical_care.importance": Chosen("5"),
        "medical_care.satisfaction": Chosen("5"),
    }


def test_taps_without_a_line_outlast_a_reload_and_are_kept_when_the_line_is_back(page, wave, desks):
    entry = come_in(page, wave)
    page.context.set_offline(True)
    tap(page, "女性")
    page.locator("textarea").fill("髙﨑𠮷 😀")
    expect(page.locator(".keeping__sign")).to_have_text("保存待ち")
    expect(read_out(page)).to_have_text(
        "保存待ちです。通信が回復すると、自動で保存します。このまま続けて回答できます。"
    )

    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        page.reload()
    page.context.set_offline(False)
    page.goto(f"{entry}/1")

    expect(page.get_by_label("女性")).to_be_checked()
    expect(page.locator("textarea")).to_have_value("髙﨑𠮷 😀")
    # By this page, whose sign says so, or in the last moment of the one before, after which there is nothing to say.
    page.wait_for_function(f"{STORED} === ''")
    assert draft(desks, wave.letter) == {"sex": Chosen("female"), "free_text": Wrote("髙﨑𠮷 😀")}


def test_a_line_that_comes_back_is_used_by_itself_and_told_once(page, wave, desks):
    come_in(page, wave)
    page.context.set_offline(True)
    tap(page, "女性")
    expect(page.locator(".keeping__sign")).to_have_text("保存待ち")
    tap(page, "70歳以上")

    page.context.set_offline(False)

    is_saved(page)
    expect(read_out(page)).to_have_text("保存しました")
    assert draft(desks, wave.letter) == {"sex": Chosen("female"), "age": Chosen("70+")}


def test_nothing_is_read_out_at_a_tap(page, wave):
    come_in(page, wave)
    page.evaluate(
        """() => { window.spoken = [];
            new MutationObserver(() =>
                spoken.push([...document.querySelectorAll('[role=status]')].map(e => e.textContent).join('')))
                .observe(document.body, {subtree: true, childList: true, characterData: true}); }"""
    )

    for words in ("女性", "男性"):
        tap(page, words)
        is_saved(page)

    assert [said for said in page.evaluate("spoken") if said] == []
    assert page.locator(".keeping__sign").get_attribute("aria-hidden") == "true"


def test_on_a_slow_line_the_last_word_counts_when_the_page_is_turned_at_once(page, wave, desks):
    come_in(page, wave)
    held: list[Route] = []
    order: list[str] = []
    page.route(TAPS, lambda route: held.append(route) if not held else route.continue_())
    page.on("request", lambda request: order.append(request.url[-5:]) if request.method == "POST" else None)
    page.on("requestfinished", lambda request: order.append("kept") if request.url.endswith("/taps") else None)
    with page.expect_request(TAPS):
        tap(page, "女性")
    tap(page, "男性")

    page.locator("button[value=next]").click(no_wait_after=True)
    held[0].continue_()

    expect(page.get_by_role("heading", level=1)).to_have_text("回答の確認")
    expect(page.get_by_text("男性")).to_be_visible()
    assert order[:-1] == ["/taps", "kept", "/taps", "kept"]
    assert order[-1].endswith("/1")
    assert draft(desks, wave.letter) == {"sex": Chosen("male")}


def test_a_tap_is_kept_when_the_page_is_left_in_the_same_moment(page, wave, desks):
    entry = come_in(page, wave)
    tap(page, "いる")
    is_saved(page)

    page.evaluate("document.querySelector('[name=sex][value=female]').click()")
    page.goto(f"{entry}/check")

    expect(page.get_by_text("女性")).to_be_visible()
    assert draft(desks, wave.letter) == {"family_doctor": Chosen("yes"), "sex": Chosen("female")}


def test_a_server_killed_in_the_middle_of_a_tap_loses_nothing(page, wave, desks, server):
    come_in(page, wave)
    workers = children(server.pid)
    for worker in workers:
        os.kill(worker, signal.SIGSTOP)
    with page.expect_request(TAPS):
        tap(page, "女性")
    tap(page, "70歳以上")

    for worker in workers:
        os.kill(worker, signal.SIGKILL)

    is_saved(page)
    assert draft(desks, wave.letter) == {"sex": Chosen("female"), "age": Chosen("70+")}
    follow(page.locator("button[value=next]"))
    follow(page.get_by_role("button", name="この内容で送信する"))
    assert accepted(desks, wave.key)[0].answers == {"sex": "female", "age": "70+"}


def test_ten_thousand_characters_by_an_input_method_are_kept_whole(page, wave, desks):
    come_in(page, wave)
    text = "髙﨑𠮷😀" * 2500
    method = page.context.new_cdp_session(page)
    sent = watched(page)
    page.locator("textarea").focus()

    for part in ("か", "かん", "漢"):
        method.send("Input.imeSetComposition", {"text": part, "selectionStart": len(part), "selectionEnd": len(part)})
    assert sent == []
    method.send("Input.insertText", {"text": "漢字"})
    method.send("Input.insertText", {"text": text[2:]})
    is_saved(page)

    written = "漢字" + text[2:]
    assert len(written) == 10_000
    assert draft(desks, wave.letter) == {"free_text": Wrote(written)}
    page.reload()
    expect(page.locator("textarea")).to_have_value(written)
    assert len(sent) == 1


def test_a_text_that_is_too_long_is_said_not_to_be_kept_and_lies_ready_after_a_reload(page, wave, desks):
    come_in(page, wave)
    tap(page, "女性")
    page.locator("textarea").fill("あ" * 10_001)

    expect(page.locator(".keeping__sign")).to_contain_text("ご記入は10000文字までです（いまは10001文字）")
    expect(read_out(page)).to_contain_text("ご記入は10000文字まで")
    assert draft(desks, wave.letter) == {"sex": Chosen("female")}
    page.reload()
    expect(page.locator("textarea")).to_have_value("あ" * 10_001)
    page.locator("textarea").fill("短く")
    is_saved(page)

    assert draft(desks, wave.letter) == {"sex": Chosen("female"), "free_text": Wrote("短く")}


def test_of_two_tabs_the_last_tap_counts_and_turning_the_other_page_takes_nothing_back(page, wave, desks):
    come_in(page, wave)
    other = page.context.new_page()
    other.goto(page.url)
    tap(page, "男性")
    is_saved(page)
    tap(other, "女性")
    tap(other, "70歳以上")
    is_saved(other)

    tap(page, "いる")
    follow(page.locator("button[value=next]"))

    kept = {"sex": Chosen("female"), "age": Chosen("70+"), "family_doctor": Chosen("yes")}
    assert draft(desks, wave.letter) == kept


def test_a_tap_in_a_tab_left_open_after_sending_leads_to_the_receipt(page, wave, desks):
    come_in(page, wave)
    other = page.context.new_page()
    other.goto(page.url)
    tap(page, "男性")
    follow(page.locator("button[value=next]"))
    page.get_by_role("button", name="この内容で送信する").dblclick(no_wait_after=True)
    expect(page.get_by_text(wave.letter.receipt)).to_be_visible()

    touch(other, "女性")

    expect(other.get_by_text("いまの画面で入力した内容は、回答に含まれていません")).to_be_visible()
    assert other.evaluate(STORED) == ""
    assert [response.answers for response in accepted(desks, wave.key)] == [{"sex": "male"}]


def test_an_answer_that_opens_a_question_shows_it_at_once_and_takes_it_away_again(page, wave, desks):
    come_in(page, wave)
    tap(page, "女性")
    expect(page.get_by_role("group", name="お住まいの区")).to_have_count(0)

    tap(page, "いない")
    expect(page.get_by_role("group", name="お住まいの区")).to_be_visible()
    expect(read_out(page)).to_have_text("回答に応じて、この画面の質問が変わりました。")
    expect(page.get_by_label("いない")).to_be_focused()
    expect(page.get_by_label("女性")).to_be_checked()
    tap(page, "中割区")
    is_saved(page)
    follow(page.locator("button[value=next]"))

    expect(page.get_by_role("heading", level=1)).to_have_text("回答の確認")
    expect(page.get_by_text("中割区")).to_be_visible()
    page.go_back()
    tap(page, "いる")
    expect(page.get_by_role("group", name="お住まいの区")).to_have_count(0)


def test_a_page_with_a_stale_token_goes_on_keeping_and_can_be_turned(page, wave, desks):
    come_in(page, wave)
    page.context.clear_cookies(name="survey_session")

    tap(page, "女性")
    is_saved(page)
    follow(page.locator("button[value=next]"))

    expect(page.get_by_role("heading", level=1)).to_have_text("回答の確認")
    assert draft(desks, wave.letter) == {"sex": Chosen("female")}


def test_what_waits_is_kept_before_the_answers_are_shown_for_sending(page, wave, desks):
    entry = come_in(page, wave)
    page.route(TAPS, lambda route: route.abort())
    tap(page, "女性")
    expect(page.locator(".keeping__sign")).to_have_text("保存待ち")
    page.goto(f"{entry}/check")
    expect(page.get_by_text("女性")).to_have_count(0)
    expect(page.locator(".keeping__sign")).to_have_text("保存待ち")

    page.unroute(TAPS)

    expect(page.get_by_text("女性")).to_be_visible()
    assert draft(desks, wave.letter) == {"sex": Chosen("female")}


def test_who_ends_at_a_shared_device_leaves_nothing_there_and_loses_nothing(page, wave, desks):
    entry = come_in(page, wave)
    page.route(TAPS, lambda route: route.abort())
    tap(page, "女性")
    expect(page.locator(".keeping__sign")).to_have_text("保存待ち")
    page.goto(f"{entry}/later")
    assert json.loads(page.evaluate(STORED)) == {"1": {"sex": {"values": ["female"]}}}
    page.get_by_role("button", name="この端末での回答を終える").click()
    expect(read_out(page)).to_contain_text("保存待ちです")
    expect(page).to_have_url(re.compile("/later$"))

    page.unroute(TAPS)
    follow(page.get_by_role("button", name="この端末での回答を終える"))

    expect(page.get_by_role("heading", level=1)).to_have_text("この端末での回答を終えました")
    assert page.evaluate(STORED) == ""
    assert draft(desks, wave.letter) == {"sex": Chosen("female")}


def test_without_a_line_no_button_and_no_link_leads_to_an_error_page_of_the_browser(page, wave, desks):
    entry = come_in(page, wave)
    tap(page, "女性")
    is_saved(page)
    page.context.set_offline(True)

    page.locator("button[value=next]").click()
    expect(page.locator(".keeping__sign")).to_contain_text("いまは通信できないため")
    expect(read_out(page)).to_contain_text("いまは通信できないため")
    tap(page, "70歳以上")
    page.locator("button[value=next]").click()
    expect(page).to_have_url(f"{entry}/1")
    page.context.set_offline(False)
    is_saved(page)
    follow(page.locator("button[value=next]"))

    expect(page.get_by_role("heading", level=1)).to_have_text("回答の確認")
    page.context.set_offline(True)
    page.get_by_role("link", name="変更").first.click()
    expect(page.locator(".keeping__sign")).to_contain_text("いまは通信できないため")
    page.context.set_offline(False)
    expect(page.locator(".keeping__sign")).to_be_hidden()
    follow(page.get_by_role("link", name="変更").first)
    expect(page.get_by_label("70歳以上")).to_be_checked()


def test_where_only_taps_do_not_get_through_a_second_press_turns_the_page_all_the_same(page, wave, desks):
    come_in(page, wave)
    page.route(TAPS, lambda route: route.abort())
    tap(page, "女性")
    expect(page.locator(".keeping__sign")).to_have_text("保存待ち")

    page.locator("button[value=next]").click()
    expect(page.locator(".keeping__sign")).to_contain_text("いまは通信できないため")
    page.locator("button[value=next]").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("回答の確認")
    assert draft(desks, wave.letter) == {"sex": Chosen("female")}


def test_on_a_line_of_a_train_every_tap_arrives_one_request_at_a_time(page, wave, desks):
    come_in(page, wave)
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    slow = {"offline": False, "latency": 1500, "downloadThroughput": 4000, "uploadThroughput": 2000}
    line.send("Network.emulateNetworkConditions", slow)
    open_now: list[int] = [0]
    most: list[int] = [0]

    def begins(request: Request) -> None:
        if request.url.endswith("/taps"):
            open_now[0] += 1
            most[0] = max(most[0], open_now[0])

    def ends(request: Request) -> None:
        open_now[0] -= request.url.endswith("/taps")

    page.on("request", begins)
    page.on("requestfinished", ends)
    page.on("requestfailed", ends)
    for words in ("女性", "70歳以上", "いる", "市報", "重要", "満足"):
        tap(page, words)
    page.locator("textarea").fill("髙﨑𠮷")
    expect(page.locator(".keeping__sign")).to_have_text("保存待ち")
    follow(page.locator("button[value=next]"))

    assert most == [1]
    assert draft(desks, wave.letter) == {
        "sex": Chosen("female"),
        "age": Chosen("70+"),
        "family_doctor": Chosen("yes"),
        "info_sources": ChosenMany(("newsletter",)),
        "medical_care.importance": Chosen("5"),
        "medical_care.satisfaction": Chosen("5"),
        "free_text": Wrote("髙﨑𠮷"),
    }
