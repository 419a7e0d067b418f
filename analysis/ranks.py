r"""Ranks with their ranges: which places of a list the sample does not contradict.

The order of 56 printed means is the order of this sample; another sample would turn most neighbours round. Item i is *ahead* of item j where
the difference :math:`\theta_i - \theta_j` says so by its t, among all :math:`k(k-1)` such statements with Holm: the chance of one wrong statement among
all is at most 1 - level. What is ahead of an item bounds its rank from above, what it is ahead of from below. Ranks read off each
replicate ("bootstrap of ranks") are too sure where items are nearly equal.

Klein, Wright & Wieczorek (2020) JRSS C 69:589; Mogstad, Romano, Shaikh & Wilhelm (2024) Review of Economic Studies 91:476; Holm (1979)
Scandinavian Journal of Statistics 6:65.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.estimates import influences, mean
from analysis.families import holm, p_values
from analysis.replication import SAME, Replicated
from analysis.sample import Ints, Mask, Sample, covariance

Floats: TypeAlias = NDArray[np.float64]
#: which end of a list has rank 1
Orientation: TypeAlias = Literal["high_first", "low_first"]


@dataclass(frozen=True, eq=False)
class Ranks:
    """Ranks (items,) from 1, the same for equal values; ``best`` to ``worst`` are the ranks that the sample does not contradict.

    0 in all three where an item has no figure; such an item takes no rank from the others. All ranges together hold the true ranks in at
    least a share ``level`` of samples.
    """

    rank: Ints
    best: Ints
    worst: Ints
    level: float


def rank_ranges(
    value: ArrayLike,
    covariances: ArrayLike,
    degrees: ArrayLike,
    level: float = 0.95,
    orientation: Orientation = "high_first",
    *,
    without_error: bool = False,
) -> Ranks:
    """Ranks of figures (items,) with their ``covariances`` (items, items) and ``degrees`` (items,) of freedom; nan where there is no figure.

    A difference has the lesser degrees of its two items. One without an error, or without degrees, says nothing of which item is ahead;
    ``without_error`` tells that everybody was asked, and that the printed order is the true one.
    """
    found = np.asarray(value, dtype=np.float64) * (1 if orientation == "high_first" else -1)
    there = np.isfinite(found)
    lead = np.where(there[:, None] & there, found[:, None] - found, np.nan)
    ahead = lead > 0 if without_error else _ahead(lead, np.asarray(covariances), np.asarray(degrees), 1 - level)
    return Ranks(
        rank=np.where(there, 1 + (lead < 0).sum(axis=1), 0),
        best=np.where(there, 1 + ahead.sum(axis=0), 0),
        worst=np.where(there, there.sum() - ahead.sum(axis=1), 0),
        level=level,
    )


def ranks_of_means(
    sample: Sample,
    y: ArrayLike,
    within: Mask | None = None,
    level: float = 0.95,
    orientation: Orientation = "high_first",
) -> Ranks:
    """Ranks of the means (or shares) of ``y`` (people, items), from the covariances that the one formula gives."""
    answers = np.asarray(y, dtype=np.float64)
    figures = mean(sample, answers, within)
    covariances = covariance(sample, influences(sample, answers, within))
    everybody = not sample.factors.any()
    return rank_ranges(figures.value, covariances, figures.degrees, level, orientation, without_error=everybody)


def ranks_of(replicated: Replicated, level: float = 0.95, orientation: Orientation = "high_first") -> Ranks:
    """Ranks of statistics that have replicates, for instance of indices."""
    there = np.flatnonzero(np.isfinite(replicated.value))
    covariances = np.full((replicated.value.size,) * 2, np.nan)
    covariances[np.ix_(there, there)] = replicated.covariance(there)
    everybody = replicated.replicates.number == 0
    return rank_ranges(replicated.value, covariances, replicated.degrees, level, orientation, without_error=everybody)


def _ahead(lead: Floats, covariances: Floats, degrees: Floats, alpha: float) -> Mask:
    """(items, items): is the first proven to be ahead of the second? Each direction is a statement of its own."""
    spread = np.diag(covariances)
    both = spread[:, None] + spread
    squared = both - 2 * covariances
    error = np.sqrt(np.where(squared > SAME * both, squared, 0.0))
    two_sided = p_values(lead, error, np.minimum(degrees[:, None], degrees))
    one_sided = np.where(lead > 0, two_sided / 2, 1 - two_sided / 2)
    np.fill_diagonal(one_sided, np.nan)
    adjusted = holm(one_sided.ravel()).reshape(lead.shape)
    proven: Mask = adjusted <= alpha
    return proven
