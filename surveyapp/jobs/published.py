"""A wave known only as published counts: a simple random sample within each split form, and marked so."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from analysis.classes import classes
from analysis.sample import Sample
from analysis.tables import FigureTable, joined
from analysis.tally import tabulate, tallied
from surveyapp.domain.questionnaire import Question
from surveyapp.jobs.columns import Options, option_sets
from surveyapp.jobs.tables import EVERYBODY, Tables, told
from surveyapp.operations.scoring import Found, Gathered

#: the run's note; pages say 単純無作為抽出とみなした
ASSUMPTION = "simple_random_sample_within_form"


def figures_of_counts(gathered: Gathered, level: float) -> dict[str, list[Found]]:
    """The figures of every question with counts. Weighted and unweighted are the same: nothing is known of who answered."""
    found: dict[str, list[Found]] = {}
    by_shape: dict[tuple[object, ...], list[Question]] = {}
    for question in gathered.questionnaire.questions:
        # one answer alone has no variance, and is not shown anyway
        if question.id in gathered.counts and sum(gathered.counts[question.id].persons.values()) > 1:
            shape = tuple((option.code, option.points, option.dont_know) for option in question.options)
            by_shape.setdefault(shape, []).append(question)
    for alike in by_shape.values():
        names = [question.id for question in alike]
        tables = _tables(alike, [gathered.counts[name].persons for name in names])
        found |= dict(zip(names, told(names, [tables], EVERYBODY, level), strict=True))
    return found


def _tables(alike: Sequence[Question], counts: Sequence[Mapping[str, int]]) -> Tables:
    options = option_sets(alike[0])
    counted = frozenset(number for _, members in options for number in members)
    points = [
        np.nan if option.points is None or number not in counted else option.points
        for number, option in enumerate(alike[0].options, start=1)
    ]
    scored = bool(np.isfinite(points).any())
    worth = [np.nan, *points] if scored else [0.0] * (1 + len(points))
    parts = [_table(_row(alike[0], each, counted), worth, options) for each in counts]
    table = replace(
        parts[0], mean=joined([part.mean for part in parts], 0), share=joined([part.share for part in parts], 0)
    )
    both = {"weighted": table, "unweighted": table}
    return Tables("answered", options, both, both, scored)  # without a register there is no correction to leave off


def _row(question: Question, persons: Mapping[str, int], counted: frozenset[int]) -> list[int]:
    """Counts by code, 0 for silence first; who gave no answer in substance is not counted."""
    return [0] + [
        persons.get(code, 0) if number in counted else 0 for number, code in enumerate(question.by_code, start=1)
    ]


def _table(row: Sequence[int], points: Sequence[float], options: Options) -> FigureTable:
    kinds = classes(Sample.simple(sum(row)))
    tally = tallied(kinds, np.array([[row]], dtype=np.int64), points)
    return tabulate(tally, [members for _, members in options])
