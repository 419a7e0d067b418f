r"""Figures of the fieldwork: response rates, the table of sampling errors, how many to invite and whom.

The city's 有効回収率 and the response rates of AAPOR (Standard Definitions) answer different questions: they are printed side by side
and never equated.
"""

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.faults import Fault, WeightingFaults

NORMAL_95 = 1.96


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What became of every invitation.

    ``complete`` 80 % of the applicable items or more, ``partial`` 50-79 %; ``refusal``, ``non_contact`` and ``other`` eligible without an answer;
    ``unknown`` nothing came back or the address was unknown; ``not_eligible`` moved away or died before the reference date.
    """

    complete: int
    partial: int = 0
    refusal: int = 0
    non_contact: int = 0
    other: int = 0
    unknown: int = 0
    not_eligible: int = 0

    @property
    def sent(self) -> int:
        """発送数."""
        return self._eligible + self.unknown + self.not_eligible

    @property
    def _eligible(self) -> int:
        return self.complete + self.partial + self.refusal + self.non_contact + self.other

    @property
    def rr1(self) -> float:
        """AAPOR RR1: complete answers of all who were or may have been eligible."""
        return _ratio(self.complete, self._eligible + self.unknown)

    @property
    def rr2(self) -> float:
        """AAPOR RR2: as RR1, partial answers counted."""
        return _ratio(self.complete + self.partial, self._eligible + self.unknown)

    def rr4(self, eligible_share: float) -> float:
        """AAPOR RR4: as RR2, with an estimated share of eligible people among the unknown."""
        return _ratio(self.complete + self.partial, self._eligible + eligible_share * self.unknown)


def valid_return_rate(valid: int, sent: int, undelivered: int = 0) -> float:
    """有効回収率: 有効回収数/発送数; with ``undelivered`` (不達) taken off the denominator, which must then be said."""
    return _ratio(valid, sent - undelivered)


def sampling_error(n: int, share: float, population: float | None = None, z: float = NORMAL_95) -> float:
    r"""Half width of the 95 % interval of a share in a simple random sample, as cities print it (between 0 and 1).

    .. math:: z\sqrt{\frac{N-n}{N-1}\cdot\frac{p(1-p)}{n}}

    the first factor taken as 1 without ``population``. The formula of 伊勢原市's report (2016) and of many others.
    """
    left = 1.0 if population is None else (population - n) / (population - 1)
    return z * math.sqrt(max(left, 0.0) * share * (1 - share) / n)


def sampling_error_table(
    sizes: Sequence[int], shares: Sequence[float], population: float | None = None
) -> NDArray[np.float64]:
    """(sizes, shares) half widths, for the table in a report's first chapter."""
    return np.array([[sampling_error(n, share, population) for share in shares] for n in sizes])


def needed_answers(error: float, share: float = 0.5, population: float | None = None, z: float = NORMAL_95) -> int:
    """How many answers a half width needs: ``sampling_error`` turned round, rounded up."""
    endless = z**2 * share * (1 - share) / error**2
    return math.ceil(endless if population is None else endless / (1 + (endless - 1) / population))


def allocate(population: Mapping[Hashable, int], size: int, minimum: int = 0) -> dict[Hashable, int]:
    """How many to invite from each stratum: in proportion to its inhabitants, by largest remainders, at least ``minimum``.

    A stratum with fewer inhabitants than the minimum is taken in full. The parts add up to ``size``.
    """
    available = sum(population.values())
    if size > available:
        fields = {"wanted": size, "available": available, "stratum": "in all"}
        raise WeightingFaults([Fault("sample_too_large", fields)])
    least = {label: min(minimum, inhabitants) for label, inhabitants in population.items()}
    if sum(least.values()) > size:
        fields = {"strata": len(least), "minimum": minimum, "needed": sum(least.values()), "size": size}
        raise WeightingFaults([Fault("minimum_too_large", fields)])
    fixed: dict[Hashable, int] = {}
    while True:
        free = {label: inhabitants for label, inhabitants in population.items() if label not in fixed}
        parts = _proportional(free, size - sum(fixed.values()))
        low = {label: least[label] for label, part in parts.items() if part < least[label]}
        if not low:
            return {label: fixed[label] if label in fixed else parts[label] for label in population}
        fixed |= low


def _proportional(population: Mapping[Hashable, int], size: int) -> dict[Hashable, int]:
    """Largest remainders in whole numbers; the larger stratum, then the earlier one, first where remainders are equal."""
    whole = sum(population.values())
    if whole == 0:
        return dict.fromkeys(population, 0)
    parts = {label: size * inhabitants // whole for label, inhabitants in population.items()}
    remainders = {label: size * inhabitants % whole for label, inhabitants in population.items()}
    left = size - sum(parts.values())
    for label in sorted(population, key=lambda each: (-remainders[each], -population[each]))[:left]:
        parts[label] += 1
    return parts


def draw(
    population: Mapping[Hashable, int], parts: Mapping[Hashable, int], seed: int
) -> dict[Hashable, NDArray[np.int64]]:
    """Whom to invite: for each stratum the places (from 0) in its register list, drawn without replacement and sorted.

    The same seed, strata and order give the same people; a stratum's draw does not depend on the size of the others.
    """
    drawn: dict[Hashable, NDArray[np.int64]] = {}
    for number, (label, inhabitants) in enumerate(population.items()):
        wanted = parts.get(label, 0)
        if wanted > inhabitants:
            fields = {"wanted": wanted, "available": inhabitants, "stratum": label}
            raise WeightingFaults([Fault("sample_too_large", fields)])
        chance = np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, number])))
        drawn[label] = np.sort(chance.choice(inhabitants, size=wanted, replace=False)).astype(np.int64)
    return drawn


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else math.nan
