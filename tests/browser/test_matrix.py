"""No resident's page shuts anybody out: every page at every width, fresh, filled in and with faults, light and dark."""

import random
from itertools import product
from typing import Literal

import pytest
from playwright.sync_api import Page

from surveyapp.pages.accessibility import Trials
from surveyapp.store.definitions import load
from tests.browser.conftest import HEIGHTS
from tests.support.questionnaires import tiny
from tests.support.source import CHECKOUT
from tests.support.walk import LOOKS, Look, walk
from tests.support.waves import OpenWave, an_open_wave, close

# What a page looks like has nothing to do with the database behind it.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Scheme = Literal["light", "dark"]

#: What the statement on accessibility says was looked at.
WIDTHS = Trials().widths
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
SCREENS = list(product(WIDTHS, SCHEMES))

# What is meant to be touched and is smaller than it should be; a link within a sentence is left out.
SMALL = """least => [...document.querySelectorAll(
    '.option, button:not(.visually-hidden), a.button, textarea, input[type=text], summary, nav a, .foot a, .readback__change a')]
  .map(one => [one, one.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.width < least || box.height < least))
  .map(([one, box]) => `small: ${one.outerHTML.slice(0, 80)} ${box.width} × ${box.height}`)"""


@pytest.fixture
def wave(desks) -> OpenWave:
    return an_open_wave(desks, tiny(synthetic=True))


def troubles(page: Page, axe) -> list[str]:
    """What a page does wrong on the screen it stands on."""
    beyond = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    wide = [f"{beyond} px too wide"] if beyond > 0 else []
    return [*axe(page), *wide, *page.evaluate(SMALL, Trials().target)]


def after_closing(page: Page, desks, wave: OpenWave, look: Look) -> None:
    """The one page more that there is when a wave takes no answers any longer."""
    page.goto(f"/s/{wave.letters[2].code}")
    close(desks, wave)
    page.reload()
    look("closed")


def sit(page: Page, width: int, scheme: Scheme) -> None:
    """Before another screen, with what is on it left as it is."""
    page.set_viewport_size({"width": width, "height": HEIGHTS.get(width, 900)})
    page.emulate_media(color_scheme=scheme)


def test_every_page_keeps_the_rules_of_accessibility_on_a_screen_drawn_by_lot(page, wave, desks, axe):
    lot, seen = random.Random(20261126), {}

    def look(name: str) -> None:
        screen = lot.choice(SCREENS)
        sit(page, *screen)
        seen[name] = [f"{screen}: {trouble}" for trouble in troubles(page, axe)]

    walk(page, wave.letter, wave.letters[1], look)
    after_closing(page, desks, wave, look)

    assert len(seen) == LOOKS + 1
    assert {name: found for name, found in seen.items() if found} == {}


@pytest.mark.full
@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_every_page_of_the_model_questionnaire_keeps_the_rules_of_accessibility(page, desks, axe, width, scheme):
    wave, seen = an_open_wave(desks, load(CHECKOUT / "questionnaires" / "komagane-2021-model")), {}
    sit(page, width, scheme)

    def look(name: str) -> None:
        seen[name] = troubles(page, axe)

    walk(page, wave.letter, wave.letters[1], look)
    after_closing(page, desks, wave, look)

    assert len(seen) > LOOKS + 1
    assert {name: found for name, found in seen.items() if found} == {}
