"""Coming back: after a pause, with the back button, in a second tab, by the letter once more, on a second device."""

import time
from collections.abc import Callable

import pytest
from itsdangerous import URLSafeSerializer
from playwright.sync_api import Page, expect

from surveyapp.domain.answers import Chosen, Wrote
from surveyapp.pages import entrance
from tests.browser.test_taps import STORED, TAPS, come_in, is_saved, tap, touch
from tests.support.residents import accepted, draft
from tests.support.screen import follow
from tests.support.waves import OpenWave, an_open_wave

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

LASTS = entrance.LASTS.seconds
NOTED = entrance.NOTED_EVERY.seconds
WARNING = "あと2分ほどで"
TEXT = "一行目\n髙﨑𠮷 😀"


@pytest.fixture
def wave(desks) -> OpenWave:
    return an_open_wave(desks)


@pytest.fixture
def idle(settings) -> Callable[[Page, int], None]:
    """Let an entry have been unused for some seconds: its cookie, signed as the house signs it, says so."""

    def idle_(page: Page, seconds: int) -> None:
        (cookie,) = [one for one in page.context.cookies() if one["name"].startswith("a_")]
        seal = URLSafeSerializer(settings.secret_key, salt=f"entry {cookie['name'].removeprefix('a_')}")
        *entered, _seen = seal.loads(cookie["value"])
        page.context.add_cookies([{**cookie, "value": seal.dumps((*entered, int(time.time()) - seconds))}])

    return idle_


def type_code(page: Page, wave: OpenWave) -> None:
    page.locator("#code").fill(wave.letter.code)
    follow(page.get_by_role("button", name="回答の画面に進む"))


def test_two_minutes_ahead_every_tab_says_so_and_one_button_lets_all_go_on(page, wave, idle):
    page.clock.install()
    entry = come_in(page, wave)
    other = page.context.new_page()  # under the same clock
    other.goto(f"{entry}/check")
    expect(page.get_by_text("ごろまで使えます")).to_be_hidden()
    idle(page, LASTS + NOTED - 115)

    for tab in (page, other):
        expect(tab.get_by_text(WARNING)).to_have_count(0)
    page.clock.fast_forward(LASTS * 1000)
    for tab in (page, other):
        expect(tab.get_by_role("status").filter(has_text=WARNING)).to_be_visible()
    other.get_by_role("button", name="このまま続ける").click()

    for tab in (page, other):
        expect(tab.get_by_text(WARNING)).to_have_count(0)
        expect(tab.get_by_role("button", name="このまま続ける")).to_be_hidden()
    with page.expect_response("**/awake") as asked, other.expect_response("**/awake") as asked_too:
        page.clock.fast_forward(LASTS * 1000)
    assert min(answer.value.json()["left"] for answer in (asked, asked_too)) > 120
    for tab in (page, other):
        expect(tab.get_by_text(WARNING)).to_have_count(0)
    page.reload()
    expect(page.locator("button[value=next]")).to_be_visible()


def test_at_the_end_the_answers_leave_the_screen_and_the_code_brings_them_back_with_what_was_waiting(
    page, wave, desks, idle
):
    page.clock.install()
    entry = come_in(page, wave)
    tap(page, "女性")
    page.clock.run_for(3000)
    is_saved(page)
    page.route(TAPS, lambda route: route.abort())
    page.locator("textarea").fill(TEXT)
    tap(page, "70歳以上")
    page.clock.run_for(3000)
    expect(page.locator(".keeping__sign")).to_have_text("保存待ち")
    idle(page, LASTS + NOTED + 1)

    page.clock.fast_forward(LASTS * 1000)
    expect(page.get_by_role("heading", level=1)).to_have_text("コードをもう一度入力してください")
    assert page.get_by_text("女性").count() == 0
    page.unroute(TAPS)
    type_code(page, wave)

    expect(page).to_have_url(f"{entry}/1")
    expect(page.locator("textarea")).to_have_value(TEXT)
    page.clock.run_for(3000)
    is_saved(page)
    assert draft(desks, wave.letter) == {"sex": Chosen("female"), "age": Chosen("70+"), "free_text": Wrote(TEXT)}
    assert page.evaluate(STORED) == ""


