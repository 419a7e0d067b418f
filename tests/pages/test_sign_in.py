"""Staff come in with name and password, stay while they are at work, and are out when they say so."""

import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp.app import create_app
from surveyapp.operations import accounts, wave_keeping
from surveyapp.settings import Settings
from surveyapp.store import journal
from surveyapp.store.desk import Desks
from tests.support.forms import token_of
from tests.support.people import PASSWORD, signed_in, staff_member
from tests.support.questionnaires import tiny
from tests.support.runs import a_sealed_wave


def sign_in(client: FlaskClient, name: str, password: str = PASSWORD, then: str = ""):
    page = client.get("/staff/sign-in")
    form = {"csrf_token": token_of(page), "name": name, "password": password, "then": then}
    return client.post("/staff/sign-in", data=form)


def test_a_clerk_signs_in_and_stands_at_the_desk(client: FlaskClient, desks: Desks):
    staff_member(desks, "sato", "clerk")

    answer = sign_in(client, "sato")

    assert (answer.status_code, answer.location) == (302, "/staff/")
    assert "sato さん" in client.get("/staff/").text


def test_a_name_typed_in_full_width_is_the_same_name(client: FlaskClient, desks: Desks):
    staff_member(desks, "sato", "clerk")

    assert sign_in(client, "ｓａｔｏ　").status_code == 302


@pytest.mark.parametrize(
    ("name", "password"), [("sato", "a wrong password"), ("nobody", PASSWORD), ("", ""), ("sa\x00", "\x00")]
)
def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(
    client: FlaskClient, desks: Desks, name: str, password: str
):
    staff_member(desks, "sato", "clerk")

    answer = sign_in(client, name, password)

    assert answer.status_code == 400
    assert "職員名かパスワードが違います" in answer.text
    assert password not in answer.text or not password


def test_guessing_at_a_name_is_stopped_also_for_the_right_password(client: FlaskClient, desks: Desks):
    staff_member(desks, "sato", "clerk")
    for _try in range(accounts.TRIES_AT_A_NAME):
        sign_in(client, "sato", "a wrong password")

    answer = sign_in(client, "sato")

    assert answer.status_code == 429
    assert "15分ほどたってから" in answer.text


def test_somebody_who_signs_in_starts_with_a_clean_count(client: FlaskClient, desks: Desks):
    staff_member(desks, "sato", "clerk")
    for _round in range(3):
        for _try in range(accounts.TRIES_AT_A_NAME - 1):
            sign_in(client, "sato", "a wrong password")
        assert sign_in(client, "sato").status_code == 302
        client.post("/staff/sign-out", data={"csrf_token": token_of(client.get("/staff/"))})


def test_signing_out_ends_copies_of_the_cookie_too(app: Flask, client: FlaskClient, desks: Desks):
    staff_member(desks, "sato", "clerk")
    signed_in(client, "sato")
    copied = client.get_cookie("survey_session")
    thief = app.test_client()
    thief.set_cookie("survey_session", copied.value)
    assert thief.get("/staff/").status_code == 200

    client.post("/staff/sign-out", data={"csrf_token": token_of(client.get("/staff/"))})

    assert thief.get("/staff/").status_code == 302


def test_a_session_from_before_the_sign_in_is_not_kept(client: FlaskClient, desks: Desks):
    staff_member(desks, "sato", "clerk")
    page = client.get("/staff/sign-in")
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
    before = token_of(page)

    client.post("/staff/sign-in", data={"csrf_token": before, "name": "sato", "password": PASSWORD})

    with client.session_transaction() as session:
        assert "planted" not in session
    assert client.post("/staff/sign-out", data={"csrf_token": before}).status_code == 400


@pytest.mark.parametrize(
    ("then", "lands"),
    [
        ("/staff/password", "/staff/password"),
        ("https://example.com/staff/", "/staff/"),
        ("//example.com/staff/", "/staff/"),
        ("/\\example.com", "/staff/"),
        ("/staff/\r\nSet-Cookie: a=b", "/staff/"),
        ("javascript:alert(1)", "/staff/"),
    ],
)
def test_after_signing_in_one_lands_on_a_page_of_the_staff_only(
    client: FlaskClient, desks: Desks, then: str, lands: str
):
    staff_member(desks, "sato", "clerk")

    assert sign_in(client, "sato", then=then).location == lands


