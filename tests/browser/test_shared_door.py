"""The shared address in a real browser: begun, left, found again, sent; at every width and without scripts."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_taps import is_saved, tap
from tests.support.residents import accepted
from tests.support.screen import follow
from tests.support.waves import a_shared_wave

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.mark.parametrize("java_script", [False, True], ids=["without scripts", "with scripts"])
def test_a_passer_by_answers_stops_comes_back_by_the_address_and_sends(visitor, desks, java_script):
    wave = a_shared_wave(desks)
    page = visitor(java_script_enabled=java_script)
    page.goto(f"/o/{wave.key}")
    follow(page.get_by_role("button", name="回答を始める"))
    follow(page.get_by_role("link", name="回答を始める").first)
    tap(page, "女性")
    if java_script:
        is_saved(page)
    follow(page.locator("button[value=later]"))
    expect(page.get_by_text("控えておいてください")).to_be_visible()

    page.goto(f"/o/{wave.key}")
    follow(page.get_by_role("link", name="続きを開く"))
    follow(page.get_by_role("link", name="続きから答える").first)
    expect(page.get_by_label("女性")).to_be_checked()
    follow(page.locator("button[value=next]"))
    follow(page.get_by_role("button", name="この内容で送信する"))

    expect(page.get_by_role("heading", level=1)).to_have_text("回答を受け付けました。ありがとうございました")
    assert [response.answers for response in accepted(desks, wave.key)] == [{"sex": "female"}]


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_the_pages_for_a_passer_by_fit_and_keep_the_rules_of_accessibility(page, desks, axe):
    wave = a_shared_wave(desks)
    found: dict[str, object] = {}

    def look(name: str) -> None:
        found[name] = (page.evaluate("document.documentElement.scrollWidth <= innerWidth"), axe(page))

    page.goto(f"/o/{wave.key}")
    look("door")
    follow(page.get_by_role("button", name="回答を始める"))
    look("start")
    page.goto(f"{page.url.rstrip('/')}/later")
    look("later")
    page.goto(f"/o/{wave.key}")
    look("begun")

    assert len(found) == 4
    assert {name: seen for name, seen in found.items() if seen != (True, [])} == {}
