r"""Trimming: large weights are cut, and what was cut is given back, so that one household's neighbour does not speak for half a district.

Off unless asked for. Worth asking where Kish's design effect of the weights exceeds 1.5 or a weight 5 times the median
(``Weighted.design_effect``, ``Weighted.largest_weight``). Trimming trades variance for bias, so what it moved is told: how many people,
how much weight, and how far the key items shift.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.calibration import rake, raked_from
from analysis.estimates import mean
from analysis.faults import Fault, WeightingFaults, named
from analysis.margins import Given, margins_of
from analysis.sample import Sample

Floats: TypeAlias = NDArray[np.float64]

TIMES_MEDIAN = 5.0
ROUNDS = 200
#: how far above the cap a weight may end, relative to it
CLOSE = 1e-9


@dataclass(frozen=True, eq=False)
class Trimmed:
    """A sample with trimmed weights, the sample before, and what was done: no weight above ``cap``; ``people`` were above it."""

    sample: Sample
    before: Sample
    cap: float

    @property
    def people(self) -> int:
        """How many were above the cap."""
        return int(np.count_nonzero(self.before.weights > self.cap))

    @property
    def excess(self) -> float:
        """How much weight stood above the cap, as a share of all."""
        return float(np.maximum(self.before.weights - self.cap, 0).sum() / self.before.weights.sum())

    def shifts(self, y: ArrayLike) -> Floats:
        """(items,) by how much the means of key items ``y`` (people, items) moved, in their unit: after less before."""
        columns = np.asarray(y, dtype=np.float64).reshape(self.sample.people, -1)
        moved: Floats = mean(self.sample, columns).value - mean(self.before, columns).value
        return moved


def trim(sample: Sample, cap: float) -> Trimmed:
    r"""Cut weights at ``cap`` and give the excess in equal parts to all who stay below it, until nobody is above.

    The end of that is :math:`w_i' = \min(w_i + A, \text{cap})` with :math:`\sum w' = \sum w`. Margins are no longer met: ``trim_and_rake``
    meets them again. R's ``trimWeights(upper = cap, strict = TRUE)`` (Lumley 2010, section 7.5), with its variance (``Sample.trimmed``).
    """
    w, people = sample.weights, sample.people
    if cap * people < w.sum():
        fields = {"cap": cap, "mean": float(w.sum() / people), "total": float(w.sum())}
        raise WeightingFaults([Fault("cap_too_low", fields)])
    above, added = w > cap, 0.0
    while not above.all():
        added = float((w[above] - cap).sum() / np.count_nonzero(~above))
        pushed = w + added > cap
        if np.array_equal(pushed, above):
            break
        above = pushed
    return Trimmed(sample.trimmed(np.minimum(w + added, cap)) if above.any() else sample, sample, cap)


def trim_and_rake(sample: Sample, given: Mapping[str, Given], cap: float | None = None) -> Trimmed:
    """Raked weights none of which is above ``cap`` (5 times the median of the raked weights), and which still meet every margin.

    Cut and raked in turn, so that the excess goes to others in the same categories, until both hold. A cap that the margins do not
    leave room for is refused with the categories whose mean weight is largest.
    """
    raked = rake(sample, given)
    limit = TIMES_MEDIAN * float(np.median(raked.weights)) if cap is None else cap
    found = raked
    for _ in range(ROUNDS):
        if found.weights.max() <= limit * (1 + CLOSE):
            return Trimmed(found, raked, limit)
        found = raked_from(raked, given, np.minimum(found.weights, limit))
    raise WeightingFaults([Fault("cap_infeasible", {"cap": limit, "worst": _worst(found, given, limit)})])


def _worst(sample: Sample, given: Mapping[str, Given], cap: float) -> str:
    """The categories whose mean weight is nearest to the cap or above it."""
    means = {
        f"{margin.name} {label}": float(margin.totals[code] / margin.held[code])
        for margin in margins_of(sample, given)
        for code, label in enumerate(margin.labels)
    }
    worst = sorted(means, key=lambda name: -means[name])[:4]
    return named([f"{name} ({means[name]:.4g})" for name in worst])
