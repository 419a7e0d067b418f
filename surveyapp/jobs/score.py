"""The scoring run: gathered in one reading transaction, computed without any, recorded in one writing transaction."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from threadpoolctl import threadpool_limits

from surveyapp.jobs.code_version import code_version
from surveyapp.jobs.columns import Column, columns
from surveyapp.jobs.followers import with_followers_hidden
from surveyapp.jobs.overview import overall, quadrant_table
from surveyapp.jobs.published import ASSUMPTION, figures_of_counts
from surveyapp.jobs.tables import domains, figures_of, lots
from surveyapp.jobs.weighing import Weighing, weigh
from surveyapp.operations import scoring
from surveyapp.operations.scoring import Found, Gathered, Result, Taken
from surveyapp.store.desk import Desks

Told = Callable[[int, int], None]


def run(desks: Desks, taken: Taken, tell: Told) -> None:
    """Do a scoring job: a page shows only what was recorded here."""
    asked = taken.arguments
    with desks.desk() as desk:
        gathered = scoring.gather(desk, str(asked["wave"]))
    labels = asked.get("labels")
    # A run's matrices are so small that a second thread of the matrix library only waits, on a core that serves
    # residents meanwhile: 56 items rated twice, in 25 domains, took 1.8 s of CPU with two threads and 0.9 s with one.
    with threadpool_limits(limits=1, user_api="blas"):
        result = compute(
            gathered,
            level=float(str(asked["level"])),
            weights=str(asked["weights"]),
            labels=labels if isinstance(labels, dict) else {},
            tell=tell,
        )
    with desks.desk(writing=True) as desk:
        scoring.record(desk, gathered, result, taken)


def compute(
    gathered: Gathered,
    *,
    level: float = 0.95,
    weights: str = "default",
    labels: Mapping[str, str] | None = None,
    tell: Told = lambda done, total: None,
) -> Result:
    """Every figure of a wave from what was gathered; the same input gives the same result."""
    if gathered.counts:
        found: Mapping[str, Sequence[Found]] = figures_of_counts(gathered, level)
        weight_of = {name: float(one.n) for name, one in _means(found).items()}
        about: dict[str, object] = {"weights": {"kind": "none", "why": "counts"}, "notes": [ASSUMPTION]}
        respondents = _largest_forms(gathered)
    else:
        weighing = weigh(gathered, weights)
        every = columns(gathered)
        found = with_followers_hidden(gathered.questionnaire, _figures(gathered, every, weighing, level, tell))
        weight_of = _weights_of(every, weighing)
        about = {"weights": dict(weighing.document), "channels": _channels(gathered), "notes": []}
        respondents = gathered.people
    means = _means(found)
    document = {
        **about,
        "source": gathered.source,
        "synthetic": gathered.synthetic,
        "asked": {"weights": weights, "level": level},
        "overall": overall(gathered.questionnaire, means, weight_of),
        "quadrants": quadrant_table(gathered.questionnaire, means, labels or {}),
    }
    ordered = [one for question in gathered.questionnaire.questions for one in found.get(question.id, ())]
    return Result(level, respondents, ordered, document, code_version())


def _figures(
    gathered: Gathered, every: list[Column], weighing: Weighing, level: float, tell: Told
) -> dict[str, list[Found]]:
    within = domains(gathered, weighing.weighted, weighing.unweighted)
    found: dict[str, list[Found]] = {}
    done = 0
    for lot in lots(every):
        tell(done, len(every))
        for column, figures in zip(lot, figures_of(lot, within, level), strict=True):
            found.setdefault(column.question, []).extend(figures)
        done += len(lot)
    tell(done, len(every))
    return found


def _weights_of(every: list[Column], weighing: Weighing) -> dict[str, float]:
    """The weight of the answers to each question that have points."""
    return {
        column.question: float(weighing.weighted.weights[np.isfinite([np.nan, *column.points])[column.answered]].sum())
        for column in every
        if np.isfinite(column.points).any()
    }


def _means(found: Mapping[str, Sequence[Found]]) -> dict[str, Found]:
    """The weighted mean of each question over everyone."""
    return {
        name: one
        for name, figures in found.items()
        for one in figures
        if (one.statistic, one.domain, one.weighting) == ("mean", "all", "weighted")
    }


def _largest_forms(gathered: Gathered) -> int:
    """Persons of a wave known as counts: of each split form the most answers any of its questions had, added up."""
    by_form: dict[str, int] = {}
    for count in gathered.counts.values():
        by_form[count.form] = max(by_form.get(count.form, 0), sum(count.persons.values()))
    return sum(by_form.values())


def _channels(gathered: Gathered) -> dict[str, int]:
    return {name: gathered.channels.count(name) for name in sorted(set(gathered.channels))}
