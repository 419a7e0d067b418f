"""Other eyes and other screens: contrast in light and dark, text made larger or wider apart, colours of one's own, stillness, paper."""

import base64
import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.questionnaires import tiny
from tests.support.screen import follow
from tests.support.walk import LOOKS, answer_everything, walk
from tests.support.waves import OpenWave, an_open_wave

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

# The ratio of each text to the colour behind it (WCAG 2.2, 1.4.3), and of each box's edge to what is around it (1.4.11).
FAINT = """() => {
  const numbers = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(c => c / 255).map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
  const ratio = (one, other) => { const [a, b] = [light(one), light(other)].sort((x, y) => y - x); return (a + .05) / (b + .05) };
  const behind = one => {
    for (; one; one = one.parentElement) {
      const [r, g, b, a = 1] = numbers(getComputedStyle(one).backgroundColor);
      if (a === 1) { return [r, g, b] }
    }
    throw new Error('nothing is painted behind');
  };
  const visible = one => one.checkVisibility({ visibilityProperty: true }) && !one.closest('.visually-hidden, .skip');
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const one = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !visible(one) || one.closest('script')) { continue }
    const style = getComputedStyle(one), size = parseFloat(style.fontSize);
    const least = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
    const is = ratio(numbers(style.color), behind(one));
    found.push([is, least, texts.currentNode.data.trim().slice(0, 30)]);
  }
  for (const one of document.querySelectorAll('.card, .options, textarea, input[type=text], a.button, button')) {
    if (visible(one)) {
      found.push([Math.max(ratio(numbers(getComputedStyle(one).borderTopColor), behind(one.parentElement)),
        ratio(behind(one), behind(one.parentElement))), one.matches('.card, .options') ? 0 : 3, one.outerHTML.slice(0, 60)]);
    }
  }
  if (found.length < 5) { throw new Error('there was nothing to measure') }
  return found.filter(([is, least]) => is < least).map(([is, least, what]) => `${is.toFixed(2)} < ${least}: ${what}`);
}"""

# Text that is cut off by its own box; what is hidden on purpose and what can be scrolled within itself is left out.
CUT = """() => [...document.querySelectorAll('body *')]
  .filter(one => !one.closest('.visually-hidden, .skip, input, textarea, progress') && getComputedStyle(one).overflow !== 'visible')
  .filter(one => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1)
  .map(one => `cut off: ${one.outerHTML.slice(0, 80)} ${one.scrollWidth}>${one.clientWidth} ${one.scrollHeight}>${one.clientHeight}`)"""
WIDE = "document.documentElement.scrollWidth > innerWidth ? ['to be moved sideways'] : []"

# What readers set for themselves (WCAG 2.2, 1.4.12), and letters of twice the size (1.4.4). Set through the browser's
# own style objects, since the pages' policy rightly refuses a style sheet from elsewhere.
SET = """rules => { const sheet = new CSSStyleSheet(); sheet.replaceSync(rules); document.adoptedStyleSheets = [sheet] }"""
SPACED = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }"
TWICE = "html { font-size: 200% !important }"


@pytest.fixture
def wave(desks) -> OpenWave:
    return an_open_wave(desks, tiny(synthetic=True))


def on_every_page(page: Page, wave: OpenWave, find) -> dict[str, list[str]]:
    """What is found on any page of a resident; that every page was looked at is made sure of."""
    seen: dict[str, list[str]] = {}
    walk(page, wave.letter, wave.letters[1], lambda name: seen.update({name: find()}))
    assert len(seen) == LOOKS
    return {name: found for name, found in seen.items() if found}


def filled_in(page: Page, wave: OpenWave) -> None:
    page.goto(f"/s/{wave.letter.code}")
    follow(page.get_by_role("link", name="回答を始める").first)
    answer_everything(page)


def test_every_text_stands_out_from_what_is_behind_it_in_light_and_dark_and_with_more_contrast(page, wave):
    def faint() -> list[str]:
        found = []
        for scheme in ("light", "dark"):
            for contrast in ("no-preference", "more"):
                page.emulate_media(color_scheme=scheme, contrast=contrast)
                found += [f"{scheme}, {contrast}: {one}" for one in page.evaluate(FAINT)]
        return found

    assert on_every_page(page, wave, faint) == {}


