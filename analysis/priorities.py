r"""Importance against satisfaction: which quadrant an item stands in, and how far it calls for improvement.

The arrays are (..., items): importance and satisfaction, unrounded; what stands before the items (replicates, say) is worked out side by
side. What a city calls its quadrants, and which of the indices it prints, is the caller's affair: ``INDICES`` names them, and
``priority_tables`` gives each its error. nan where a figure is missing; such an item moves nothing of the others.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = NDArray[np.float64]
Mask: TypeAlias = NDArray[np.bool_]


class Quadrant(Enum):
    """Where an item stands; the first is the field of improvement."""

    IMPROVE = "high importance, low satisfaction"
    KEEP = "high importance, high satisfaction"
    MAINTAIN = "low importance, high satisfaction"
    WATCH = "low importance, low satisfaction"


QUADRANTS = tuple(Quadrant)
#: items that differ by less than this part of their mean differ by rounding
ALIKE = 1e-12


@dataclass(frozen=True, slots=True)
class Cut:
    """Where high begins: strictly above the cut. An item exactly at it is low on that axis."""

    importance: float
    satisfaction: float


#: how a cut is found: the mean of the items, or a cut that does not move with the answers
CutRule: TypeAlias = Cut | Literal["mean_of_items"]


def cut_at_mean(importance: ArrayLike, satisfaction: ArrayLike) -> Cut:
    """The cut at the mean of the items that have both figures; nan where none has."""
    i, s, known = _both(importance, satisfaction)
    return Cut(float(_middle(i, known)[0]), float(_middle(s, known)[0]))


def cut_at_midpoint(lowest: float, highest: float) -> Cut:
    """The cut at the middle of the scale, the same on both axes (3 on 1..5)."""
    return Cut((lowest + highest) / 2, (lowest + highest) / 2)


def quadrants(importance: ArrayLike, satisfaction: ArrayLike, cut: Cut) -> list[Quadrant | None]:
    """The quadrant of each item (items,); None where a figure is missing."""
    codes = places(importance, satisfaction, cut)
    return [None if np.isnan(code) else QUADRANTS[int(code)] for code in codes]


def places(importance: ArrayLike, satisfaction: ArrayLike, cut: CutRule) -> Floats:
    """The quadrants as their places in ``QUADRANTS`` (..., items). A cut at the mean is that of each row of items."""
    i, s, known = _both(importance, satisfaction)
    if isinstance(cut, Cut):
        high, satisfied = i > cut.importance, s > cut.satisfaction
    else:
        high, satisfied = i > _middle(i, known), s > _middle(s, known)
    code = np.where(high, np.where(satisfied, 1.0, 0.0), np.where(satisfied, 2.0, 3.0))
    return np.where(known, code, np.nan)


def labelled(places: list[Quadrant | None], labels: Mapping[Quadrant, str]) -> list[str]:
    """The city's own letters for the quadrants; "" where there is none."""
    return ["" if place is None else labels[place] for place in places]


def improvement_index(importance: ArrayLike, satisfaction: ArrayLike) -> Floats:
    r"""改善度指数: distance from the middle of the items times how straight it points to "important, not satisfying".

    Both axes as T-scores :math:`10 (x - \bar x)/s` over the items; with r the distance from the middle and :math:`\theta` the angle (0..180
    degrees) to the diagonal of high importance and low satisfaction,

    .. math:: r \cdot \frac{90 - \theta}{90}

    which is negative for items that are satisfying and less important. The common form of the CS portfolio in Japanese city surveys.
    """
    up, right = _t_scores(importance, satisfaction)
    distance = np.hypot(up, right)
    angle = np.degrees(np.abs(np.arctan2(up + right, up - right)))
    index: Floats = distance * (90 - angle) / 90
    return index


def standardised_index(importance: ArrayLike, satisfaction: ArrayLike) -> Floats:
    """T-score (偏差値) of importance less T-score of satisfaction, both over the items; 台東区 calls it 改善要望度."""
    up, right = _t_scores(importance, satisfaction)
    return up - right


def gap_index(importance: ArrayLike, satisfaction: ArrayLike) -> Floats:
    """Printed importance less printed satisfaction (改善需要度 of 北上市); both in the same unit."""
    i, s, _ = _both(importance, satisfaction)
    return i - s


def importance_satisfaction_rating(importance: ArrayLike, satisfaction: ArrayLike) -> Floats:
    """I-S rating: importance times (1 - satisfaction), both shares between 0 and 1. ETC Institute, DirectionFinder surveys.

    There, importance is the share who name the item among those that matter most and satisfaction the share of 4 and 5 among those who
    know; above 0.20 is a very high priority, 0.10 to 0.20 a high one. A derived importance (a correlation) can stand for the first.
    """
    i, s, _ = _both(importance, satisfaction)
    return i * (1 - s)


@dataclass(frozen=True, slots=True)
class Index:
    """How far items call for improvement: ``of(importance, satisfaction)``, (..., items). ``of_shares``: both must be between 0 and 1."""

    of: Callable[[ArrayLike, ArrayLike], Floats]
    of_shares: bool = False


INDICES: Mapping[str, Index] = MappingProxyType(
    {
        "improvement": Index(improvement_index),
        "standardised": Index(standardised_index),
        "gap": Index(gap_index),
        "importance_satisfaction": Index(importance_satisfaction_rating, of_shares=True),
    }
)


def _both(importance: ArrayLike, satisfaction: ArrayLike) -> tuple[Floats, Floats, Mask]:
    i = np.asarray(importance, dtype=np.float64)
    s = np.asarray(satisfaction, dtype=np.float64)
    return i, s, np.isfinite(i) & np.isfinite(s)


def _middle(values: Floats, known: Mask) -> Floats:
    """(..., 1) the mean of the known items, exactly their value where they are all alike; nan where none is known."""
    number = known.sum(axis=-1, keepdims=True)
    low = np.min(values, axis=-1, keepdims=True, where=known, initial=np.inf)
    high = np.max(values, axis=-1, keepdims=True, where=known, initial=-np.inf)
    mean = np.sum(values, axis=-1, keepdims=True, where=known) / np.maximum(number, 1)
    return np.where(number == 0, np.nan, np.where(low == high, low, mean))


def _t_scores(importance: ArrayLike, satisfaction: ArrayLike) -> tuple[Floats, Floats]:
    """Both axes as T-scores from 0; noughts where the items are all alike."""
    i, s, known = _both(importance, satisfaction)
    return _t_score(i, known), _t_score(s, known)


def _t_score(values: Floats, known: Mask) -> Floats:
    middle = _middle(values, known)
    around = np.where(known, values - middle, 0.0)
    spread = np.sqrt((around**2).sum(axis=-1, keepdims=True) / np.maximum(known.sum(axis=-1, keepdims=True), 1))
    varies = spread > ALIKE * np.abs(middle)
    return np.where(known, np.where(varies, 10 * around / np.where(varies, spread, 1.0), 0.0), np.nan)
