"""When a class may have a weight of its own. The rule, as written:

1. its inhabitants come from the register the sample was drawn from, of the same day and the same age limit;
2. membership is measured alike in register and sample;
3. the classification was fixed before answers were seen;
4. it holds at least 20 respondents, and its factor is at most three times the median.

A class that fails is joined with a neighbour, or the classification is raked in coarser margins; each fault says which.
Two respondents suffice for a variance, not for a weight.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date

from analysis.faults import Fault
from analysis.margins import UNKNOWN, Given, margins_of
from analysis.sample import Sample
from analysis.weighting import ENOUGH, LARGEST_FACTOR, WeightClass, weight_classes


@dataclass(frozen=True, slots=True)
class Register:
    """A count of inhabitants: whose, of which day, from which age on."""

    source: str
    as_of: date
    youngest: int


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a classification comes from.

    ``register`` the count its totals are from; ``measured_alike``: the respondents' class is the register's own (the ticket's), or an item
    that asks for the same thing (``agreement.compare`` shows it); ``fixed`` the day it was decided on.
    """

    register: Register
    measured_alike: bool
    fixed: date


@dataclass(frozen=True, slots=True)
class ClassVerdict:
    """One class of a classification; ``faults`` name everything that speaks against a weight of its own."""

    margin: str
    label: Hashable
    respondents: int
    factor: float
    faults: tuple[Fault, ...]

    @property
    def legitimate(self) -> bool:
        """Does nothing speak against it?"""
        return not self.faults


def judge_classes(
    weighted: Sample,
    given: Mapping[str, Given],
    origins: Mapping[str, Origin],
    frame: Register,
    first_answer: date,
) -> tuple[ClassVerdict, ...]:
    """Judge every class of the margins by the written rule.

    ``weighted`` carries the weights that the margins gave, ``frame`` is the register the sample was drawn from, ``first_answer`` the day the
    first answer was seen. A margin without an origin is judged as one of another register.
    """
    factors = weighted.weights / weighted.design_weights
    found = weight_classes(factors, margins_of(weighted, given))
    return tuple(
        ClassVerdict(
            each.margin,
            each.label,
            each.respondents,
            each.factor,
            (*_of_the_margin(each.margin, origins.get(each.margin), frame, first_answer), *_of_the_size(each)),
        )
        for each in found
        if each.label != UNKNOWN
    )


def _of_the_margin(margin: str, origin: Origin | None, frame: Register, first_answer: date) -> list[Fault]:
    if origin is None:
        return [
            Fault("class_of_other_register", {"margin": margin, "found": "no register named", "frame": _told(frame)})
        ]
    faults = []
    if origin.register != frame:
        about = {"margin": margin, "found": _told(origin.register), "frame": _told(frame)}
        faults.append(Fault("class_of_other_register", about))
    if not origin.measured_alike:
        faults.append(Fault("class_measured_differently", {"margin": margin}))
    if origin.fixed >= first_answer:
        faults.append(Fault("class_fixed_late", {"margin": margin, "fixed": origin.fixed, "answer": first_answer}))
    return faults


def _of_the_size(each: WeightClass) -> list[Fault]:
    about: dict[str, object] = {"margin": each.margin, "label": each.label}
    faults = []
    if each.few:
        faults.append(Fault("class_too_thin", {**about, "found": each.respondents, "least": ENOUGH}))
    if each.extreme:
        times = round(each.times_median, 2)
        faults.append(Fault("class_factor_too_large", {**about, "times": times, "most": LARGEST_FACTOR}))
    return faults


def _told(register: Register) -> str:
    return f"{register.source} of {register.as_of}, from age {register.youngest}"
