"""Everything a page needs to show the table of a plan, as it stands or as it stood."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from surveyapp.domain.faults import Fault, NotThere
from surveyapp.domain.plan import Plan
from surveyapp.domain.plan_editions import Edition
from surveyapp.operations.planning.editions import assembled, day_of
from surveyapp.operations.planning.shown_values import ShownRow, Sources, shown_rows, sources
from surveyapp.store import plan as kept_plans
from surveyapp.store.desk import Desk
from surveyapp.store.tables import PlanEdition


@dataclass(frozen=True, slots=True)
class EditionLine:
    """An edition in the list of editions. `kind` is printed, run, administrative or correction."""

    number: int
    dated: datetime.date | None
    kind: str
    note: str
    indicators: tuple[str, ...]
    title: str
    run: int | None
    synthetic: bool
    interim: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """One edition of a plan's table: rows by policy number, and the list of all editions, the latest first."""

    plan: Plan
    edition: Edition
    rows: Mapping[str, tuple[ShownRow, ...]]
    editions: tuple[EditionLine, ...]

    @property
    def line(self) -> EditionLine:
        """The line of this edition in the list."""
        return next(line for line in self.editions if line.number == self.edition.number)

    @property
    def is_latest(self) -> bool:
        """Whether no later edition has been published."""
        return self.edition.number == self.editions[0].number

    @property
    def holds_synthetic(self) -> bool:
        """Whether a figure of the table comes from made-up data."""
        cells = (cell for rows in self.rows.values() for row in rows for cells in row.cells.values() for cell in cells)
        return any(cell.origin is not None and cell.origin.synthetic for cell in cells)


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan in the list of plans, with number and day of its latest edition."""

    plan: Plan
    number: int
    dated: datetime.date | None


def plan(desk: Desk, key: str) -> Plan:
    """The plan of this name; NotThere when it was not imported."""
    return kept_plans.plan(desk.session, key)


def plans(desk: Desk) -> list[PlanLine]:
    """Every plan that was imported."""
    found = []
    for key in kept_plans.keys(desk.session):
        read = kept_plans.plan(desk.session, key)
        number, published_at = kept_plans.latest(desk.session, key)
        found.append(PlanLine(read, number, read.printed.dated if number == 1 else day_of(published_at)))
    return found


def shown(desk: Desk, key: str, number: int | None = None) -> Shown:
    """An edition of a plan's table, the latest when no number is given; NotThere when there is none of this number."""
    read = kept_plans.plan(desk.session, key)
    rows = kept_plans.published(desk.session, key)
    history = assembled(read, rows)
    if number is not None:
        history = [edition for edition in history if edition.number <= number]
        if not history or history[-1].number != number:
            raise NotThere(Fault("no_such_edition", plan=read.title))
    known = sources(desk, read, rows)
    return Shown(read, history[-1], shown_rows(read, history, known), _lines(read, rows, known))


def _lines(plan_: Plan, rows: list[PlanEdition], known: Sources) -> tuple[EditionLine, ...]:
    """The list of editions, the latest first."""
    return tuple(_line(plan_, row, known) for row in reversed(rows))


def _line(plan_: Plan, row: PlanEdition, known: Sources) -> EditionLine:
    run, wave = known.runs[row.run_id] if row.run_id is not None else (None, None)
    touched = () if row.number == 1 else tuple(dict.fromkeys(value.indicator for value in row.values))
    return EditionLine(
        number=row.number or 0,
        dated=plan_.printed.dated if row.number == 1 else day_of(row.published_at),
        kind=row.kind,
        note=row.note,
        indicators=tuple(plan_.indicator(one).name for one in touched if plan_.has_indicator(one)),
        title="" if wave is None else wave.title,
        run=None if run is None else run.number,
        synthetic=wave is not None and wave.synthetic,
        interim=run is not None and run.interim,
    )
