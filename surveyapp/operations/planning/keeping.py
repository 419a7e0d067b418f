"""Keeping a proposed edition: checked against the table as it stands, and kept once however often it is sent."""

from collections.abc import Sequence
from dataclasses import replace

from surveyapp.domain.plan import Plan
from surveyapp.domain.plan_edition_checks import corrected_by
from surveyapp.domain.plan_editions import Change, Edition, EditionValue, next_edition
from surveyapp.domain.stages import EditionStage
from surveyapp.operations.planning.editions import as_row, changes, current
from surveyapp.store import journal
from surveyapp.store import plan as kept_plans
from surveyapp.store.desk import Desk
from surveyapp.store.tables import PlanEdition, PlanValue


def keep_proposal(
    desk: Desk,
    plan: Plan,
    wanted: Sequence[Change],
    *,
    kind: str,
    staff: int,
    run: int | None = None,
    note: str = "",
) -> PlanEdition:
    """A proposed edition with these changes; the same one again when it waits already (a double click, a reload).

    Refused with every fault of the changes against the table as it stands.
    """
    kept_plans.hold(desk.session, plan.key)
    before = current(desk, plan)
    after = next_edition(plan, before, wanted, desk.today)
    filled = [Change(_filled(after, change.value), change.correction) for change in wanted]
    waiting = _already_waiting(desk, plan, filled, kind, run)
    if waiting is not None:
        return waiting
    rows = kept_plans.standing(desk.session, plan.key)
    made = PlanEdition(
        plan=plan.key, kind=kind, stage=EditionStage.PROPOSED, run_id=run, note=note, proposed_by=staff,
        proposed_at=desk.now,
    )  # fmt: skip
    made.values = [as_row(change.value, _corrects(change, before, rows)) for change in filled]
    kept_plans.add(desk.session, made)
    journal.note(
        desk.session, desk.now, "plan_edition_proposed", staff=staff, plan=plan.key, edition=made.id, kind=kind, run=run,
        indicators=sorted({change.value.indicator for change in filled}),
    )  # fmt: skip
    return made


def _filled(after: Edition, value: EditionValue) -> EditionValue:
    """The value with unit, year and text as the edition would print it."""
    (found,) = [one for one in after.cell(value.indicator, value.column) if one.base == value.base]
    return replace(value, unit=found.unit, year=found.year, text=found.text)


def _corrects(change: Change, before: Edition, rows: dict[tuple[str, str, str], PlanValue]) -> int | None:
    if not change.correction:
        return None
    value = change.value
    wrong = corrected_by(value, before.cell(value.indicator, value.column))
    return None if wrong is None else rows[(wrong.indicator, wrong.column, wrong.base)].id


def _already_waiting(desk: Desk, plan: Plan, filled: list[Change], kind: str, run: int | None) -> PlanEdition | None:
    values = [replace(change.value, edition=0) for change in filled]
    for row in kept_plans.proposed(desk.session, plan.key):
        if (row.kind, row.run_id) == (kind, run) and [change.value for change in changes(row)] == values:
            return row
    return None
