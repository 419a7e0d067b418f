"""A resident before a real screen: on a small phone first, and without scripts."""

import pytest
from playwright.sync_api import expect

from surveyapp.store.definitions import load
from tests.support.questionnaires import tiny
from tests.support.residents import accepted
from tests.support.screen import follow
from tests.support.source import CHECKOUT
from tests.support.walk import answer_everything
from tests.support.waves import OpenWave, an_open_wave

# What the pages look like does not hang on the database behind them; that it works on both is tried without a browser.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def wave(desks) -> OpenWave:
    return an_open_wave(desks, tiny(synthetic=True))


@pytest.mark.parametrize("java_script", [False, True], ids=["without scripts", "with scripts"])
def test_a_resident_on_a_small_phone_answers_all_pages_of_the_model_questionnaire_and_sends(
    visitor, desks, java_script
):
    wave = an_open_wave(desks, load(CHECKOUT / "questionnaires" / "komagane-2021-model"))
    page = visitor(width=360, java_script_enabled=java_script)
    page.goto("/")
    page.locator("#code").fill(wave.letter.code)
    follow(page.locator("#code-form .button"))
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
