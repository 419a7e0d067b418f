r"""Response rates: those of AAPOR, and beside them the city's 有効回収率, never equated.

Letters of AAPOR, Standard Definitions (9th ed. 2016; 10th ed. 2023): I complete, P partial, R refusal, NC non-contact, O other, UH + UO unknown
whether eligible. A letter that never came back may lie with somebody who moved away: nothing returned and 宛先不明 are *unknown*,
転出 and 死亡 before the reference date are *not eligible* and stand in no denominator.

Every rate carries its name and what it divides by what, so that none can be printed in the place of another.
"""

import math
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, fields
from typing import Literal, TypeAlias

from analysis.faults import Fault, Faults, WeightingFaults, named

COMPLETE_FROM = 0.8
PARTIAL_FROM = 0.5

Outcome: TypeAlias = Literal["complete", "partial", "refusal"]


@dataclass(frozen=True, slots=True)
class Rate:
    """One rate: its name, and in words and numbers what is divided by what."""

    name: str
    words: str
    numerator: float
    denominator: float

    @property
    def value(self) -> float:
        """Between 0 and 1; nan where the denominator holds nobody."""
        return self.numerator / self.denominator if self.denominator else math.nan


@dataclass(frozen=True, slots=True)
class Returns:
    """What the post brought, as cities count it: 発送数, 回収数, 有効回収数 (without blank sheets), 不達数."""

    sent: float
    returned: float
    valid: float
    undelivered: float = 0

    def __post_init__(self) -> None:
        if not (0 <= self.valid <= self.returned and 0 <= self.undelivered <= self.sent - self.returned):
            raise Faults([Fault("returns_impossible", {each.name: getattr(self, each.name) for each in fields(self)})])

    @property
    def rates(self) -> tuple[Rate, ...]:
        """回収率 and 有効回収率 of all that was sent, then 有効回収率 of what was delivered; the name says so."""
        return (
            Rate("回収率", "回収数/発送数", self.returned, self.sent),
            Rate("有効回収率", "有効回収数/発送数", self.valid, self.sent),
            Rate("有効回収率（不達を除く）", "有効回収数/(発送数-不達数)", self.valid, self.sent - self.undelivered),
        )


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What became of every invitation: counts, or counts times design weights (``weighted``).

    ``complete``, ``partial`` and ``refusal`` (break-offs too) as ``outcome`` sorts answers; ``non_contact`` and ``other`` eligible without
    an answer; ``unknown`` nothing came back or the address was unknown; ``not_eligible`` moved away or died before the reference date.
    """

    complete: float
    partial: float = 0
    refusal: float = 0
    non_contact: float = 0
    other: float = 0
    unknown: float = 0
    not_eligible: float = 0

    def __post_init__(self) -> None:
        wrong = [each.name for each in fields(self) if not 0 <= getattr(self, each.name) < math.inf]
        if wrong:
            raise Faults([Fault("outcomes_not_counts", {"outcomes": named(wrong)})])

    @property
    def sent(self) -> float:
        """発送数."""
        return self.eligible + self.unknown + self.not_eligible

    @property
    def answered(self) -> float:
        """I + P."""
        return self.complete + self.partial

    @property
    def eligible(self) -> float:
        """(I+P) + (R+NC+O): known to belong to the survey's inhabitants."""
        return self.answered + self.refusal + self.non_contact + self.other

    @property
    def eligible_share(self) -> float:
        """AAPOR's e by proportional allocation (CASRO 1982): the unknown are eligible as often as the known are; 1 where nothing is known."""
        known = self.eligible + self.not_eligible
        return self.eligible / known if known else 1.0

    def rates(self, eligible_share: float | None = None) -> dict[str, Rate]:
        """All rates of AAPOR by name: RR1-RR6, COOP1-COOP4, REF1-REF3, CON1-CON3.

        ``eligible_share`` is e, the share of eligible people among the unknown, for RR3, RR4, REF2 and CON2; estimated where none is given.
        """
        share = self.eligible_share if eligible_share is None else eligible_share
        if not 0 <= share <= 1:
            raise Faults([Fault("share_wrong", {"found": share})])
        every = ("(I+P)+(R+NC+O)+(UH+UO)", self.eligible + self.unknown)
        estimated = ("(I+P)+(R+NC+O)+e(UH+UO)", self.eligible + share * self.unknown)
        known = ("(I+P)+(R+NC+O)", self.eligible)
        reached = ("(I+P)+R+O", self.answered + self.refusal + self.other)
        able = ("(I+P)+R", self.answered + self.refusal)
        complete, answered = ("I", self.complete), ("(I+P)", self.answered)
        refused, contacted = ("R", self.refusal), ("((I+P)+R+O)", reached[1])
        pairs = {
            "RR": [(top, base) for base in (every, estimated, known) for top in (complete, answered)],
            "COOP": [(top, base) for base in (reached, able) for top in (complete, answered)],
            "REF": [(refused, base) for base in (every, estimated, known)],
            "CON": [(contacted, base) for base in (every, estimated, known)],
        }
        return {
            f"{kind}{number}": Rate(f"{kind}{number}", f"{top[0]}/({base[0]})", top[1], base[1])
            for kind, each in pairs.items()
            for number, (top, base) in enumerate(each, start=1)
        }


