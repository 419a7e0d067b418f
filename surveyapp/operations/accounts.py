"""Who is this, and what may they do: accounts of the staff, their passwords, their roles.

Passwords are kept as Argon2id with 19 MiB, 2 passes and 1 lane, the first choice of the OWASP password storage cheat
sheet. Checking one takes some 20 ms and is never done while a writing transaction is open, so signing in takes three
desks: `knock` counts the try, `sign_in` checks it (reading), `welcome` takes the count back and writes the journal.
"""

import datetime
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from surveyapp.domain.faults import Fault, NotAllowed, NotThere, Refused
from surveyapp.store import journal, people, throttle
from surveyapp.store.desk import Desk
from surveyapp.store.tables import ROLES, Staff

SHORTEST = 12
LONGEST = 200
#: Guesses at one name, and from one side, before the door stays shut for the rest of the window.
TRIES_AT_A_NAME = 10
TRIES_FROM_A_SIDE = 40
WINDOW = datetime.timedelta(minutes=15)

NAME_DOOR = "staff_name"
SIDE_DOOR = "staff_side"

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@dataclass(frozen=True, slots=True)
class Person:
    """A member of the staff as the rest of the house knows them: no password, not even its hash."""

    id: int
    name: str
    roles: frozenset[str]
    active: bool
    #: raised to sign out everywhere; a sign-in of an older epoch is worth nothing
    epoch: int


def add_staff(desk: Desk, name: str, password: str, roles: Iterable[str], by: int | None = None) -> Person:
    """Let somebody work here. Refused with every fault of name, password and roles."""
    name, wanted = written_name(name), set(roles)
    faults = [*_faults_of_name(name), *_faults_of_password(name, password), *_faults_of_roles(wanted)]
    if faults:
        raise Refused.of(faults)
    added = people.add(desk.session, name, HASHER.hash(_flat(password)), wanted)
    journal.note(desk.session, desk.now, "staff_added", staff=by, person=added.id, roles=sorted(wanted))
    return _person(added)


def knock(desk: Desk, name: str, side: str) -> None:
    """Count a try to sign in before it is checked, so that a hundred at once count as a hundred. TooMany stops it.

    `side` is the caller's address; name and side are kept as keyed hashes.
    """
    for door, sealed, most in _doors(desk, name, side):
        if throttle.miss(desk.session, desk.now, door, sealed, within=WINDOW) > most:
            throttle.admit(desk.session, desk.now, door, sealed, most=most, within=WINDOW)


def sign_in(desk: Desk, name: str, password: str) -> Person:
    """Who this is; NotAllowed alike for an unknown name, a wrong password and somebody who has left."""
    found = people.by_name(desk.session, written_name(name))
    if not _is_right(found, password[:LONGEST]) or found is None or not found.active:
        raise NotAllowed(Fault("sign_in_wrong"))
    return _person(found)


def welcome(desk: Desk, person: Person, password: str, side: str) -> None:
    """Take the counted try back and write the sign-in down. The password is hashed anew when its cost was raised."""
    (name_door, name, _), (side_door, sealed_side, _) = _doors(desk, person.name, side)
    throttle.clear(desk.session, name_door, name)
    throttle.forgive(desk.session, side_door, sealed_side)
    found = people.by_id(desk.session, person.id)
    if found is not None and HASHER.check_needs_rehash(found.password_hash):
        found.password_hash = HASHER.hash(_flat(password))
    journal.note(desk.session, desk.now, "signed_in", staff=person.id)


def sign_out(desk: Desk, staff: int) -> None:
    """Leave, everywhere: a copy of the cookie is worth nothing afterwards."""
    people.sign_out_everywhere(desk.session, staff)
    journal.note(desk.session, desk.now, "signed_out", staff=staff)


def person(desk: Desk, staff: int) -> Person | None:
    """The member of the staff with this id, while they work here."""
    found = people.by_id(desk.session, staff)
    return _person(found) if found is not None and found.active else None


def named(desk: Desk, name: str) -> Person:
    """The member of the staff of this name; NotThere when there is none or they have left."""
    found = people.named(desk.session, written_name(name))
    if not found.active:
        raise NotThere(Fault("no_such_staff", name=found.name))
    return _person(found)


