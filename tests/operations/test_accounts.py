"""Who works here, with which password and which roles."""

import time

import pytest
from argon2 import extract_parameters
from sqlalchemy import select

from surveyapp.domain.faults import NotAllowed, NotThere, Refused, TooMany
from surveyapp.operations import accounts
from surveyapp.store import journal, people
from surveyapp.store.desk import Desks
from surveyapp.store.tables import Throttle
from tests.support.people import PASSWORD, staff_member


def codes(error: type[Refused], work) -> list[str]:
    with pytest.raises(error) as caught:
        work()
    return [fault.code for fault in caught.value.faults]


def sign_in(desks: Desks, name: str, password: str) -> accounts.Person:
    with desks.desk() as desk:
        return accounts.sign_in(desk, name, password)


def test_a_password_is_kept_as_argon2id_of_the_agreed_cost(desks: Desks):
    staff_member(desks, "sato", "clerk")

    with desks.desk() as desk:
        kept = people.named(desk.session, "sato").password_hash

    cost = extract_parameters(kept)
    assert (cost.type.name, cost.memory_cost, cost.time_cost, cost.parallelism) == ("ID", 19 * 1024, 2, 1)
    assert PASSWORD not in kept


@pytest.mark.parametrize(
    ("name", "password", "roles", "expected"),
    [
        ("", PASSWORD, ["clerk"], ["staff_name_malformed"]),
        ("佐藤\x07花子", PASSWORD, ["clerk"], ["staff_name_malformed"]),
        ("sato", "short", ["clerk"], ["password_length"]),
        ("sato", "x" * 201, ["clerk"], ["password_length"]),
        ("shigeru-sato", "Shigeru-Sato1", ["clerk"], ["password_is_the_name"]),
        ("sato", PASSWORD, [], ["staff_without_role"]),
        ("sato", PASSWORD, ["mayor", "clerk"], ["no_such_role"]),
        ("", "short", [], ["staff_name_malformed", "password_length", "staff_without_role"]),
    ],
)
def test_an_account_that_cannot_be_is_refused_with_every_reason(
    desks: Desks, name: str, password: str, roles: list[str], expected: list[str]
):
    def add() -> None:
        with desks.desk(writing=True) as desk:
            accounts.add_staff(desk, name, password, roles)

    assert codes(Refused, add) == expected
    with desks.desk() as desk:
        assert accounts.everybody(desk) == []


def test_a_name_is_taken_once_also_after_its_owner_has_left(desks: Desks):
    staff_member(desks, "佐藤 花子", "clerk")
    with desks.desk(writing=True) as desk:
        accounts.deactivate(desk, "佐藤　花子")

    assert codes(Refused, lambda: staff_member(desks, "佐藤　花子", "clerk")) == ["staff_name_taken"]


def test_a_password_typed_in_full_width_is_the_same_password(desks: Desks):
    staff_member(desks, "sato", "clerk")

    assert sign_in(desks, "sato", "ｃｏｒｒｅｃｔ　ｈｏｒｓｅ　ｂａｔｔｅｒｙ").name == "sato"


def test_an_unknown_name_takes_as_long_as_a_wrong_password(desks: Desks):
    staff_member(desks, "sato", "clerk")
    spent: dict[str, list[float]] = {"sato": [], "nobody": []}
    for _try in range(5):
        for name, times in spent.items():
            began = time.process_time()
            assert codes(NotAllowed, lambda name=name: sign_in(desks, name, "a wrong password")) == ["sign_in_wrong"]
            times.append(time.process_time() - began)

    # The work is the same; the database's part in it is small and varies.
    assert 0.5 < min(spent["nobody"]) / min(spent["sato"]) < 2


def test_the_counters_keep_no_name_and_no_address(desks: Desks):
    with desks.desk(writing=True) as desk:
        accounts.knock(desk, "sato", "192.0.2.7")

    with desks.desk() as desk:
        kept = [(row.door, row.side) for row in desk.session.scalars(select(Throttle))]

    assert sorted(door for door, _side in kept) == ["staff_name", "staff_side"]
    assert not any("sato" in side or "192.0.2" in side for _door, side in kept)


def test_guessing_many_names_from_one_side_is_stopped(desks: Desks):
    for number in range(accounts.TRIES_FROM_A_SIDE):
        with desks.desk(writing=True) as desk:
            accounts.knock(desk, f"name {number}", "192.0.2.7")

    def knock(side: str) -> None:
        with desks.desk(writing=True) as desk:
            accounts.knock(desk, "sato", side)

    assert codes(TooMany, lambda: knock("192.0.2.7")) == ["too_many_tries"]
    knock("192.0.2.8")


def test_a_cheaper_hash_is_replaced_at_the_next_sign_in(desks: Desks):
    staff_member(desks, "sato", "clerk")
    cheap = accounts.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with desks.desk(writing=True) as desk:
        people.named(desk.session, "sato").password_hash = cheap

    person = sign_in(desks, "sato", PASSWORD)
    with desks.desk(writing=True) as desk:
        accounts.welcome(desk, person, PASSWORD, "192.0.2.7")

    with desks.desk() as desk:
        assert extract_parameters(people.named(desk.session, "sato").password_hash).memory_cost == 19 * 1024
    assert sign_in(desks, "sato", PASSWORD).id == person.id


def test_roles_are_replaced_as_a_whole(desks: Desks):
    staff_member(desks, "sato", "clerk", "supervisor")

    with desks.desk(writing=True) as desk:
        accounts.set_roles(desk, "sato", ["supervisor", "analyst"])

    with desks.desk() as desk:
        assert accounts.named(desk, "sato").roles == {"supervisor", "analyst"}


def test_who_has_left_is_listed_but_not_found_for_work(desks: Desks):
    sato = staff_member(desks, "sato", "clerk")
    with desks.desk(writing=True) as desk:
        accounts.deactivate(desk, "sato", by=None)

    with desks.desk() as desk:
        assert [(person.name, person.active) for person in accounts.everybody(desk)] == [("sato", False)]
        assert accounts.person(desk, sato) is None
        assert codes(NotThere, lambda: accounts.named(desk, "sato")) == ["no_such_staff"]
    assert codes(NotAllowed, lambda: sign_in(desks, "sato", PASSWORD)) == ["sign_in_wrong"]


def test_the_journal_tells_of_accounts_and_never_a_password(desks: Desks):
    boss = staff_member(desks, "boss", "administrator")
    with desks.desk(writing=True) as desk:
        added = accounts.add_staff(desk, "sato", PASSWORD, ["clerk"], by=boss).id
        accounts.set_roles(desk, "sato", ["supervisor"], by=boss)
        accounts.set_password(desk, "sato", "another long secret", by=boss)
        accounts.deactivate(desk, "sato", by=boss)

    with desks.desk() as desk:
        entries = journal.entries(desk.session)[:4]

    assert [(entry.deed, entry.staff_id, entry.about["person"]) for entry in entries] == [
        (deed, boss, added) for deed in ("staff_deactivated", "password_changed", "staff_roles_set", "staff_added")
    ]
    assert not any("secret" in str(entry.about) or PASSWORD in str(entry.about) for entry in entries)
