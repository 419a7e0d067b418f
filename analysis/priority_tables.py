"""Priorities with their errors: for each item an index, its rank, its quadrant, and how sure each of them is.

    replicates = bootstrap(sample, 1000, seed=20260401)
    importance, satisfaction = (replicated_means(replicates, y) for y in (rated, satisfied))     # (people, items)
    tables = [prioritised(each, importance, satisfaction) for each in (Priority("改善度指数", "improvement"), Priority("重要度との差", "gap"))]

What a city prints is data: as many ``Priority`` as it likes, side by side. Everything that is found from the items together is found anew
in every replicate: the cut of the quadrants, the middle and the spread of the T-scores. For an index of shares give the means of 1.0 and
0.0; for an importance that follows from the answers, ``replicated_correlations`` with overall satisfaction.
"""

from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from analysis.faults import Fault, Faults, named
from analysis.intervals import Pair
from analysis.priorities import ALIKE, INDICES, QUADRANTS, Cut, CutRule, Index, Quadrant, cut_at_mean, places
from analysis.ranks import Orientation, Ranks, ranks_of
from analysis.replication import Kind, Replicated, combined
from analysis.sample import Mask

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Priority:
    """One way to say what comes first: ``name`` as it is printed, ``index`` one of ``priorities.INDICES``.

    ``cut`` parts the quadrants. ``orientation`` says which end of the index has rank 1. A place is *sure* from ``sure_from`` on, a share of
    the replicates.
    """

    name: str
    index: str
    cut: CutRule = "mean_of_items"
    orientation: Orientation = "high_first"
    sure_from: float = 0.95

    def __post_init__(self) -> None:
        """Refuse an index that is none."""
        if self.index not in INDICES:
            raise Faults([Fault("index_unknown", {"index": self.index, "known": named(INDICES)})])


@dataclass(frozen=True, eq=False)
class PriorityTable:
    """What one priority says of every item, arrays (items,).

    ``index`` has ``value``, ``standard_error`` and its replicates; ``quadrant`` is None where an item has no figures, ``shares`` (items,
    quadrants in the order of ``QUADRANTS``) in which share of the replicates it stands where; nan where it has none. ``cut`` is that of
    the sample. ``index.replicates`` tells how many replicates there were, how many failed, and their seed.
    """

    priority: Priority
    index: Replicated
    ranks: Ranks
    cut: Cut
    quadrant: tuple[Quadrant | None, ...]
    shares: Floats

    @property
    def value(self) -> Floats:
        """The index in the sample."""
        return self.index.value

    @property
    def standard_error(self) -> Floats:
        """Of the index, by the replicates."""
        return self.index.standard_error

    @property
    def interval_kind(self) -> Kind:
        """What kind of interval ``interval`` gives."""
        return self.index.kind

    def interval(self) -> Pair:
        """Both ends of the interval of the index, at the level of the ranks."""
        return self.index.interval(self.ranks.level)

    @property
    def certainty(self) -> Floats:
        """再標本での割合: the share of replicates in which the item stands in the printed quadrant; not the chance that it belongs there."""
        own = np.array([[place is each for each in QUADRANTS] for place in self.quadrant])
        return np.where(own.any(axis=1), (self.shares * own).sum(axis=1), np.nan)

    @property
    def sure(self) -> Mask:
        """Does the item stand in its quadrant in at least ``sure_from`` of the replicates?"""
        return self.certainty >= self.priority.sure_from


def prioritised(
    priority: Priority, importance: Replicated, satisfaction: Replicated, level: float = 0.95
) -> PriorityTable:
    """The table of one priority, from importance and satisfaction (items,) with the same bootstrap replicates."""
    _refuse_points(INDICES[priority.index], importance, satisfaction)
    index = combined(INDICES[priority.index].of, importance, satisfaction)
    place = combined(lambda i, s: places(i, s, priority.cut), importance, satisfaction)
    cut = priority.cut
    return PriorityTable(
        priority=priority,
        index=index,
        ranks=ranks_of(index, level, priority.orientation),
        cut=cut if isinstance(cut, Cut) else cut_at_mean(importance.value, satisfaction.value),
        quadrant=tuple(None if np.isnan(each) else QUADRANTS[int(each)] for each in place.value),
        shares=np.stack([place.share(partial(np.equal, code)) for code in range(len(QUADRANTS))], axis=1),
    )


def _refuse_points(index: Index, importance: Replicated, satisfaction: Replicated) -> None:
    """An index of shares takes 0 to 1, for importance also a correlation; of the sample, since replicates of calibrated weights can pass it."""
    known = np.isfinite(importance.value) & np.isfinite(satisfaction.value)
    i, s = importance.value[known], satisfaction.value[known]
    if index.of_shares and ((np.abs(i) > 1 + ALIKE) | (np.abs(s - 0.5) > 0.5 + ALIKE)).any():
        raise Faults([Fault("not_a_share")])
