"""Which figure of a run belongs to which indicator of a plan, and what it is in the plan's unit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analysis.figures import Estimate, Proportion, Unit
from surveyapp.domain.faults import Fault
from surveyapp.domain.plan import Base, Indicator, Plan, Statistic, Survey, check_questions
from surveyapp.domain.questionnaire import Questionnaire
from surveyapp.store import plan as kept_plans
from surveyapp.store.desk import Desk
from surveyapp.store.tables import Figure

WEIGHTED, UNWEIGHTED = "weighted", "unweighted"
SUPPRESSED, REFERENCE = "suppressed", "reference"

#: A share is kept between 0 and 1; the plan prints percent.
PERCENT = 100.0

#: run, question, statistic, options, base, weighting
Place = tuple[int, str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class RunFigures:
    """The overall figures of some runs for the indicators of a plan."""

    by_place: Mapping[Place, Figure]

    def of(self, run: int, indicator: Indicator, base: str, weighting: str = WEIGHTED) -> Figure | None:
        """The figure of an indicator on a base; None where the run has none."""
        source = indicator.source
        if not isinstance(source, Survey):
            return None
        options = "+".join(source.options)
        return self.by_place.get((run, source.question, source.statistic.value, options, base, weighting))

    def best_of(self, run: int, indicator: Indicator, base: str) -> Figure | None:
        """The weighted figure; the unweighted one of a wave that has no weights (known only as counts)."""
        return self.of(run, indicator, base) or self.of(run, indicator, base, UNWEIGHTED)


def read(desk: Desk, plan: Plan, runs: Iterable[int]) -> RunFigures:
    """The figures of these runs that the plan's indicators rest on, in one query."""
    questions = [one.source.question for one in plan.indicators if isinstance(one.source, Survey)]
    found = kept_plans.overall_figures(desk.session, runs, questions)
    return RunFigures(
        {(one.run_id, one.question, one.statistic, one.option, one.base, one.weighting): one for one in found}
    )


def carried(plan: Plan, questionnaire: Questionnaire) -> tuple[list[Indicator], tuple[Fault, ...]]:
    """The survey indicators that a wave asks for, and why it does not ask for the others."""
    options = {question.id: tuple(question.by_code) for question in questionnaire.questions}
    scales = {question.id: question.scale for question in questionnaire.questions if question.scale}
    faults = check_questions(plan, options, scales)
    missing = {fault.where for fault in faults}
    return [one for one in plan.indicators if one.is_survey and one.id not in missing], faults


def bases(indicator: Indicator) -> tuple[Base, ...]:
    """The bases on which an indicator is shown: both while the office has not stated which."""
    return indicator.source.bases if isinstance(indicator.source, Survey) else ()


def scale(indicator: Indicator) -> float:
    """By what a figure of a run is multiplied to stand in the plan's unit."""
    share = isinstance(indicator.source, Survey) and indicator.source.statistic is Statistic.SHARE
    return PERCENT if share else 1.0


def estimate(indicator: Indicator, figure: Figure, trend_factor: float | None = None) -> Estimate | None:
    """The figure as statistics knows it, in the unit of the analysis; None where it has no number or no error.

    With ``trend_factor`` for a statement on a trend: its error is that without finite-population correction, and in a run that does not
    know it the one with correction times the factor.
    """
    if figure.value is None or figure.standard_error is None or figure.degrees is None:
        return None
    error = figure.standard_error
    if trend_factor is not None:
        error = error * trend_factor if figure.trend_error is None else figure.trend_error
    ingredients = (
        figure.value,
        error,
        figure.degrees,
        figure.n,
        figure.n if figure.effective_n is None else figure.effective_n,
        float("nan") if figure.design_effect is None else figure.design_effect,
    )
    if scale(indicator) == PERCENT:
        return Proportion(*ingredients, unit=Unit.PERCENT)
    return Estimate(*ingredients, unit=Unit.POINT)