def test_the_dark_is_dark(page, wave):
    page.emulate_media(color_scheme="dark")

    page.goto("/")

    expect(page.locator("body")).to_have_css("background-color", "rgb(0, 0, 0)")
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light dark"


@pytest.mark.parametrize("width", [320])
@pytest.mark.parametrize("rules", [TWICE, SPACED], ids=["twice as large", "wide apart"])
def test_on_the_smallest_screen_nothing_is_lost_and_nothing_moves_sideways_with_text(page, wave, rules: str):
    def lost() -> list[str]:
        page.evaluate(SET, rules)
        found = page.evaluate(WIDE) + page.evaluate(CUT)
        page.evaluate(SET, "")
        return found

    assert on_every_page(page, wave, lost) == {}


def test_a_screen_of_640_pixels_at_200_percent_shows_everything(visitor, wave):
    page = visitor(width=320, device_scale_factor=2)

    assert on_every_page(page, wave, lambda: page.evaluate(WIDE) + page.evaluate(CUT)) == {}


def middle_of(blank: Page, picture: bytes) -> str:
    """The colour in the middle of a picture, as style sheets write it."""
    return blank.evaluate(
        """async packed => {
            const picture = new Image();
            picture.src = `data:image/png;base64,${packed}`;
            await picture.decode();
            const paper = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
            paper.drawImage(picture, 0, 0);
            const [r, g, b] = paper.getImageData(picture.width >> 1, picture.height >> 1, 1, 1).data;
            return `rgb(${r}, ${g}, ${b})`;
        }""",
        base64.b64encode(picture).decode(),
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_forced_colours_the_chosen_the_focused_and_the_place_can_be_seen(page, visitor, wave, scheme):
    page.emulate_media(forced_colors="active", color_scheme=scheme)
    filled_in(page, wave)

    chosen, other = page.locator(".option:has(:checked)").first, page.locator(".option:not(:has(:checked))").first
    assert chosen.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
    assert other.evaluate("one => getComputedStyle(one).outlineStyle") == "none"
    page.locator("input[type=radio]").first.focus()
    page.keyboard.press("ArrowDown")
    focused = page.locator(".option:has(:focus-visible)")
    assert focused.evaluate("one => getComputedStyle(one).outlineStyle") == "double"
    bar = middle_of(visitor(), page.locator("progress").screenshot())
    assert bar == page.evaluate("getComputedStyle(document.querySelector('h1')).color")


def test_nothing_moves_where_less_motion_is_asked_for(page, wave):
    page.emulate_media(reduced_motion="reduce")
    filled_in(page, wave)
    expect(page.locator(".keeping__sign")).to_have_attribute("data-state", "saved")

    moving = page.evaluate(
        "document.getAnimations().map(one => one.effect.getComputedTiming()).map(t => t.duration).filter(ms => ms > 1)"
    )

    assert moving == []


def pages_of(pdf: bytes) -> int:
    """How many sheets a PDF of Chromium has."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_paper_shows_what_was_asked_and_answered_and_nothing_to_press(page, wave):
    filled_in(page, wave)
    sheets = {"questions": pages_of(page.pdf(format="A4"))}
    follow(page.locator("button[value=next]"))
    sheets["check"] = pages_of(page.pdf(format="A4"))
    page.emulate_media(media="print", color_scheme="dark")
    hidden = [".actions", ".readback__change", ".sending", ".foot", ".skip", ".keeping"]
    assert [one for one in hidden if page.locator(one).first.is_visible()] == []
    expect(page.get_by_text("やや重要").or_(page.get_by_text("どちらともいえない")).first).to_be_visible()
    expect(page.locator("body")).to_have_css("color", "rgb(0, 0, 0)")
    page.emulate_media(media="null", color_scheme="light")
    follow(page.locator(".sending .button"))
    sheets["receipt"] = pages_of(page.pdf(format="A4"))

    assert sheets == {"questions": 2, "check": 1, "receipt": 1}
