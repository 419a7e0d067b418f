r"""Finite populations in strata, and thousands of samples drawn from one of them at once.

Arrays: ``people`` (strata, options) are the inhabitants who would give each answer; a draw of a design takes the same number of people
from a stratum every time, so that draws (draws, strata, options) are counts as ``analysis.tally`` takes them, a draw in the place of an item.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis import Sample

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Design:
    """How many of the ``inhabitants`` (strata,) of each stratum answer, ``drawn`` (strata,); strata stand in the order of their weights."""

    inhabitants: Ints
    drawn: Ints

    @property
    def weights(self) -> Floats:
        """(strata,) inhabitants per respondent."""
        return self.inhabitants / self.drawn

    @property
    def fraction(self) -> float:
        """Respondents per inhabitant."""
        return float(self.drawn.sum() / self.inhabitants.sum())

    @property
    def variation(self) -> float:
        """Coefficient of variation of the respondents' weights."""
        mean = self.inhabitants.sum() / self.drawn.sum()
        return float(np.sqrt((self.drawn @ (self.weights - mean) ** 2) / self.drawn.sum()) / mean)

    @property
    def strata(self) -> Ints:
        """(people,) the stratum of each respondent."""
        return np.repeat(np.arange(self.drawn.size), self.drawn)

    def sample(self, *, fpc: bool = True) -> Sample:
        """The respondents, the same in every draw but for their answers."""
        population: dict[Hashable, float] = dict(enumerate(self.inhabitants.tolist()))
        return Sample(self.weights[self.strata], self.strata, population, fpc=fpc)


def designed(n: int, fraction: float, variation: float, strata: int) -> Design | None:
    r"""``n`` people out of ``n / fraction``, whose weights have about this coefficient of variation; None where there is no such design.

    Strata of nearly the same number of respondents, with weights :math:`1 + (1/f - 1)\,g_h`, where :math:`g_h` rises geometrically and
    has mean 1: nobody stands for less than one inhabitant. Rounding to whole inhabitants moves fraction and variation a little.
    """
    drawn = np.diff(np.round(np.linspace(0, n, strata + 1))).astype(np.int64)
    wanted = variation / (1 - fraction)
    if wanted >= 0.98 * np.sqrt(strata - 1):
        return None
    low, high = 0.0, 500.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _ladder(middle, strata).std() < wanted else (low, middle)
    weights = 1 + (1 / fraction - 1) * _ladder(low, strata)
    return Design(np.maximum(np.round(weights * drawn), drawn).astype(np.int64), drawn)


def peopled(design: Design, shares: ArrayLike, lean: float = 0.0) -> Ints:
    """(strata, options) inhabitants by answer, ``shares`` (options,) in the whole.

    ``lean`` lets later answers be likelier where weights are larger: the odds of the last against the first answer differ by the factor
    exp(2 lean) between the first and the last stratum. Whole people, rounded so that the remainders are handed on to the next stratum.
    """
    wished = np.asarray(shares, dtype=np.float64)
    inhabitants = design.inhabitants.astype(np.float64)
    place = np.linspace(-1, 1, inhabitants.size)[:, None] * np.linspace(-0.5, 0.5, wished.size) * 2
    table = inhabitants[:, None] * wished * np.exp(lean * place)
    for _ in range(100):
        table *= (inhabitants.sum() * wished / table.sum(axis=0).clip(min=1e-300))[None, :]
        table *= (inhabitants / table.sum(axis=1))[:, None]
    up_to = np.cumsum(table, axis=1)
    whole = np.diff(np.round(np.cumsum(up_to, axis=0) + 1e-9), axis=0, prepend=0.0)
    whole = np.maximum.accumulate(np.minimum(whole, inhabitants[:, None]), axis=1)
    whole[:, -1] = inhabitants
    return np.diff(whole, axis=1, prepend=0.0).astype(np.int64)


def draw(people: Ints, drawn: Ints, number: int, chance: np.random.Generator) -> Ints:
    """(draws, strata, options): without replacement, ``drawn`` (strata,) people of every stratum. ``people`` may be (draws, strata, options)."""
    left = np.broadcast_to(drawn, (number, drawn.size))
    rest = np.broadcast_to(people.sum(axis=-1), left.shape)
    found = np.empty((number, drawn.size, people.shape[-1]), dtype=np.int64)
    for option in range(people.shape[-1]):
        these = np.broadcast_to(people[..., option], left.shape)
        rest = rest - these
        found[..., option] = chance.hypergeometric(these, rest, left)
        left = left - found[..., option]
    return found


def _ladder(steepness: float, strata: int) -> Floats:
    steps = np.exp(steepness * np.linspace(-1, 0, strata))
    return steps / steps.mean()
