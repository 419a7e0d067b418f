"""Clerks at their keyboards, in a real browser: nothing typed is lost, nothing is shifted, two pairs of eyes and a third."""

import random

import pytest
from playwright.sync_api import Page, expect

from surveyapp.domain.answers import packed_all
from surveyapp.settings import ROOT
from surveyapp.store import responses
from surveyapp.store.definitions import load
from tests.support.paper import ANSWERS, SLIPPED, Office, an_office
from tests.support.people import PASSWORD
from tests.support.screen import follow

# What keys do has nothing to do with the database behind them.
ANY_DATABASE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
WIDTHS = pytest.mark.parametrize("width", [360, 768, 1280])


@pytest.fixture
def width():
    return 1280


@pytest.fixture
def office(desks) -> Office:
    return an_office(desks)


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


def desk_of(office: Office) -> str:
    return f"/staff/paper/{office.wave.key}/"


def take(page: Page, office: Office, office_number: int) -> None:
    """Open a sheet by typing its office number."""
    page.goto(desk_of(office))
    page.get_by_label("事務番号").fill(str(office_number))
    page.keyboard.press("Enter")
    page.wait_for_url("**/key")


def type_sheet(page: Page, slip: bool = False) -> None:
    """Key the sheet of `ANSWERS`, or of `SLIPPED`, without ever touching the mouse."""
    page.keyboard.type("1" + ("3" if slip else "4") + "23" + "1")
    page.keyboard.type("13")
    page.keyboard.press("Enter")
    page.keyboard.insert_text(ANSWERS["free_text"].text)
    page.keyboard.press("Tab")
    page.keyboard.type("232")


def finish(page: Page, office: Office) -> None:
    """After the last field the button has the focus: Enter presses it."""
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{desk_of(office)}**")


def values(page: Page) -> list[str]:
    return page.locator("[data-kind]").evaluate_all("fields => fields.map(field => field.value)")


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.id")


def counted(office: Office) -> list[dict[str, object]]:
    with office.desks.desk() as desk:
        return [response.answers for response in responses.accepted(desk.session, office.wave.key)]


def test_two_clerks_key_a_sheet_by_keyboard_and_a_third_settles_their_difference(office, seat):
    ayumi, ben, chika = seat("ayumi"), seat("ben"), seat("chika")

    ayumi.goto(f"{desk_of(office)}register")
    ayumi.keyboard.type(office.wave.letter.number)
    ayumi.keyboard.press("Enter")
    expect(ayumi.locator(".receipt")).to_contain_text("事務番号 1")
    for page, slip in ((ayumi, False), (ben, True)):
        take(page, office, 1)
        type_sheet(page, slip)
        finish(page, office)
    expect(ben.locator(".notice")).to_contain_text("判定待ち")
    chika.goto(f"{desk_of(office)}disputes")
    chika.get_by_role("link", name="判定する").click()
    chika.wait_for_url("**/settle")
    expect(chika.locator("fieldset")).to_have_count(1)
    chika.keyboard.press("1")
    chika.keyboard.press("Enter")
    expect(chika.locator(".notice")).to_contain_text("回答として数えました")

    assert counted(office) == [packed_all(ANSWERS)]


@ANY_DATABASE
def test_a_fast_typist_loses_nothing(desks, seat):
    office = an_office(desks, load(ROOT / "questionnaires" / "demo"))
    office.receive()
    page = seat("ayumi")
    digits = "".join(random.Random(7).choices("012345", k=112))
    take(page, office, 1)

    page.keyboard.type(digits, delay=5)

    assert "".join(values(page)[:112]) == digits
    assert page.locator("[aria-invalid=true]").count() == 0


@ANY_DATABASE
def test_a_key_is_dealt_with_at_once_on_a_long_sheet(desks, seat):
    office = an_office(desks, load(ROOT / "questionnaires" / "demo"))
    office.receive()
    page = seat("ayumi")
    take(page, office, 1)

    milliseconds = page.evaluate(
        """() => Array.from({length: 110}, () => {
            const began = performance.now();
            const key = new KeyboardEvent("keydown", {key: "3", bubbles: true, cancelable: true});
            document.activeElement.dispatchEvent(key);
            document.body.getBoundingClientRect();
            return performance.now() - began;
        })"""
    )

    assert values(page)[:110] == ["3"] * 110
    # The median, since this machine may be busy with other things; the design number is 50 ms at p99.
    assert sorted(milliseconds)[55] < 50


