"""What can be wrong with a sample: its people and its strata; for ``sample``."""

from collections.abc import Hashable, Mapping
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from analysis.faults import Fault, named
from analysis.inputs import blank, kinds_of, number

Floats: TypeAlias = NDArray[np.float64]
Mask: TypeAlias = NDArray[np.bool_]
Register: TypeAlias = Mapping[Hashable, float]

#: what the one stratum is called where none were given
WITHOUT_STRATA = 0


def faults_of_people(
    weights: Floats, labels: NDArray[np.generic], clusters: NDArray[np.generic] | None = None
) -> list[Fault]:
    """Everything wrong with weights, strata and clusters (people,)."""
    faults = []
    if weights.ndim != 1 or weights.size == 0:
        return [Fault("no_respondents")]
    if clusters is not None and clusters.shape != weights.shape:
        faults.append(Fault("length_differs", {"name": "clusters", "found": clusters.size, "expected": weights.size}))
    elif clusters is not None and (alone := _missing(clusters)).any():
        faults.append(Fault("cluster_missing", {"count": int(alone.sum()), "row": int(alone.argmax()) + 1}))
    if labels.shape != weights.shape:
        faults.append(Fault("length_differs", {"name": "strata", "found": labels.size, "expected": weights.size}))
    strange = ~np.isfinite(weights)
    if strange.any():
        faults.append(Fault("weights_not_numbers", {"count": int(strange.sum()), "row": int(strange.argmax()) + 1}))
    low = np.isfinite(weights) & (weights <= 0)
    if low.any():
        faults.append(Fault("weights_not_positive", {"count": int(low.sum()), "row": int(low.argmax()) + 1}))
    missing = _missing(labels)
    if kinds := kinds_of(labels):
        faults.append(Fault("labels_of_several_kinds", {"name": "strata", "kinds": named(kinds)}))
    if missing.any():
        faults.append(Fault("stratum_missing", {"count": int(missing.sum()), "row": int(missing.argmax()) + 1}))
    return faults


def faults_of_strata(labels: tuple[Hashable, ...], sizes: Floats, register: Register | None, fpc: bool) -> list[Fault]:
    """Everything wrong with strata (strata,): unknown to the register, empty, or with one respondent and no spread to measure."""
    faults = []
    taken_in_full = np.zeros(sizes.size, dtype=bool)
    if register is not None:
        known = np.array([number(register.get(label)) for label in labels])
        positive = np.isfinite(known) & (known > 0)
        answered = set(labels)
        absent = [label for label in register if label not in answered]
        faults += _about("stratum_without_population", [label for label in labels if label not in register])
        strange = _where(labels, ~positive & np.array([x in register for x in labels]))
        strange += [label for label in absent if not number(register[label]) >= 0]
        faults += _about("population_not_positive", strange)
        faults += _about("population_below_respondents", _where(labels, positive & (known < sizes)))
        faults += _about("stratum_without_respondents", [label for label in absent if number(register[label]) > 0])
        taken_in_full = fpc & (known == sizes)
    lonely = _where(labels, (sizes < 2) & ~taken_in_full)
    if lonely == [WITHOUT_STRATA]:
        return [*faults, Fault("lonely_respondent")]
    return faults + _about("lonely_stratum", lonely)


def _about(code: str, labels: list[Hashable]) -> list[Fault]:
    return [Fault(code, {"strata": named(labels)})] if labels else []


def _where(labels: tuple[Hashable, ...], mask: Mask) -> list[Hashable]:
    return [labels[i] for i in np.flatnonzero(mask)]


def _missing(labels: NDArray[np.generic]) -> Mask:
    if labels.dtype.kind == "f":
        return np.isnan(labels.astype(np.float64))
    if labels.dtype.kind in "mM":
        return np.asarray(np.isnat(labels), dtype=np.bool_)
    if labels.dtype.kind in "US":
        return np.asarray(labels == labels.dtype.type(), dtype=np.bool_)
    if labels.dtype.kind == "O":
        return np.array([blank(label) or label == "" for label in labels.tolist()], dtype=bool)
    return np.zeros(labels.shape, dtype=bool)
