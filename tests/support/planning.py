"""A plan that is imported, a run that could feed it, and the two people that publishing takes."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from surveyapp.domain.faults import Refused
from surveyapp.domain.plan import Plan
from surveyapp.operations import planning
from surveyapp.settings import ROOT
from surveyapp.store import plan_files
from surveyapp.store.desk import Desk, Desks
from tests.support.people import staff_member
from tests.support.questionnaires import tiny
from tests.support.runs import Recorded, a_run, a_sealed_wave

KEY = "komagane-4"
DAY = datetime.date(2019, 3, 31)


@dataclass(frozen=True)
class Office:
    """Who works on the plan: ids of an analyst, an approver and another approver, and the plan."""

    analyst: int
    approver: int
    other: int
    plan: Plan


def komagane() -> Plan:
    """The plan that is shipped."""
    return plan_files.load(plan_files.place(ROOT / "questionnaires", KEY))


def an_office(desks: Desks) -> Office:
    """The plan of Komagane imported, and the people of the plan: `analyst`, `approver`, `other`."""
    office = Office(
        staff_member(desks, "analyst", "analyst"),
        staff_member(desks, "approver", "approver"),
        staff_member(desks, "other", "approver"),
        komagane(),
    )
    with desks.desk(writing=True) as desk:
        planning.import_plan(desk, office.plan)
    return office


def figures(**changed: float) -> list[Recorded]:
    """Figures for three of the plan's indicators, weighted and unweighted; `changed` replaces values by question."""
    medical = changed.get("medical_care", 3.21)
    health = changed.get("health_promotion", 3.36)
    doctor = changed.get("family_doctor", 0.738)
    found = []
    for weighting, shift in (("weighted", 0.0), ("unweighted", -0.02)):
        found += [
            Recorded("medical_care.satisfaction", "mean", medical + shift, weighting=weighting),
            Recorded("health_promotion.satisfaction", "mean", health + shift, weighting=weighting),
            Recorded("family_doctor", "share", doctor + shift, 0.013, "yes", weighting=weighting, n=1210),
            Recorded("family_doctor", "share", doctor - 0.03, 0.013, "yes", "everyone", weighting, 1266),
        ]
    return found


def a_run_for_the_plan(desks: Desks, *, synthetic: bool = False, interim: bool = False, wave: str = "tiny") -> int:
    """A run of a wave that asks for three of the plan's four survey indicators."""
    return a_run(desks, a_sealed_wave(desks, tiny(wave, synthetic=synthetic)), figures(), interim=interim)


def published_run(desks: Desks, office: Office, run: int, reason: str = "") -> int:
    """A run proposed by the analyst and published by the approver; returns the edition's number."""
    with desks.desk(writing=True) as desk:
        return planning.publish_run(desk, KEY, run, office.analyst, office.approver, reason)


def an_entry(number: float | None = 41.25, indicator: str = "checkup_rate", **more: object) -> planning.Entry:
    """A figure of the office's own records, of a day in fiscal 2018."""
    fields: dict[str, object] = {"as_of": DAY, "source": "国保事業年報", **more}
    return planning.Entry(indicator, number, **fields)  # type: ignore[arg-type]  # fields of the test's choice


def current(desks: Desks, indicator: str, number: int | None = None, column: str = "current") -> list[str]:
    """What the table of an edition prints in a cell."""
    with desks.desk() as desk:
        shown = planning.shown(desk, KEY, number)
    (row,) = [row for rows in shown.rows.values() for row in rows if row.indicator.id == indicator]
    return [cell.printed for cell in row.cells[column]]


def cells(desks: Desks, indicator: str) -> tuple[planning.ShownCell, ...]:
    """The present figures of an indicator with everything a reader may ask of them."""
    with desks.desk() as desk:
        shown = planning.shown(desk, KEY)
    (row,) = [row for rows in shown.rows.values() for row in rows if row.indicator.id == indicator]
    return row.cells["current"]


def refusal(error: type[Refused], desks: Desks, work: Callable[[Desk], object]) -> list[str]:
    """The codes for which a line of work is refused with this error; nothing of it is kept."""
    try:
        with desks.desk(writing=True) as desk:
            work(desk)
    except error as refused:
        return [fault.code for fault in refused.faults]
    return []
