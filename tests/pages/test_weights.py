"""How much a page weighs on the line: 40 KB packed on the first visit, 12 KB on every page after that."""

import gzip
import re

import pytest

from surveyapp.store.definitions import load
from tests.pages.test_resident import Reader
from tests.support.source import CHECKOUT
from tests.support.waves import OpenWave, an_open_wave

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

FIRST, AFTER = 40_000, 12_000
ASSETS = re.compile(r'(?:href|src)="(/static/[^"]+)"')


@pytest.fixture
def wave(desks) -> OpenWave:
    """The longest questionnaire that residents are sent."""
    return an_open_wave(desks, load(CHECKOUT / "questionnaires" / "komagane-2021-model"))


def packed(body: bytes) -> int:
    return len(gzip.compress(body, 6))


def weights(client, text: str, kept: set[str]) -> int:
    """The page with all that it names and the browser has not kept yet, which it has kept from here on."""
    new = set(ASSETS.findall(text)) - kept
    kept |= new
    total = packed(text.encode())
    for address in new:
        with client.get(address) as asset:
            total += packed(asset.data)
    return total


def test_a_page_weighs_little_on_the_first_visit_and_less_after(client, wave):
    resident, kept = Reader(client), set()
    first, after = {}, {}

    def look(path: str) -> None:
        resident.go(path)
        seen = resident.path.rpartition("/")[2] or "start"
        first[seen] = weights(client, resident.text, set())
        after[seen] = weights(client, resident.text, kept)

    resident.go("/")
    door = weights(client, resident.text, kept)
    look(f"/s/{wave.letter.code}")
    entry = resident.entry
    for page in range(1, len(wave.questionnaire.sections) + 1):
        look(f"{entry}/{page}")
    look(f"{entry}/check")
    look(f"{entry}/later")
    look("/accessibility")

    assert len(after) == len(wave.questionnaire.sections) + 4
    assert door <= FIRST
    assert {page: weight for page, weight in first.items() if weight > FIRST} == {}
    assert {page: weight for page, weight in after.items() if weight > AFTER} == {}
    assert max(after.values()) > 2000, "nothing was weighed"
