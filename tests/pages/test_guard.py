"""Who may come in: what every view says, what docs/who-may-do-what.md tells, and what really happens at the door."""

import re
from dataclasses import dataclass, replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from surveyapp.app import create_app
from surveyapp.operations import accounts
from surveyapp.pages.guard import EVERYBODY, STAFF, Visitor, who_may_enter
from surveyapp.settings import ROOT, Settings
from surveyapp.store.desk import Desks
from tests.support.forms import token_of
from tests.support.people import PASSWORD, signed_in, staff_member

TOLD = ROOT / "docs" / "who-may-do-what.md"
COLUMNS = (EVERYBODY, *STAFF)
ROW = re.compile(r"^\| [^|]+ \| `([\w.]+)` \| (\w+) \| `([^`]+)` \|((?: ?○? ?\|){6})$", re.MULTILINE)

#: What stands in an address where a name or a number is asked for; nothing of it is there.
PLACEHOLDERS = {"int": "1", "default": "nothing", "path": "nothing"}


@dataclass(frozen=True)
class Door:
    """One way into the house."""

    endpoint: str
    method: str
    rule: str


def told() -> dict[Door, frozenset[Visitor]]:
    """The table in the manual."""
    found = {}
    for endpoint, method, rule, marks in ROW.findall(TOLD.read_text(encoding="utf-8")):
        cells = [cell.strip() for cell in marks.split("|")[:-1]]
        opened = frozenset(visitor for visitor, cell in zip(COLUMNS, cells, strict=True) if cell)
        found[Door(endpoint, method, rule)] = opened
    return found


def doors(app: Flask) -> dict[Door, frozenset[Visitor]]:
    """Every door of the app, and for whom it says it is open."""
    return {
        Door(rule.endpoint, method, rule.rule): who_may_enter(app, rule.endpoint)
        for rule in app.url_map.iter_rules()
        for method in methods(rule)
    }


def methods(rule: Rule) -> set[str]:
    return (rule.methods or set()) - {"HEAD", "OPTIONS"}


def address(door: Door) -> str:
    return re.sub(r"<(?:(\w+):)?\w+>", lambda found: PLACEHOLDERS[found.group(1) or "default"], door.rule)


def knock(client: FlaskClient, door: Door, **form: str):
    with client.open(address(door), method=door.method, data=form if door.method == "POST" else None) as answer:
        return answer


def is_shown_the_door(answer) -> bool:
    """Whether it was the guard who refused: a resident without an entry is refused by the page, and shown the code's form."""
    by_role = answer.status_code == 403 and "この画面を開く権限がありません" in answer.text
    return by_role or answer.status_code == 401 or (answer.location or "").startswith("/staff/sign-in?")


@pytest.fixture
def people(app: Flask, desks: Desks) -> dict[Visitor, FlaskClient]:
    """A browser for each role, signed in, with that role alone."""
    found = {}
    for role in STAFF:
        staff_member(desks, f"a {role.value}", role.value)
        found[role] = signed_in(app.test_client(), f"a {role.value}")
    return found


def test_the_manual_tells_of_every_door_and_for_whom_it_is_open(app: Flask):
    said, real = told(), doors(app)

    assert sorted(map(str, said.keys() ^ real.keys())) == []
    assert {door: said[door] for door in real if said[door] != real[door]} == {}


def test_every_view_says_who_may_come_in(app: Flask):
    assert [endpoint for endpoint in app.view_functions if not who_may_enter(app, endpoint)] == []


def test_a_door_for_everybody_asks_for_no_role_beside(app: Flask):
    assert [door for door, opened in doors(app).items() if EVERYBODY in opened and len(opened) > 1] == []


def test_nothing_of_the_staff_is_open_to_everybody_but_signing_in(app: Flask):
    opened = {door.endpoint for door, to in doors(app).items() if door.rule.startswith("/staff") and EVERYBODY in to}

    assert opened == {"sign_in.page", "sign_in.enter"}


def test_a_view_that_says_nothing_is_closed_to_everybody(app: Flask, people: dict[Visitor, FlaskClient]):
    app._got_first_request = False  # a view is added late here, which Flask otherwise refuses
    app.add_url_rule("/forgotten", view_func=lambda: "come in", endpoint="forgotten")

    assert app.test_client().get("/forgotten").status_code == 401
    assert [client.get("/forgotten").status_code for client in people.values()] == [403] * len(STAFF)


def test_each_role_comes_in_where_the_table_says_and_nowhere_else(app: Flask, people: dict[Visitor, FlaskClient]):
    wrong = []
    for door, opened in doors(app).items():
        if door.endpoint in ("sign_in.leave", "sign_in.change_password"):
            continue  # these end the sign-in of who comes in: they are tried in tests of their own
        for role, client in people.items():
            came_in = not is_shown_the_door(knock(client, door))
            if came_in != (EVERYBODY in opened or role in opened):
                wrong.append((door.endpoint, door.method, role.value))

    assert wrong == []


