"""Waves that are open and runs that are recorded, without anybody having answered: for tests of what comes after scoring."""

from collections.abc import Sequence
from dataclasses import dataclass

from surveyapp.domain.questionnaire import Questionnaire
from surveyapp.domain.stages import WaveStage
from surveyapp.store import figures, waves
from surveyapp.store.desk import Desks
from surveyapp.store.tables import Figure, Population, Run, Stratum


@dataclass(frozen=True)
class Recorded:
    """A figure of a run, over everybody; shares between 0 and 1."""

    question: str
    statistic: str
    value: float | None
    standard_error: float | None = 0.03
    option: str = ""
    base: str = "answered"
    weighting: str = "weighted"
    n: int = 1200
    mark: str = ""
    low: float | None = None
    high: float | None = None
    trend_error: float | None = None


def a_sealed_wave(desks: Desks, questionnaire: Questionnaire, population: int = 27_000) -> str:
    """An open wave with one stratum; returns its key."""
    with desks.desk(writing=True) as desk:
        made = waves.add(desk.session, questionnaire)
        made.stage, made.opened_at = WaveStage.OPEN, desk.now
        waves.seal(desk.session, questionnaire, desk.now)
        register = Population(wave=made.key, source="住民基本台帳", as_of=None, fingerprint="")
        waves.replace_population(
            desk.session, register, [Stratum(wave=made.key, key="all", population=population, invited=3000)], []
        )
        return made.key


def a_run(
    desks: Desks,
    wave: str,
    recorded: Sequence[Recorded],
    *,
    interim: bool = False,
    weights: str = "raked",
    level: float = 0.95,
) -> int:
    """A recorded run of a wave with these figures; returns its id. Intervals are ± 2 standard errors where none is given."""
    with desks.desk(writing=True) as desk:
        run = Run(
            wave=wave,
            number=figures.next_number(desk.session, wave),
            made_at=desk.now,
            interim=interim,
            respondents=max((one.n for one in recorded), default=0),
            level=level,
            definition_fingerprint="",
            population_fingerprint="",
            data_fingerprint="",
            code_version="",
            document={"weights": {"kind": weights}},
        )
        desk.session.add(run)
        desk.session.flush()
        desk.session.add_all(Figure(run_id=run.id, **_row(one)) for one in recorded)
        return run.id


def _row(one: Recorded) -> dict[str, object]:
    row: dict[str, object] = {
        "question": one.question,
        "statistic": one.statistic,
        "option": one.option,
        "base": one.base,
        "domain": "all",
        "category": "",
        "weighting": one.weighting,
        "n": one.n,
        "value": one.value,
        "standard_error": one.standard_error,
        "trend_error": one.trend_error,
        "degrees": one.n - 1.0,
        "effective_n": float(one.n),
        "design_effect": 1.0,
        "low": one.low,
        "high": one.high,
        "mark": one.mark,
    }
    if one.value is not None and one.standard_error is not None and one.low is None:
        row |= {"low": one.value - 2 * one.standard_error, "high": one.value + 2 * one.standard_error}
    return row
