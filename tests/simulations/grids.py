"""Which cases are drawn, how often, the bounds that hold, and where they hold."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import TypeAlias

import numpy as np

from tests.simulations import coverage
from tests.simulations.coverage import SCALES, Case, Found, Measure, settled

DRAWS = 4_000
PEOPLE = (20, 30, 60, 120, 300, 1200)
FRACTIONS = (0.01, 0.05, 0.2, 0.5, 0.8)
VARIATIONS = (0.0, 0.5, 0.7, 1.0)
SHARES = (0.005, 0.01, 0.02, 0.05, 0.1, 0.3, 0.5)
#: (lean, thin): alike in all strata; likelier where weights are larger; the same with two respondents a stratum
SHAPES = ((0.0, False), (1.0, False), (1.0, True))
Cases: TypeAlias = Callable[[int], Iterator[Case]]

#: where marks come and go with the answers, the draws without one are chosen by them, and only the lower bound is a promise
RARELY = 0.05
#: standard errors of the Monte Carlo that a bound is given
LEEWAY = 3


@dataclass(frozen=True, slots=True)
class Grid:
    """Cases of one statistic, with the bounds that the coverage of an unmarked figure keeps."""

    title: str
    measure: Measure
    cases: Cases
    low: float
    high: float = 1.0
    people: tuple[int, ...] = PEOPLE
    draws: int = DRAWS

    def run(self, n: int) -> list[Found]:
        """Every case of ``n`` respondents that exists."""
        each = (settled(self.measure, case, self.draws, self.low, self.high) for case in self.cases(n))
        return [found for found in each if found is not None]

    def short(self, found: Found) -> bool:
        """Is an unmarked figure out of the bounds, by more than the Monte Carlo error can explain?"""
        seen = found.published
        if found.is_marked:
            return False
        low, high = (LEEWAY * np.sqrt(bound * (1 - bound) / found.counted) for bound in (self.low, self.high))
        too_wide = found.marked < RARELY and seen.coverage > self.high + high
        return seen.missing > 0 or seen.coverage < self.low - low or too_wide


def _whole(answers: tuple[float | str, ...]) -> Cases:
    def cases(n: int) -> Iterator[Case]:
        for (lean, thin), fraction, variation, asked in product(SHAPES, FRACTIONS, VARIATIONS, answers):
            yield Case(n, fraction, variation, asked, lean, thin)

    return cases


def _some(answers: tuple[float | str, ...], groups: tuple[float, ...] = (1.0,)) -> Cases:
    def cases(n: int) -> Iterator[Case]:
        for fraction, variation, asked, group in product((0.05, 0.2), (0.0, 0.5), answers, groups):
            yield Case(n, fraction, variation, asked, 1.0, False, group)

    return cases


A_FEW, GROUPS, ALL_SCALES = (0.02, 0.1, 0.4), (0.1, 0.3), tuple(SCALES)
IN_TWO_WAVES, IN_GROUPS = (120, 1200), (300, 1200)
GRIDS: Mapping[str, Grid] = {
    "shares": Grid("Shares", coverage.shares, _whole(SHARES), 0.94),
    "means": Grid("Means of a five-point item", coverage.means, _whole(ALL_SCALES), 0.935, 0.97),
    "group-shares": Grid(
        "Shares in a group across the strata",
        coverage.shares,
        _some(A_FEW, GROUPS),
        0.94,
        1.0,
        IN_GROUPS,
        2_000,
    ),
    "group-means": Grid(
        "Means in a group across the strata",
        coverage.means,
        _some(ALL_SCALES, GROUPS),
        0.935,
        0.97,
        IN_GROUPS,
        2_000,
    ),
    "changes": Grid(
        "Change of a mean between independent waves",
        coverage.changes,
        _some(ALL_SCALES),
        0.935,
        0.97,
        IN_TWO_WAVES,
        2_000,
    ),
    "share-changes": Grid(
        "Change of a share between independent waves",
        coverage.changes,
        _some(A_FEW),
        0.935,
        0.97,
        IN_TWO_WAVES,
        2_000,
    ),
    "others": Grid(
        "Change of a mean, the second wave drawn from those not in the first, no finite-population correction",
        coverage.changes_of_others,
        _some(ALL_SCALES),
        0.935,
        1.0,
        IN_TWO_WAVES,
        2_000,
    ),
    "gaps": Grid(
        "Importance less satisfaction",
        coverage.differences,
        _some(ALL_SCALES),
        0.935,
        0.97,
        IN_TWO_WAVES,
        2_000,
    ),
}
