"""Joining thin cells of the register, from counts only and before an answer is seen.

The rule: within district and sex a band of ages is joined with the next older one until the cell holds enough respondents
and its weight is not extreme; the last band joins the one before. If that does not suffice, both sexes of the district are
taken together and walked again; then the district with its neighbour (the next in the order given, the last with the one before).
A cell where nobody answered never vanishes: its inhabitants go with the neighbour. Every joining is logged.

The variance over a joined cell is too large rather than too small; the estimate is biased where both response rates and means
differ inside it, so the largest ratio of rates joined is told.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from analysis.faults import Fault, WeightingFaults


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the register: its inhabitants, how many were invited (None if not known) and how many answered."""

    district: str
    sex: str
    age: str
    population: float
    respondents: int
    invited: int | None = None

    @property
    def rate(self) -> float:
        """Answers per invited person, or per inhabitant where the invited are not known."""
        asked = self.population if self.invited is None else self.invited
        return self.respondents / asked if asked else 0.0


@dataclass(frozen=True, slots=True)
class Joined:
    """One line of the log: the cells that became one, what they hold together, and the ratio of their response rates.

    The ratio is that of the highest to the lowest rate above nought; ``empty`` counts the cells in which nobody answered.
    """

    label: str
    cells: tuple[Cell, ...]
    rate_ratio: float
    empty: int


@dataclass(frozen=True, slots=True)
class Collapse:
    """The joined cells: ``label_of`` {(district, sex, age): label}, inhabitants and respondents by label, and the log."""

    label_of: Mapping[tuple[str, str, str], str]
    population: Mapping[Hashable, float]
    respondents: Mapping[Hashable, int]
    log: tuple[Joined, ...]

    @property
    def largest_rate_ratio(self) -> float:
        """The largest ratio of response rates joined; 1 if nothing was joined."""
        return max((line.rate_ratio for line in self.log), default=1.0)


def collapse(cells: Sequence[Cell], minimum: int = 2, ratio: float | None = 3.0) -> Collapse:
    """Join cells until each holds ``minimum`` respondents and no weight is above ``ratio`` times the median weight (None: no limit).

    Districts, sexes and ages are taken in the order in which they first appear; ages from young to old, neighbouring districts
    beside each other. Two respondents suffice for a variance; a weight class of its own should hold 20.
    """
    answered = sum(cell.respondents for cell in cells)
    if answered < minimum:
        raise WeightingFaults([Fault("cells_too_thin", {"minimum": minimum, "found": answered})])
    fits = _Enough(minimum, _highest_weight(cells, ratio))
    ages = list(dict.fromkeys(cell.age for cell in cells))
    pending: list[Cell] = []
    groups: list[list[Cell]] = []
    for district in dict.fromkeys(cell.district for cell in cells):
        pending += [cell for cell in cells if cell.district == district]
        found = _district(pending, ages, fits)
        if found:
            groups += found
            pending = []
    if pending:
        last = {cell.district for cell in groups[-1]} if groups else set()
        before = [group for group in groups if {cell.district for cell in group} & last]
        groups = [group for group in groups if group not in before]
        together = [cell for group in before for cell in group] + pending
        groups += _walk(together, ages, fits) or [together]
    return _told(groups)


@dataclass(frozen=True, slots=True)
class _Enough:
    minimum: int
    highest_weight: float

    def __call__(self, group: Sequence[Cell]) -> bool:
        held = sum(cell.respondents for cell in group)
        return held >= self.minimum and sum(cell.population for cell in group) <= self.highest_weight * held


def _highest_weight(cells: Sequence[Cell], ratio: float | None) -> float:
    if ratio is None:
        return float("inf")
    weights = [cell.population / cell.respondents for cell in cells for _ in range(cell.respondents)]
    return ratio * median(weights)


def _district(cells: Sequence[Cell], ages: Sequence[str], fits: _Enough) -> list[list[Cell]]:
    """Cells of one district (or of neighbours put together), by sex if that suffices, else without; empty if neither does."""
    one_district = len({cell.district for cell in cells}) == 1
    by_sex = [[cell for cell in cells if cell.sex == sex] for sex in dict.fromkeys(cell.sex for cell in cells)]
    walked = [_walk(part, ages, fits) for part in by_sex]
    if one_district and all(walked):
        return [group for part in walked for group in part]
    return _walk(cells, ages, fits)


def _walk(cells: Sequence[Cell], ages: Sequence[str], fits: _Enough) -> list[list[Cell]]:
    """Join ages upwards until each group suffices, the rest with the one before; empty if all of them together do not."""
    groups: list[list[Cell]] = []
    current: list[Cell] = []
    for age in ages:
        current = current + [cell for cell in cells if cell.age == age]
        if current and fits(current):
            groups.append(current)
            current = []
    while current and groups:
        current = groups.pop() + current
        if fits(current):
            return [*groups, current]
    return groups if not current else []


def _told(groups: list[list[Cell]]) -> Collapse:
    labels = [_label(group) for group in groups]
    return Collapse(
        label_of={
            (cell.district, cell.sex, cell.age): label
            for label, group in zip(labels, groups, strict=True)
            for cell in group
        },
        population={label: sum(cell.population for cell in group) for label, group in zip(labels, groups, strict=True)},
        respondents={
            label: sum(cell.respondents for cell in group) for label, group in zip(labels, groups, strict=True)
        },
        log=tuple(_joined(label, group) for label, group in zip(labels, groups, strict=True) if len(group) > 1),
    )


def _joined(label: str, group: Sequence[Cell]) -> Joined:
    rates = [cell.rate for cell in group if cell.rate > 0] or [1.0]
    return Joined(label, tuple(group), max(rates) / min(rates), sum(not cell.respondents for cell in group))


def _label(group: Sequence[Cell]) -> str:
    ages = list(dict.fromkeys(cell.age for cell in group))
    district = "+".join(dict.fromkeys(cell.district for cell in group))
    sex = "+".join(dict.fromkeys(cell.sex for cell in group))
    band = ages[0] if len(ages) == 1 else f"{ages[0]}..{ages[-1]}"
    return "|".join(part for part in (district, band, sex) if part)
