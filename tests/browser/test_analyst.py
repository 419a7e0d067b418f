"""An analyst runs, a second person publishes, the public reads: in a real browser, with a worker beside it."""

import threading

import pytest
from playwright.sync_api import Page, expect

from surveyapp.jobs import worker
from tests.support import planning
from tests.support.people import PASSWORD
from tests.support.scoring import a_city, scored
from tests.support.screen import follow

# What a browser draws has nothing to do with the database behind it.
ANY_DATABASE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def office(desks):
    """A wave with answers, the plan, and the people of both."""
    a_city(desks)
    return planning.an_office(desks)


@pytest.fixture
def working(desks):
    """A worker that does what pages ask for while the test lasts."""
    stop = threading.Event()
    thread = threading.Thread(target=worker.work, args=(desks,), kwargs={"stop": stop})
    thread.start()
    yield
    stop.set()
    thread.join()


@pytest.fixture
def seat(visitor):
    """Seats somebody before a screen, signed in."""

    def sign_in(name: str, **more) -> Page:
        page = visitor(**more)
        page.goto("/staff/sign-in")
        page.fill("#name", name)
        page.fill("#password", PASSWORD)
        page.get_by_role("button", name="サインイン").click()
        page.wait_for_url("**/staff/")
        return page

    return sign_in


@ANY_DATABASE
@pytest.mark.parametrize("scripts", [True, False])
def test_an_analyst_runs_a_second_person_publishes_and_the_public_reads(office, working, seat, visitor, scripts):
    analyst = seat("analyst", width=1280, java_script_enabled=scripts)
    analyst.get_by_role("link", name="回収の状況と集計").click()
    analyst.get_by_role("button", name="集計を始める").click()
    analyst.wait_for_url("**/staff/runs/*")
    expect(analyst.get_by_role("heading", level=1)).to_contain_text("第1回集計")
    row = analyst.get_by_role("row", name="病院などの地域医療体制が整っている（満足度）")
    expect(row).to_contain_text("2.80")
    expect(row).to_contain_text("3.20")

    analyst.goto("/staff/plan/")
    analyst.get_by_role("link", name="集計から提案する").click()
    follow(analyst.get_by_role("button", name="提案する"))
    proposal = analyst.url
    approver = seat("approver", width=1280, java_script_enabled=scripts)
    approver.goto(proposal)
    approver.get_by_role("button", name="承認して公表する").click()

    public = visitor(java_script_enabled=scripts)
    public.goto(f"/plan/{planning.KEY}/")
    expect(public.locator("main")).to_contain_text("2.80")


@ANY_DATABASE
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_no_page_of_the_analyst_is_wider_than_the_screen_or_breaks_a_rule_of_accessibility(
    office, desks, seat, width, axe
):
    run = scored(desks, "tiny").run.id
    page = seat("analyst", width=width)

    for address in (
        "/staff/waves/",
        "/staff/waves/tiny",
        f"/staff/runs/{run}",
        f"/staff/runs/{run}/medical_care.satisfaction",
        f"/staff/runs/{run}/family_doctor",
    ):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), address
        assert axe(page) == [], address
