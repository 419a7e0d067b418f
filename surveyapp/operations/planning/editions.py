"""Editions between their rows in the database and the nouns of the domain."""

import datetime
from collections.abc import Sequence

from surveyapp.domain.faults import Fault, NotAllowed, NotThere
from surveyapp.domain.plan import Plan
from surveyapp.domain.plan_editions import Change, Edition, EditionValue, followed
from surveyapp.store import people
from surveyapp.store import plan as kept_plans
from surveyapp.store.desk import JAPAN, Desk
from surveyapp.store.tables import PlanEdition, PlanValue

#: Who may put forward a new figure, and who may publish it.
PROPOSERS = frozenset({"analyst", "approver"})
APPROVERS = frozenset({"approver"})


def current(desk: Desk, plan: Plan) -> Edition:
    """The table as it stands today."""
    return assembled(plan, kept_plans.published(desk.session, plan.key))[-1]


def assembled(plan: Plan, rows: Sequence[PlanEdition]) -> list[Edition]:
    """Every edition in order, each put together from the one before and what it changed."""
    if not rows:
        raise NotThere(Fault("no_such_edition", plan=plan.title))
    printed = rows[0]
    values = tuple(as_value(row, 1) for row in printed.values)
    editions = [Edition(plan.key, 1, plan.printed.dated, values, plan.printed.source, plan.printed.note)]
    for row in rows[1:]:
        editions.append(followed(plan, editions[-1], changes(row), day_of(row.published_at), note=row.note))
    return editions


def changes(row: PlanEdition) -> list[Change]:
    """What an edition changes; its values carry its number, or 0 while it is a proposal."""
    return [Change(as_value(value, row.number or 0), value.corrects_id is not None) for value in row.values]


def day_of(published_at: datetime.datetime | None) -> datetime.date | None:
    """The day in Japan on which an edition was published."""
    return None if published_at is None else published_at.astimezone(JAPAN).date()


def as_value(row: PlanValue, edition: int) -> EditionValue:
    """A kept value as the domain knows it."""
    return EditionValue(
        indicator=row.indicator,
        column=row.slot,
        number=row.number,
        text=row.text,
        unit=row.unit,
        year=row.year,
        as_of=row.as_of,
        low=row.low,
        high=row.high,
        level=row.level,
        n=row.n,
        base=row.base,
        source=row.source,
        note=row.note,
        edition=edition,
    )


def as_row(value: EditionValue, corrects: int | None = None) -> PlanValue:
    """A value as it is kept; `corrects` is the row of the wrong figure that it takes the place of."""
    return PlanValue(
        indicator=value.indicator,
        slot=value.column,
        base=value.base,
        number=value.number,
        text=value.text,
        unit=value.unit,
        year=value.year,
        as_of=value.as_of,
        low=value.low,
        high=value.high,
        level=value.level,
        n=value.n,
        source=value.source,
        note=value.note,
        corrects_id=corrects,
    )


def require(desk: Desk, staff: int, roles: frozenset[str]) -> None:
    """Refuse whoever holds none of these roles or has left, by whichever door they came."""
    found = people.by_id(desk.session, staff)
    if found is None or not found.active or roles.isdisjoint(role.role for role in found.roles):
        raise NotAllowed(Fault("role_needed", roles="、".join(sorted(roles))))
