"""Every number of the reference files beside what the package finds, or the reason why there is nothing to compare.

A *road* takes a row of R's to pairs of numbers. Each row has exactly one road; a road may leave a part of its row out and say why.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

Row = Mapping[str, str]
#: (statistic, found, expected)
Pair = tuple[str, float, float]
Road = Callable[[Row], Iterable["Pair | Uncompared"]]

#: the most that a statistic may be off, relative to R's number
CLOSE = 1e-12
TOLERANCES: Mapping[str, float] = {
    # what two nearly equal numbers leave
    "difference": 1e-11,
    # both iterate
    "weights, raked": 1e-10,
    # R's rake() projects on one margin after the other, the package on all of them at once
    "standard error, raked": 2e-4,
    "interval, raked": 2e-4,
    "design effect, raked": 4e-4,
    # R's iteration ends there; in closed form the interval is "xlogit"
    "interval, logit": 1e-7,
    "value, iterated": 1e-7,
    # other draws than R's
    "standard error, Monte Carlo": 0.04,
}


@dataclass(frozen=True, slots=True)
class Uncompared:
    """A part of a row, or the whole of it, that the package has no number for, and why."""

    reason: str


@dataclass
class Seen:
    """What was compared of one statistic: how many numbers, and by how much the worst of them is off."""

    number: int = 0
    worst: float = 0.0

    def note(self, found: float, expected: float) -> None:
        self.number += 1
        off = abs(found - expected) / (abs(expected) or 1.0)
        self.worst = max(self.worst, off if np.isfinite(off) else np.inf)


@dataclass
class Result:
    """What a set of rows came to: by statistic what was compared, by reason how many rows are not, or not whole.

    ``whole_rows`` are the reasons for which nothing of a row was compared.
    """

    rows: int = 0
    compared: int = 0
    seen: dict[str, Seen] = field(default_factory=lambda: defaultdict(Seen))
    reasons: Counter[str] = field(default_factory=Counter)
    whole_rows: set[str] = field(default_factory=set)

    @property
    def beyond(self) -> dict[str, float]:
        """The statistics that are off by more than they may be."""
        return {name: each.worst for name, each in self.seen.items() if each.worst > TOLERANCES.get(name, CLOSE)}

    def lines(self) -> Iterator[str]:
        """The table as text."""
        yield f"{self.rows} rows, {self.compared} compared"
        for name, each in sorted(self.seen.items()):
            yield f"  {name:<34}{each.number:>7} numbers, worst {each.worst:.1e} (may be {TOLERANCES.get(name, CLOSE):.0e})"
        for reason, number in sorted(self.reasons.items()):
            yield f"  not compared, {number} rows: {reason}"


def compared(rows: Iterable[Row], road_of: Callable[[Row], Road]) -> Result:
    """Take every row its road."""
    result = Result()
    for row in rows:
        result.rows += 1
        found = list(road_of(row)(row))
        reasons = [each.reason for each in found if isinstance(each, Uncompared)]
        pairs = [each for each in found if not isinstance(each, Uncompared) and np.isfinite(each[2])]
        for statistic, ours, expected in pairs:
            result.seen[statistic].note(ours, expected)
        result.reasons.update(reasons)
        result.compared += bool(pairs)
        result.whole_rows.update(() if pairs else reasons)
    return result


def number(text: str) -> float:
    """A number of R's; nan where it has none."""
    return float(text) if text else np.nan
