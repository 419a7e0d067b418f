"""Every figure of a run: means and shares of every column in every domain, weighted beside unweighted, both bases."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from analysis.classes import Classes, classes
from analysis.disclosure import marks
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
    """The domains of a run under both weightings, and their names as figures carry them."""

    weighted: Classes
    unweighted: Classes
    names: Names


@dataclass(frozen=True)
class Tables:
    """The figures of several questions in one base, under both weightings, and which shares were asked for."""

    base: str
    options: Options
    by_weighting: Mapping[str, FigureTable]
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
    return Domains(classes(weighted, fields, orders), classes(unweighted, fields, orders), tuple(names))


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
            if each.scored:
                _add(found, questions, table.mean, ("mean", "", each.base, weighting), (names, shown, level))
            for place, (option, _) in enumerate(each.options):
                _add(
                    found,
                    questions,
                    table.share_in(place),
                    ("share", option, each.base, weighting),
                    (names, shown, level),
                )
    return found


def _tables(lot: Sequence[Column], within: Domains, base: str, options: Options) -> Tables:
    codes = stacked(lot, base)
    scored = base == "answered" and bool(np.isfinite(lot[0].points).any())
    # without a scale there is no mean to record, and every code may count as nought
    points = [np.nan, *lot[0].points] if scored else [0.0] * (1 + len(lot[0].points) + (base == "everyone"))
    sets = [members for _, members in options]
    return Tables(
        base=base,
        options=options,
        by_weighting={
            weighting: tabulate(count(kinds, codes.T, points=points), sets)
            for weighting, kinds in (("weighted", within.weighted), ("unweighted", within.unweighted))
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


def _add(
    found: list[list[Found]],
    questions: Sequence[str],
    computed: Figures,
    kind: tuple[str, str, str, str],
    shown: tuple[Names, Marks, float],
) -> None:
    """Append (questions, domains) figures of one kind; a domain in which nobody was asked has none."""
    statistic, option, base, weighting = kind
    names, marked, level = shown
    hidden = marked == HIDDEN
    columns = [
        _plain(array, np.isfinite(array) & ~hidden)
        for array in (
            computed.value,
            computed.standard_error,
            computed.degrees,
            computed.effective_size,
            computed.design_effect,
            *computed.interval(level),
        )
    ]
    people = computed.respondents.astype(np.int64).tolist()
    words = np.array(MARKS, dtype=object)[marked].tolist()
    for at, question in enumerate(questions):
        rows = zip(names, people[at], *(column[at] for column in columns), words[at], strict=True)
        found[at].extend(
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