def test_a_tap_after_the_end_waits_at_the_door_and_is_kept_afterwards_in_every_tab(page, wave, desks, idle):
    entry = come_in(page, wave)
    other = page.context.new_page()
    other.goto(page.url)
    idle(page, LASTS + NOTED + 1)

    touch(page, "女性")
    expect(page.get_by_role("heading", level=1)).to_have_text("コードをもう一度入力してください")
    type_code(page, wave)

    expect(page).to_have_url(f"{entry}/1")
    is_saved(page)
    tap(other, "70歳以上")
    is_saved(other)
    assert draft(desks, wave.letter) == {"sex": Chosen("female"), "age": Chosen("70+")}


def test_without_scripts_a_page_turned_after_the_end_comes_back_through_the_door(visitor, wave, desks, idle):
    page = visitor(java_script_enabled=False)
    entry = come_in(page, wave)
    expect(page.get_by_text("ごろまで使えます")).to_be_visible()
    tap(page, "女性")
    page.locator("textarea").fill(TEXT)
    idle(page, LASTS + NOTED + 1)
    follow(page.locator("button[value=next]"))
    expect(page.get_by_role("heading", level=1)).to_have_text("コードをもう一度入力してください")
    expect(page.locator("textarea:visible")).to_have_count(0)

    type_code(page, wave)

    expect(page).to_have_url(f"{entry}/1")
    expect(page.get_by_label("女性")).to_be_checked()
    expect(page.locator("textarea")).to_have_value(TEXT)
    assert draft(desks, wave.letter) == {"sex": Chosen("female"), "free_text": Wrote(TEXT)}


@pytest.mark.parametrize("java_script", [False, True], ids=["without scripts", "with scripts"])
def test_a_second_device_and_the_letter_once_more_show_the_same_answers(visitor, wave, desks, java_script):
    phone, tablet = (visitor(java_script_enabled=java_script) for _ in range(2))
    come_in(phone, wave)
    tap(phone, "女性")
    follow(phone.locator("button[value=next]"))

    come_in(tablet, wave)
    expect(tablet.get_by_label("女性")).to_be_checked()
    tap(tablet, "70歳以上")
    follow(tablet.locator("button[value=next]"))
    come_in(phone, wave)
    expect(phone.get_by_label("70歳以上")).to_be_checked()
    phone.go_back()
    phone.go_back()
    phone.reload()

    expect(phone.get_by_role("heading", level=1)).to_be_visible()
    follow(tablet.get_by_role("button", name="この内容で送信する"))
    phone.goto(f"/s/{wave.letter.code}")
    expect(phone.get_by_text(wave.letter.receipt)).to_be_visible()
    assert [response.answers for response in accepted(desks, wave.key)] == [{"sex": "female", "age": "70+"}]


@pytest.mark.parametrize("java_script", [False, True], ids=["without scripts", "with scripts"])
def test_back_reload_and_a_duplicated_tab_never_show_an_error_or_lose_an_answer(visitor, wave, desks, java_script):
    page = visitor(java_script_enabled=java_script)
    met: list[int] = []
    page.context.on("response", lambda response: met.append(response.status))
    entry = come_in(page, wave)
    tap(page, "女性")
    follow(page.locator("button[value=next]"))
    page.go_back()
    expect(page.get_by_label("女性")).to_be_checked()
    page.reload()
    expect(page.get_by_label("女性")).to_be_checked()
    double = page.context.new_page()
    double.goto(page.url)
    tap(double, "70歳以上")
    follow(double.locator("button[value=next]"))
    tap(page, "男性")
    follow(page.locator("button[value=next]"))
    double.go_back()
    expect(double.get_by_label("男性")).to_be_checked()
    follow(double.locator("button[value=next]"))
    double.reload()
    follow(double.get_by_role("button", name="この内容で送信する"))
    double.go_back()
    double.reload()
    page.reload()
    page.go_back()
    page.goto(f"{entry}/send")

    for tab in (page, double):
        tab.goto(f"{entry}/1")
        expect(tab.get_by_text(wave.letter.receipt)).to_be_visible()
    assert [response.answers for response in accepted(desks, wave.key)] == [{"sex": "male", "age": "70+"}]
    assert [status for status in met if status >= 400] == []


