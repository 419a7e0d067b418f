"""People of the office for tests: staff with roles, and browsers in which they are signed in."""

from flask.testing import FlaskClient

from surveyapp.operations import accounts
from surveyapp.store.desk import Desks
from tests.support.forms import token_of

PASSWORD = "correct horse battery"


def staff_member(desks: Desks, name: str, *roles: str) -> int:
    """Somebody with these roles who signs in with `PASSWORD`; returns the id that operations take."""
    with desks.desk(writing=True) as desk:
        return accounts.add_staff(desk, name, PASSWORD, roles).id


def signed_in(client: FlaskClient, name: str) -> FlaskClient:
    """The same browser, in which this member of the staff has signed in as people do: by the form."""
    page = client.get("/staff/sign-in")
    client.post("/staff/sign-in", data={"csrf_token": token_of(page), "name": name, "password": PASSWORD})
    return client
