"""Nobody who reads the logs finds a resident or a colleague in them, however loud the loggers are turned."""

import traceback
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from surveyapp.domain import access_codes
from surveyapp.settings import Settings
from surveyapp.store.desk import Desks
from tests.support.caller import Caller
from tests.support.paper import DAY
from tests.support.people import PASSWORD, staff_member
from tests.support.server import Server, serving
from tests.support.talkative import BREAK
from tests.support.waves import OpenWave, an_open_wave

WORD = "himitsu-4711"
ANSWER = f"家の前の街灯が切れています {WORD}"
NAME = "yamada-hanako"
WRONG_PASSWORD = "not her password"

LOUD_GUNICORN = "--log-level debug --access-logfile - --capture-output"
SERVERS = {
    "gunicorn": None,
    "waitress": ("-m", "tests.support.talkative", "waitress"),
    "werkzeug": ("-m", "tests.support.talkative", "werkzeug"),
}
# What a server logs has nothing to do with the database behind it, so the quick pairs are those that are in use.
QUICK = [("postgresql", "gunicorn"), ("sqlite", "waitress")]
FULL = [("sqlite", "gunicorn"), ("sqlite", "werkzeug")]


@pytest.fixture
def loud_server(settings: Settings, tmp_path: Path, kind: str, monkeypatch) -> Iterator[Server]:
    """The program under one of the servers people use, saying all it can say into one file."""
    monkeypatch.setenv("GUNICORN_CMD_ARGS", LOUD_GUNICORN)
    loud = "tests.support.talkative:application()"
    with serving(settings, tmp_path / "server.log", application=loud, program=SERVERS[kind]) as running:
        yield running


@pytest.mark.parametrize(
    ("database_url", "kind"),
    [*QUICK, *(pytest.param(*pair, marks=pytest.mark.full) for pair in FULL)],
    indirect=["database_url"],
)
def test_no_log_holds_a_code_an_answer_a_password_a_name_or_a_cookie(loud_server: Server, desks: Desks):
    wave = an_open_wave(desks)
    staff_member(desks, NAME, "clerk")
    wrong_code = access_codes.new_code()
    resident, clerk = Caller(loud_server.url), Caller(loud_server.url)

    answer_with_mishaps(resident, wave, wrong_code)
    cookies = resident.cookies
    work_with_mishaps(clerk, wave)
    logged = loud_server.log.read_text()

    codes = {letter.code for letter in wave.letters[:3]} | {wrong_code}
    secret = {WORD, quote(ANSWER), ANSWER[:5], PASSWORD, WRONG_PASSWORD, NAME} | cookies | clerk.cookies
    secret |= {way(code) for code in codes for way in (str, str.lower, access_codes.printed, full_width)}
    assert [one for one in secret if one in logged or ascii(one)[1:-1] in logged] == []
    # The loggers were loud, and what broke can still be found.
    assert "BEGIN" in logged
    assert "ValueError" in logged
    assert "IntegrityError" in logged
    assert "_break_in_the_view" in logged


def test_a_row_that_the_database_refuses_is_not_quoted(desks: Desks):
    with pytest.raises(IntegrityError) as refused, desks.desk(writing=True) as desk:
        desk.session.execute(text("INSERT INTO staff (name, epoch) VALUES (:name, 0)"), {"name": WORD})

    assert "password_hash" in str(refused.value)
    assert WORD not in "".join(traceback.format_exception(refused.value))


def answer_with_mishaps(resident: Caller, wave: OpenWave, wrong_code: str) -> None:
    """A resident comes in at the third try, and things break at every step."""
    first, second, third = (letter.code for letter in wave.letters[:3])
    resident.get("/")
    assert resident.post("/", {"code": wrong_code}).status == 400
    assert resident.post("/", {"code": first[:-1]}).status == 400
    assert resident.get(f"/s/{wrong_code}").status == 400
    assert resident.get(f"/s/{quote(full_width(wrong_code))}").status == 400
    assert resident.get(f"/{first}").status == 404
    for fault in ("view", "constraint", "after"):
        assert resident.get(f"/s/{second}", {BREAK: fault}).status == 500
        assert resident.post("/", {"code": second}, {BREAK: fault}).status in (400, 500)
    break_the_connection(resident, f"/s/{second}")
    resident.blurt(f"GET /s/{second} HTTP/9.9\r\nHost: x\r\n\r\n")
    resident.blurt(f"GET /s/{access_codes.printed(second)}\r\n\r\n")
    resident.blurt(f"GET /s/{third} HTTP/1.1\r\nHost: x\r\nno header\r\n\r\n")

    resident.get("/")
    start = resident.post("/", {"code": access_codes.printed(first)})
    assert start.status == 200
    way = start.url
    resident.get(f"{way}1")
    for fault in ("view", "constraint", "after"):
        assert resident.post(f"{way}1", {"free_text": ANSWER}, {BREAK: fault}).status == 500
    resident.get(f"{way}1")
    assert resident.post(f"{way}1", {"free_text": ANSWER * 600}).status == 400
    check = resident.post(f"{way}1", {"free_text": ANSWER, "family_doctor": "yes", "go": "next"})
    assert check.status == 200
    assert ANSWER in check.text
    assert resident.post(f"{way}send", {}, {BREAK: "view"}).status == 500
    resident.get(f"{way}check")
    assert resident.post(f"{way}send", {}).url.endswith("/receipt")


def work_with_mishaps(clerk: Caller, wave: OpenWave) -> None:
    """A clerk signs in at the second try, registers a sheet and keys it, and things break."""
    clerk.get("/staff/sign-in")
    assert clerk.post("/staff/sign-in", {"name": NAME, "password": WRONG_PASSWORD}).status == 400
    for fault in ("view", "constraint", "after"):
        assert clerk.post("/staff/sign-in", {"name": NAME, "password": PASSWORD}, {BREAK: fault}).status == 500
    clerk.get("/staff/sign-in")
    desk = clerk.post("/staff/sign-in", {"name": NAME, "password": PASSWORD})
    assert f"{NAME} さん" in desk.text
    office = f"/staff/paper/{wave.key}/"
    clerk.get(f"{office}register")
    arrived = {"number": wave.letters[4].number, "received_on": DAY.isoformat()}
    assert clerk.post(f"{office}register", arrived).status == 200
    clerk.get(office)
    assert clerk.post(f"{office}take", {"office": "1"}).url.endswith("/key")
    keyed = {f"q.{question.id}": "0" for question in wave.questionnaire.questions} | {"q.free_text": ANSWER}
    assert clerk.post(f"{office}sheets/1/key", keyed, {BREAK: "view"}).status == 500
    assert clerk.post(f"{office}sheets/1/key", keyed | {"q.sex": "7"}).status == 400
    assert clerk.post(f"{office}sheets/1/key", keyed).status == 200


def break_the_connection(caller: Caller, path: str) -> None:
    """A fault after the answer is on its way, where only the server is left to say something."""
    caller.blurt(f"GET {path} HTTP/1.1\r\nHost: x\r\n{BREAK}: teardown\r\nConnection: close\r\n\r\n")


def full_width(code: str) -> str:
    """As an input method writes it."""
    return "".join(chr(ord(letter) + 0xFEE0) for letter in code)
