"""Margins: what the register says about classes of people, and which respondent is in which class.

A class is legitimate if its number comes from the register at the survey's date and age limit, membership is measured alike
in register and sample, and it was fixed before answers were seen. Who has no class (sex withheld, say) is put into a class of
its own that keeps its share of the base weight: with u that share, the known classes are brought to T(1-u).
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.classes import coded_labels
from analysis.counting import combined, numbered
from analysis.faults import Fault, WeightingFaults, named
from analysis.inputs import number
from analysis.sample import Sample

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Given: TypeAlias = tuple[ArrayLike, Mapping[Hashable, float]]

UNKNOWN = "unknown"


@dataclass(frozen=True, eq=False)
class Margin:
    """One classification: ``codes`` (people,) index ``labels`` and ``totals`` (categories,); respondents per category in ``held``."""

    name: str
    labels: tuple[Hashable, ...]
    codes: Ints
    totals: Floats
    unknown_share: float

    @property
    def held(self) -> Ints:
        """(categories,) how many respondents stand in each."""
        return np.bincount(self.codes, minlength=len(self.labels))


def margins_of(sample: Sample, given: Mapping[str, Given]) -> tuple[Margin, ...]:
    """Read {name: (labels (people,), {label: register total})}, or name everything that is wrong with it.

    Labels "", None, nan or -1 are unknown. Totals of all margins must agree to 1e-9; a category with inhabitants must have respondents.
    """
    if not given:
        raise WeightingFaults([Fault("no_margins")])
    faults: list[Fault] = []
    register = {name: {label: number(total) for label, total in totals.items()} for name, (_, totals) in given.items()}
    read = [_margin(sample, name, labels, register[name], faults) for name, (labels, _) in given.items()]
    whole = [float(sum(totals.values())) for totals in register.values()]
    for (name, _), found in zip(given.items(), whole, strict=True):
        if not abs(found - whole[0]) <= 1e-9 * whole[0]:
            faults.append(Fault("totals_disagree", {"margin": name, "found": found, "expected": whole[0]}))
    if faults:
        raise WeightingFaults(faults)
    return tuple(margin for margin in read if margin is not None)


def contracted(margins: Sequence[Margin]) -> tuple[Ints, Ints]:
    """The joint table: (index (people,), cells (joint, margins) codes). Weights need not be moved person by person."""
    key = margins[0].codes
    for margin in margins[1:]:
        key = combined(key, margin.codes)
    index, one = numbered(key)
    return index, np.stack([margin.codes[one] for margin in margins], axis=1)


def indicator_rows(margins: Sequence[Margin], cells: Ints) -> Floats:
    """Calibration rows (joint, categories of all margins) of ones and noughts."""
    return np.hstack(
        [(cells[:, k, None] == np.arange(len(each.labels))).astype(np.float64) for k, each in enumerate(margins)]
    )


def _margin(
    sample: Sample, name: str, labels: ArrayLike, totals: Mapping[Hashable, float], faults: list[Fault]
) -> Margin | None:
    found, codes = coded_labels(labels)
    if codes.shape != (sample.people,):
        faults.append(Fault("length_differs", {"name": name, "found": codes.size, "expected": sample.people}))
        return None
    wanted = [label for label, total in totals.items() if total != 0 or label in found]
    _note(faults, "category_without_total", name, [label for label in found if label not in totals])
    _note(faults, "category_total_not_positive", name, [x for x in wanted if not 0 < totals[x] < np.inf])
    _note(faults, "category_without_respondents", name, [label for label in wanted if label not in found])
    if not wanted:
        faults.append(Fault("margin_without_inhabitants", {"margin": name}))
        return None
    place = {label: position for position, label in enumerate(wanted)}
    moved = np.array([place.get(label, -1) for label in found] + [len(wanted)], dtype=np.int64)[codes]
    target = np.array([totals[label] for label in wanted], dtype=np.float64)
    unknown = moved == len(wanted)
    if not unknown.any():
        return Margin(name, tuple(wanted), moved, target, 0.0)
    share = float(sample.design_weights[unknown].sum() / sample.design_weights.sum())
    bent = np.append(target * (1 - share), target.sum() * share)
    return Margin(name, (*wanted, UNKNOWN), moved, bent, share)


def _note(faults: list[Fault], code: str, margin: str, categories: list[Hashable]) -> None:
    if categories:
        faults.append(Fault(code, {"margin": margin, "categories": named(categories)}))
