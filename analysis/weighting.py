r"""Weights of a survey: by cell, and by the rule that holds where nobody says otherwise.

The rule: every respondent starts from the design weight of the drawing stratum, :math:`N_h/n_h` (inhabitants per invited person), and the
weights are raked to age x sex and to district; full cells only if each of them holds at least 20 respondents and needs no factor above three
times the median. Two respondents suffice for a variance, not for a weight. Raking, post-stratification and bounds: ``calibration``.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.agreement import compare
from analysis.calibration import poststratify, rake
from analysis.classes import coded_labels
from analysis.collapse import Cell, Joined, collapse
from analysis.faults import Fault, SampleFaults, WeightingFaults, named
from analysis.margins import UNKNOWN, Given, Margin, margins_of
from analysis.sample import Sample, sums_by

Floats: TypeAlias = NDArray[np.float64]

ENOUGH = 20
LARGEST_FACTOR = 3.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawing stratum: its inhabitants in the register, and how many of them were invited."""

    population: float
    invited: int


@dataclass(frozen=True, slots=True)
class ThinClass:
    """A class that holds too few for a weight of its own, or needs an extreme factor; to be told beside the figures."""

    margin: str
    label: Hashable
    respondents: int
    factor: float


@dataclass(frozen=True, slots=True)
class WeightClass:
    """A class of a margin: its respondents, their mean factor w/d, and that factor in medians of all people."""

    margin: str
    label: Hashable
    respondents: int
    factor: float
    times_median: float

    @property
    def few(self) -> bool:
        """Fewer than 20 respondents?"""
        return self.respondents < ENOUGH

    @property
    def extreme(self) -> bool:
        """A factor above three times the median?"""
        return self.times_median > LARGEST_FACTOR


@dataclass(frozen=True, eq=False)
class Weighted:
    """A weighted sample, and how it came by its weights.

    ``method``: "cells" (full cells), "raked", or "strata" (no margins were given: inhabitants per respondent of the stratum).
    ``thin`` the classes below 20 respondents or above three times the median factor; ``unknown`` {margin: base-weighted share of people
    without a class}; ``joined`` drawing strata put together for the variance because fewer than two people answered in one.
    """

    sample: Sample
    method: Literal["cells", "raked", "strata"]
    thin: tuple[ThinClass, ...]
    unknown: Mapping[str, float]
    joined: tuple[Joined, ...]

    @property
    def design_effect(self) -> float:
        r"""Loss of precision by unequal weights, :math:`n \sum w^2/(\sum w)^2` (Kish 1992); worth a warning above 1.5."""
        w = self.sample.weights
        return float(w.size * (w @ w) / w.sum() ** 2)

    @property
    def largest_rate_ratio(self) -> float:
        """The largest ratio of response rates in strata put together for the variance; 1 if none were."""
        return max((line.rate_ratio for line in self.joined), default=1.0)

    @property
    def largest_weight(self) -> float:
        """The largest weight in medians; worth a warning above 5."""
        return float(self.sample.weights.max() / np.median(self.sample.weights))


def cell_weights(labels: ArrayLike, population: Mapping[Hashable, float], *, fpc: bool = True) -> Sample:
    r"""Each respondent stands for :math:`N_c/r_c` inhabitants of the cell ``labels`` (people,) says; thin cells are joined before."""
    given = np.asarray(labels)
    found, index, held = np.unique(given, return_inverse=True, return_counts=True)
    strange = [label for label in found.tolist() if label not in population]
    if strange:
        raise SampleFaults([Fault("stratum_without_population", {"strata": named(strange)})])
    each = np.array([population[label] for label in found.tolist()]) / held
    return Sample(each[index], given, population, fpc=fpc)


def default_weights(
    strata: ArrayLike,
    register: Mapping[str, Drawn],
    margins: Mapping[str, Given],
    full_cells: Given | None = None,
    *,
    fpc: bool = True,
) -> Weighted:
    """Weights by the default rule.

    ``strata`` (people,) the drawing stratum of each respondent, ``register`` {stratum: Drawn} with neighbours beside each other,
    ``margins`` {name: (labels (people,), {label: inhabitants})}, usually age x sex and district, of the register class where the ticket has
    one and else of the face item. ``full_cells`` the same for the full cross; taken only if every cell is legitimate.
    """
    labels, joined, population = _variance_strata(strata, register)
    if not margins:
        return Weighted(cell_weights(labels, population, fpc=fpc), "strata", (), {}, joined)
    raw = np.asarray(strata).tolist()
    base = Sample([register[label].population / register[label].invited for label in raw], labels, population, fpc=fpc)
    if full_cells is not None and _legitimate(base, full_cells):
        return Weighted(poststratify(base, full_cells), "cells", (), {}, joined)
    raked = rake(base, margins)
    read = margins_of(base, margins)
    return Weighted(
        raked,
        "raked",
        _thin(raked, read),
        {each.name: each.unknown_share for each in read if each.unknown_share},
        joined,
    )


def disagreement(register: ArrayLike, face: ArrayLike) -> float:
    """Share of the people whose ticked class is not the register's, among those who have both; the cross table: ``agreement``."""
    share = compare(register, face).share
    return 0.0 if share is None else 1 - share


def weight_classes(factors: Floats, margins: Sequence[Margin]) -> tuple[WeightClass, ...]:
    """Every class of the margins with its respondents and factor; ``factors`` (people,) are w/d. Those without a class are one class."""
    typical = float(np.median(factors))
    found = []
    for margin in margins:
        held = margin.held
        mean_factor = sums_by(margin.codes, factors, held.size) / held
        for code, label in enumerate(margin.labels):
            factor = float(mean_factor[code])
            found.append(WeightClass(margin.name, label, int(held[code]), factor, factor / typical))
    return tuple(found)


def _variance_strata(
    strata: ArrayLike, register: Mapping[str, Drawn]
) -> tuple[NDArray[np.str_], tuple[Joined, ...], Mapping[Hashable, float]]:
    """Drawing strata joined with the next in order until two people answered in each."""
    raw = [str(label) for label in np.asarray(strata).tolist()]
    strange = sorted(set(raw) - set(register))
    if strange:
        raise WeightingFaults([Fault("stratum_not_in_register", {"strata": named(strange)})])
    held = dict.fromkeys(register, 0)
    for label in raw:
        held[label] += 1
    uninvited = [label for label, each in register.items() if held[label] and each.invited < 1]
    if uninvited:
        raise WeightingFaults([Fault("answers_not_invited", {"strata": named(uninvited)})])
    cells = [Cell("", "", label, each.population, held[label], each.invited) for label, each in register.items()]
    found = collapse(cells, minimum=2, ratio=None)
    return np.array([found.label_of["", "", label] for label in raw]), found.log, found.population


def _legitimate(base: Sample, cells: Given) -> bool:
    """Does every cell hold 20 respondents, with a factor of at most three times the median?"""
    labels, totals = cells
    found, codes = coded_labels(labels)
    if (codes < 0).any() or set(found) != {label for label, total in totals.items() if total}:
        return False
    return not _thin(poststratify(base, cells), margins_of(base, {"cells": cells}))


def _thin(weighted: Sample, margins: tuple[Margin, ...]) -> tuple[ThinClass, ...]:
    return tuple(
        ThinClass(each.margin, each.label, each.respondents, each.factor)
        for each in weight_classes(weighted.weights / weighted.design_weights, margins)
        if each.label != UNKNOWN and (each.few or each.extreme)
    )
