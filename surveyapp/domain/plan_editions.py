"""Dated editions of the plan's table: what stood when, what took its place, and what was corrected.

The printed table is edition 1. A run or a new administrative figure makes the next one. Nothing is ever overwritten: an
earlier edition stays as it was, and a corrected figure carries the wrong one with it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from surveyapp.domain.faults import Refused
from surveyapp.domain.plan_edition_checks import corrected_by, faults_of, replaces_silently
from surveyapp.domain.plan_edition_values import Change, Edition, EditionValue
from surveyapp.domain.plan_indicators import Indicator, Survey, print_cell, print_number
from surveyapp.domain.plan_policies import ColumnKind, Plan, Policy

__all__ = [
    "Cell",
    "Change",
    "Edition",
    "EditionValue",
    "Row",
    "first_edition",
    "followed",
    "is_correction",
    "next_edition",
    "table",
]


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure as the table prints it; `former` are the corrected texts it replaces, the latest first."""

    printed: str
    value: EditionValue
    former: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the printed table: `cells` by column key in printed order, most with one figure."""

    policy: Policy
    indicator: Indicator
    cells: Mapping[str, tuple[Cell, ...]]


def first_edition(plan: Plan) -> Edition:
    """The printed table as edition 1, targets included; figures without n or interval, as the plan prints them."""
    values = []
    for indicator in plan.indicators:
        base = indicator.source.base.value if isinstance(indicator.source, Survey) else ""
        for column in plan.columns:
            printed = indicator.target if column.kind is ColumnKind.TARGET else indicator.values[column.key]
            values.append(
                EditionValue(
                    indicator=indicator.id,
                    column=column.key,
                    number=printed.number,
                    text=printed.text,
                    unit=indicator.unit.key,
                    year=printed.year,
                    as_of=None if column.kind is ColumnKind.TARGET else indicator.values[column.key].as_of,
                    base="" if column.kind is ColumnKind.TARGET else base,
                    source=plan.printed.source,
                    edition=1,
                )
            )
    return Edition(plan.key, 1, plan.printed.dated, tuple(values), plan.printed.source, plan.printed.note)


def next_edition(
    plan: Plan, previous: Edition, changes: Iterable[Change], dated: date, source: str = "", note: str = ""
) -> Edition:
    """The edition after `previous`, with these figures in their cells and every other figure as it stood.

    A newer figure takes the place of all that stood in its cell, a correction of the one it is about. Raises `Refused`
    with every fault: a cell the plan does not have, a target, another unit or base, an impossible number, an interval
    beside its figure, an older figure, a correction that does not say so or has no reason, two figures for one cell.
    """
    filled = [replace(change, value=_filled(plan, change.value, previous.number + 1)) for change in changes]
    if faults := faults_of(plan, previous, filled, dated):
        raise Refused(*faults)
    return followed(plan, previous, filled, dated, source, note)


def followed(
    plan: Plan, previous: Edition, changes: Sequence[Change], dated: date | None, source: str = "", note: str = ""
) -> Edition:
    """As `next_edition`, but unasked: how kept editions are put together again from the changes that each one made.

    The values are taken as they were kept, so that an edition reads the same whatever became of the plan's file.
    """
    ours = [(indicator.id, column.key) for indicator in plan.indicators for column in plan.columns]
    theirs = [(value.indicator, value.column) for value in previous.values]
    values = [value for cell in dict.fromkeys(ours + theirs) for value in _next_cell(previous, changes, cell)]
    return Edition(plan.key, previous.number + 1, dated, tuple(values), source, note)


def is_correction(plan: Plan, previous: Edition, value: EditionValue) -> bool:
    """Whether a figure can only enter as a 訂正, with a reason: one of the same date stands and prints otherwise."""
    return replaces_silently(previous, _filled(plan, value, previous.number + 1))


def table(plan: Plan, edition: Edition) -> tuple[Row, ...]:
    """The table as the plan prints it, row by row: 指標名, the columns' cells, 備考 (on the indicator)."""
    rows = []
    for policy in plan.policies:
        for indicator in policy.indicators:
            cells = {
                column.key: tuple(
                    _cell(indicator, value, column.year) for value in edition.cell(indicator.id, column.key)
                )
                for column in plan.columns
            }
            rows.append(Row(policy, indicator, cells))
    return tuple(rows)


def _cell(indicator: Indicator, value: EditionValue, column_year: int) -> Cell:
    former = []
    wrong = value.corrects
    while wrong is not None:
        former.append(print_cell(indicator, wrong.number, wrong.text, wrong.year, column_year))
        wrong = wrong.corrects
    return Cell(print_cell(indicator, value.number, value.text, value.year, column_year), value, tuple(former))


def _filled(plan: Plan, value: EditionValue, edition: int) -> EditionValue:
    """The figure with what the plan knows of its cell: unit, year, and the text as printed from now on."""
    if not plan.has_indicator(value.indicator):
        return value
    indicator = plan.indicator(value.indicator)
    years = [column.year for column in plan.columns if column.key == value.column]
    can_be = value.number is None or indicator.unit.holds(value.number)
    return replace(
        value,
        unit=value.unit or indicator.unit.key,
        year=value.year if value.year is not None or not years else years[0],
        text=value.text or (print_number(indicator, value.number) if can_be else ""),
        edition=edition,
    )


def _next_cell(previous: Edition, changes: Sequence[Change], cell: tuple[str, str]) -> list[EditionValue]:
    """What stands in a cell of the next edition."""
    standing = previous.cell(*cell)
    here = [change for change in changes if change.cell == cell]
    newer = [change.value for change in here if not change.correction]
    corrections = [change.value for change in here if change.correction]
    if newer or not corrections:
        return newer or list(standing)
    found: list[EditionValue] = []
    for old in standing:
        right = [replace(value, corrects=old) for value in corrections if corrected_by(value, standing) == old]
        found += right or [old]
    return found
