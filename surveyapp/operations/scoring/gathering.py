"""Everything that goes into a run, read in one transaction: responses as columns, register counts, what was asked.

Columns are bytes, one per person: 0 is no answer, n the n-th option of the definition. A multiple answer has a column
for each option: 0 no answer, 1 chosen, 2 answered without choosing it.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from surveyapp.domain.answers import Packed, edited, packed, unpacked
from surveyapp.domain.faults import Fault, Refused
from surveyapp.domain.questionnaire import Kind, Question, Questionnaire
from surveyapp.domain.stages import WaveStage
from surveyapp.store import figures, waves
from surveyapp.store.desk import Desk
from surveyapp.store.figures import Answered
from surveyapp.store.tables import PopulationCell, Stratum

CHOSEN, NOT_CHOSEN = 1, 2
#: the place in `Gathered.strata` of who has none
NO_STRATUM = -1

Columns = Mapping[str, bytes]


@dataclass(frozen=True)
class StratumCount:
    """A stratum with its register count, and the sex, age and district of its members where all share them."""

    key: str
    population: int
    invited: int
    sex: str
    age: str
    district: str


@dataclass(frozen=True)
class CellCount:
    """Register count of one sex, age band and district; `stratum` is the place in `Gathered.strata`."""

    stratum: int
    sex: str
    age: str
    district: str
    persons: int


@dataclass(frozen=True)
class FormCount:
    """Published counts of one question: persons by option code, and the split form that asked it."""

    form: str
    persons: Mapping[str, int]


@dataclass(frozen=True)
class Gathered:
    """What one run is made of. `source` is fieldwork, responses or counts; people stand in no meaningful order."""

    wave: str
    title: str
    source: str
    synthetic: bool
    interim: bool
    questionnaire: Questionnaire
    people: int
    single: Columns
    multiple: Mapping[str, Columns]
    forms: tuple[str, ...]
    strata_of: tuple[int, ...]
    channels: tuple[str, ...]
    given_weights: tuple[float, ...]
    strata: tuple[StratumCount, ...]
    cells: tuple[CellCount, ...]
    population_source: str
    counts: Mapping[str, FormCount]
    definition_fingerprint: str
    population_fingerprint: str
    data_fingerprint: str

    @property
    def population(self) -> int:
        """Persons in the register; 0 where no register counts are known."""
        return sum(stratum.population for stratum in self.strata)


def gather(desk: Desk, wave: str) -> Gathered:
    """Everything a run of this wave needs; Refused when nothing has come in yet."""
    row = waves.wave(desk.session, wave)
    questionnaire = desk.library.opened(desk.session, wave)
    strata = waves.strata(desk.session, wave)
    cells = waves.cells(desk.session, wave)
    population = waves.population(desk.session, wave)
    responses = figures.answered(desk.session, wave)
    counts = _counts(desk, wave) if row.source == "counts" else {}
    if not responses and not counts:
        raise Refused(Fault("nothing_to_score", wave=wave))
    responses = [response._replace(answers=_counting(questionnaire, response.answers)) for response in responses]
    place = {stratum.id: index for index, stratum in enumerate(strata)}
    return Gathered(
        wave=wave,
        title=row.title,
        source=row.source,
        synthetic=row.synthetic,
        interim=row.stage == WaveStage.OPEN,
        questionnaire=questionnaire,
        people=len(responses),
        single=_single(questionnaire, responses),
        multiple=_multiple(questionnaire, responses),
        forms=tuple(response.form for response in responses),
        strata_of=tuple(
            NO_STRATUM if response.stratum_id is None else place[response.stratum_id] for response in responses
        ),
        channels=tuple(response.channel for response in responses),
        given_weights=_given_weights(wave, responses),
        strata=_strata(strata, cells),
        cells=tuple(
            CellCount(place[cell.stratum_id], cell.sex, cell.age, cell.district, cell.persons) for cell in cells
        ),
        population_source=population.source if population else "",
        counts=counts,
        definition_fingerprint=questionnaire.fingerprint,
        population_fingerprint=_population_fingerprint(strata, cells),
        data_fingerprint=_data_fingerprint(responses, counts, {one.id: one.key for one in strata}, questionnaire),
    )


def _counting(questionnaire: Questionnaire, answers: Mapping[str, object]) -> Mapping[str, object]:
    """The answers with the wave's written rule for irregular marks applied; whatever is regular stays as it is."""
    return {
        name: value
        if isinstance(value, str)
        else packed(edited(questionnaire.by_id[name], unpacked(cast(Packed, value)), questionnaire.edit_rules))
        for name, value in answers.items()
        if name in questionnaire.by_id
    }


