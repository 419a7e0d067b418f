"""Whatever goes wrong, the page says what to do next, and never shows or logs more than it should."""

import logging

import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp.domain.faults import Fault, NotAllowed, NotThere, Refused, TooLate, TooMany
from surveyapp.pages.guard import EVERYBODY, open_to
from surveyapp.store.desk import Desks
from tests.support.people import signed_in, staff_member

FAULT = Fault("wave_not_open", title="小さな調査")


@pytest.fixture
def breaking(app: Flask):
    """The app with a page that breaks in the way a test asks for; shown as people see it, not as tests do."""
    app.testing = False
    app._got_first_request = False

    def page_that_raises(error: Exception) -> FlaskClient:
        @open_to(EVERYBODY)
        def view(secret: str) -> str:
            raise error

        app.add_url_rule("/staff/breaks/<secret>", view_func=view, endpoint="breaks")
        return app.test_client()

    return page_that_raises


@pytest.mark.parametrize(
    ("kind", "status"), [(NotThere, 404), (TooLate, 409), (TooMany, 429), (NotAllowed, 403), (Refused, 400)]
)
def test_a_refusal_is_shown_with_its_sentence_and_status(breaking, kind: type[Refused], status: int):
    answer = breaking(kind(FAULT)).get("/staff/breaks/x")

    assert answer.status_code == status
    assert "「小さな調査」は、ただいま回答を受け付けていません" in answer.text


def test_every_reason_of_a_refusal_is_shown(breaking):
    answer = breaking(Refused(FAULT, Fault("password_twice"))).get("/staff/breaks/x")

    assert answer.text.count("<p>") >= 2
    assert "一致しません" in answer.text


def test_an_unforeseen_error_is_an_apology_without_a_trace(breaking, caplog: pytest.LogCaptureFixture):
    client = breaking(ValueError("himitsu: the answer of a resident"))

    with caplog.at_level(logging.DEBUG):
        answer = client.get("/staff/breaks/ABCD-EFGH-JKMN")

    assert answer.status_code == 500
    assert "処理の途中で問題が起きました" in answer.text
    for leak in ("himitsu", "Traceback", "ValueError", ".py"):
        assert leak not in answer.text
    assert "ValueError" in caplog.text
    assert "test_errors.py" in caplog.text, "the place is told, so that it can be mended"
    for leak in ("himitsu", "ABCD", "/staff/breaks/"):
        assert leak not in caplog.text


def test_an_error_page_stands_also_when_the_database_is_gone(app: Flask, desks: Desks, monkeypatch):
    staff_member(desks, "sato", "clerk")
    client = signed_in(app.test_client(), "sato")
    app.testing = False

    def gone(*_anything: object, **_more: object) -> None:
        raise OSError("no such server")

    monkeypatch.setattr(app.extensions["surveyapp"].desks, "desk", gone)
    answer = client.get("/staff/")

    assert answer.status_code == 500
    assert "処理の途中で問題が起きました" in answer.text


@pytest.mark.parametrize(
    ("method", "path", "status", "says"),
    [
        ("GET", "/nowhere", 404, "お探しのページが見つかりません"),
        ("POST", "/plan/", 405, "この開き方はできません"),
        ("GET", "/staff/plan/x%00/record", 404, "お探しのページが見つかりません"),
        ("GET", "/staff/sign-in?then=%00", 404, "お探しのページが見つかりません"),
        ("POST", "/staff/sign-out", 401, "サインインが必要です"),
    ],
)
def test_a_wrong_way_is_told_with_a_way_on(client: FlaskClient, method: str, path: str, status: int, says: str):
    answer = client.open(path, method=method)

    assert (answer.status_code, says in answer.text) == (status, True)
    assert 'class="button button--second"' in answer.text


def test_too_much_at_once_is_told(client: FlaskClient):
    answer = client.post("/staff/sign-in", data={"name": "あ" * (1024 * 1024)})

    assert answer.status_code == 413
    assert "送信された内容が大きすぎます" in answer.text


def test_a_form_left_open_says_how_to_go_on(client: FlaskClient):
    answer = client.post("/staff/sign-in", data={"name": "sato"})

    assert answer.status_code == 400
    assert "前の画面に戻り、画面を再読み込みしてから" in answer.text


@pytest.mark.parametrize(
    ("path", "way_on"), [("/plan/none/", "/plan/"), ("/staff/nothing", "/staff/"), ("/nowhere", "/")]
)
def test_the_way_on_leads_to_where_the_reader_came_from(client: FlaskClient, path: str, way_on: str):
    assert f'href="{way_on}"' in client.get(path).text
