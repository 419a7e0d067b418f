"""Files in: waves that were held elsewhere, known as published counts or as responses. Read whole, then kept whole."""

import secrets
from dataclasses import dataclass

from surveyapp.domain.counts_file import QuestionCount, read_counts
from surveyapp.domain.faults import Fault, TooLate
from surveyapp.domain.population_file import CellDrawn, read_population, register_fingerprint
from surveyapp.domain.questionnaire import Questionnaire
from surveyapp.domain.response_file import ImportedResponse, read_responses, stratum_faults
from surveyapp.domain.stages import WaveStage
from surveyapp.domain.strata import Cell
from surveyapp.domain.tabular import refuse
from surveyapp.store import definitions, journal, responses, waves
from surveyapp.store.desk import Desk
from surveyapp.store.tables import Population, PopulationCell, PublishedCount, Stratum, Wave


@dataclass(frozen=True)
class File:
    """A file that a person handed over: its name, for faults and for the journal, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True)
class CountsRead:
    """A wave's published counts, read and checked."""

    questionnaire: Questionnaire
    file: str
    counts: tuple[QuestionCount, ...]


@dataclass(frozen=True)
class ResponsesRead:
    """A wave's responses and register counts, read and checked. Without register counts `population` is empty."""

    questionnaire: Questionnaire
    file: str
    responses: tuple[ImportedResponse, ...]
    population: tuple[CellDrawn, ...]
    source: str


def check_counts(desk: Desk, wave: str, file: File) -> CountsRead:
    """Read published counts for a wave that is defined but holds nothing yet; Refused names every fault."""
    questionnaire = _definition_of_empty(desk, wave)
    return CountsRead(questionnaire, file.name, read_counts(file.content, file.name, questionnaire))


def keep_counts(desk: Desk, read: CountsRead, staff: int | None = None) -> Wave:
    """Keep counts that were read as a wave that is over."""
    wave = _closed_wave(desk, read.questionnaire, "counts")
    desk.session.add_all(
        PublishedCount(wave=wave.key, question=count.question, code=code, form=count.form, persons=persons)
        for count in read.counts
        for code, persons in count.persons.items()
    )
    journal.note(
        desk.session,
        desk.now,
        "counts_imported",
        wave=wave.key,
        staff=staff,
        file=read.file,
        questions=len(read.counts),
    )
    return wave


def check_responses(
    desk: Desk, wave: str, file: File, population: File | None = None, source: str = ""
) -> ResponsesRead:
    """Read responses, by the `columns.toml` of their wave, and the register counts they were drawn from.

    `source` says who published the register counts; their file's name where nobody says.
    """
    questionnaire = _definition_of_empty(desk, wave)
    columns = definitions.load_columns(desk.questionnaires / wave, questionnaire)
    cells = (
        read_population(population.content, population.name, questionnaire, drawn=bool(columns.stratum))
        if population is not None
        else ()
    )
    found = read_responses(file.content, file.name, questionnaire, columns)
    if cells and columns.stratum:
        refuse(stratum_faults(found, cells, file.name))
    return ResponsesRead(questionnaire, file.name, found, cells, source or (population.name if population else ""))


def keep_responses(desk: Desk, read: ResponsesRead, staff: int | None = None) -> Wave:
    """Keep responses that were read as a wave that is over; in random order, so that the file's order is not kept."""
    wave = _closed_wave(desk, read.questionnaire, "responses")
    strata = _keep_population(desk, wave.key, read) if read.population else {}
    shuffled = list(read.responses)
    secrets.SystemRandom().shuffle(shuffled)
    for response in shuffled:
        responses.accept(
            desk.session,
            wave=wave.key,
            stratum_id=strata[response.stratum].id if strata else None,
            day=None,
            channel=response.channel,
            answers=response.answers,
            form=response.form,
            weight=response.weight,
        )
    journal.note(
        desk.session,
        desk.now,
        "responses_imported",
        wave=wave.key,
        staff=staff,
        file=read.file,
        responses=len(shuffled),
        strata=len(strata),
    )
    return wave


def check_population(desk: Desk, wave: str, file: File) -> tuple[Cell, ...]:
    """Read register counts for a wave that is still to be drawn; Refused names every fault."""
    questionnaire = definitions.load(desk.questionnaires / wave)
    return tuple(drawn.cell for drawn in read_population(file.content, file.name, questionnaire))


def _definition_of_empty(desk: Desk, wave: str) -> Questionnaire:
    """The author's copy of a wave that the database does not know yet: nothing is ever mixed with what is there."""
    _refuse_known(desk, wave)
    return definitions.load(desk.questionnaires / wave)


def _refuse_known(desk: Desk, wave: str) -> None:
    if any(known.key == wave for known in waves.waves(desk.session)):
        raise TooLate(Fault("wave_already_kept", wave=wave))


def _closed_wave(desk: Desk, questionnaire: Questionnaire, source: str) -> Wave:
    _refuse_known(desk, questionnaire.wave)
    wave = waves.add(desk.session, questionnaire, source)
    wave.stage, wave.opened_at, wave.closed_at = WaveStage.CLOSED, desk.now, desk.now
    waves.seal(desk.session, questionnaire, desk.now)
    return wave


def _keep_population(desk: Desk, wave: str, read: ResponsesRead) -> dict[str, Stratum]:
    strata: dict[str, Stratum] = {}
    for drawn in read.population:
        stratum = strata.setdefault(drawn.stratum, Stratum(wave=wave, key=drawn.stratum, population=0, invited=0))
        stratum.population += drawn.cell.persons
        stratum.invited += drawn.invited
    waves.replace_population(
        desk.session,
        Population(
            wave=wave,
            source=read.source,
            as_of=None,
            fingerprint=register_fingerprint(drawn.cell for drawn in read.population),
        ),
        strata.values(),
        (),
    )
    desk.session.add_all(
        PopulationCell(
            wave=wave,
            stratum_id=strata[drawn.stratum].id,
            sex=drawn.cell.sex,
            age=drawn.cell.age,
            district=drawn.cell.district,
            persons=drawn.cell.persons,
        )
        for drawn in read.population
    )
    return strata
