"""Waves and runs as pages and commands show them. Nothing is computed here: only what a run has recorded can be shown."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, fields

from surveyapp.domain.faults import Fault, NotThere
from surveyapp.domain.questionnaire import Admission, Questionnaire
from surveyapp.operations.scoring.asking import Progress, jobs_of
from surveyapp.store import figures, tickets, waves
from surveyapp.store.desk import Desk
from surveyapp.store.figures import Found
from surveyapp.store.tables import Run, Wave


@dataclass(frozen=True)
class RunLine:
    """A run in a list."""

    id: int
    number: int
    made_at: datetime.datetime
    interim: bool
    respondents: int
    weights: str


@dataclass(frozen=True)
class WaveLine:
    """A wave in a list."""

    key: str
    title: str
    fiscal_year: int
    stage: str
    source: str
    synthetic: bool
    is_open: bool
    returns: int
    runs: int


@dataclass(frozen=True)
class DayOfReturns:
    """What came in on one day, by channel, and all that had come in by its end."""

    day: datetime.date
    by_channel: Mapping[str, int]
    so_far: int


@dataclass(frozen=True)
class WaveView:
    """A wave with its fieldwork and its runs. `sent` is 0 where nobody knows how many were sent."""

    key: str
    title: str
    stage: str
    source: str
    synthetic: bool
    is_open: bool
    opened_at: datetime.datetime | None
    closed_at: datetime.datetime | None
    population: int
    population_source: str
    sent: int
    returns: Mapping[str, int]
    days: tuple[DayOfReturns, ...]
    runs: tuple[RunLine, ...]
    jobs: tuple[Progress, ...]
    questions_with_counts: int

    @property
    def returned(self) -> int:
        """有効回収数."""
        return sum(self.returns.values())


@dataclass(frozen=True)
class RunView:
    """A run: what went in, by what code, and the document that explains its figures."""

    id: int
    wave: str
    title: str
    source: str
    synthetic: bool
    number: int
    made_at: datetime.datetime
    interim: bool
    respondents: int
    level: float
    definition_fingerprint: str
    population_fingerprint: str
    data_fingerprint: str
    code_version: str
    document: Mapping[str, object]
    questionnaire: Questionnaire


@dataclass(frozen=True)
class RunOverview:
    """A run with its overall means and, for questions without points, overall shares, by question."""

    run: RunView
    means: Mapping[str, Mapping[str, Found]]
    shares: Mapping[str, tuple[Found, ...]]


@dataclass(frozen=True)
class QuestionView:
    """Every figure of one question in a run, in the order of recording."""

    run: RunView
    question: str
    figures: tuple[Found, ...]


def wave_lines(desk: Desk) -> tuple[WaveLine, ...]:
    """Every wave that was ever kept, the newest first."""
    returns = figures.returns_by_wave(desk.session)
    runs = figures.runs_by_wave(desk.session)
    return tuple(
        WaveLine(
            wave.key,
            wave.title,
            wave.fiscal_year,
            wave.stage,
            wave.source,
            wave.synthetic,
            wave.admission == Admission.OPEN,
            returns.get(wave.key, 0),
            runs.get(wave.key, 0),
        )
        for wave in waves.waves(desk.session)
    )


def wave_view(desk: Desk, key: str) -> WaveView:
    """One wave with its fieldwork and its runs."""
    wave = waves.wave(desk.session, key)
    strata = waves.strata(desk.session, key)
    population = waves.population(desk.session, key)
    issued = tickets.issued(desk.session, key)
    return WaveView(
        key=wave.key,
        title=wave.title,
        stage=wave.stage,
        source=wave.source,
        synthetic=wave.synthetic,
        is_open=wave.admission == Admission.OPEN,
        opened_at=wave.opened_at,
        closed_at=wave.closed_at,
        population=sum(stratum.population for stratum in strata),
        population_source=population.source if population else "",
        sent=issued if wave.source == "fieldwork" else sum(stratum.invited for stratum in strata),
        returns=figures.returns_by_channel(desk.session, key),
        days=_days(desk, key),
        runs=tuple(_line(run) for run in figures.runs(desk.session, key)),
        jobs=jobs_of(desk, key),
        questions_with_counts=len({count.question for count in figures.published_counts(desk.session, key)}),
    )


def run_view(desk: Desk, run_id: int) -> RunView:
    """One run without its figures; NotThere when there is none."""
    run = figures.run(desk.session, run_id)
    return _view(desk, run, waves.wave(desk.session, run.wave))


def run_overview(desk: Desk, run_id: int) -> RunOverview:
    """One run with its overall figures."""
    view = run_view(desk, run_id)
    means: dict[str, dict[str, Found]] = {}
    shares: dict[str, list[Found]] = {}
    for figure in figures.figures(desk.session, run_id, domain="all"):
        if figure.statistic == "mean":
            means.setdefault(figure.question, {})[figure.weighting] = figure
        elif figure.base == "answered":
            shares.setdefault(figure.question, []).append(figure)
    return RunOverview(view, means, {name: tuple(found) for name, found in shares.items() if name not in means})


def question_view(desk: Desk, run_id: int, question: str) -> QuestionView:
    """Everything a run says of one question; NotThere when it says nothing."""
    view = run_view(desk, run_id)
    found = figures.figures(desk.session, run_id, question=question)
    if not found:
        raise NotThere(Fault("no_figures_of_question", question=question))
    return QuestionView(view, question, tuple(found))


def figure_table(desk: Desk, run_id: int) -> tuple[RunView, tuple[Found, ...]]:
    """A run with every figure, for a file."""
    return run_view(desk, run_id), tuple(figures.figures(desk.session, run_id))


def _view(desk: Desk, run: Run, wave: Wave) -> RunView:
    own = {field.name for field in fields(RunView)}
    kept = {name: getattr(run, name) for name in own if hasattr(run, name)}
    return RunView(
        **kept,
        title=wave.title,
        source=wave.source,
        synthetic=wave.synthetic,
        questionnaire=desk.library.opened(desk.session, run.wave),
    )


def _line(run: Run) -> RunLine:
    weights = run.document.get("weights")
    kind = str(weights.get("kind", "")) if isinstance(weights, dict) else ""
    return RunLine(run.id, run.number, run.made_at, run.interim, run.respondents, kind)


def _days(desk: Desk, key: str) -> tuple[DayOfReturns, ...]:
    by_day: dict[datetime.date, dict[str, int]] = {}
    for count in waves.daily_counts(desk.session, key):
        by_day.setdefault(count.day, {})[count.channel] = count.returns
    so_far = 0
    days = []
    for day, by_channel in sorted(by_day.items()):
        so_far += sum(by_channel.values())
        days.append(DayOfReturns(day, by_channel, so_far))
    return tuple(days)
