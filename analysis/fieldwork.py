r"""Before the fieldwork: the table of sampling errors as cities print it, and how many must be asked.

Response rates: ``response_rates``; how many from which stratum: ``allocation``; whom: ``drawing``.
"""

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.faults import Fault, Faults, named

NORMAL_95 = 1.96


@dataclass(frozen=True, slots=True)
class Need:
    """How many answers a half width needs among so many inhabitants, and how many must be invited for that.

    ``invited`` may exceed the inhabitants: then it is not ``reachable`` at that response rate, not even by asking everybody.
    """

    population: int
    answers: int
    invited: int

    @property
    def reachable(self) -> bool:
        """Do enough people live there?"""
        return self.invited <= self.population


@dataclass(frozen=True, slots=True)
class Needs:
    """What the city as a whole needs, and each domain if its own figures shall be as sure."""

    city: Need
    domains: Mapping[Hashable, Need]

    @property
    def for_all_domains(self) -> int:
        """Invitations if every domain shall be as sure as asked, with everybody invited where that does not suffice."""
        return sum(min(need.invited, need.population) for need in self.domains.values())


def sampling_error(
    n: float, share: float, population: float | None = None, z: float = NORMAL_95, design_effect: float = 1.0
) -> float:
    r"""Half width of the 95 % interval of a share from ``n`` answers, as cities print it (between 0 and 1).

    .. math:: z\sqrt{D\cdot\frac{N-n}{N-1}\cdot\frac{p(1-p)}{n}}

    the fraction of N taken as 1 without ``population``; nought where all of them answered. The formula of 伊勢原市's report (2016) and of
    many others; reports on samples in two stages print it with z = 2 and a design effect D = 2.
    """
    _refuse("answers_not_positive", n, n > 0)
    _refuse("share_wrong", share, 0 <= share <= 1)
    if population is not None and n >= population:
        return 0.0
    left = 1.0 if population is None or population <= 1 else (population - n) / (population - 1)
    return z * math.sqrt(design_effect * left * share * (1 - share) / n)


def sampling_error_table(
    sizes: Sequence[int], shares: Sequence[float], population: float | None = None, design_effect: float = 1.0
) -> NDArray[np.float64]:
    """(sizes, shares) half widths, for the table in a report's first chapter."""
    return np.array(
        [[sampling_error(n, share, population, design_effect=design_effect) for share in shares] for n in sizes]
    )


def needed_answers(
    error: float,
    share: float = 0.5,
    population: float | None = None,
    z: float = NORMAL_95,
    design_effect: float = 1.0,
) -> int:
    """How many answers a half width needs: ``sampling_error`` turned round, rounded up; 0 where nobody lives."""
    _refuse("error_not_positive", error, error > 0)
    _refuse("share_wrong", share, 0 <= share <= 1)
    if population == 0:
        return 0
    endless = design_effect * z**2 * share * (1 - share) / error**2
    wanted = endless if population is None else endless / (1 + (endless - 1) / population)
    return _up(wanted)


def needed_invitations(
    population: Mapping[Hashable, int],
    error: float,
    rate: float | Mapping[Hashable, float],
    share: float = 0.5,
    design_effect: float = 1.0,
) -> Needs:
    """How many to invite so that the city's share, and that of each domain, has this half width at the response rate expected.

    ``population`` {domain: inhabitants}, ``rate`` one for all or by domain, above 0 and at most 1; the city's is their mean by inhabitants.
    """
    rates = rates_of(population, rate)
    whole = sum(population.values())
    mean_rate = sum(people * rates[label] for label, people in population.items()) / whole if whole else 1.0

    def need(people: int, answered: float) -> Need:
        answers = needed_answers(error, share, people, design_effect=design_effect)
        return Need(people, answers, _up(answers / answered))

    return Needs(need(whole, mean_rate), {label: need(people, rates[label]) for label, people in population.items()})


def rates_of(population: Mapping[Hashable, int], rate: float | Mapping[Hashable, float]) -> dict[Hashable, float]:
    """{stratum: expected response rate}, from one rate for all or from one each."""
    rates = dict(rate) if isinstance(rate, Mapping) else dict.fromkeys(population, rate)
    wrong = [label for label in population if not 0 < rates.get(label, 0.0) <= 1]
    if wrong:
        raise Faults([Fault("response_rate_wrong", {"strata": named(wrong)})])
    return rates


def _refuse(code: str, found: float, allowed: bool) -> None:
    if not allowed:
        raise Faults([Fault(code, {"found": found})])


def _up(number: float) -> int:
    """Rounded up; a hair of the machine's arithmetic above a whole number is not one person more."""
    return math.ceil(round(number, 9))
