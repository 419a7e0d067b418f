"""A resident changes the language, or the readings above the characters, on a real screen: on every page, nothing lost."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from surveyapp.domain.answers import Chosen, ChosenMany, Wrote, unpacked_all
from surveyapp.domain.languages import LANGUAGES
from surveyapp.store.definitions import load
from tests.support.residents import accepted, draft
from tests.support.screen import follow
from tests.support.source import CHECKOUT
from tests.support.waves import OpenWave, an_open_wave

# What the pages look like does not hang on the database behind them; that it works on both is tried without a browser.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

LIFE, ABOUT = 11, 12
KANJI = re.compile("[\u4e00-\u9fff]")
#: These stand for the others where all nine would take long: readings above the characters, and long words.
LONG_WORDS = ("ja-easy", "pt", "tl")
scripts = pytest.mark.parametrize("java_script", [False, True], ids=["without scripts", "with scripts"])


@pytest.fixture
def wave(desks) -> OpenWave:
    return an_open_wave(desks, load(CHECKOUT / "questionnaires" / "demo"))


def come_in(page: Page, wave: OpenWave) -> str:
    """Come in by the letter; the address of this entry."""
    page.goto(f"/s/{wave.letter.code}")
    return page.url.rstrip("/")


def switch(page: Page, tag: str) -> None:
    """Ask for the same page in another language, as a person does: open the row, press the language's own name."""
    row = page.locator(".reading")
    if row.locator("details[open]").count() == 0:
        row.locator("summary").click()
    follow(row.get_by_text(LANGUAGES[tag].name, exact=True).last)


def said(page: Page) -> tuple[str | None, str, str, str]:
    """The language that the page says it is in, its title, its heading, and where it stands."""
    return (
        page.locator("html").get_attribute("lang"),
        page.title(),
        page.get_by_role("heading", level=1).inner_text(),
        page.url,
    )


