"""Waves with answers in them, and runs of them, for tests of scoring."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from surveyapp.domain.answers import Answer, Chosen, ChosenMany, Wrote
from surveyapp.domain.questionnaire import Kind, Question, Questionnaire
from surveyapp.jobs import worker
from surveyapp.operations import scoring
from surveyapp.operations.scoring import RunOverview
from surveyapp.store import figures, responses
from surveyapp.store.desk import Desks
from surveyapp.store.figures import Found
from surveyapp.store.tables import Population, PopulationCell
from tests.support.waves import OpenWave, an_open_wave

Given = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True)
class Place:
    """A place in a run, as `figure_at` looks it up."""

    question: str
    statistic: str = "mean"
    option: str = ""
    base: str = "answered"
    domain: str = "all"
    category: str = ""
    weighting: str = "weighted"


def answered(questionnaire: Questionnaire, given: Given) -> dict[str, Answer]:
    """Answers from codes: one code, several of a multiple answer, or the text of a free answer."""
    return {name: _answer(questionnaire.by_id[name], what) for name, what in given.items()}


def _answer(question: Question, what: str | Sequence[str]) -> Answer:
    if question.kind is Kind.MULTIPLE:
        return ChosenMany(tuple(what))
    return Wrote(str(what)) if question.kind is Kind.TEXT else Chosen(str(what))


def accept(
    desks: Desks, wave: OpenWave, given: Given, stratum: str | None = "all", times: int = 1, form: str = ""
) -> None:
    """These answers came in on paper, from so many people of a stratum; None where the number was torn off."""
    accept_all(desks, wave, [given] * times, stratum, form)


def accept_all(
    desks: Desks, wave: OpenWave, everybody: Sequence[Given], stratum: str | None = "all", form: str = ""
) -> None:
    """The answers of several people of one stratum came in on paper."""
    with desks.desk(writing=True) as desk:
        for given in everybody:
            responses.accept(
                desk.session,
                wave=wave.key,
                stratum_id=None if stratum is None else wave.strata[stratum],
                day=desk.today,
                channel="paper",
                answers=answered(wave.questionnaire, given),
                form=form,
            )


def keep_register(desks: Desks, wave: OpenWave, cells: Mapping[tuple[str, str, str, str], int]) -> None:
    """Register counts of a wave: (stratum, sex, age, district) -> persons."""
    with desks.desk(writing=True) as desk:
        desk.session.add(Population(wave=wave.key, source="住民基本台帳", as_of=None, fingerprint="x"))
        desk.session.add_all(
            PopulationCell(
                wave=wave.key,
                stratum_id=wave.strata[stratum],
                sex=sex,
                age=age,
                district=district,
                persons=persons,
            )
            for (stratum, sex, age, district), persons in cells.items()
        )


def scored(desks: Desks, wave: str, **asked: object) -> RunOverview:
    """A run of a wave, asked for and done here; the overview of what it recorded."""
    with desks.desk(writing=True) as desk:
        job = scoring.ask(desk, wave, None, **asked).id  # type: ignore[arg-type]  # passed through as given
    worker.do_next(desks, worker.new_mark(), job)
    with desks.desk() as desk:
        progress = scoring.progress(desk, wave, job)
        assert progress.run is not None, progress.faults
        return scoring.run_overview(desk, progress.run)


def figure_at(desks: Desks, run: int, place: Place) -> Found | None:
    """The figure of a run at a place, or None."""
    with desks.desk() as desk:
        return figures.figure(
            desk.session,
            run,
            place.question,
            place.statistic,
            option=place.option,
            base=place.base,
            domain=place.domain,
            category=place.category,
            weighting=place.weighting,
        )


def a_city(desks: Desks) -> OpenWave:
    """A wave in two districts of 600 and 400 people, where the smaller one answered more readily and is happier.

    k01: 20 people of 30 gave medical care 2; k02: 30 of 30 gave it 4. Men and women, young and old, alike.
    """
    wave = an_open_wave(desks, strata={"k01": (600, 30), "k02": (400, 30)})
    keep_register(
        desks,
        wave,
        {
            (district, sex, age, district): persons // 4
            for district, persons in (("k01", 600), ("k02", 400))
            for sex in ("male", "female")
            for age in ("18-29", "70+")
        },
    )
    for district, points, people in (("k01", "2", 20), ("k02", "4", 30)):
        everybody = [
            {
                "medical_care.satisfaction": points,
                "medical_care.importance": "5",
                "health_promotion.satisfaction": str(1 + number % 5),
                "health_promotion.importance": "3",
                "family_doctor": "yes" if number % 2 else "no",
                "sex": "male" if number % 2 else "female",
                "age": "18-29" if number % 4 < 2 else "70+",
                "district": district,
            }
            for number in range(people)
        ]
        accept_all(desks, wave, everybody, district)
    return wave


def rows_of(desks: Desks, wave: str) -> int:
    """How many figures all runs of a wave have."""
    with desks.desk() as desk:
        return sum(len(figures.figures(desk.session, run.id)) for run in figures.runs(desk.session, wave))
