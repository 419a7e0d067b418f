"""How much a page weighs on the line: 40 KB packed on the first visit, 12 KB on every page after that."""

import pytest

from surveyapp.store.definitions import load
from tests.support.source import CHECKOUT
from tests.support.waves import an_open_wave
from tests.support.weights import weigh

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

FIRST, AFTER = 40_000, 12_000


def test_a_page_weighs_little_on_the_first_visit_and_less_after(client, desks):
    wave = an_open_wave(desks, load(CHECKOUT / "questionnaires" / "komagane-2021-model"))

    found = weigh(client, wave)

    after = {page: weight for page, weight in found.after.items() if page != "door"}
    assert len(found.first) == len(wave.questionnaire.sections) + 5
    assert min(found.first.values()) > 5000, "nothing was weighed"
    assert {page: weight for page, weight in found.first.items() if weight > FIRST} == {}
    assert {page: weight for page, weight in after.items() if weight > AFTER} == {}