@pytest.mark.parametrize("java_script", [False, True], ids=["without scripts", "with scripts"])
def test_a_letter_in_anothers_hands_shows_nothing_before_the_word(visitor, wave, desks, java_script):
    mine, foreign = (visitor(java_script_enabled=java_script) for _ in range(2))
    entry = come_in(mine, wave)
    tap(mine, "女性")
    follow(mine.locator("button[value=later]"))
    mine.get_by_label("暗証番号（4けたの数字）").fill("４０７１")
    follow(mine.get_by_role("button", name="この暗証番号に決める"))
    expect(mine.get_by_role("heading", level=1)).to_have_text("暗証番号を決めました")

    foreign.goto("/")
    type_code(foreign, wave)
    expect(foreign.get_by_role("heading", level=1)).to_have_text("暗証番号を入力してください")
    assert "女性" not in foreign.content()
    foreign.locator("#word").fill("9052")
    follow(foreign.get_by_role("button", name="続きを開く"))
    expect(foreign.get_by_text("暗証番号が違います").first).to_be_visible()
    foreign.locator("#word").fill("4071")
    follow(foreign.get_by_role("button", name="続きを開く"))
    expect(foreign.get_by_role("link", name="続きから答える").first).to_be_visible()
    mine.goto(f"{entry}/1")
    expect(mine.get_by_label("女性")).to_be_checked()


def test_who_forgot_the_word_begins_anew_and_finds_nothing(visitor, wave, desks):
    mine, again = visitor(), visitor()
    entry = come_in(mine, wave)
    tap(mine, "女性")
    is_saved(mine)
    mine.goto(f"{entry}/word")
    mine.locator("#word").fill("4071")
    follow(mine.get_by_role("button", name="この暗証番号に決める"))
    again.goto(f"/s/{wave.letter.code}")
    again.get_by_text("暗証番号を忘れたとき").click()
    again.get_by_label("これまでの回答が消えることを確認しました").check()

    follow(again.get_by_role("button", name="これまでの回答を消して、はじめから答える"))

    expect(again.get_by_role("link", name="回答を始める").first).to_be_visible()
    assert draft(desks, wave.letter) == {}


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_the_pages_of_coming_back_fit_and_keep_the_rules_of_accessibility(page, wave, desks, idle, axe):
    found: dict[str, object] = {}

    def look(name: str) -> None:
        found[name] = (page.evaluate("document.documentElement.scrollWidth <= innerWidth"), axe(page))

    page.clock.install()
    entry = come_in(page, wave)
    idle(page, LASTS + NOTED - 60)
    page.clock.fast_forward(LASTS * 1000)
    expect(page.get_by_text(WARNING)).to_be_visible()
    look("about to end")
    idle(page, LASTS + NOTED + 5)
    touch(page, "女性")
    page.clock.run_for(3000)
    expect(page.get_by_role("heading", level=1)).to_have_text("コードをもう一度入力してください")
    look("ended")
    type_code(page, wave)
    page.goto(f"{entry}/word")
    look("word")
    page.locator("#word").fill("1")
    follow(page.get_by_role("button", name="この暗証番号に決める"))
    look("word with a fault")
    page.locator("#word").fill("4071")
    follow(page.get_by_role("button", name="この暗証番号に決める"))
    look("word chosen")
    page.goto(f"{entry}/word")
    look("word changed")
    page.goto(f"/s/{wave.letter.code}")
    look("asked")
    page.get_by_text("暗証番号を忘れたとき").click()
    page.locator("#word").fill("9052")
    follow(page.get_by_role("button", name="続きを開く"))
    look("wrong")

    assert len(found) == 8
    assert {name: seen for name, seen in found.items() if seen != (True, [])} == {}
