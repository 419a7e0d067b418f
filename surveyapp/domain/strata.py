"""Strata from register counts: parts of the population that are drawn and weighted together.

A ticket and a response carry their stratum for good, so a stratum must not point at anybody: at least `LEAST_INVITED`
invited persons share it. Inside a district, neighbouring age bands are joined until that many would be invited; a
district too small for one stratum is joined with the one that follows it in the list (the last with the one before).
The rule looks at register counts only, never at answers.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

LEAST_INVITED = 30


@dataclass(frozen=True)
class Cell:
    """Register count of one sex, age band and district, by the codes of the face items."""

    sex: str
    age: str
    district: str
    persons: int


@dataclass(frozen=True)
class StratumPlan:
    """A stratum to be: its name and its cells."""

    key: str
    cells: tuple[Cell, ...]

    @property
    def population(self) -> int:
        """Persons in the register."""
        return sum(cell.persons for cell in self.cells)


def form_strata(
    cells: Sequence[Cell], ages: Sequence[str], districts: Sequence[str], size: int
) -> tuple[StratumPlan, ...]:
    """Strata for a sample of `size` persons; `ages` and `districts` in the order of the definition."""
    everybody = sum(cell.persons for cell in cells)

    def thick_enough(group: list[Cell]) -> bool:
        # One person of slack: the allocation rounds, and a stratum that just reaches the limit could lose one.
        return size * sum(cell.persons for cell in group) >= (LEAST_INVITED + 1) * everybody

    parts = [part for part in (_of_district(cells, district) for district in districts) if part]
    plans: list[StratumPlan] = []
    for area in _joined(parts, thick_enough):
        bands = [band for band in ([cell for cell in area if cell.age == age] for age in ages) if band]
        plans.extend(StratumPlan(_name(group, ages, districts), tuple(group)) for group in _joined(bands, thick_enough))
    return tuple(plans)


def _joined(parts: Sequence[list[Cell]], thick_enough: Callable[[list[Cell]], bool]) -> list[list[Cell]]:
    """Neighbours joined until each is thick enough; what is left over at the end goes with the last one."""
    done: list[list[Cell]] = []
    current: list[Cell] = []
    for part in parts:
        current = current + part
        if thick_enough(current):
            done.append(current)
            current = []
    if current and done:
        done[-1] = done[-1] + current
    elif current:
        done.append(current)
    return done


def _of_district(cells: Sequence[Cell], district: str) -> list[Cell]:
    return [cell for cell in cells if cell.district == district]


def _name(group: Sequence[Cell], ages: Sequence[str], districts: Sequence[str]) -> str:
    """`k01|18-29..40-49`, `k15..k16|18-29..70+`: first and last district, first and last age band."""
    places = [district for district in districts if any(cell.district == district for cell in group)]
    bands = [age for age in ages if any(cell.age == age for cell in group)]
    return f"{_span(places)}|{_span(bands)}"


def _span(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]}..{names[-1]}"


def allocate(populations: Sequence[int], size: int) -> list[int]:
    """Persons to invite in each stratum: proportional to population, whole, adding up to `size` (largest remainders)."""
    everybody = sum(populations)
    whole = [size * population // everybody for population in populations]
    by_remainder = sorted(range(len(whole)), key=lambda one: (-(size * populations[one] % everybody), one))
    for one in by_remainder[: size - sum(whole)]:
        whole[one] += 1
    return whole
