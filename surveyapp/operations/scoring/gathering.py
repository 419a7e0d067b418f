"""Everything that goes into a run, read in one transaction: responses as columns, register counts, what was asked."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from surveyapp.domain.faults import Fault, Refused
from surveyapp.domain.questionnaire import Admission, Questionnaire
from surveyapp.domain.stages import WaveStage
from surveyapp.operations.scoring.responses import Responses, digest
from surveyapp.store import figures, waves
from surveyapp.store.desk import Desk
from surveyapp.store.tables import PopulationCell, Stratum

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
    if row.admission == Admission.OPEN:
        raise Refused(Fault("open_wave_is_not_scored"))
    questionnaire = desk.library.opened(desk.session, wave)
    strata = waves.strata(desk.session, wave)
    cells = waves.cells(desk.session, wave)
    population = waves.population(desk.session, wave)
    counts = _counts(desk, wave) if row.source == "counts" else {}
    responses = Responses(questionnaire, {stratum.id: stratum.key for stratum in strata})
    for response in figures.each_answered(desk.session, wave):
        responses.add(response)
    if not responses.people and not counts:
        raise Refused(Fault("nothing_to_score", wave=wave))
    place = {stratum.id: index for index, stratum in enumerate(strata)}
    return Gathered(
        wave=wave,
        title=row.title,
        source=row.source,
        synthetic=row.synthetic,
        interim=row.stage == WaveStage.OPEN,
        questionnaire=questionnaire,
        people=responses.people,
        single={name: bytes(column) for name, column in responses.single.items()},
        multiple={
            name: {code: bytes(column) for code, column in columns.items()}
            for name, columns in responses.multiple.items()
        },
        forms=tuple(responses.forms),
        strata_of=tuple(NO_STRATUM if stratum is None else place[stratum] for stratum in responses.strata),
        channels=tuple(responses.channels),
        given_weights=_given_weights(wave, responses.weights),
        strata=_strata(strata, cells),
        cells=tuple(
            CellCount(place[cell.stratum_id], cell.sex, cell.age, cell.district, cell.persons) for cell in cells
        ),
        population_source=population.source if population else "",
        counts=counts,
        definition_fingerprint=questionnaire.fingerprint,
        population_fingerprint=_population_fingerprint(strata, cells),
        data_fingerprint=_digest([*responses.digests, *(_of_counts(name, one) for name, one in counts.items())]),
    )


def _given_weights(wave: str, weights: Sequence[float | None]) -> tuple[float, ...]:
    """The weights that came with the responses: all or none."""
    given = [weight for weight in weights if weight is not None]
    if given and len(given) != len(weights):
        raise Refused(Fault("weights_incomplete", wave=wave, missing=len(weights) - len(given)))
    return tuple(given)


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
    lines = [digest(["stratum", one.key, one.population, one.invited]) for one in strata]
    lines += [digest([keys[one.stratum_id], one.sex, one.age, one.district, one.persons]) for one in cells]
    return _digest(lines) if lines else ""


def _of_counts(question: str, counts: FormCount) -> bytes:
    return digest([question, counts.form, dict(counts.persons)])


def _digest(digests: Iterable[bytes]) -> str:
    return hashlib.sha256(b"".join(sorted(digests))).hexdigest()