def _single(questionnaire: Questionnaire, responses: Sequence[Answered]) -> dict[str, bytes]:
    numbers = {
        question.id: {code: number for number, code in enumerate(question.by_code, start=1)}
        for question in questionnaire.questions
        if question.kind is Kind.SINGLE
    }
    columns = {name: bytearray(len(responses)) for name in numbers}
    for person, response in enumerate(responses):
        for name, value in response.answers.items():
            if isinstance(value, str) and name in numbers:
                columns[name][person] = numbers[name].get(value, 0)
    return {name: bytes(column) for name, column in columns.items()}


def _multiple(questionnaire: Questionnaire, responses: Sequence[Answered]) -> dict[str, dict[str, bytes]]:
    return {
        question.id: _options(question, responses)
        for question in questionnaire.questions
        if question.kind is Kind.MULTIPLE
    }


def _options(question: Question, responses: Sequence[Answered]) -> dict[str, bytes]:
    columns = {code: bytearray(len(responses)) for code in question.by_code}
    for person, response in enumerate(responses):
        value = response.answers.get(question.id)
        if isinstance(value, list):
            for code, column in columns.items():
                column[person] = CHOSEN if code in value else NOT_CHOSEN
    return {code: bytes(column) for code, column in columns.items()}


def _given_weights(wave: str, responses: Sequence[Answered]) -> tuple[float, ...]:
    """The weights that came with the responses: all or none."""
    weights = [response.weight for response in responses if response.weight is not None]
    if weights and len(weights) != len(responses):
        raise Refused(Fault("weights_incomplete", wave=wave, missing=len(responses) - len(weights)))
    return tuple(weights)


def _strata(strata: Sequence[Stratum], cells: Sequence[PopulationCell]) -> tuple[StratumCount, ...]:
    members: dict[int, list[PopulationCell]] = {stratum.id: [] for stratum in strata}
    for cell in cells:
        members[cell.stratum_id].append(cell)
    return tuple(
        StratumCount(
            stratum.key,
            stratum.population,
            stratum.invited,
            _shared(cell.sex for cell in members[stratum.id]),
            _shared(cell.age for cell in members[stratum.id]),
            _shared(cell.district for cell in members[stratum.id]),
        )
        for stratum in strata
    )


def _shared(labels: Iterable[str]) -> str:
    """The one label that all have; empty where they differ or there are none."""
    found = set(labels)
    return found.pop() if len(found) == 1 else ""


def _counts(desk: Desk, wave: str) -> dict[str, FormCount]:
    persons: dict[str, dict[str, int]] = {}
    forms: dict[str, str] = {}
    for row in figures.published_counts(desk.session, wave):
        persons.setdefault(row.question, {})[row.code] = row.persons
        forms[row.question] = row.form
    return {name: FormCount(forms[name], counts) for name, counts in persons.items()}


def _population_fingerprint(strata: Sequence[Stratum], cells: Sequence[PopulationCell]) -> str:
    """Register counts and persons invited, whatever the order or the ids they are kept under; empty without any."""
    keys = {stratum.id: stratum.key for stratum in strata}
    lines = [json.dumps(["stratum", one.key, one.population, one.invited]) for one in strata]
    lines += [json.dumps([keys[one.stratum_id], one.sex, one.age, one.district, one.persons]) for one in cells]
    return _digest(lines) if lines else ""


def _data_fingerprint(
    responses: Sequence[Answered],
    counts: Mapping[str, FormCount],
    stratum_keys: Mapping[int, str],
    questionnaire: Questionnaire,
) -> str:
    """The answers that count, whatever the order or the ids they are kept under.

    Free texts are left out: no figure rests on them, and they may be deleted earlier than the rest.
    """
    texts = {question.id for question in questionnaire.questions if question.kind is Kind.TEXT}
    lines = [
        json.dumps(
            [
                "" if response.stratum_id is None else stratum_keys[response.stratum_id],
                response.channel,
                response.form,
                response.weight,
                {name: value for name, value in response.answers.items() if name not in texts},
            ],
            sort_keys=True,
        )
        for response in responses
    ]
    lines += [json.dumps([name, one.form, dict(one.persons)], sort_keys=True) for name, one in counts.items()]
    return _digest(lines)


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
