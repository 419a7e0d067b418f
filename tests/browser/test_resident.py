"""A resident before a real screen: on a small phone first, without scripts, with the keyboard alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from surveyapp.store.definitions import load
from tests.support.questionnaires import tiny
from tests.support.residents import accepted
from tests.support.screen import follow
from tests.support.source import CHECKOUT
from tests.support.waves import OpenWave, an_open_wave

# What the pages look like does not hang on the database behind them; that it works on both is tried without a browser.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def wave(desks) -> OpenWave:
    return an_open_wave(desks, tiny(synthetic=True))


def fits(page: Page) -> bool:
    """Whether nothing has to be moved sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def small_targets(page: Page) -> list[str]:
    """What is meant to be touched and is less than 44 px high or wide; a link within a sentence is left out."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('.option, button, a.button, textarea, input[type=text], .readback__change a')]
            .filter(e => { const b = e.getBoundingClientRect(); return b.width < 44 || b.height < 44 })
            .map(e => e.outerHTML.slice(0, 80))"""
    )
    return found


def answer_everything(page: Page) -> None:
    """Tap an option of each question on the page, by its words."""
    for group in page.get_by_role("group").all():
        own = group.locator(":scope > .options .option")
        if own.count():
            own.nth(own.count() // 2).click()
    for box in page.locator("textarea").all():
        box.fill("バスの本数を増やしてほしい。髙﨑𠮷 😀")


@pytest.mark.parametrize("java_script", [False, True], ids=["without scripts", "with scripts"])
def test_a_resident_on_a_small_phone_answers_all_pages_of_the_model_questionnaire_and_sends(
    visitor, desks, java_script
):
    wave = an_open_wave(desks, load(CHECKOUT / "questionnaires" / "komagane-2021-model"))
    page = visitor(width=360, java_script_enabled=java_script)
    page.goto(f"/s/{wave.letter.code}")
    follow(page.get_by_role("link", name="回答を始める").first)
    pages = 0
    while "/check" not in page.url:
        pages += 1
        answer_everything(page)
        follow(page.locator(".actions button[value=next]"))
    assert pages == len(wave.questionnaire.sections)
    expect(page.get_by_text("答えていません")).to_have_count(0)

    follow(page.get_by_role("button", name="この内容で送信する"))

    expect(page.get_by_role("heading", level=1)).to_contain_text("ありがとうございました")
    expect(page.get_by_text(wave.letter.receipt)).to_be_visible()
    (response,) = accepted(desks, wave.key)
    assert response.answers.keys() == wave.questionnaire.by_id.keys()


def test_back_and_reload_and_a_second_tab_show_the_same_answers(page, wave):
    page.goto(f"/s/{wave.letter.code}")
    follow(page.get_by_role("link", name="回答を始める").first)
    page.get_by_label("やや重要").first.check()
    follow(page.get_by_role("button", name="回答の確認に進む"))

    page.go_back()
    expect(page.get_by_label("やや重要").first).to_be_checked()
    page.reload()
    expect(page.get_by_label("やや重要").first).to_be_checked()
    second = page.context.new_page()
    second.goto(page.url)
    expect(second.get_by_label("やや重要").first).to_be_checked()
    page.goto(f"{page.url.rsplit('/', 1)[0]}/check")
    follow(page.get_by_role("button", name="この内容で送信する"))
    page.go_back()
    page.reload()
    expect(page.get_by_text(wave.letter.receipt)).to_be_visible()
    follow(second.get_by_role("button", name="回答の確認に進む"))
    expect(second.get_by_text(wave.letter.receipt)).to_be_visible()


def test_the_whole_way_goes_by_keyboard_alone(page, wave):
    page.goto("/")
    page.locator("#code").focus()
    page.keyboard.type(wave.letter.code.lower())
    page.keyboard.press("Enter")
    page.get_by_role("link", name="回答を始める").first.press("Enter")
    page.locator("input[type=radio]").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.locator("button[value=next]").press("Enter")

    expect(page.locator(".readback dd").nth(0)).to_have_text("重要度 やや重要")
    expect(page.locator(".readback dd").nth(1)).to_have_text("満足度 満足")
    page.get_by_role("button", name="この内容で送信する").press("Enter")
    expect(page.get_by_text(wave.letter.receipt)).to_be_visible()


def test_a_fault_takes_the_focus_and_leads_to_its_question(page, wave):
    page.goto(f"/s/{wave.letter.code}")
    follow(page.get_by_role("link", name="回答を始める").first)
    page.locator("textarea").fill("あ" * 2001)

    follow(page.locator("button[value=next]"))

    assert page.title().startswith("エラー：")
    expect(page.locator("#faults")).to_be_focused()
    page.locator("#faults a").click()
    expect(page.locator("textarea")).to_be_focused()
    expect(page.locator("textarea")).to_have_value("あ" * 2001)


@pytest.mark.parametrize(("width", "side_by_side"), [(360, False), (1280, True)])
def test_five_words_stand_in_a_row_where_they_fit_and_below_one_another_where_they_do_not(page, wave, side_by_side):
    page.goto(f"/s/{wave.letter.code}")
    follow(page.get_by_role("link", name="回答を始める").first)

    tops = {
        box["y"]
        for option in page.locator(".options--row").first.locator(".option").all()
        if (box := option.bounding_box())
    }

    assert (len(tops) == 1) is side_by_side


def every_page(page: Page, wave: OpenWave, look: Callable[[str], None]) -> None:
    """Show every page of a resident once: fresh, with a fault, filled in."""
    page.goto("/")
    look("door")
    page.locator("#code").fill("ABCD")
    follow(page.get_by_role("button"))
    look("door with a fault")
    page.goto(f"/s/{wave.letter.code}")
    look("start")
    entry = page.url.rstrip("/")
    page.goto(f"{entry}/1")
    look("page")
    page.locator("textarea").fill("あ" * 3000)
    for box in page.locator("input[type=checkbox]").all():
        box.check()
    follow(page.locator("button[value=next]"))
    look("page with faults")
    page.goto(f"{entry}/1")
    answer_everything(page)
    look("page filled in")
    follow(page.locator("button[value=later]"))
    look("later")
    page.goto(f"{entry}/check")
    look("check")
    follow(page.get_by_role("button", name="この内容で送信する"))
    look("receipt")
    page.context.clear_cookies()
    page.goto(f"{entry}/1")
    look("without cookie")


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_every_page_fits_its_screen_and_can_be_touched(page, wave):
    seen: dict[str, tuple[bool, list[str]]] = {}

    every_page(page, wave, lambda name: seen.update({name: (fits(page), small_targets(page))}))

    assert len(seen) == 10
    assert {name: found for name, found in seen.items() if found != (True, [])} == {}


@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_keeps_the_rules_of_accessibility(page, wave, axe):
    seen: dict[str, list[str]] = {}

    every_page(page, wave, lambda name: seen.update({name: axe(page)}))

    assert len(seen) == 10
    assert {name: found for name, found in seen.items() if found} == {}
