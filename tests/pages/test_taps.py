"""A tap kept by itself, as the script of the questionnaire asks for it."""

import json

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from surveyapp.domain.answers import Chosen, ChosenMany, Wrote
from surveyapp.domain.definition import parse
from tests.support.forms import token_of
from tests.support.questionnaires import tiny_document
from tests.support.residents import accepted, answer_and_send, draft
from tests.support.waves import Letter, OpenWave, an_open_wave, close


class Tapping:
    """A resident whose browser runs scripts: comes in and taps on the first page."""

    def __init__(self, client: FlaskClient, letter: Letter) -> None:
        self.client = client
        self.entry = client.get(f"/s/{letter.code}").location.rstrip("/")
        self.token = token_of(client.get(f"{self.entry}/1"))

    def tap(self, page: int = 1, **answers: object) -> TestResponse:
        """Tap on questions; None stands for a choice taken back."""
        said = {question: value for question, value in answers.items() if value is not None}
        fields = {"csrf_token": self.token, "touched": [*answers], **said}
        return self.client.post(f"{self.entry}/{page}/taps", data=fields)


@pytest.fixture
def wave(desks) -> OpenWave:
    return an_open_wave(desks)


@pytest.fixture
def resident(client, wave) -> Tapping:
    return Tapping(client, wave.letter)


def test_a_tap_is_kept_and_no_other_answer_is_touched(resident, wave, desks):
    first = resident.tap(sex="female", info_sources=["friends", "website"])
    second = resident.tap(sex="male", free_text="髙﨑𠮷\r\n😀")

    assert (first.status_code, second.status_code) == (200, 200)
    assert draft(desks, wave.letter) == {
        "sex": Chosen("male"),
        "info_sources": ChosenMany(("website", "friends")),
        "free_text": Wrote("髙﨑𠮷\n😀"),
    }
    assert second.json["drawn"]["sex"] == "male"
    assert second.json["refused"] == {}


def test_a_choice_taken_back_is_silence(resident, wave, desks):
    resident.tap(info_sources=["friends"], free_text="バス")

    answer = resident.tap(info_sources=None, free_text="")

    assert answer.json["drawn"] == {"info_sources": None, "free_text": None}
    assert draft(desks, wave.letter) == {}


def test_what_is_posted_without_being_touched_is_not_kept(resident, wave, desks):
    resident.client.post(
        f"{resident.entry}/1/taps", data={"csrf_token": resident.token, "touched": "age", "age": "70+", "sex": "male"}
    )

    assert draft(desks, wave.letter) == {"age": Chosen("70+")}


def test_what_is_wrong_is_told_and_the_rest_is_kept(resident, wave, desks):
    answer = resident.tap(free_text="あ" * 2001, info_sources=["newsletter", "website", "friends"], sex="female")

    assert answer.status_code == 200
    assert answer.json["drawn"] == {"sex": "female"}
    assert answer.json["refused"] == {
        "free_text": "ご記入は2000文字までです（いまは2001文字）。短くしてから、もう一度お進みください。",
        "info_sources": "選べるのは2つまでです（いまは3つ）。2つ以内に選び直してください。",
    }
    assert draft(desks, wave.letter) == {"sex": Chosen("female")}


def test_a_question_of_another_page_or_of_none_is_neither_kept_nor_acknowledged(resident, wave, desks):
    answer = resident.tap(nothing="1", wave="other")

    assert answer.json == {"asked": None, "drawn": {}, "refused": {}}
    assert resident.tap(7, sex="male").status_code == 403
    assert draft(desks, wave.letter) == {}


def test_a_stale_token_is_replaced_and_keeps_nothing(resident, wave, desks):
    resident.token = "stale"
    answer = resident.tap(sex="male")
    assert (answer.status_code, draft(desks, wave.letter)) == (400, {})

    resident.token = answer.json["csrf_token"]

    assert resident.tap(sex="male").status_code == 200
    assert draft(desks, wave.letter) == {"sex": Chosen("male")}


def test_without_the_cookie_a_tap_leads_to_the_door_and_keeps_nothing(resident, app, wave, desks):
    stranger = app.test_client()
    resident.client, token = stranger, token_of(stranger.get("/"))
    resident.token = token

    answer = resident.tap(sex="male")

    assert (answer.status_code, answer.json) == (403, {"go": f"{resident.entry}/"})
    assert draft(desks, wave.letter) == {}


def test_a_tap_after_sending_leads_to_the_receipt_and_changes_nothing(resident, wave, desks):
    answer_and_send(desks, wave.letter)

    answer = resident.tap(sex="male")

    assert (answer.status_code, answer.json) == (409, {"go": f"{resident.entry}/receipt?late=1"})
    assert accepted(desks, wave.key)[0].answers == {"family_doctor": "yes"}
    assert draft(desks, wave.letter) == {}


def test_a_tap_after_the_survey_has_closed_leads_to_where_that_is_said(resident, wave, desks):
    close(desks, wave)

    answer = resident.tap(sex="male")

    assert (answer.status_code, answer.json) == (409, {"go": f"{resident.entry}/"})
    assert resident.client.get(f"{resident.entry}/").status_code == 409


def test_a_page_turned_after_its_taps_takes_nothing_back_that_another_tab_changed(resident, wave, desks):
    drawn = json.dumps(resident.tap(sex="male").json["drawn"])
    resident.tap(sex="female")

    turned = {"csrf_token": resident.token, "drawn": drawn, "sex": "male", "age": "70+"}
    resident.client.post(f"{resident.entry}/1", data=turned)

    assert draft(desks, wave.letter) == {"sex": Chosen("female"), "age": Chosen("70+")}


@pytest.fixture
def routed(desks) -> OpenWave:
    """Who has no family doctor is asked for the district, on the same page."""
    document = tiny_document("routed")
    entries = document["questionnaire"]["sections"][0]["entries"]
    next(entry for entry in entries if entry.get("question") == "district")["only_if"] = {"family_doctor": ["no"]}
    return an_open_wave(desks, parse(document))


def test_a_tap_tells_which_questions_its_page_asks_now(client, routed):
    resident = Tapping(client, routed.letter)

    opened, closed = (resident.tap(family_doctor=code).json["asked"] for code in ("no", "yes"))

    assert set(opened) - set(closed) == {"district"}


def test_a_question_that_a_tap_opened_is_shown_when_the_page_is_turned_without_having_shown_it(client, routed):
    resident = Tapping(client, routed.letter)
    unseen = {"csrf_token": resident.token, "drawn": "{}", "family_doctor": "no", "go": "next"}
    resident.tap(family_doctor="no")

    first = client.post(f"{resident.entry}/1", data=unseen)
    seen = {**unseen, "drawn": '{"family_doctor":"no","district":null}'}
    second = client.post(f"{resident.entry}/1", data=seen)

    assert first.location.endswith("/1#district")
    assert second.location.endswith("/check")
    page = client.get(f"{resident.entry}/1").text
    assert "{&#34;family_doctor&#34;:&#34;no&#34;,&#34;district&#34;:null}" in page
