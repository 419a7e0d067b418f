r"""How many to invite from each stratum, and how sure the figures of each stratum and of the city will then be.

What is best for the city is not best for its districts: in proportion to inhabitants the whole is surest, in equal parts each district
is as sure as the others, square roots lie between (power allocation, Bankier 1988 The American Statistician 42:174, with exponent 1/2).
Neyman's allocation (Cochran 1977 Sampling Techniques, section 5.5) gives more to strata whose answers differ more. The price of
unequal parts is told beside them, as a design effect.
"""

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from analysis.faults import Fault, WeightingFaults, named
from analysis.fieldwork import rates_of, sampling_error

Parts: TypeAlias = dict[Hashable, int]
Measure: TypeAlias = Mapping[Hashable, Fraction]


@dataclass(frozen=True, slots=True)
class Allocation:
    """One way to share out the invitations, and what can be expected of it.

    ``invited`` {stratum: people}, ``answers`` {stratum: expected number}, ``errors`` {stratum: half width of the 95 % interval of a share,
    between 0 and 1}, None where no answer is expected. ``error`` is that of the whole city, None if a stratum with inhabitants has no
    answers; ``design_effect`` compares its variance with that of as many answers in proportion to inhabitants.
    """

    invited: Mapping[Hashable, int]
    answers: Mapping[Hashable, float]
    errors: Mapping[Hashable, float | None]
    error: float | None
    design_effect: float | None


def allocate(population: Mapping[Hashable, int], size: int, minimum: int = 0) -> Parts:
    """In proportion to inhabitants, at least ``minimum`` from each stratum; the parts add up to ``size``.

    A stratum with fewer inhabitants than the minimum is taken in full. What is left of whole numbers goes to the largest remainders; the
    larger stratum, then the earlier one, first where remainders are equal.
    """
    return _shared_out(population, size, minimum, {label: Fraction(people) for label, people in population.items()})


def allocate_equally(population: Mapping[Hashable, int], size: int, minimum: int = 0) -> Parts:
    """The same number from each stratum, for figures of all strata that are equally sure; smaller strata in full."""
    return _shared_out(population, size, minimum, {label: Fraction(people > 0) for label, people in population.items()})


def allocate_by_roots(population: Mapping[Hashable, int], size: int, minimum: int = 0) -> Parts:
    """In proportion to the square root of the inhabitants: between equal and proportional parts."""
    roots = {label: Fraction(math.sqrt(people)) for label, people in population.items()}
    return _shared_out(population, size, minimum, roots)


def allocate_by_spread(
    population: Mapping[Hashable, int], size: int, spread: Mapping[Hashable, float], minimum: int = 0
) -> Parts:
    r"""Neyman's allocation, in proportion to :math:`N_h S_h`; ``spread`` is S, the standard deviation expected in each stratum.

    The variance of the city's figure is the least that ``size`` answers can give. A stratum for which more would be wanted than it has is
    taken in full and the rest shared out anew (Cochran 1977, section 5.8).
    """
    wrong = [label for label in population if not 0 <= spread.get(label, -1.0) < math.inf]
    if wrong:
        raise WeightingFaults([Fault("spread_missing", {"strata": named(wrong)})])
    measure = {label: people * Fraction(spread[label]) for label, people in population.items()}
    return _shared_out(population, size, minimum, measure)


def compared(
    population: Mapping[Hashable, int],
    size: int,
    rate: float | Mapping[Hashable, float] = 1.0,
    spread: Mapping[Hashable, float] | None = None,
    minimum: int = 0,
    share: float = 0.5,
) -> dict[str, Allocation]:
    """All allocations of ``size`` invitations side by side: proportional, equal, square root and, with ``spread``, Neyman.

    ``rate`` is the response rate expected, one for all or by stratum; errors are those of the share ``share``.
    """
    ways = {
        "proportional": allocate(population, size, minimum),
        "equal": allocate_equally(population, size, minimum),
        "square root": allocate_by_roots(population, size, minimum),
    }
    if spread is not None:
        ways["Neyman"] = allocate_by_spread(population, size, spread, minimum)
    return {name: expected(population, invited, rate, share) for name, invited in ways.items()}


