"""From the door to the receipt by keyboard alone: no key but those that everybody has, and no pointer at all."""

import pytest
from playwright.sync_api import Page, expect

from surveyapp.domain.answers import Chosen, unpacked
from tests.support.questionnaires import tiny
from tests.support.residents import accepted
from tests.support.waves import OpenWave, an_open_wave

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

# Where the focus stands, whether its ring can be seen, and whether it is on the screen.
FOCUS = """() => {
  const one = document.activeElement, seen = one.closest('.option') || one, box = seen.getBoundingClientRect();
  return {
    name: one.name || one.id || one.tagName, text: seen.textContent.trim(),
    ring: parseFloat(getComputedStyle(seen).outlineWidth) >= 2,
    shown: box.bottom > 0 && box.top < innerHeight,
  };
}"""
MOST_TABS = 60


@pytest.fixture
def wave(desks) -> OpenWave:
    return an_open_wave(desks, tiny())


def tab_to(page: Page, *, name: str = "", text: str = "") -> None:
    """Press the tab key until the focus stands there; on the way every place must be seen to have it."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        assert focus["ring"], f"nobody sees that {focus['name']} has the focus"
        assert focus["shown"], f"{focus['name']} has the focus and is not on the screen"
        if (name and focus["name"] == name) or (text and focus["text"] == text):
            return
    raise AssertionError(f"no tab leads to {name or text}")


def press_enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize(
    ("java_script", "scheme"), [(False, "light"), (True, "dark")], ids=["without scripts", "with scripts, in the dark"]
)
def test_the_whole_way_goes_by_keyboard_alone(visitor, wave, desks, java_script: bool, scheme):
    page = visitor(java_script_enabled=java_script, color_scheme=scheme)
    page.goto("/")
    tab_to(page, name="code")
    page.keyboard.type(wave.letter.code.lower())
    press_enter(page)
    tab_to(page, text="回答を始める")
    press_enter(page)

    tab_to(page, name="medical_care.importance")
    page.keyboard.press("ArrowDown")
    tab_to(page, name="medical_care.satisfaction")
    page.keyboard.press("Space")
    tab_to(page, name="info_sources")
    page.keyboard.press("Space")
    tab_to(page, name="free_text")
    page.keyboard.type("バスの本数")
    tab_to(page, text="回答の確認に進む")
    press_enter(page)

    expect(page.locator(".readback dd").nth(0)).to_have_text("重要度 やや重要")
    tab_to(page, text="変更 問2")
    press_enter(page)
    tab_to(page, name="health_promotion.importance")
    page.keyboard.press("Space")
    tab_to(page, text="保存して確認の画面に戻る")
    press_enter(page)
    tab_to(page, text="この内容で送信する")
    press_enter(page)
    expect(page.get_by_text(wave.letter.receipt)).to_be_visible()
    (response,) = accepted(desks, wave.key)
    kept = {question: unpacked(answer) for question, answer in response.answers.items()}
    assert kept["medical_care.importance"] == Chosen("4")
    assert kept["medical_care.satisfaction"] == kept["health_promotion.importance"] == Chosen("5")


def test_the_first_tab_offers_to_skip_to_the_text(page, wave):
    page.goto(f"/s/{wave.letter.code}")

    page.keyboard.press("Tab")

    expect(page.locator(":focus")).to_have_text("本文へ移動")
    expect(page.locator(":focus")).to_be_in_viewport()
