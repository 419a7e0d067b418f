"""What a screen reader is told: item, scale, option and position, each once; and what is wrong, first of all."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support.questionnaires import tiny
from tests.support.screen import follow
from tests.support.waves import OpenWave, an_open_wave

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ITEM = "問1 病院などの地域医療体制が整っている"
WORDS = ["重要", "やや重要", "どちらともいえない", "あまり重要でない", "重要でない"]


@dataclass(frozen=True)
class Heard:
    """A thing as it is handed to a screen reader: its role, its name, and the names of the groups around it."""

    role: str
    name: str
    description: str
    around: tuple[str, ...]


@pytest.fixture
def wave(desks) -> OpenWave:
    return an_open_wave(desks, tiny())


def tree(page: Page) -> list[Heard]:
    """The accessibility tree of the page in reading order, as Chromium hands it out."""
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}
    return list(_heard(nodes[0], by_id, ()))


def _heard(node: dict[str, Any], by_id: dict[str, Any], around: tuple[str, ...]) -> Iterator[Heard]:
    role, name, described = (node.get(key, {}).get("value", "") for key in ("role", "name", "description"))
    if not node["ignored"]:
        yield Heard(role, name, described, around)
    inside = (*around, name) if role in ("group", "radiogroup", "form", "navigation") and name else around
    for child in node.get("childIds", ()):
        if child in by_id:
            yield from _heard(by_id[child], by_id, inside)


def questions(page: Page, wave: OpenWave) -> list[Heard]:
    page.goto(f"/s/{wave.letter.code}")
    follow(page.get_by_role("link", name="回答を始める").first)
    return tree(page)


def test_each_circle_is_told_with_its_item_its_scale_and_its_words_each_once(page, wave):
    circles = [one for one in questions(page, wave) if one.role == "radio"]

    first = circles[:10]
    assert [one.name for one in first[:5]] == WORDS
    assert {one.around for one in first[:5]} == {(ITEM, "あなたにとっての重要度")}
    assert {one.around for one in first[5:]} == {(ITEM, "現在の満足度")}
    assert {one.description for one in first} == {""}


def test_each_circle_has_its_position_among_five(page, wave):
    questions(page, wave)
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    page.locator("[name='medical_care.importance']").first.focus()

    places = page.evaluate(
        """() => [...document.querySelectorAll("[name='medical_care.importance']")].map((one, place, all) =>
            [one.type, place + 1, all.length, one.form === all[0].form])"""
    )

    # A browser counts the circles of one name in one form by itself: nothing else may say a number or a place.
    assert places == [["radio", place, 5, True] for place in range(1, 6)]
    assert page.locator("[aria-posinset], [aria-setsize]").count() == 0


def test_no_words_of_an_item_are_told_twice(page, wave):
    told = [one.name.strip() for one in questions(page, wave) if one.role == "StaticText"]

    assert told.count("病院などの地域医療体制が整っている") == 1
    assert told.count("あなたにとっての重要度") == 2  # once for each of the two items


def test_every_box_and_button_has_a_name_and_no_picture_speaks(page, wave):
    heard = questions(page, wave)

    spoken = {"radio", "checkbox", "textbox", "button", "link", "group", "heading", "navigation"}
    assert [one for one in heard if one.role in spoken and not one.name] == []
    assert [one for one in heard if one.role in ("image", "graphics-document", "progressbar")] == []


def test_what_is_wrong_is_told_first_and_again_at_its_box(page, wave):
    questions(page, wave)
    page.locator("textarea").fill("あ" * 2001)

    follow(page.locator("button[value=next]"))

    assert page.title().startswith("エラー：")
    expect(page.locator("#faults")).to_be_focused()
    heard = tree(page)
    (box,) = [one for one in heard if one.role == "textbox"]
    assert box.description.startswith("エラー：")
    assert [one.role for one in heard].index("alert") < [one.role for one in heard].index("radio")
    page.locator("#faults a").press("Enter")
    expect(page.locator("textarea")).to_be_focused()


@pytest.mark.parametrize(
    ("address", "fill", "button", "field"),
    [("/", "ABCD", "#code-form .button", "#code"), ("{entry}/receipt", "あ" * 1001, ".feedback .button", "#remark")],
    ids=["door", "remark"],
)
def test_around_the_questions_too_the_list_of_faults_takes_the_focus_and_leads_on(
    page, wave, address: str, fill: str, button: str, field: str
):
    page.goto(f"/s/{wave.letter.code}")
    entry = page.url.rstrip("/")
    if "entry" in address:
        page.goto(f"{entry}/1")
        page.get_by_label("やや重要").first.check()
        follow(page.locator("button[value=next]"))
        follow(page.locator(".sending .button"))
    page.goto(address.format(entry=entry))
    page.locator(field).fill(fill)

    follow(page.locator(button))

    assert page.title().startswith("エラー：")
    expect(page.locator("#faults")).to_be_focused()
    page.locator("#faults a").press("Enter")
    expect(page.locator(field)).to_be_focused()
    expect(page.locator(field)).to_have_attribute("aria-invalid", "true")


def test_the_headings_of_a_page_begin_with_one_and_leave_no_step_out(page, wave):
    for place in ("/", f"/s/{wave.letter.code}", "/accessibility"):
        page.goto(place)
        levels = page.evaluate("[...document.querySelectorAll('h1, h2, h3, h4')].map(one => Number(one.tagName[1]))")

        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels)), (place, levels)