def expected(
    population: Mapping[Hashable, int],
    invited: Mapping[Hashable, int],
    rate: float | Mapping[Hashable, float] = 1.0,
    share: float = 0.5,
) -> Allocation:
    r"""What an allocation lets expect, for a share that is ``share`` in every stratum.

    .. math:: V = \sum_h W_h^2 v_h, \quad W_h = N_h/N, \quad v_h = \frac{N_h-n_h}{N_h-1}\,\frac{p(1-p)}{n_h}

    The design effect is V over the variance of a simple random sample of :math:`\sum n_h` answers; nearly Kish's
    :math:`n\sum W_h^2/n_h` (1965, section 11.7). 1 where everybody answers and nothing is left to err about.
    """
    rates = rates_of(population, rate)
    answers = {label: invited.get(label, 0) * rates[label] for label in population}
    errors = {label: _error(answers[label], share, people) for label, people in population.items()}
    if any(errors[label] is None for label, people in population.items() if people):
        return Allocation(dict(invited), answers, errors, None, None)
    whole = sum(population.values())
    error = math.hypot(*(people / max(whole, 1) * (errors[label] or 0.0) for label, people in population.items()))
    plain = _error(sum(answers.values()), share, whole)
    return Allocation(dict(invited), answers, errors, error, (error / plain) ** 2 if plain else 1.0)


def _error(answers: float, share: float, population: int) -> float | None:
    if not answers:
        return None
    return sampling_error(answers, share, population)


def _shared_out(population: Mapping[Hashable, int], size: int, minimum: int, measure: Measure) -> Parts:
    """Whole numbers that add up to ``size``, in proportion to ``measure`` between the minimum and the inhabitants of each stratum."""
    least = {label: min(minimum, people) for label, people in population.items()}
    _refuse(population, size, minimum, least)
    exact = _between(measure, least, population, size)
    parts = {label: math.floor(part) for label, part in exact.items()}
    left = size - sum(parts.values())
    for label in sorted(parts, key=lambda each: (parts[each] - exact[each], -population[each]))[:left]:
        parts[label] += 1
    return parts


def _refuse(population: Mapping[Hashable, int], size: int, minimum: int, least: Mapping[Hashable, int]) -> None:
    available, needed = sum(population.values()), sum(least.values())
    if size > available:
        fields: dict[str, object] = {"wanted": size, "available": available, "stratum": "in all"}
        raise WeightingFaults([Fault("sample_too_large", fields)])
    if needed > size:
        fields = {"strata": len(least), "minimum": minimum, "needed": needed, "size": size}
        raise WeightingFaults([Fault("minimum_too_large", fields)])


def _between(measure: Measure, low: Mapping[Hashable, int], high: Mapping[Hashable, int], size: int) -> Measure:
    """Exact parts in proportion to the measure, those outside their bounds put on them and the rest shared out anew.

    Of those too low and those too high the side that is further out is fixed in each round, so that none is fixed that the last
    round would set free again.
    """
    fixed: dict[Hashable, Fraction] = {}
    while True:
        free = [label for label in measure if label not in fixed]
        left = size - sum(fixed.values())
        whole = sum(measure[label] for label in free)
        by = measure if whole else {label: Fraction(high[label]) for label in free}
        whole = whole or sum(by.values())
        parts = {label: left * by[label] / whole if whole else Fraction(0) for label in free}
        under = {label: Fraction(low[label]) for label in free if parts[label] < low[label]}
        over = {label: Fraction(high[label]) for label in free if parts[label] > high[label]}
        if not under and not over:
            return {label: fixed.get(label, parts.get(label, Fraction(0))) for label in measure}
        missing = sum(bound - parts[label] for label, bound in under.items())
        surplus = sum(parts[label] - bound for label, bound in over.items())
        fixed |= under if missing >= surplus else over