@scripts
def test_a_page_half_filled_in_goes_to_portuguese_and_back_and_is_sent_with_all_that_stood_in_it(
    visitor, wave, desks, java_script
):
    page = visitor(java_script_enabled=java_script)
    entry = come_in(page, wave)
    page.goto(f"{entry}/{LIFE}")
    page.get_by_label("いる", exact=True).check()
    page.get_by_label("市報").check()
    page.get_by_label("新聞").check()
    page.locator("textarea").fill("髙﨑𠮷 😀 <b>ônibus</b>")

    switch(page, "pt")

    assert said(page)[0] == "pt"
    assert page.url == f"{entry}/{LIFE}"
    expect(page.get_by_role("heading", level=1)).to_have_text("A vida na cidade em geral")
    for label in ("Sim", "Boletim da cidade", "Jornal"):
        expect(page.get_by_label(label, exact=True)).to_be_checked()
    expect(page.locator("textarea")).to_have_value("髙﨑𠮷 😀 <b>ônibus</b>")
    page.get_by_label("Quero continuar", exact=True).check()
    page.get_by_label("Jornal").uncheck()
    switch(page, "ja")
    expect(page.get_by_label("住み続けたい", exact=True)).to_be_checked()
    expect(page.get_by_label("新聞")).not_to_be_checked()
    answers = {
        "family_doctor": Chosen("yes"),
        "stay": Chosen("stay"),
        "info_sources": ChosenMany(("newsletter",)),
        "free_text": Wrote("髙﨑𠮷 😀 <b>ônibus</b>"),
    }
    assert draft(desks, wave.letter) == answers

    switch(page, "pt")
    follow(page.get_by_role("button", name="Avançar"))
    follow(page.get_by_role("button", name="Conferir"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Conferir as respostas")
    expect(page.get_by_text("Boletim da cidade")).to_be_visible()
    follow(page.get_by_role("button", name="Enviar estas respostas"))

    assert said(page)[0] == "pt"
    expect(page.get_by_text(wave.letter.receipt)).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("obrigado")
    (response,) = accepted(desks, wave.key)
    assert (response.language, unpacked_all(response.answers)) == ("pt", answers)


def every_page(page: Page, wave: OpenWave) -> Iterator[str]:
    """Stand on every kind of page that a resident meets, the last of them after sending."""
    page.goto("/")
    yield "door"
    entry = come_in(page, wave)
    yield "start"
    for place in ("1", str(LIFE), str(ABOUT), "later", "check"):
        page.goto(f"{entry}/{place}")
        if place == "1":
            page.locator(".option").first.click()
        yield place
    page.goto(f"{entry}/{ABOUT}")
    page.goto(f"{entry}/check")
    follow(page.locator("form[action$=send] button.button"))
    yield "receipt"


@scripts
def test_every_page_is_switched_where_it_stands_and_says_in_its_title_and_markup_what_it_is_in(
    visitor, wave, java_script
):
    page = visitor(java_script_enabled=java_script)
    seen = []

    for name in every_page(page, wave):
        before = said(page)
        switch(page, "pt")
        there = said(page)
        switch(page, "ja")
        assert said(page) == before, name
        assert (before[0], there[0], there[3]) == ("ja", "pt", before[3]), name
        assert there[1] != before[1], name
        assert not re.search("[\u3041-\u30ff]", there[1] + there[2]), f"{name}: {there[1]} {there[2]}"
        seen.append(name)

    assert len(seen) == 8


@pytest.mark.parametrize(
    "tag", [tag if tag in LONG_WORDS else pytest.param(tag, marks=pytest.mark.full) for tag in LANGUAGES]
)
def test_every_page_in_every_language_fits_a_small_phone_and_keeps_the_rules_of_accessibility(page, wave, tag, axe):
    entry = come_in(page, wave)
    page.goto(f"{entry}/?language={tag}")

    seen = {name: [*beyond(page), *axe(page)] for name in every_page(page, wave)}

    assert len(seen) == 8
    assert {name: found for name, found in seen.items() if found} == {}


def beyond(page: Page) -> list[str]:
    """What is wider than the screen or than the place it stands in."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('body *:not(.visually-hidden, .visually-hidden *, .skip, .skip *)')]
            .filter(e => {
                const box = e.getBoundingClientRect();
                const inner = getComputedStyle(e).display !== 'inline' && e.scrollWidth > e.clientWidth + 1;
                return box.width && (box.right > innerWidth + 1 || box.left < -1 || (inner && e.clientWidth));
            }).map(e => `${e.tagName} ${e.className} ${e.textContent.trim().slice(0, 40)}`)"""
    )
    return found


@scripts
def test_readings_are_put_above_the_characters_and_taken_away_and_what_stood_in_the_page_stays(
    visitor, wave, java_script
):
    page = visitor(java_script_enabled=java_script)
    entry = come_in(page, wave)
    page.goto(f"{entry}/{ABOUT}")
    title = page.title()
    page.get_by_label("女性").check()

    follow(page.get_by_role("button", name="ふりがなを付ける"))

    expect(page.locator("input[value=female]")).to_be_checked()
    expect(page.locator("ruby", has_text="女性").locator("rt")).to_have_text("じょせい")
    assert (page.title(), page.url) == (title, f"{entry}/{ABOUT}")
    assert "<" not in page.locator("body").inner_text()
    follow(page.locator(".reading > button[value=off]"))
    expect(page.locator("ruby")).to_have_count(0)
    expect(page.get_by_label("女性")).to_be_checked()


def heard(page: Page) -> list[str]:
    """What a screen reader hears of groups, options, headings, buttons and links, one after the other."""
    roles = {"group", "radio", "checkbox", "textbox", "heading", "button", "link"}
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    return [
        f"{node['role']['value']} {node['name']['value']}"
        for node in nodes
        if not node["ignored"] and node["role"]["value"] in roles
    ]


@pytest.mark.parametrize("place", ["", str(LIFE), str(ABOUT), "check"])
def test_who_hears_a_page_hears_every_word_once_with_readings_and_without(page, wave, place):
    entry = come_in(page, wave)
    page.goto(f"{entry}/{place}")
    without = heard(page)
    page.goto(f"{entry}/{place}?ruby=on")
    assert page.locator("rt").count() > 20

    assert [words.replace("ふりがなを消す", "ふりがなを付ける") for words in heard(page)] == without
    assert page.locator("rt:not([aria-hidden=true])").count() == 0


def test_a_sign_of_the_script_carries_no_markup_where_readings_are_on(page, wave):
    entry = come_in(page, wave)
    page.goto(f"{entry}/{LIFE}?ruby=on")
    page.locator("textarea").fill("あ" * 10_001)

    expect(page.locator(".keeping__sign")).to_contain_text("文字までです")
    for sign in (".keeping__sign", "[data-when]", "[role=status]"):
        assert not any(re.search(r"[<{|]", text) for text in page.locator(sign).all_inner_texts())


def test_chinese_and_korean_and_japanese_characters_each_ask_for_letters_of_their_own(page, wave):
    entry = come_in(page, wave)
    fonts = {}
    for tag in ("ja", "ja-easy", "zh-Hans", "ko"):
        page.goto(f"{entry}/1?language={tag}")
        fonts[tag] = [
            page.locator(place).first.evaluate("e => getComputedStyle(e).fontFamily.split(',')[0]")
            for place in ("h1", ".option", ".button", ".reading button[lang=zh-Hans]", ".reading button[lang=ja]")
        ]

    japanese, chinese = '"Hiragino Sans"', '"PingFang SC"'
    own = {"ja": japanese, "ja-easy": japanese, "zh-Hans": chinese, "ko": '"Apple SD Gothic Neo"'}
    assert fonts == {tag: [own[tag]] * 3 + [chinese, japanese] for tag in own}
