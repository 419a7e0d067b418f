"""The demo's questionnaire in the field, small: a sample drawn, letters out, some residents' answers already in."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace

from surveyapp.demo import fieldwork, population
from surveyapp.demo.calendar import Calendar
from surveyapp.demo.fieldwork import Crew, Office
from surveyapp.demo.residents import Town
from surveyapp.domain.questionnaire import Face, Questionnaire
from surveyapp.domain.strata import form_strata
from surveyapp.operations import planning, sampling, wave_keeping
from surveyapp.operations.sampling import Letter
from surveyapp.store.desk import Desks

WAVE = "demo"
PLAN = "komagane-4"
SAMPLE = 90
SEED = 7


@dataclass(frozen=True)
class InTheField:
    """A wave that takes answers: what it asks, how many have answered, the letters of those who have not."""

    questionnaire: Questionnaire
    answered: int
    letters: Sequence[Letter]


def in_the_field(desks: Desks, answers: int) -> InTheField:
    """Everything up to here by operations: the plan imported, the sample drawn, so many answers sent on the web."""
    with desks.desk(writing=True) as desk:
        planning.import_plan(desk, planning.check_plan(desk, PLAN))
        questionnaire = wave_keeping.check(desk, WAVE)
        ages, districts = (_codes(questionnaire, face) for face in (Face.AGE, Face.DISTRICT))
        cells = population.register(districts)
        wave_keeping.draft(desk, WAVE)
        sampling.keep_population(desk, WAVE, cells, size=SAMPLE, source=population.SOURCE)
        letters = sampling.issue(desk, WAVE)
        wave_keeping.open_(desk, WAVE)
    town = Town(questionnaire, SEED)
    strata = form_strata(cells, ages, districts, SAMPLE)
    backs = [
        replace(back, resident=replace(back.resident, web=True)) for back in fieldwork.returns(town, letters, strata)
    ][:answers]
    calendar = Calendar(datetime.datetime.now(datetime.UTC))
    fieldwork.collect(desks, calendar, Office(WAVE, Crew(0, 0, 0), town), backs, lambda _done, _total: None)
    back = {one.letter.number for one in backs}
    return InTheField(questionnaire, len(backs), [letter for letter in letters if letter.number not in back])


def _codes(questionnaire: Questionnaire, face: Face) -> list[str]:
    return [option.code for option in questionnaire.faces[face].options if not option.withheld]
