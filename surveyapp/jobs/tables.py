"""Every figure of a run: means and shares of every column in every domain, weighted beside unweighted, both bases."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from analysis.classes import Classes, classes
from analysis.disclosure import marks
from analysis.faults import SampleFaults
from analysis.sample import Sample
from analysis.tables import Figures, FigureTable
from analysis.tally import count, tabulate
from surveyapp.domain.questionnaire import Face
from surveyapp.jobs.columns import Column, Options, labels_of, stacked
from surveyapp.operations.scoring import Found, Gathered

Floats: TypeAlias = NDArray[np.float64]
Marks: TypeAlias = NDArray[np.int8]
Names: TypeAlias = Sequence[tuple[str, str]]

EVERYBODY: Names = (("all", ""),)
#: the marks of `analysis.disclosure` as figures keep them
MARKS = ("", "reference", "suppressed")
HIDDEN = 2
#: columns of one shape are computed so many at once; between two lots a job tells how far it is
AT_ONCE = 32


@dataclass(frozen=True)
class Domains:
    """The domains of a run under both weightings, with finite-population correction and without, and their names as figures carry them.

    ``trend`` lacks a weighting where a stratum of one has an error only because all of its inhabitants were asked.
    """

    weighted: Classes
    unweighted: Classes
    trend: Mapping[str, Classes]
    names: Names


@dataclass(frozen=True)
class Tables:
    """The figures of several questions in one base, under both weightings, and which shares were asked for.

    ``trend`` holds the same without finite-population correction.
    """

    base: str
    options: Options
    by_weighting: Mapping[str, FigureTable]
    trend: Mapping[str, FigureTable]
    scored: bool


def domains(gathered: Gathered, weighted: Sample, unweighted: Sample) -> Domains:
    """Everyone, and each sex, age band and district of the face items in the order of the definition."""
    faces = gathered.questionnaire.faces
    fields = {face.value: labels_of(gathered, face) for face in Face if face in faces}
    orders = {
        face.value: [option.code for option in faces[face].options if not option.withheld and not option.dont_know]
        for face in Face
        if face in faces
    }
    names = [*EVERYBODY, *((name, code) for name, codes in orders.items() for code in codes)]
    samples = {"weighted": weighted, "unweighted": unweighted}
    trend = {name: classes(found, fields, orders) for name, each in samples.items() if (found := _without_fpc(each))}
    return Domains(classes(weighted, fields, orders), classes(unweighted, fields, orders), trend, tuple(names))


def _without_fpc(sample: Sample) -> Sample | None:
    try:
        return sample.without_fpc()
    except SampleFaults:
        return None


def lots(columns: Iterable[Column]) -> list[list[Column]]:
    """Columns of one shape together, in order, at most `AT_ONCE` in a lot."""
    by_shape: dict[tuple[object, ...], list[Column]] = {}
    for column in columns:
        by_shape.setdefault(column.shape, []).append(column)
    return [alike[at : at + AT_ONCE] for alike in by_shape.values() for at in range(0, len(alike), AT_ONCE)]


def figures_of(lot: Sequence[Column], within: Domains, level: float) -> list[list[Found]]:
    """The figures of each column of a lot."""
    tables = [
        _tables(lot, within, base, options)
        for base, options in (("answered", lot[0].options), ("everyone", lot[0].of_everyone))
        if options
    ]
    return told([column.question for column in lot], tables, within.names, level)


def told(questions: Sequence[str], tables: Sequence[Tables], names: Names, level: float) -> list[list[Found]]:
    """The figures of several questions as they are recorded; what may not be shown keeps its mark and no number.

    A mark holds for both weightings and, since counts could be had from the wider base, for both bases.
    """
    found: list[list[Found]] = [[] for _ in questions]
    marked = [marks(each.by_weighting["weighted"], _series(each)) for each in tables]
    hidden = np.any(
        [(mark == HIDDEN) & (_people(each) > 0) for each, mark in zip(tables, marked, strict=True)],
        axis=0,
    )
    for each, mark in zip(tables, marked, strict=True):
        shown = np.where(hidden, HIDDEN, mark)
        for weighting, table in each.by_weighting.items():
            trend, out = each.trend.get(weighting), _Out(found, questions, names, shown, level)
            if each.scored:
                _add(out, ("mean", "", each.base, weighting), table.mean, trend.mean if trend else None)
            for place, (option, _) in enumerate(each.options):
                kind = "share", option, each.base, weighting
                _add(out, kind, table.share_in(place), trend.share_in(place) if trend else None)
    return found


def _tables(lot: Sequence[Column], within: Domains, base: str, options: Options) -> Tables:
    codes = stacked(lot, base)
    scored = base == "answered" and bool(np.isfinite(lot[0].points).any())
    # without a scale there is no mean to record, and every code may count as nought
    points = [np.nan, *lot[0].points] if scored else [0.0] * (1 + len(lot[0].points) + (base == "everyone"))
    sets = [members for _, members in options]
    tallies = {
        weighting: count(kinds, codes.T, points=points)
        for weighting, kinds in (("weighted", within.weighted), ("unweighted", within.unweighted))
    }
    return Tables(
        base=base,
        options=options,
        by_weighting={weighting: tabulate(tally, sets) for weighting, tally in tallies.items()},
        trend={
            weighting: tabulate(replace(tallies[weighting], kinds=kinds), sets)
            for weighting, kinds in within.trend.items()
        },
        scored=scored,
    )


def _series(tables: Tables) -> int:
    """How many figures of the same answers stand beside each other: one where nobody has weights."""
    weighted, plain = (tables.by_weighting[name].share.effective_size for name in ("weighted", "unweighted"))
    return 1 if np.allclose(weighted, plain, rtol=1e-9) else 2


def _people(tables: Tables) -> Floats:
    """(questions, domains) how many the shares rest on."""
    return tables.by_weighting["weighted"].share.respondents[..., 0]


class _Out(NamedTuple):
    """Where figures are appended, and what holds for all of a table: names of the domains, marks (questions, domains), level."""

    found: list[list[Found]]
    questions: Sequence[str]
    names: Names
    marked: Marks
    level: float


def _add(out: _Out, kind: tuple[str, str, str, str], computed: Figures, trend: Figures | None) -> None:
    """Append (questions, domains) figures of one kind; a domain in which nobody was asked has none."""
    statistic, option, base, weighting = kind
    hidden = out.marked == HIDDEN
    columns = [
        _plain(array, np.isfinite(array) & ~hidden)
        for array in (
            computed.value,
            computed.standard_error,
            np.full(hidden.shape, np.nan) if trend is None else trend.standard_error,
            computed.degrees,
            computed.effective_size,
            computed.design_effect,
            *computed.interval(out.level),
        )
    ]
    people = computed.respondents.astype(np.int64).tolist()
    words = np.array(MARKS, dtype=object)[out.marked].tolist()
    for at, question in enumerate(out.questions):
        rows = zip(out.names, people[at], *(column[at] for column in columns), words[at], strict=True)
        out.found[at].extend(
            Found(question, statistic, option, base, domain, category, weighting, n, *numbers)
            for (domain, category), n, *numbers in rows
            if n
        )


def _plain(array: Floats, shown: NDArray[np.bool_]) -> list[list[float | None]]:
    """Numbers as the database keeps them: None for what is not a number or not to be shown."""
    numbers = array.astype(object)
    numbers[~shown] = None
    plain: list[list[float | None]] = numbers.tolist()
    return plain
