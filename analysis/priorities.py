r"""Importance against satisfaction: which quadrant an item stands in, and how far it calls for improvement.

The arrays are (items,): printed importance and satisfaction, unrounded. What a city calls its quadrants is the caller's affair.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = NDArray[np.float64]


class Quadrant(Enum):
    """Where an item stands; the first is the field of improvement."""

    IMPROVE = "high importance, low satisfaction"
    KEEP = "high importance, high satisfaction"
    MAINTAIN = "low importance, high satisfaction"
    WATCH = "low importance, low satisfaction"


@dataclass(frozen=True, slots=True)
class Cut:
    """Where high begins: strictly above the cut. An item exactly at it is low on that axis."""

    importance: float
    satisfaction: float


def cut_at_mean(importance: ArrayLike, satisfaction: ArrayLike) -> Cut:
    """The cut at the mean of the items that have both figures."""
    i, s, known = _both(importance, satisfaction)
    return Cut(float(i[known].mean()), float(s[known].mean()))


def cut_at_midpoint(lowest: float, highest: float) -> Cut:
    """The cut at the middle of the scale, the same on both axes (3 on 1..5)."""
    return Cut((lowest + highest) / 2, (lowest + highest) / 2)


def quadrants(importance: ArrayLike, satisfaction: ArrayLike, cut: Cut) -> list[Quadrant | None]:
    """The quadrant of each item; None where a figure is missing."""
    i, s, known = _both(importance, satisfaction)
    places = {
        (True, False): Quadrant.IMPROVE,
        (True, True): Quadrant.KEEP,
        (False, True): Quadrant.MAINTAIN,
        (False, False): Quadrant.WATCH,
    }
    pairs = zip((i > cut.importance).tolist(), (s > cut.satisfaction).tolist(), known.tolist(), strict=True)
    return [places[high, satisfied] if there else None for high, satisfied, there in pairs]


def labelled(places: list[Quadrant | None], labels: Mapping[Quadrant, str]) -> list[str]:
    """The city's own letters for the quadrants; "" where there is none."""
    return ["" if place is None else labels[place] for place in places]


def improvement_index(importance: ArrayLike, satisfaction: ArrayLike) -> Floats:
    r"""改善度指数 (items,): distance from the middle of the items times how straight it points to "important, not satisfying".

    Both axes as T-scores :math:`10 (x - \bar x)/s` over the items; with r the distance from the middle and :math:`\theta` the angle (0..180
    degrees) to the diagonal of high importance and low satisfaction,

    .. math:: r \cdot \frac{90 - \theta}{90}

    which is negative for items that are satisfying and less important. The common form of the CS portfolio in Japanese city surveys.
    nan where a figure is missing.
    """
    i, s, known = _both(importance, satisfaction)
    up, right = _t_score(i, known), _t_score(s, known)
    distance = np.hypot(up, right)
    angle = np.degrees(np.abs(np.arctan2(up + right, up - right)))
    index: Floats = distance * (90 - angle) / 90
    return index


def _both(importance: ArrayLike, satisfaction: ArrayLike) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    i = np.asarray(importance, dtype=np.float64)
    s = np.asarray(satisfaction, dtype=np.float64)
    return i, s, np.isfinite(i) & np.isfinite(s)


def _t_score(values: Floats, known: NDArray[np.bool_]) -> Floats:
    spread = values[known].std() if known.any() else 0.0
    around = values - values[known].mean() if known.any() else values
    return np.where(known, 10 * around / spread if spread > 0 else 0.0, np.nan)
