"""Residents in a hurry, over real sockets, against two worker processes and both databases."""

import random
from functools import partial
from typing import Any

import pytest

from surveyapp.domain.answers import Chosen
from surveyapp.domain.definition import parse
from surveyapp.store.desk import Desks
from tests.support.browsing import Tab, at_once
from tests.support.questionnaires import tiny_document
from tests.support.residents import accepted, draft
from tests.support.waves import Letter, OpenWave, an_open_wave


@pytest.fixture
def trials(request: pytest.FixtureRequest) -> int:
    """How often each race is run."""
    return 20 if request.config.getoption("full") else 5


@pytest.fixture
def wave(desks: Desks) -> OpenWave:
    """A wave of four pages with one question each."""
    document: dict[str, Any] = tiny_document()
    entries = {
        entry["question"]: entry for entry in document["questionnaire"]["sections"][0]["entries"] if "question" in entry
    }
    asked = ["family_doctor", "sex", "age", "district"]
    document["questionnaire"]["sections"] = [{"id": f"page_{name}", "entries": [entries[name]]} for name in asked]
    document["questionnaire"]["scales"] = {}
    texts = document["texts"]["ja"]
    texts["sections"] = {f"page_{name}": name for name in asked}
    texts["questions"] = {name: texts["questions"][name] for name in asked}
    texts["options"] = {name: texts["options"][name] for name in asked}
    del texts["items"], texts["scales"]
    return an_open_wave(desks, parse(document))


def come_in(server: str, letter: Letter) -> tuple[Tab, str]:
    """A browser in which the letter's link was opened, and the address of the entry."""
    tab = Tab(server)
    entry = tab.get(f"/s/{letter.code}").leads_to.rstrip("/")
    return tab, entry


def turn(tab: Tab, entry: str, page: int, **answers: str) -> Tab:
    """Open a page, answer and turn it."""
    hidden = tab.get(f"{entry}/{page}").hidden()
    return tab.post(f"{entry}/{page}", **hidden, **answers, go="next")


def test_six_who_send_at_once_make_one_response_and_all_see_the_receipt(server, desks, wave, trials):
    for number in range(trials):
        letter = wave.letters[number]
        tab, entry = come_in(server.url, letter)
        turn(tab, entry, 1, family_doctor="yes")
        token = tab.get(f"{entry}/check").hidden()
        tabs = [tab.another() for _ in range(6)]

        at_once(*(partial(one.post, f"{entry}/send", **token) for one in tabs))

        assert [(one.status, one.leads_to) for one in tabs] == [(303, f"{entry}/receipt")] * 6
        assert [letter.receipt in one.get(f"{entry}/receipt").text for one in tabs] == [True] * 6
        assert len(accepted(desks, wave.key)) == number + 1


def test_an_answer_kept_while_another_tab_sends_is_sent_or_refused_but_never_lost(server, desks, wave, trials):
    chance = random.Random(7)

    known: set[object] = set()
    for number in range(trials):
        sending, entry = come_in(server.url, wave.letters[number])
        turn(sending, entry, 1, family_doctor="yes")
        keeping = sending.another()
        token = sending.get(f"{entry}/check").hidden()
        page = keeping.get(f"{entry}/2").hidden()
        deeds = [
            partial(sending.post, f"{entry}/send", **token),
            partial(keeping.post, f"{entry}/2", **page, sex="female", go="next"),
        ]
        chance.shuffle(deeds)

        at_once(*deeds)

        acknowledged = keeping.leads_to != f"{entry}/receipt"
        (response,) = [one for one in accepted(desks, wave.key) if one.id not in known]
        known.add(response.id)
        assert (sending.status, keeping.status) == (303, 303)
        assert response.answers == {"family_doctor": "yes"} | ({"sex": "female"} if acknowledged else {})
        assert draft(desks, wave.letters[number]) == {}


def test_four_pages_turned_at_once_in_two_tabs_are_all_kept(server, desks, wave, trials):
    answers = {1: ("family_doctor", "no"), 2: ("sex", "male"), 3: ("age", "70+"), 4: ("district", "k02")}
    for number in range(trials):
        first, entry = come_in(server.url, wave.letters[number])
        second = first.another()
        tabs = [first, second, first.another(), second.another()]
        pages = [(tab, page, tab.get(f"{entry}/{page}").hidden()) for page, tab in enumerate(tabs, start=1)]

        at_once(
            *(
                partial(tab.post, f"{entry}/{page}", **hidden, **dict([answers[page]]), go="next")
                for tab, page, hidden in pages
            )
        )

        assert [tab.status for tab in tabs] == [303] * 4
        assert draft(desks, wave.letters[number]) == {name: Chosen(code) for name, code in answers.values()}
