"""A figure of the plan's table with everything a reader may ask of it: where it comes from, how sure it is, what it replaced."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.figures import Estimate, half_up
from surveyapp.domain.faults import Fault
from surveyapp.domain.plan import Indicator, Plan
from surveyapp.domain.plan_editions import Cell, Edition, EditionValue, table
from surveyapp.operations.planning import run_figures, verdicts
from surveyapp.operations.planning.run_figures import REFERENCE, UNWEIGHTED, RunFigures
from surveyapp.store import plan as kept_plans
from surveyapp.store import waves
from surveyapp.store.desk import Desk
from surveyapp.store.tables import PlanEdition, Run, Wave


@dataclass(frozen=True, slots=True)
class Origin:
    """The run a figure comes from, and how sure it is there.

    `interval` and `unweighted` are printed in the plan's unit; `reference_only` marks 参考値, `interim` 中間集計.
    """

    wave: str
    title: str
    run: int
    synthetic: bool
    interim: bool
    weighted: bool
    reference_only: bool
    level: str
    interval: str
    n: int | None
    unweighted: str


@dataclass(frozen=True, slots=True)
class Former:
    """A corrected figure that stays readable: as it was printed, the edition it first stood in, why it was wrong."""

    printed: str
    edition: int
    reason: str


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A figure as printed, with what a reader may ask of it. The two judgements are sentences by code, on the last column only.

    `base` names the base of a share that comes from a run, empty otherwise.
    """

    printed: str
    value: EditionValue
    origin: Origin | None
    former: tuple[Former, ...]
    against_target: tuple[Fault, ...]
    against_last: tuple[Fault, ...]
    base: str


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of the table: its cells by column key, in printed order."""

    indicator: Indicator
    cells: Mapping[str, tuple[ShownCell, ...]]


@dataclass(frozen=True, slots=True)
class Sources:
    """What the rows of some editions rest on: their runs by edition number, with waves, figures and register counts."""

    run_of: Mapping[int, int]
    runs: Mapping[int, tuple[Run, Wave]]
    figures: RunFigures
    populations: Mapping[str, int]


def sources(desk: Desk, plan: Plan, rows: Sequence[PlanEdition]) -> Sources:
    """Everything that is needed to tell the origin of the figures of these editions (0 stands for a proposal)."""
    run_of = {row.number or 0: row.run_id for row in rows if row.run_id is not None}
    runs = kept_plans.runs_of(desk.session, run_of.values())
    keys = {wave.key for _run, wave in runs.values()}
    return Sources(
        run_of,
        runs,
        run_figures.read(desk, plan, runs),
        {key: sum(stratum.population for stratum in waves.strata(desk.session, key)) for key in keys},
    )


def shown_rows(plan: Plan, history: Sequence[Edition], known: Sources) -> dict[str, tuple[ShownRow, ...]]:
    """The rows of the last of these editions by policy number; the earlier ones tell what the last values were."""
    found: dict[str, list[ShownRow]] = {policy.number: [] for policy in plan.policies}
    latest = plan.value_columns[-1].key
    for row in table(plan, history[-1]):
        cells = {
            key: tuple(_shown(plan, row.indicator, cell, history, known, judged=key == latest) for cell in cells)
            for key, cells in row.cells.items()
        }
        found[row.policy.number].append(ShownRow(row.indicator, cells))
    return {number: tuple(rows) for number, rows in found.items()}


def _shown(
    plan: Plan, indicator: Indicator, cell: Cell, history: Sequence[Edition], known: Sources, *, judged: bool
) -> ShownCell:
    value = cell.value
    is_share = indicator.is_survey and run_figures.scale(indicator) == run_figures.PERCENT
    return ShownCell(
        printed=cell.printed,
        value=value,
        origin=_origin(indicator, value, known),
        former=_former(cell),
        against_target=_against_target(plan, indicator, value, known) if judged else (),
        against_last=_against_last(indicator, value, history, known) if judged else (),
        base=value.base if is_share and value.edition != 1 else "",
    )


def _origin(indicator: Indicator, value: EditionValue, known: Sources) -> Origin | None:
    run_id = known.run_of.get(value.edition)
    if run_id is None or not indicator.is_survey:
        return None
    run, wave = known.runs[run_id]
    weighted = known.figures.of(run_id, indicator, value.base) is not None and _has_weights(run)
    figure = known.figures.best_of(run_id, indicator, value.base)
    plain = known.figures.of(run_id, indicator, value.base, UNWEIGHTED)
    unweighted = ""
    if weighted and plain is not None and plain.value is not None:
        unweighted = (
            f"{half_up(plain.value * run_figures.scale(indicator), indicator.decimals)}{indicator.printed_unit}"
        )
    return Origin(
        wave=wave.key,
        title=wave.title,
        run=run.number,
        synthetic=wave.synthetic,
        interim=run.interim,
        weighted=weighted,
        reference_only=figure is not None and figure.mark == REFERENCE,
        level=f"{(value.level or run.level) * 100:g}",
        interval=verdicts.printed_interval(indicator, value),
        n=value.n,
        unweighted=unweighted,
    )


def _former(cell: Cell) -> tuple[Former, ...]:
    found = []
    right = cell.value
    for printed in cell.former:
        if right.corrects is None:
            break
        found.append(Former(printed, right.corrects.edition, right.note))
        right = right.corrects
    return tuple(found)


def _against_target(plan: Plan, indicator: Indicator, value: EditionValue, known: Sources) -> tuple[Fault, ...]:
    figure = _estimate(indicator, value, known, trend=False)
    return verdicts.of_target(plan, indicator, value, figure, _level(value, known))


def _against_last(
    indicator: Indicator, value: EditionValue, history: Sequence[Edition], known: Sources
) -> tuple[Fault, ...]:
    last = _last(indicator, value, history)
    if last is None:
        return ()
    if not indicator.is_survey:
        return _told(verdicts.of_counted_change(indicator, value, last))
    figure = _estimate(indicator, value, known, trend=True)
    last_figure = _estimate(indicator, last, known, trend=True)
    change = verdicts.of_change(indicator, figure, last, last_figure)
    if not _may_differ_by_weights(value, last, known):
        return _told(change)
    plain = _estimate(indicator, value, known, trend=True, weighting=UNWEIGHTED)
    last_plain = _estimate(indicator, last, known, trend=True, weighting=UNWEIGHTED)
    return _told(change, verdicts.of_change_unweighted(indicator, plain, last, last_plain))


def _may_differ_by_weights(value: EditionValue, last: EditionValue, known: Sources) -> bool:
    """Whether one of the two has weights and the other none, or nobody knows: then both series are told."""
    run_id, last_run_id = known.run_of.get(value.edition), known.run_of.get(last.edition)
    if run_id is None:
        return False
    has_weights = _has_weights(known.runs[run_id][0])
    # Nobody knows whether a last value of the printed table was weighted.
    return has_weights if last_run_id is None else has_weights != _has_weights(known.runs[last_run_id][0])


def _has_weights(run: Run) -> bool:
    """Whether the figures that a run calls weighted are: those of a wave without register counts only repeat the others."""
    return _kind_of_weights(run) != "none"


def _kind_of_weights(run: Run) -> str:
    weights = run.document.get("weights")
    return str(weights.get("kind", "")) if isinstance(weights, dict) else ""


def _told(*verdicts_: Fault | None) -> tuple[Fault, ...]:
    return tuple(verdict for verdict in verdicts_ if verdict is not None)


def _last(indicator: Indicator, value: EditionValue, history: Sequence[Edition]) -> EditionValue | None:
    """The figure of an earlier date that stood in the same cell last, on the same base where there are two."""
    if value.edition == 1:
        return None
    for edition in reversed(history[:-1]):
        older = [one for one in edition.cell(indicator.id, value.column) if one.dated < value.dated]
        if older:
            return next((one for one in older if one.base == value.base), older[0])
    return None


def _level(value: EditionValue, known: Sources) -> float:
    run_id = known.run_of.get(value.edition)
    return known.runs[run_id][0].level if run_id is not None else 0.95


def _estimate(
    indicator: Indicator, value: EditionValue, known: Sources, *, trend: bool, weighting: str | None = None
) -> Estimate | None:
    """The figure of a run behind a value. For a statement on a trend without the finite-population correction."""
    run_id = known.run_of.get(value.edition)
    # A figure that was corrected by hand is no longer the run's.
    if run_id is None or value.low is None:
        return None
    if weighting is None:
        figure = known.figures.best_of(run_id, indicator, value.base)
    else:
        figure = known.figures.of(run_id, indicator, value.base, weighting)
    if figure is None:
        return None
    run, wave = known.runs[run_id]
    # Weights that came with the answers have no register behind them, and their errors no correction.
    corrected = weighting == UNWEIGHTED or _kind_of_weights(run) != "given"
    if not trend:
        return run_figures.estimate(indicator, figure)
    factor = _without_correction(run.respondents, known.populations.get(wave.key, 0)) if corrected else 1.0
    return run_figures.estimate(indicator, figure, factor)


def _without_correction(respondents: int, population: int) -> float:
    """What a standard error is multiplied by to take back the finite-population correction, 1/√(1 − n/N), in a run that kept none without.

    Exact where every stratum is drawn and answers alike; elsewhere the sampling fraction of the whole stands for its parts.
    """
    if not 0 < respondents < population:
        return 1.0
    return 1 / math.sqrt(1 - respondents / population)
