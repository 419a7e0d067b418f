"""The plan before a real screen: one proposes, another publishes, everybody reads."""

import pytest
from playwright.sync_api import Page, expect

from surveyapp.operations import planning
from tests.support.people import PASSWORD
from tests.support.planning import KEY, a_run_for_the_plan, an_entry, an_office, published_run
from tests.support.screen import follow

# What the pages look like does not hang on the database behind them; that it works on both is tried without a browser.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

WIDTHS = pytest.mark.parametrize("width", [360, 768, 1280])


def sign_in(page: Page, name: str) -> Page:
    page.goto("/staff/sign-in")
    page.get_by_label("職員名").fill(name)
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="サインイン").click()
    expect(page.get_by_role("heading", level=1, name="作業机")).to_be_visible()
    return page


def fits(page: Page) -> bool:
    """Whether nothing has to be moved sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_an_analyst_proposes_a_run_and_a_second_person_publishes_it(visitor, desks):
    an_office(desks)
    a_run_for_the_plan(desks)
    analyst, approver, reader = sign_in(visitor(width=1280), "analyst"), sign_in(visitor(), "approver"), visitor()

    analyst.get_by_role("link", name="総合計画の指標を更新する").click()
    analyst.get_by_role("link", name="集計から提案する").click()
    analyst.get_by_role("button", name="提案する").click()
    expect(analyst.get_by_text("提案した本人は承認できません")).to_be_visible()
    expect(analyst.get_by_role("button", name="承認して公表する")).to_have_count(0)
    reader.goto(f"/plan/{KEY}/")
    expect(reader.get_by_text("3.21ポイント")).to_have_count(1)  # 当初 of another indicator

    approver.get_by_role("link", name="総合計画の指標を更新する").click()
    approver.get_by_role("link", name="調査の集計").click()
    approver.get_by_role("button", name="承認して公表する").click()

    reader.reload()
    shown = reader.locator("#medical_care + .detail")
    expect(reader.locator("#medical_care")).to_contain_text("3.21ポイント（2021）")
    expect(shown).to_contain_text("95％信頼区間3.15～3.27")
    expect(shown).to_contain_text("誤差の範囲内です")
    reader.get_by_role("link", name="第1版").click()
    expect(reader.locator("#medical_care")).to_contain_text("3.15ポイント")
    expect(reader.locator("#medical_care + .detail")).to_have_count(0)


def test_a_figure_is_recorded_by_keyboard_alone(visitor, desks):
    an_office(desks)
    page = sign_in(visitor(width=1280), "analyst")
    page.goto(f"/staff/plan/{KEY}/record")

    page.get_by_label("指標").focus()
    for typed in ("特定健康", "41.2", "平成31年3月31日", "", "年報"):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1, name="提案の確認")).to_be_visible()
    expect(page.get_by_text("41.2％（2018）")).to_be_visible()


@WIDTHS
def test_the_public_pages_fit_the_screen_and_are_open_to_everybody(visitor, desks, axe, width):
    office = an_office(desks)
    published_run(desks, office, a_run_for_the_plan(desks, synthetic=True, interim=True))
    with desks.desk(writing=True) as desk:
        correction = planning.Correction("care_need_rate", "current", 14.9, "分母の人口を取り違えていたため")
        planning.approve(desk, KEY, planning.correct(desk, KEY, correction, office.analyst).id, office.approver)
    page = visitor(width=width)

    for path in ("/plan/", f"/plan/{KEY}/", f"/plan/{KEY}/editions/1", "/plan/none/"):
        page.goto(path)
        assert (path, axe(page), fits(page)) == (path, [], True)
    page.goto(f"/plan/{KEY}/")
    page.get_by_text("めざす姿・課題と展望").first.click()
    assert (axe(page), fits(page)) == ([], True)


@WIDTHS
def test_the_pages_of_the_staff_fit_the_screen_and_are_open_to_everybody(visitor, desks, axe, width):
    office = an_office(desks)
    published_run(desks, office, a_run_for_the_plan(desks))
    with desks.desk(writing=True) as desk:
        waiting = planning.record_administrative(desk, KEY, an_entry(), office.analyst).id
    page = visitor(width=width)
    page.goto("/staff/sign-in")
    assert (axe(page), fits(page)) == ([], True)
    page.get_by_role("button", name="サインイン").click()
    sign_in(page, "approver")

    for path in (
        "/staff/", "/staff/password", "/staff/plan/", f"/staff/plan/{KEY}/runs", f"/staff/plan/{KEY}/record",
        f"/staff/plan/{KEY}/correct", f"/staff/plan/{KEY}/correct/family_doctor/current",
        f"/staff/plan/{KEY}/proposals/{waiting}", "/staff/paper/x/",
    ):  # fmt: skip
        page.goto(path)
        assert (path, axe(page), fits(page)) == (path, [], True)


@WIDTHS
def test_a_form_with_faults_leads_to_each_of_them(visitor, desks, axe, width):
    an_office(desks)
    page = sign_in(visitor(width=width), "analyst")
    page.goto(f"/staff/plan/{KEY}/record")
    page.get_by_label("新しい値").fill("四十一")
    page.get_by_label("いつの値ですか").fill("昨日")
    page.get_by_label("出典").fill("年報")
    follow(page.get_by_role("button", name="提案する"))

    assert page.title().startswith("エラー：")
    page.get_by_role("link", name="日付を読み取れません").click()

    expect(page.get_by_label("いつの値ですか")).to_be_focused()
    expect(page.get_by_label("いつの値ですか")).to_have_value("昨日")
    assert (axe(page), fits(page)) == ([], True)
