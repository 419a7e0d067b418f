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

#: standard errors of the Monte Carlo that a bound is given
LEEWAY = 3


@dataclass(frozen=True, slots=True)
class Grid:
    """Cases of one statistic, with the bounds that its coverage keeps in the cases that are ``within`` what the interval can do.

    ``within`` never looks at a coverage: only at the design and the distribution of the answers.
    """

    title: str
    measure: Measure
    cases: Cases
    within: Callable[[Found], bool]
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
        if found.marked == 1:
            return False
        low, high = (LEEWAY * np.sqrt(bound * (1 - bound) / found.counted) for bound in (self.low, self.high))
        return seen.missing > 0 or not self.low - low <= seen.coverage <= self.high + high


def shares_hold(found: Found) -> bool:
    """Not where most inhabitants answered and the rest stand behind few of them: unequal weights in a nearly full count."""
    return found.design.fraction < 0.6 or found.design.cost < 1.4


def means_hold(found: Found) -> bool:
    r"""An effective size of :math:`50\,G^2`, twice what Cochran (1977) Sampling Techniques, section 2.15, asks of a distribution of skewness G, and 16 degrees that are worth it."""
    skewed = skewness(found.case.asked)
    return found.effective_size >= 50 * skewed**2 and found.design.degrees >= 16


def skewness(asked: float | str) -> float:
    """Skewness of the answers; of 1 and 0 for a share."""
    chances = np.array(SCALES[asked] if isinstance(asked, str) else (1 - asked, asked))
    y = np.arange(chances.size)
    away = y - chances @ y
    return float(chances @ away**3 / (chances @ away**2) ** 1.5)


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
    "shares": Grid("Shares", coverage.shares, _whole(SHARES), shares_hold, 0.94),
    "means": Grid("Means of a five-point item", coverage.means, _whole(ALL_SCALES), means_hold, 0.935, 0.97),
    "group-shares": Grid(
        "Shares in a group across the strata",
        coverage.shares,
        _some(A_FEW, GROUPS),
        shares_hold,
        0.94,
        1.0,
        IN_GROUPS,
        2_000,
    ),
    "group-means": Grid(
        "Means in a group across the strata",
        coverage.means,
        _some(ALL_SCALES, GROUPS),
        means_hold,
        0.935,
        0.97,
        IN_GROUPS,
        2_000,
    ),
    "changes": Grid(
        "Change of a mean between independent waves",
        coverage.changes,
        _some(ALL_SCALES),
        means_hold,
        0.935,
        0.97,
        IN_TWO_WAVES,
        2_000,
    ),
    "share-changes": Grid(
        "Change of a share between independent waves",
        coverage.changes,
        _some(A_FEW),
        means_hold,
        0.935,
        0.97,
        IN_TWO_WAVES,
        2_000,
    ),
    "others": Grid(
        "Change of a mean, the second wave drawn from those not in the first, no finite-population correction",
        coverage.changes_of_others,
        _some(ALL_SCALES),
        means_hold,
        0.935,
        1.0,
        IN_TWO_WAVES,
        2_000,
    ),
    "gaps": Grid(
        "Importance less satisfaction",
        coverage.differences,
        _some(ALL_SCALES),
        means_hold,
        0.935,
        0.97,
        IN_TWO_WAVES,
        2_000,
    ),
}
