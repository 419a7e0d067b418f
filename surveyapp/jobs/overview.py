"""What a run says of the items together: the index of each scale, and the quadrant of each item."""

from collections.abc import Mapping, Sequence

import numpy as np

from analysis.priorities import Quadrant, cut_at_mean, quadrants
from surveyapp.domain.questionnaire import Item, Questionnaire
from surveyapp.operations.scoring import Found

IMPORTANCE, SATISFACTION = "importance", "satisfaction"


def quadrant_table(
    questionnaire: Questionnaire, means: Mapping[str, Found], labels: Mapping[str, str]
) -> dict[str, object] | None:
    """Where each item stands, cut at the mean of the items; None where items are not rated on both scales.

    `labels` are the city's own names of the quadrants by `improve`, `keep`, `maintain`, `watch`; those not named keep
    their usual ones.
    """
    items = [item for item in questionnaire.items if _pair(item) is not None]
    importance = _values(means, [f"{item.id}.{IMPORTANCE}" for item in items])
    satisfaction = _values(means, [f"{item.id}.{SATISFACTION}" for item in items])
    if not (np.isfinite(importance) & np.isfinite(satisfaction)).any():
        return None
    cut = cut_at_mean(importance, satisfaction)
    places = quadrants(importance, satisfaction, cut)
    return {
        "cut": {"rule": "mean_of_items", IMPORTANCE: cut.importance, SATISFACTION: cut.satisfaction},
        "labels": dict(labels),
        "items": {item.id: _word(place) for item, place in zip(items, places, strict=True) if place is not None},
    }


def overall(
    questionnaire: Questionnaire, means: Mapping[str, Found], weight_of: Mapping[str, float]
) -> dict[str, object]:
    """The index of each scale over all its items: of all answers together (`pooled`), and the mean of the items' means.

    `weight_of` is the weight of the answers with points to each question; without weights, how many they are.
    """
    found: dict[str, object] = {}
    for scale in questionnaire.scales:
        rated = [
            question.id
            for item in questionnaire.items
            for question in item.questions
            if question.scale == scale and question.id in means and means[question.id].value is not None
        ]
        if rated:
            values = _values(means, rated)
            weights = np.array([weight_of[name] for name in rated])
            found[scale] = {"pooled": float(values @ weights / weights.sum()), "mean_of_items": float(values.mean())}
    return found


def _pair(item: Item) -> tuple[str, str] | None:
    scales = {question.scale for question in item.questions}
    return (IMPORTANCE, SATISFACTION) if {IMPORTANCE, SATISFACTION} <= scales else None


def _values(means: Mapping[str, Found], names: Sequence[str]) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    known = [means[name].value if name in means else None for name in names]
    return np.array([np.nan if value is None else value for value in known], dtype=np.float64)


def _word(place: Quadrant) -> str:
    return place.name.lower()
