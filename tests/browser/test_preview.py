"""An officer looks at a questionnaire before it opens, on the screen it will be answered on."""

import pytest
from playwright.sync_api import Page, expect

from surveyapp.settings import Settings
from surveyapp.store.desk import Desks
from tests.support.people import PASSWORD, staff_member
from tests.support.questionnaires import document_with_ten_faults, write_folder
from tests.support.screen import follow

# What the pages look like does not hang on the database behind them.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

MODEL = "/staff/preview/komagane-2021-model/"
STOPS = ("", "start", "1", "11", "check", "receipt", "later", "left")


@pytest.fixture
def officer(page: Page, desks: Desks) -> Page:
    staff_member(desks, "kato", "administrator")
    page.goto("/staff/sign-in?then=/staff/preview/")
    page.locator("#name").fill("kato")
    page.locator("#password").fill(PASSWORD)
    follow(page.get_by_role("button", name="サインイン"))
    return page


def test_an_officer_walks_through_the_whole_questionnaire_by_its_own_buttons(officer: Page):
    follow(officer.get_by_role("link", name="komagane-2021-model"))
    follow(officer.get_by_role("link", name="はじめに"))
    follow(officer.get_by_role("link", name="回答を始める").first)
    pages = 1
    while "/check" not in officer.url:
        expect(officer.get_by_text("下見の画面です")).to_be_visible()
        pages += 1
        officer.locator(".option").first.click()
        follow(officer.locator(".actions button[value=next]"))

    follow(officer.get_by_role("button", name="この内容で送信する"))

    assert pages > 10
    expect(officer.get_by_text("1234567890")).to_be_visible()
    follow(officer.get_by_role("link", name="画面の一覧へ"))
    expect(officer.get_by_role("heading", level=1)).to_contain_text("調査")


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_every_preview_fits_its_screen_and_keeps_the_rules_of_accessibility(officer: Page, settings: Settings, axe):
    write_folder(settings.questionnaires / "broken", document_with_ten_faults("broken"))
    seen: dict[str, list[str]] = {}

    for way in ("/staff/preview/", "/staff/preview/broken/", *(f"{MODEL}{stop}" for stop in STOPS)):
        officer.goto(way)
        beyond = officer.evaluate("document.documentElement.scrollWidth - innerWidth")
        seen[way] = [*axe(officer), *([f"{beyond} px too wide"] if beyond > 0 else [])]

    assert {way: found for way, found in seen.items() if found} == {}
