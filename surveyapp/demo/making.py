"""Makes the demo: staff, register, letters, a fortnight of returns, a scoring run, an edition of the plan."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from surveyapp.demo import fieldwork, population
from surveyapp.demo.calendar import DAYS, Calendar
from surveyapp.demo.fieldwork import Crew, Office
from surveyapp.demo.residents import Town
from surveyapp.domain.faults import Refused
from surveyapp.domain.questionnaire import Face, Questionnaire
from surveyapp.domain.strata import StratumPlan, form_strata
from surveyapp.jobs import worker
from surveyapp.operations import accounts, planning, sampling, scoring, wave_keeping
from surveyapp.operations.sampling import Letter
from surveyapp.store.desk import Desks

WAVE = "demo"
PLAN = "komagane-4"
SEED = 20261123
SAMPLE = 3000

#: sign-in names, and the role of each
STAFF = {
    "clerk1": "clerk",
    "clerk2": "clerk",
    "supervisor": "supervisor",
    "analyst": "analyst",
    "approver": "approver",
    "administrator": "administrator",
}

Say = Callable[[str], None]


@dataclass(frozen=True)
class SignIn:
    """A demo sign-in: made up afresh for each place, so that no password stands in the code."""

    name: str
    role: str
    password: str


def make(desks: Desks, calendar: Calendar, say: Say, sample: int = SAMPLE) -> tuple[SignIn, ...]:
    """Make the whole demo in an empty database; returns the sign-ins, which are kept nowhere else."""
    calendar.go_to(0)
    sign_ins = tuple(SignIn(name, role, secrets.token_urlsafe(12)) for name, role in STAFF.items())
    with desks.desk(writing=True) as desk:
        staff = {one.name: accounts.add_staff(desk, one.name, one.password, [one.role]).id for one in sign_ins}
    say("調査票を開き、標本を抽出しています")
    letters, town, strata = _sent_out(desks, sample, staff["supervisor"])
    backs = fieldwork.returns(town, letters, strata)
    office = Office(WAVE, Crew(staff["clerk1"], staff["clerk2"], staff["supervisor"]), town)
    say(f"{len(backs)} 人分の回答と入力を作っています")
    fieldwork.collect(desks, calendar, office, backs, _every(200, say))
    answered = {back.letter.number for back in backs}
    silent = [letter for letter in letters if letter.number not in answered]
    fieldwork.receive_blank_sheets(desks, office, silent)
    calendar.go_to(DAYS)
    say("集計しています")
    _scored_and_published(desks, staff["analyst"], staff["approver"])
    return sign_ins


def letters_to_try(desks: Desks, number: int = 3) -> list[Letter]:
    """Fresh codes for letters that were not answered, so that whoever tries the demo can answer; old codes die."""
    with desks.desk(writing=True) as desk:
        return [sampling.reissue(desk, WAVE, unanswered) for unanswered in sampling.unanswered(desk, WAVE, number)]


def _sent_out(desks: Desks, sample: int, staff: int) -> tuple[Sequence[Letter], Town, Sequence[StratumPlan]]:
    with desks.desk(writing=True) as desk:
        questionnaire = wave_keeping.check(desk, WAVE)
        ages, districts = _codes(questionnaire, Face.AGE), _codes(questionnaire, Face.DISTRICT)
        cells = population.register(districts)
        wave_keeping.draft(desk, WAVE)
        sampling.keep_population(desk, WAVE, cells, size=sample, source=population.SOURCE)
        letters = sampling.issue(desk, WAVE, staff)
        wave_keeping.open_(desk, WAVE, staff)
    return letters, Town(questionnaire, SEED), form_strata(cells, ages, districts, sample)


def _scored_and_published(desks: Desks, analyst: int, approver: int) -> None:
    with desks.desk(writing=True) as desk:
        planning.import_plan(desk, planning.check_plan(desk, PLAN))
        job = scoring.ask(desk, WAVE, analyst).id
    worker.do_next(desks, worker.new_mark(), job)
    with desks.desk() as desk:
        progress = scoring.progress(desk, WAVE, job)
    if progress.run is None:
        raise Refused(*progress.faults)
    with desks.desk(writing=True) as desk:
        planning.publish_run(desk, PLAN, progress.run, by=analyst, approved_by=approver)


def _codes(questionnaire: Questionnaire, face: Face) -> list[str]:
    return [option.code for option in questionnaire.faces[face].options if not option.withheld]


def _every(step: int, say: Say) -> fieldwork.Tell:
    def tell(done: int, total: int) -> None:
        if done % step == 0 or done == total:
            say(f"　{done} / {total}")

    return tell
