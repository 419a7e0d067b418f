"""Classes: the respondents put together wherever the analysis cannot tell them apart.

All persons of a class share stratum, weights, calibration row and every domain field, so that a sum over a class is enough.
Where weights are constant in a cell of the register the classes are those cells; raked weights, and fields that only the
respondent knows (the sex ticked on the sheet), make them finer.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.counting import combined, distinct, numbered
from analysis.faults import Fault, SampleFaults, named
from analysis.inputs import blank, kinds_of, labels_of
from analysis.layout import Layout, Partition
from analysis.sample import Sample

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

UNKNOWN: tuple[Hashable, ...] = ("", None, -1)
EVERYONE = ""


@dataclass(frozen=True, eq=False)
class Projection:
    r"""What calibration takes out of a variance, in terms of class sums.

    With class sums :math:`t`, fitted values are :math:`c = \text{left}\,b`, :math:`b = \text{right}'t`, and the variance changes by
    :math:`b'Eb - 2\,b'\,\text{cross}'t`. Arrays: ``right`` and ``cross`` (classes, rank), ``square`` = E (rank, rank).
    """

    right: Floats
    cross: Floats
    square: Floats


@dataclass(frozen=True, eq=False)
class Classes:
    """The classes of a sample; arrays (classes,) ordered by stratum. ``of_person`` (people,) tells who is in which."""

    sample: Sample
    of_person: Ints
    size: Floats
    stratum: Ints
    weight: Floats
    partitions: tuple[Partition, ...]
    pull: Floats
    row: Ints

    @property
    def number(self) -> int:
        """How many classes there are: ``n_cells`` for ``counting.count_codes``."""
        return int(self.size.size)

    @cached_property
    def layout(self) -> Layout:
        """All domains side by side."""
        return Layout.of(self.stratum, self.partitions)

    @cached_property
    def projection(self) -> Projection | None:
        """The calibration of the sample in terms of classes; None if it was not calibrated."""
        calibration = self.sample.calibration
        if calibration is None:
            return None
        factor, people = self.sample.factors, self.sample.sizes
        left = (calibration.basis / np.sqrt(calibration.mass)[:, None])[self.row]
        right = left * self.pull[:, None]
        scaled = (factor[self.stratum] * self.weight**2)[:, None] * left
        stratum_sums = np.zeros((people.size, left.shape[1]))
        np.add.at(stratum_sums, self.stratum, (self.weight * self.size)[:, None] * left)
        weighted_sums = (factor / people)[:, None] * stratum_sums
        cross = scaled - weighted_sums[self.stratum] * self.weight[:, None]
        square = (scaled * self.size[:, None]).T @ left - stratum_sums.T @ weighted_sums
        return Projection(right, cross, square)


def classes(
    sample: Sample,
    fields: Mapping[str, ArrayLike] | None = None,
    orders: Mapping[str, Sequence[Hashable]] | None = None,
) -> Classes:
    """Put the respondents of a sample into classes, with ``fields`` {variable: labels (people,)} as domains.

    A label "", None, nan or -1 is unknown: that person counts in the whole and in no domain of that variable. ``orders`` may say in
    which order the labels of a variable stand in the tables, also labels that nobody has.
    """
    wished = orders or {}
    coded = {name: _coded(sample, name, labels, wished.get(name)) for name, labels in (fields or {}).items()}
    key = sample.strata
    parts = [codes + 1 for _, codes in coded.values()]
    if sample.calibration is not None:
        parts.append(sample.calibration.index)
    for part in parts:
        key = combined(key, part)
    of_person, one = numbered(key)
    pull = sample.design_weights if sample.calibration is None else sample.calibration.pull
    for weights in (sample.weights, pull):
        if not np.array_equal(weights[one][of_person], weights):
            of_person, one = numbered(combined(of_person, distinct(weights)[1]))
    everyone = Partition(EVERYONE, (EVERYONE,), np.zeros(one.size, dtype=np.int64))
    return Classes(
        sample=sample,
        of_person=of_person,
        size=np.bincount(of_person, minlength=one.size).astype(np.float64),
        stratum=sample.strata[one],
        weight=sample.weights[one],
        partitions=(everyone, *(Partition(name, labels, codes[one]) for name, (labels, codes) in coded.items())),
        pull=pull[one],
        row=np.zeros(one.size, dtype=np.int64) if sample.calibration is None else sample.calibration.index[one],
    )


def coded_labels(given: ArrayLike) -> tuple[tuple[Hashable, ...], Ints]:
    """The labels that occur, in order, and each person's code among them; -1 for who is unknown."""
    labels = labels_of(given)
    if labels.dtype.kind == "O":
        return _coded_objects(labels)
    found, codes = distinct(labels)
    known = np.array([label not in UNKNOWN and not blank(label) for label in found.tolist()], dtype=bool)
    if known.all():
        return tuple(found.tolist()), codes
    renumbered = np.where(known, np.cumsum(known) - 1, -1)
    return tuple(found[known].tolist()), renumbered[codes]


def _coded_objects(labels: NDArray[np.object_]) -> tuple[tuple[Hashable, ...], Ints]:
    if kinds := kinds_of(labels):
        raise SampleFaults([Fault("labels_of_several_kinds", {"name": "a variable", "kinds": named(kinds)})])
    known = np.array([not blank(label) and label not in UNKNOWN for label in labels.tolist()], dtype=bool)
    codes = np.full(labels.shape, -1, dtype=np.int64)
    found, codes[known] = distinct(np.array(labels[known].tolist()))
    return tuple(found.tolist()), codes


def _coded(
    sample: Sample, name: str, given: ArrayLike, order: Sequence[Hashable] | None
) -> tuple[tuple[Hashable, ...], Ints]:
    labels, codes = coded_labels(given)
    if codes.shape != (sample.people,):
        raise SampleFaults([Fault("length_differs", {"name": name, "found": codes.size, "expected": sample.people})])
    if order is None:
        return labels, codes
    place = {label: position for position, label in enumerate(order)}
    moved = np.array([place.get(label, -1) for label in labels] + [-1], dtype=np.int64)
    return tuple(order), moved[codes]
