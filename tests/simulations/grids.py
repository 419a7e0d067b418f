"""Which cases are drawn, how often, and the bounds that hold."""

from collections.abc import Iterator
from itertools import product

from tests.simulations.coverage import SCALES, Case

DRAWS = 4_000
PEOPLE = (20, 30, 60, 120, 300, 1200)
FRACTIONS = (0.01, 0.05, 0.2, 0.5, 0.8)
VARIATIONS = (0.0, 0.5, 0.7, 1.0)
SHARES = (0.005, 0.01, 0.02, 0.05, 0.1, 0.3, 0.5)
#: (lean, thin): the same in all strata; likelier where weights are larger; the same with two respondents a stratum
SHAPES = ((0.0, False), (1.0, False), (1.0, True))

LEAST_OF_SHARES = 0.94
MEANS = (0.935, 0.97)


def of_shares(n: int) -> Iterator[Case]:
    """Shares in the whole, of ``n`` respondents."""
    for (lean, thin), fraction, variation, share in product(SHAPES, FRACTIONS, VARIATIONS, SHARES):
        yield Case(n, fraction, variation, share, lean, thin)


def of_means(n: int) -> Iterator[Case]:
    """Means in the whole, of ``n`` respondents."""
    for (lean, thin), fraction, variation, scale in product(SHAPES, FRACTIONS, VARIATIONS, SCALES):
        yield Case(n, fraction, variation, scale, lean, thin)