def everybody(desk: Desk) -> list[Person]:
    """The whole staff by name, with those who have left."""
    return [_person(found) for found in people.everybody(desk.session)]


def change_password(desk: Desk, staff: int, old: str, new: str) -> None:
    """Change one's own password; every sign-in ends. NotAllowed when the old one is wrong."""
    found = people.by_id(desk.session, staff)
    if found is None or not _is_right(found, old):
        raise NotAllowed(Fault("password_old_wrong"))
    _keep_password(desk, found, new, by=staff)


def set_password(desk: Desk, name: str, password: str, by: int | None = None) -> None:
    """Give a person a new password when they have lost theirs; every sign-in ends."""
    _keep_password(desk, people.named(desk.session, written_name(name)), password, by)


def set_roles(desk: Desk, name: str, roles: Iterable[str], by: int | None = None) -> Person:
    """Trust a person with these roles and no others. It holds from their next page on."""
    wanted = set(roles)
    if faults := _faults_of_roles(wanted):
        raise Refused.of(faults)
    found = people.named(desk.session, written_name(name))
    people.set_roles(desk.session, found, wanted)
    journal.note(desk.session, desk.now, "staff_roles_set", staff=by, person=found.id, roles=sorted(wanted))
    return _person(found)


def deactivate(desk: Desk, name: str, by: int | None = None) -> None:
    """Somebody leaves: no more sign-in, and those that stand end. What they did stays theirs."""
    found = people.named(desk.session, written_name(name))
    found.active = False
    desk.session.flush()
    people.sign_out_everywhere(desk.session, found.id)
    journal.note(desk.session, desk.now, "staff_deactivated", staff=by, person=found.id)


def written_name(name: str) -> str:
    """A name as it is kept: half width where there is one, single spaces, no NUL (which no database keeps)."""
    return " ".join(unicodedata.normalize("NFKC", name.replace("\x00", "")).split())


def _doors(desk: Desk, name: str, side: str) -> tuple[tuple[str, str, int], tuple[str, str, int]]:
    return (
        (NAME_DOOR, desk.seal(NAME_DOOR, written_name(name).casefold()), TRIES_AT_A_NAME),
        (SIDE_DOOR, desk.seal(SIDE_DOOR, throttle.origin(side)), TRIES_FROM_A_SIDE),
    )


def _is_right(found: Staff | None, password: str) -> bool:
    """Whether it is this person's password. An unknown name takes the same work, so that the time tells nothing."""
    if found is None:
        HASHER.hash(_flat(password))
        return False
    try:
        return HASHER.verify(found.password_hash, _flat(password))
    except (VerificationError, InvalidHashError):
        return False


def _keep_password(desk: Desk, found: Staff, password: str, by: int | None) -> None:
    if faults := _faults_of_password(found.name, password):
        raise Refused.of(faults)
    found.password_hash = HASHER.hash(_flat(password))
    desk.session.flush()
    people.sign_out_everywhere(desk.session, found.id)
    journal.note(desk.session, desk.now, "password_changed", staff=by, person=found.id)


def _person(found: Staff) -> Person:
    return Person(found.id, found.name, frozenset(role.role for role in found.roles), found.active, found.epoch)


def _flat(password: str) -> str:
    """The same characters typed with another keyboard give the same password (RFC 8265, with NFKC for full width)."""
    return unicodedata.normalize("NFKC", password)


def _faults_of_name(name: str) -> list[Fault]:
    if not name or len(name) > 60 or not name.isprintable():
        return [Fault("staff_name_malformed", "name", most=60)]
    return []


def _faults_of_password(name: str, password: str) -> list[Fault]:
    flat = _flat(password)
    if len(flat) < SHORTEST or len(flat) > LONGEST:
        return [Fault("password_length", "password", least=SHORTEST, most=LONGEST)]
    if name.casefold() in flat.casefold() and len(name) * 2 >= len(flat):
        return [Fault("password_is_the_name", "password")]
    return []


def _faults_of_roles(roles: set[str]) -> list[Fault]:
    if not roles:
        return [Fault("staff_without_role", "roles", known="、".join(ROLES))]
    return [Fault("no_such_role", "roles", role=role, known="、".join(ROLES)) for role in sorted(roles - set(ROLES))]