def outcome(answered: int, applicable: int) -> Outcome:
    """What a returned sheet counts as, by the items answered of those that applied to the person (not those routed past).

    80 % or more complete, 50-79 % partial, fewer a break-off, which AAPOR counts with the refusals.
    """
    if not 0 <= answered <= applicable:
        raise Faults([Fault("more_answered_than_asked", {"answered": answered, "applicable": applicable})])
    if answered and answered >= COMPLETE_FROM * applicable:
        return "complete"
    return "partial" if answered and answered >= PARTIAL_FROM * applicable else "refusal"


def together(outcomes: Mapping[Hashable, Outcomes]) -> Outcomes:
    """The outcomes of all strata as one, each invitation counted once: for unweighted rates."""
    return _sum(outcomes, dict.fromkeys(outcomes, 1.0))


def by_margin(outcomes: Mapping[Hashable, Outcomes], group: Callable[[Hashable], Hashable]) -> dict[Hashable, Outcomes]:
    """The outcomes of strata put together by what ``group`` says of their labels (district, say), unweighted.

    For weighted rates by margin give the strata of each group to ``weighted``.
    """
    groups = dict.fromkeys(group(label) for label in outcomes)
    return {
        each: together({label: found for label, found in outcomes.items() if group(label) == each}) for each in groups
    }


def weighted(outcomes: Mapping[Hashable, Outcomes], population: Mapping[Hashable, float]) -> Outcomes:
    r"""The outcomes of all strata as one, each invitation counted :math:`N_h/n_h` times (inhabitants per invitation): for weighted rates.

    The weighted rate says how many of the inhabitants would have answered; where strata were drawn more densely it differs from the
    unweighted one. A stratum with inhabitants to which nothing was sent is a fault: it would weigh nothing.
    """
    absent = [label for label in outcomes if label not in population]
    unasked = [label for label, people in population.items() if people and not _sent(outcomes, label)]
    faults = [
        Fault(code, {"strata": named(labels)})
        for code, labels in (("stratum_without_population", absent), ("stratum_not_invited", unasked))
        if labels
    ]
    if faults:
        raise WeightingFaults(faults)
    weights = {label: population[label] / each.sent if each.sent else 0.0 for label, each in outcomes.items()}
    return _sum(outcomes, weights)


def side_by_side(returns: Returns, outcomes: Outcomes, eligible_share: float | None = None) -> tuple[Rate, ...]:
    """The table of a report's first chapter: the city's rates, then RR1 and RR2 and the rest of AAPOR's, each under its own name."""
    return (*returns.rates, *outcomes.rates(eligible_share).values())


def _sum(outcomes: Mapping[Hashable, Outcomes], weight: Mapping[Hashable, float]) -> Outcomes:
    def added(name: str) -> float:
        return math.fsum(weight[label] * getattr(each, name) for label, each in outcomes.items())

    return Outcomes(**{each.name: added(each.name) for each in fields(Outcomes)})


def _sent(outcomes: Mapping[Hashable, Outcomes], label: Hashable) -> float:
    return outcomes[label].sent if label in outcomes else 0
