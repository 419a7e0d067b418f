"""The staff: who works with the survey, and what each is trusted with."""

from collections.abc import Iterable

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from surveyapp.domain.faults import Fault, NotThere, Refused
from surveyapp.store.tables import Staff, StaffRole


def add(session: Session, name: str, password_hash: str, roles: Iterable[str]) -> Staff:
    """A new member of the staff; refused when the name is taken, also by somebody who has left."""
    taken = Refused(Fault("staff_name_taken", name=name))
    if by_name(session, name) is not None:
        raise taken
    made = Staff(name=name, password_hash=password_hash, active=True, epoch=0)
    made.roles = [StaffRole(role=role) for role in sorted(set(roles))]
    session.add(made)
    try:
        session.flush()
    except IntegrityError:
        # two administrators at once: the other one was first
        raise taken from None
    return made


def by_name(session: Session, name: str) -> Staff | None:
    """Who signs in with this name."""
    return session.scalar(select(Staff).where(Staff.name == name))


def by_id(session: Session, staff_id: int) -> Staff | None:
    """The member of the staff with this id."""
    return session.get(Staff, staff_id)


def named(session: Session, name: str) -> Staff:
    """The member of the staff of this name; NotThere when there is none."""
    found = by_name(session, name)
    if found is None:
        raise NotThere(Fault("no_such_staff", name=name))
    return found


def everybody(session: Session) -> list[Staff]:
    """The whole staff by name, with those who have left."""
    return list(session.scalars(select(Staff).order_by(Staff.name)))


def active_holders(session: Session, role: str) -> int:
    """How many people who have not left hold a role."""
    query = select(func.count()).select_from(StaffRole).join(Staff).where(StaffRole.role == role, Staff.active)
    return session.scalar(query) or 0


def sign_out_everywhere(session: Session, staff_id: int) -> None:
    """Make every sign-in of a person worthless, wherever its cookie lies."""
    session.execute(update(Staff).where(Staff.id == staff_id).values(epoch=Staff.epoch + 1))


def set_roles(session: Session, staff: Staff, roles: Iterable[str]) -> None:
    """Trust a person with these roles and no others."""
    wanted = set(roles)
    staff.roles = [role for role in staff.roles if role.role in wanted]
    held = {role.role for role in staff.roles}
    staff.roles += [StaffRole(role=role) for role in sorted(wanted - held)]
    session.flush()
