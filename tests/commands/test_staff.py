"""`surveyapp staff`: the password comes from the keyboard or standard input, never as an argument."""

import pytest

from surveyapp.operations import accounts
from surveyapp.settings import Settings
from surveyapp.store.desk import Desks
from tests.support.console import surveyapp
from tests.support.people import PASSWORD, staff_member


def test_a_member_of_the_staff_is_added_and_can_sign_in(settings: Settings, desks: Desks):
    done = surveyapp(settings, "staff", "add", "佐藤", "--role", "clerk", "--role", "analyst", typed=f"{PASSWORD}\n")

    assert (done.code, done.said) == (0, "登録しました：佐藤（analyst、clerk）\n")
    with desks.desk() as desk:
        assert accounts.sign_in(desk, "佐藤", PASSWORD).roles == {"clerk", "analyst"}


@pytest.mark.parametrize(
    ("arguments", "typed", "says"),
    [
        (("add", "sato"), f"{PASSWORD}\n", "役割を1つ以上"),
        (("add", "sato", "--role", "mayor"), f"{PASSWORD}\n", "役割「mayor」はありません"),
        (("add", "sato", "--role", "clerk"), "short\n", "12文字以上"),
        (("add", "sato", "--role", "clerk"), "", "12文字以上"),
        (("roles", "nobody", "--role", "clerk"), "", "職員「nobody」は登録されていません"),
        (("deactivate", "nobody"), "", "surveyapp staff list"),
    ],
)
def test_a_wrong_call_says_what_to_do_and_ends_with_2(settings: Settings, arguments, typed: str, says: str):
    done = surveyapp(settings, "staff", *arguments, typed=typed)

    assert done.code == 2
    assert says in done.complained
    assert "short" not in done.complained


def test_the_list_shows_roles_and_who_has_left(settings: Settings, desks: Desks):
    staff_member(desks, "sato", "clerk", "supervisor")
    staff_member(desks, "tanaka", "analyst")
    assert surveyapp(settings, "staff", "deactivate", "tanaka").code == 0
    assert surveyapp(settings, "staff", "roles", "sato", "--role", "clerk").code == 0

    listed = surveyapp(settings, "staff", "list")

    assert listed.said == "sato\tclerk\ntanaka\tanalyst\t利用停止\n"


def test_a_lost_password_is_set_anew(settings: Settings, desks: Desks):
    staff_member(desks, "sato", "clerk")

    done = surveyapp(settings, "staff", "password", "sato", typed="a wholly new secret\n")

    assert done.code == 0
    with desks.desk() as desk:
        assert accounts.sign_in(desk, "sato", "a wholly new secret").name == "sato"