def test_who_has_not_signed_in_is_sent_to_the_sign_in_and_back(app: Flask):
    wrong = []
    for door, opened in doors(app).items():
        answer = knock(app.test_client(), door)
        if EVERYBODY in opened:
            fits = not is_shown_the_door(answer)
        elif door.method == "GET":
            fits = answer.location == f"/staff/sign-in?then={address(door)}"
        else:
            fits = answer.status_code == 401
        if not fits:
            wrong.append((door, answer.status_code, answer.location))

    assert wrong == []


def test_every_post_demands_its_token(app: Flask, people: dict[Visitor, FlaskClient]):
    wrong = []
    for door, opened in doors(app).items():
        if door.method == "GET":
            continue
        client = app.test_client() if EVERYBODY in opened else people[sorted(opened)[0]]
        for form in ({}, {"csrf_token": "made-up"}):
            answer = knock(client, door, **form)
            # a resident's page without an entry may show the form for the code instead of the page that was left open,
            # and the shared address of no survey has no page to show again
            instead = {"/a/<label>/": 403, "/o/<wave>": 404}
            if answer.status_code not in {400, *(code for room, code in instead.items() if door.rule.startswith(room))}:
                wrong.append((door.endpoint, answer.status_code))

    assert wrong == []


def test_no_view_is_let_off_the_token(app: Flask):
    protection = app.extensions["csrf"]

    assert (protection._exempt_views, protection._exempt_blueprints) == (set(), set())
    assert app.config["WTF_CSRF_CHECK_DEFAULT"] is True


def test_a_token_of_somebody_else_opens_nothing(people: dict[Visitor, FlaskClient]):
    stolen = token_of(people[Visitor.ANALYST].get("/staff/password"))

    answer = people[Visitor.CLERK].post("/staff/sign-out", data={"csrf_token": stolen})

    assert answer.status_code == 400
    assert "画面の有効期限が切れています" in answer.text
    assert people[Visitor.CLERK].get("/staff/").status_code == 200


def test_the_desk_shows_no_link_to_a_closed_door(app: Flask, people: dict[Visitor, FlaskClient]):
    for role, client in people.items():
        links = re.findall(r'href="(/staff/[^"]+)"', client.get("/staff/").text)

        assert [(role, link) for link in links if is_shown_the_door(client.get(link))] == []


def test_roles_that_change_hold_from_the_next_page_on(app: Flask, desks: Desks, people: dict[Visitor, FlaskClient]):
    client = people[Visitor.CLERK]
    with desks.desk(writing=True) as desk:
        accounts.set_roles(desk, "a clerk", ["analyst"])

    assert client.get("/staff/plan/").status_code == 200
    assert client.get("/staff/paper/nothing/").status_code == 403


def test_every_answer_carries_the_promises_to_the_browser(app: Flask, people: dict[Visitor, FlaskClient]):
    client = people[Visitor.ANALYST]
    for path in (
        "/",
        "/plan/",
        "/staff/",
        "/staff/plan/",
        "/nowhere",
        "/healthz",
        "/static/base.css",
        "/staff/paper/x/",
    ):
        with client.get(path) as answer:
            headers = answer.headers

        assert "default-src 'none'" in headers["Content-Security-Policy"], path
        assert "unsafe" not in headers["Content-Security-Policy"], path
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert headers["X-Frame-Options"] == "DENY", path
        assert headers["Referrer-Policy"] == "no-referrer", path
        if not path.startswith("/static"):
            assert headers["Cache-Control"] == "no-store", path


@pytest.mark.parametrize("secure", [True, False])
def test_the_cookie_of_the_staff_is_out_of_reach_of_scripts_and_other_sites(
    settings: Settings, desks: Desks, secure: bool
):
    staff_member(desks, "sato", "clerk")
    app = create_app(replace(settings, secure_cookies=secure))
    client = app.test_client()
    base = "https://localhost" if secure else "http://localhost"
    page = client.get("/staff/sign-in", base_url=base)
    form = {"csrf_token": token_of(page), "name": "sato", "password": PASSWORD}

    answer = client.post("/staff/sign-in", data=form, base_url=base, headers={"Referer": f"{base}/staff/sign-in"})

    (cookie,) = [one for one in answer.headers.getlist("Set-Cookie") if one.startswith("survey_session=")]
    assert answer.status_code == 302
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert ("Secure" in cookie) is secure
    assert "Expires" not in cookie, "it ends with the browser"
    app.extensions["surveyapp"].desks.engine.dispose()
