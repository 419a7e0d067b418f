"""A run puts forward new figures for the plan."""

import datetime
from dataclasses import dataclass

from surveyapp.domain.faults import Fault, Refused
from surveyapp.domain.plan import Indicator, Plan
from surveyapp.domain.plan_editions import Change, EditionValue, is_correction
from surveyapp.operations.planning import run_figures
from surveyapp.operations.planning.editions import PROPOSERS, current, require
from surveyapp.operations.planning.keeping import keep_proposal
from surveyapp.operations.planning.run_figures import SUPPRESSED, RunFigures
from surveyapp.store import figures, waves
from surveyapp.store import plan as kept_plans
from surveyapp.store.desk import Desk
from surveyapp.store.tables import Figure, PlanEdition, Run


def propose_run(desk: Desk, plan: str, run: int, staff: int, reason: str = "") -> PlanEdition:
    """Put forward the figures of a run for every survey indicator that its wave asks for; a second person publishes them.

    A suppressed figure is left out. Where a figure of the same year stands and would print otherwise (an earlier run of
    the wave), the new one is a correction (訂正) and needs a `reason`. Refused when nothing is left to propose.
    """
    require(desk, staff, PROPOSERS)
    kept = kept_plans.plan(desk.session, plan)
    made = figures.run(desk.session, run)
    asked, faults = run_figures.carried(kept, desk.library.opened(desk.session, made.wave))
    if not asked:
        raise Refused(*(faults or (Fault("plan_without_survey_indicators", plan=kept.title),)))
    found = run_figures.read(desk, kept, [run])
    wave = waves.wave(desk.session, made.wave)
    values = [
        value
        for indicator in asked
        for value in _values(kept, indicator, found, made, (wave.fiscal_year, wave.title, reason))
    ]
    if not values:
        raise Refused(Fault("plan_run_without_figures", run=made.number, title=wave.title))
    before = current(desk, kept)
    # Two bases of one cell go together: both corrections, or both newer.
    mended = {(value.indicator, value.column) for value in values if is_correction(kept, before, value)}
    wanted = [Change(value, (value.indicator, value.column) in mended) for value in values]
    changed = [change for change in wanted if not _stands_already(before.cell(*change.cell), change.value)]
    if not changed:
        raise Refused(Fault("plan_run_changes_nothing", run=made.number, title=wave.title))
    return keep_proposal(desk, kept, changed, kind="run", staff=staff, run=run, note=reason.strip())


@dataclass(frozen=True, slots=True)
class RunChoice:
    """A run that could feed a plan, as staff choose it."""

    id: int
    number: int
    wave: str
    title: str
    made_at: datetime.datetime
    respondents: int
    synthetic: bool
    interim: bool


def proposable_runs(desk: Desk, plan: str) -> list[RunChoice]:
    """The runs whose wave asks for an indicator of the plan, wave by wave, the latest run first."""
    kept = kept_plans.plan(desk.session, plan)
    return [
        RunChoice(run.id, run.number, wave.key, wave.title, run.made_at, run.respondents, wave.synthetic, run.interim)
        for wave in waves.waves(desk.session)
        if (runs := figures.runs(desk.session, wave.key))
        if run_figures.carried(kept, desk.library.opened(desk.session, wave.key))[0]
        for run in runs
    ]


def _values(
    plan: Plan, indicator: Indicator, found: RunFigures, run: Run, words: tuple[int, str, str]
) -> list[EditionValue]:
    """The figure on each base of the indicator; none where any of them may not be shown or is not there."""
    on_bases = [(base.value, found.best_of(run.id, indicator, base.value)) for base in run_figures.bases(indicator)]
    shown = [(base, figure) for base, figure in on_bases if figure is not None and _may_be_shown(figure)]
    if len(shown) < len(on_bases):
        return []
    return [_value(plan, indicator, base, figure, run, words) for base, figure in shown]


def _may_be_shown(figure: Figure) -> bool:
    return figure.mark != SUPPRESSED and figure.value is not None


def _value(
    plan: Plan, indicator: Indicator, base: str, figure: Figure, run: Run, words: tuple[int, str, str]
) -> EditionValue:
    year, title, reason = words
    scale = run_figures.scale(indicator)
    has_interval = figure.low is not None and figure.high is not None
    return EditionValue(
        indicator=indicator.id,
        column=plan.value_columns[-1].key,
        number=None if figure.value is None else figure.value * scale,
        year=year,
        low=figure.low * scale if has_interval and figure.low is not None else None,
        high=figure.high * scale if has_interval and figure.high is not None else None,
        level=run.level if has_interval else None,
        n=figure.n,
        base=base,
        source=title,
        note=reason.strip(),
    )


def _stands_already(standing: tuple[EditionValue, ...], value: EditionValue) -> bool:
    """Whether this very figure stands: a run made again from the same data changes nothing."""
    return any(
        (old.base, old.year, old.number, old.low, old.high, old.n)
        == (value.base, value.year, value.number, value.low, value.high, value.n)
        for old in standing
    )