def test_a_new_password_ends_every_other_sign_in(app: Flask, client: FlaskClient, desks: Desks):
    staff_member(desks, "sato", "clerk")
    elsewhere = signed_in(app.test_client(), "sato")
    page = signed_in(client, "sato").get("/staff/password")

    form = {"csrf_token": token_of(page), "old": PASSWORD, "new": "a longer new secret", "again": "a longer new secret"}
    answer = client.post("/staff/password", data=form)

    assert answer.location == "/staff/"
    assert client.get("/staff/").status_code == 200
    assert elsewhere.get("/staff/").status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "again", "says"),
    [
        ("not mine at all", "a longer new secret", "a longer new secret", "現在のパスワードが違います"),
        (PASSWORD, "a longer new secret", "another secret!!", "一致しません"),
        (PASSWORD, "short", "short", "12文字以上"),
    ],
)
def test_a_password_that_cannot_be_changed_says_why(
    app: Flask, client: FlaskClient, desks: Desks, old: str, new: str, again: str, says: str
):
    staff_member(desks, "sato", "clerk")
    page = signed_in(client, "sato").get("/staff/password")

    form = {"csrf_token": token_of(page), "old": old, "new": new, "again": again}
    answer = client.post("/staff/password", data=form)

    assert answer.status_code == 400
    assert says in answer.text
    assert sign_in(app.test_client(), "sato").status_code == 302


def test_somebody_who_left_is_out_at_once_and_stays_out(client: FlaskClient, desks: Desks):
    staff_member(desks, "sato", "clerk")
    signed_in(client, "sato")

    with desks.desk(writing=True) as desk:
        accounts.deactivate(desk, "sato")

    assert client.get("/staff/").status_code == 302
    assert sign_in(client, "sato").status_code == 400


class Clock:
    """A clock that a test turns forward."""

    def __init__(self) -> None:
        self.now = datetime.datetime(2026, 1, 15, 0, 0, tzinfo=datetime.UTC)

    def __call__(self) -> datetime.datetime:
        return self.now

    def forward(self, minutes: int) -> None:
        self.now += datetime.timedelta(minutes=minutes)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def office(settings: Settings, clock: Clock, desks: Desks):
    app = create_app(settings, clock)
    app.testing = True
    staff_member(desks, "sato", "clerk")
    yield app
    app.extensions["surveyapp"].desks.engine.dispose()


def test_an_idle_desk_is_signed_out_after_an_hour(office: Flask, clock: Clock):
    client = signed_in(office.test_client(), "sato")

    clock.forward(59)
    assert client.get("/staff/").status_code == 200
    clock.forward(59)
    assert client.get("/staff/").status_code == 200
    clock.forward(61)

    assert client.get("/staff/").location == "/staff/sign-in?then=/staff/"
    assert "しばらく操作がなかったため" in client.get("/staff/sign-in").text


def test_nobody_stays_signed_in_over_night_however_busy(office: Flask, clock: Clock):
    client = signed_in(office.test_client(), "sato")

    for _half_hour in range(24):
        clock.forward(30)
        assert client.get("/staff/").status_code == 200
    clock.forward(30)

    assert client.get("/staff/").status_code == 302


def test_a_form_left_open_over_lunch_can_still_be_sent_after_signing_in_again(office: Flask, clock: Clock):
    client = signed_in(office.test_client(), "sato")
    left_open = token_of(client.get("/staff/password"))
    clock.forward(90)
    form = {"csrf_token": left_open, "old": PASSWORD, "new": "a longer new secret", "again": "a longer new secret"}
    assert client.post("/staff/password", data=form).status_code == 401

    sign_in(client, "sato")

    assert client.post("/staff/password", data=form).location == "/staff/"


def test_the_window_of_wrong_tries_passes(office: Flask, clock: Clock):
    client = office.test_client()
    for _try in range(accounts.TRIES_AT_A_NAME + 1):
        sign_in(client, "sato", "a wrong password")

    clock.forward(16)

    assert sign_in(client, "sato").status_code == 302


def test_the_journal_tells_who_came_and_went_and_no_password(client: FlaskClient, desks: Desks):
    sato = staff_member(desks, "sato", "clerk")
    signed_in(client, "sato")
    client.post("/staff/sign-out", data={"csrf_token": token_of(client.get("/staff/"))})

    with desks.desk() as desk:
        entries = journal.entries(desk.session)

    assert [(entry.deed, entry.staff_id) for entry in entries] == [
        ("signed_out", sato), ("signed_in", sato), ("staff_added", None),
    ]  # fmt: skip
    assert not any(PASSWORD in str(entry.about) for entry in entries)


def test_the_desk_shows_each_the_work_on_the_waves_that_are_theirs(app: Flask, desks: Desks):
    a_sealed_wave(desks, tiny())
    closed = a_sealed_wave(desks, tiny("earlier"))
    with desks.desk(writing=True) as desk:
        wave_keeping.close(desk, closed)
    staff_member(desks, "sato", "clerk")
    staff_member(desks, "suzuki", "analyst")

    clerk = signed_in(app.test_client(), "sato").get("/staff/").text
    analyst = signed_in(app.test_client(), "suzuki").get("/staff/").text

    assert 'href="/staff/paper/tiny/"' in clerk
    assert 'href="/staff/paper/earlier/"' not in clerk
    assert 'href="/staff/paper/tiny/"' not in analyst
    assert 'href="/staff/waves/tiny"' in analyst
    assert 'href="/staff/waves/earlier"' in analyst
    assert "締め切った調査（1）" in analyst
