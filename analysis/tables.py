"""Tables of figures: for every item and every domain a mean and shares, each with what one needs to judge it."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, fields
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from analysis import intervals
from analysis.figures import Estimate, NamedBase, Proportion, Unit

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Figures:
    """Many figures of one unit and one base (whom they are of): arrays of one shape, nan where there is nobody to ask."""

    value: Floats
    standard_error: Floats
    degrees: Floats
    respondents: Floats
    effective_size: Floats
    design_effect: Floats
    sampling_fraction: Floats
    unit: Unit
    base: NamedBase = "answered"

    def interval(self, level: float = 0.95, method: str = "korn-graubard") -> intervals.Pair:
        """Both ends of every interval: Student's t, or for shares ``method``; nan without degrees of freedom."""
        if self.unit is not Unit.PERCENT:
            return intervals.t_interval(self.value, self.standard_error, self.degrees, level)
        return intervals.of_share(
            self.value,
            self.standard_error,
            self.respondents,
            self.effective_size,
            self.degrees,
            self.sampling_fraction,
            level,
            method,
        )

    def changed(self, how: Callable[[Floats], Floats], unit: Unit) -> "Figures":
        """The same figures with every array laid out anew."""
        return Figures(**{name: how(getattr(self, name)) for name in _ARRAYS}, unit=unit, base=self.base)

    def one_set(self, option_set: int) -> "Figures":
        """(items, domains) of figures (items, domains, sets): those of one option set."""
        return self.changed(lambda array: array[..., option_set], self.unit)

    def one(self, *place: int) -> Estimate:
        """The figure at one place, as a noun that pages and reports can hold; a Proportion where the unit is percent."""
        fraction = float(self.sampling_fraction[place])
        kept = (
            float(self.value[place]),
            float(self.standard_error[place]),
            float(self.degrees[place]),
            int(self.respondents[place]),
            float(self.effective_size[place]),
            float(self.design_effect[place]),
        )
        if self.unit is Unit.PERCENT:
            return Proportion(*kept, base=self.base, sampling_fraction=fraction)
        return Estimate(*kept, unit=self.unit, base=self.base, sampling_fraction=fraction)


_ARRAYS = tuple(each.name for each in fields(Figures) if each.name not in ("unit", "base"))


@dataclass(frozen=True, eq=False)
class FigureTable:
    """Means (items, domains) and shares (items, domains, sets) of a run, and the ``skewness`` (items, domains) of the points.

    ``domains`` are pairs (variable, label), the first is ("", "") and holds everyone. ``sets`` are the option sets of the shares.
    """

    domains: tuple[tuple[str, Hashable], ...]
    sets: tuple[frozenset[int], ...]
    mean: Figures
    share: Figures
    skewness: Floats

    @property
    def items(self) -> int:
        """How many items."""
        return int(self.mean.value.shape[0])

    def at(self, variable: str, label: Hashable) -> int:
        """The index of a domain; ``at("", "")`` is 0, everyone."""
        return self.domains.index((variable, label))

    def share_in(self, option_set: int) -> Figures:
        """The shares (items, domains) of one option set."""
        return self.share.one_set(option_set)

    def mean_of(self, item: int, domain: int = 0) -> Estimate:
        """The mean of one item in one domain."""
        return self.mean.one(item, domain)

    def share_of(self, item: int, domain: int, option_set: int) -> Proportion:
        """The share of one option set (its index in ``sets``) of one item in one domain."""
        found = self.share.one(item, domain, option_set)
        assert isinstance(found, Proportion)
        return found


def joined(parts: list[Figures], axis: int) -> Figures:
    """Tables side by side as one table."""
    whole = {name: np.concatenate([getattr(part, name) for part in parts], axis=axis) for name in _ARRAYS}
    return Figures(**whole, unit=parts[0].unit, base=parts[0].base)
