"""A city with everything in it at once: sheets at every stage, a run, an edition, a proposal, jobs that wait and fail."""

from collections.abc import Mapping
from dataclasses import dataclass

from surveyapp.domain.answers import Answer, Chosen
from surveyapp.domain.questionnaire import Kind, Questionnaire
from surveyapp.jobs import worker
from surveyapp.operations import paper_entry, planning, scoring
from surveyapp.store.desk import Desks
from tests.support.fieldwork import PLAN, WAVE, InTheField, in_the_field
from tests.support.people import staff_member
from tests.support.planning import an_entry
from tests.support.questionnaires import tiny
from tests.support.waves import OpenWave, an_open_wave

ROLES = ("clerk", "supervisor", "analyst", "approver", "administrator")


@dataclass(frozen=True)
class City:
    """What there is to look at. `tanaka` has every role and keyed nothing; office numbers by stage of the sheet."""

    field: InTheField
    small: OpenWave
    sheets: Mapping[str, int]
    run: int
    proposal: int
    waiting_job: int
    failed_job: int


def a_whole_city(desks: Desks) -> City:
    """The demo's questionnaire in the field, a second small wave without answers, and work half done everywhere."""
    clerks = staff_member(desks, "sato", "clerk"), staff_member(desks, "ito", "clerk")
    staff_member(desks, "tanaka", *ROLES)
    analyst, approver = staff_member(desks, "kato", "analyst"), staff_member(desks, "ono", "approver")
    field = in_the_field(desks, answers=30)
    small = an_open_wave(desks, tiny())
    sheets = _sheets(desks, field, clerks)
    run = _job(desks, WAVE, analyst).run
    assert run is not None
    failed = _job(desks, small.key, analyst).job
    with desks.desk(writing=True) as desk:
        planning.publish_run(desk, PLAN, run, analyst, approver)
        proposal = planning.record_administrative(desk, PLAN, an_entry(), analyst).id
        waiting = scoring.ask(desk, WAVE, analyst, level=0.9).id
    return City(field, small, sheets, run, proposal, waiting, failed)


def _sheets(desks: Desks, field: InTheField, clerks: tuple[int, int]) -> dict[str, int]:
    """Four sheets: registered, keyed once, disputed, and one more that nobody has touched."""
    first = _answers(field.questionnaire)
    second = {**first, "medical_care.satisfaction": Chosen("1"), "family_doctor": Chosen("no")}
    numbers = {}
    for letter, (stage, keyings) in zip(
        field.letters,
        {"registered": [], "keyed_once": [first], "disputed": [first, second], "to_key": []}.items(),
        strict=False,
    ):
        with desks.desk(writing=True) as desk:
            numbers[stage] = paper_entry.register(desk, WAVE, letter.number, clerks[0], desk.today).office_number
            for clerk, keyed in zip(clerks, keyings, strict=False):
                paper_entry.claim(desk, WAVE, numbers[stage], clerk)
                paper_entry.finish(desk, WAVE, numbers[stage], clerk, keyed)
    return numbers


def _answers(questionnaire: Questionnaire) -> dict[str, Answer]:
    singles = (question for question in questionnaire.questions if question.kind is Kind.SINGLE)
    return {question.id: Chosen(question.options[0].code) for question in singles}


def _job(desks: Desks, wave: str, staff: int) -> scoring.Progress:
    with desks.desk(writing=True) as desk:
        job = scoring.ask(desk, wave, staff).id
    worker.do_next(desks, worker.new_mark(), job)
    with desks.desk() as desk:
        return scoring.progress(desk, wave, job)
