"""Staff enter figures: of the office's own records, and corrections of what was wrong."""

import datetime
from dataclasses import dataclass, replace

from surveyapp.domain.faults import Fault, Refused
from surveyapp.domain.plan_editions import Change, EditionValue
from surveyapp.domain.plan_entry import fiscal_year
from surveyapp.operations.planning.editions import PROPOSERS, current, require
from surveyapp.operations.planning.keeping import keep_proposal
from surveyapp.store import plan as kept_plans
from surveyapp.store.desk import Desk
from surveyapp.store.tables import PlanEdition

LONGEST_NOTE = 1_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A new figure of the office's own records.

    `number` is in the indicator's unit, None with the text "＿" where nothing was measured. `year` is the fiscal year it
    counts for; without one, that of its day.
    """

    indicator: str
    number: float | None
    as_of: datetime.date
    source: str
    text: str = ""
    year: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """What is right in the place of a figure that stands, and why the standing one is wrong.

    `base` names which of two figures is meant where a cell has two. Without another day or source it keeps its own.
    """

    indicator: str
    column: str
    number: float | None
    reason: str
    text: str = ""
    base: str | None = None
    as_of: datetime.date | None = None
    source: str = ""


def record_administrative(desk: Desk, plan: str, entry: Entry, staff: int) -> PlanEdition:
    """Put forward a new figure of the office's own records; a second person publishes it."""
    require(desk, staff, PROPOSERS)
    kept = kept_plans.plan(desk.session, plan)
    wanted = kept.indicator(entry.indicator)
    faults = _faults_of_words("source", entry.source, entry.note)
    if wanted.is_survey:
        faults.append(Fault("plan_survey_is_not_typed", "indicator", indicator=wanted.name))
    if entry.as_of > desk.today:
        faults.append(Fault("plan_day_in_the_future", "as_of"))
    if faults:
        raise Refused.of(faults)
    value = EditionValue(
        indicator=entry.indicator,
        column=kept.value_columns[-1].key,
        number=entry.number,
        text=entry.text,
        year=fiscal_year(entry.as_of) if entry.year is None else entry.year,
        as_of=entry.as_of,
        source=entry.source.strip(),
        note=entry.note.strip(),
    )
    return keep_proposal(desk, kept, [Change(value)], kind="administrative", staff=staff)


def correct(desk: Desk, plan: str, correction: Correction, staff: int) -> PlanEdition:
    """Put forward a correction (訂正) of a figure that stands; the wrong one stays readable, with the reason."""
    require(desk, staff, PROPOSERS)
    kept = kept_plans.plan(desk.session, plan)
    indicator = kept.indicator(correction.indicator)
    column = kept.column(correction.column)
    faults = _faults_of_words("reason", correction.reason)
    if correction.as_of is not None and correction.as_of > desk.today:
        faults.append(Fault("plan_day_in_the_future", "as_of"))
    cell = current(desk, kept).cell(indicator.id, column.key)
    standing = [value for value in cell if correction.base is None or value.base == correction.base]
    if len(standing) != 1:
        faults.append(Fault("plan_nothing_to_correct", "base", indicator=indicator.name))
    if faults:
        raise Refused.of(faults)
    (wrong,) = standing
    # What the wrong figure had of interval and n is not the right one's.
    value = replace(
        wrong,
        number=correction.number,
        text=correction.text,
        low=None,
        high=None,
        level=None,
        n=None,
        corrects=None,
        edition=0,
        as_of=correction.as_of or wrong.as_of,
        source=correction.source.strip() or wrong.source,
        note=correction.reason.strip(),
    )
    return keep_proposal(desk, kept, [Change(value, correction=True)], kind="correction", staff=staff)


def _faults_of_words(field: str, needed: str, note: str = "") -> list[Fault]:
    faults = []
    if not needed.strip():
        faults.append(Fault("plan_source_missing" if field == "source" else "plan_reason_missing", field))
    if max(len(needed), len(note)) > LONGEST_NOTE:
        faults.append(Fault("plan_note_too_long", field, most=LONGEST_NOTE))
    return faults