@ANY_DATABASE
def test_a_key_that_stands_for_nothing_stays_marked_and_shifts_nothing(office, seat):
    office.receive()
    page = seat("ayumi")
    take(page, office, 1)

    page.keyboard.type("1723")

    assert values(page)[:4] == ["1", "7", "2", "3"]
    assert page.locator("[aria-invalid=true]").evaluate_all("found => found.map(one => one.id)") == [
        "medical_care.satisfaction"
    ]
    page.keyboard.press("Control+Enter")
    assert focused(page) == "medical_care.satisfaction"
    page.keyboard.type("4")
    assert page.locator("[aria-invalid=true]").count() == 0


@ANY_DATABASE
def test_every_key_of_the_map_does_what_it_says(office, seat):
    office.receive()
    page = seat("ayumi")
    take(page, office, 1)

    page.keyboard.type("924")
    assert values(page)[0] == "*24"
    page.keyboard.press("Enter")
    page.keyboard.type("0-5")
    assert values(page)[:4] == ["*24", "0", "-", "5"]
    page.keyboard.press("Backspace")
    assert (values(page)[3], focused(page)) == ("", "health_promotion.satisfaction")
    page.keyboard.press("ArrowUp")
    assert focused(page) == "health_promotion.importance"
    page.keyboard.type("3")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("1")
    page.keyboard.type("12")
    page.keyboard.press("Backspace")
    page.keyboard.type("x3")
    page.keyboard.press("Enter")

    assert values(page)[:6] == ["*24", "0", "3", "", "1", "13"]
    assert focused(page) == "free_text"


@ANY_DATABASE
def test_a_key_held_down_answers_one_question(office, seat):
    office.receive()
    page = seat("ayumi")
    take(page, office, 1)

    for _ in range(5):
        page.keyboard.down("3")
    page.keyboard.up("3")

    assert values(page)[:3] == ["3", "", ""]


@ANY_DATABASE
def test_full_width_digits_and_an_input_method_do_no_harm(office, seat):
    office.receive()
    page = seat("ayumi")
    take(page, office, 1)
    input_method = page.context.new_cdp_session(page)

    page.keyboard.insert_text("２")
    for digit in "３４":
        input_method.send("Input.imeSetComposition", {"text": digit, "selectionStart": 1, "selectionEnd": 1})
    page.keyboard.insert_text("５")
    page.keyboard.type("1")
    input_method.send("Input.imeSetComposition", {"text": "１２", "selectionStart": 2, "selectionEnd": 2})
    page.keyboard.insert_text("１２")
    page.keyboard.press("Enter")

    assert values(page)[:6] == ["2", "3", "4", "5", "1", "12"]
    assert focused(page) == "free_text"


@ANY_DATABASE
def test_a_paste_is_read_as_it_would_be_typed(office, seat):
    office.receive()
    page = seat("ayumi")
    take(page, office, 1)

    page.keyboard.insert_text("＊２、４")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("９９")
    page.keyboard.press("Enter")

    assert values(page)[:2] == ["*2、4", "99"]
    assert page.locator("[aria-invalid=true]").count() == 1


@ANY_DATABASE
def test_a_sheet_with_gaps_is_not_sent_and_the_first_gap_is_at_hand(office, seat):
    office.receive()
    page = seat("ayumi")
    take(page, office, 1)

    page.keyboard.type("12")
    page.keyboard.press("Control+Enter")

    assert page.url.endswith("/key")
    assert focused(page) == "health_promotion.importance"
    expect(page.get_by_role("status")).to_contain_text("入力していない欄があります")


def test_a_sheet_is_keyed_without_javascript(office, seat):
    office.receive()
    page = seat("ayumi", java_script_enabled=False)
    take(page, office, 1)

    typed = ["1", "4", "2", "3", "1", "13", ANSWERS["free_text"].text, "2", "", "2"]
    for field, text in zip(page.locator("[data-kind]").all(), typed, strict=True):
        field.fill(text)
    follow(page.get_by_role("button", name="この調査票の入力を終える"))
    expect(page.get_by_role("alert")).to_contain_text("入力されていない欄が 1 か所あります")
    assert [field.input_value() for field in page.locator("[data-kind]").all()] == typed
    page.locator("[name='q.age']").fill("3")
    page.get_by_role("button", name="この調査票の入力を終える").click()

    expect(page.locator(".notice")).to_contain_text("1回目の入力を終えました")


@ANY_DATABASE
@WIDTHS
def test_the_clerks_pages_are_open_to_everybody_and_fit_the_screen(office, seat, axe, width):
    office.key_twice(ANSWERS, SLIPPED)
    office.receive()
    page = seat("chika")

    for path in ("", "register?office=2", "disputes", "sheets/1", "sheets/1/settle"):
        page.goto(f"{desk_of(office)}{path}")
        assert axe(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    take(page, office, 2)
    page.keyboard.type("17")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
