r"""The register's class of each person beside the class ticked on the sheet, to be printed with the weights.

Weights use the register's class where the ticket has one (``weighting_class``): its inhabitants were counted the same way. Domains use the
face item: it is what people say of themselves. Where the two disagree often, a weight class is not measured alike in register and sample.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.classes import coded_labels
from analysis.faults import Fault, Faults

Ints: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Agreement:
    """A cross table of people, register (rows) by face item (columns).

    ``counts`` (labels + 1, labels + 1): the classes in the order of ``labels``; the last row holds who has no class in the register, the
    last column who ticked none.
    """

    labels: tuple[Hashable, ...]
    counts: Ints

    @property
    def both(self) -> int:
        """How many have a class in both; the agreement is of these."""
        return int(self.counts[:-1, :-1].sum())

    @property
    def agreeing(self) -> int:
        """How many of them ticked the class that the register has."""
        return int(np.trace(self.counts[:-1, :-1]))

    @property
    def withheld(self) -> int:
        """How many have a class in the register and ticked none."""
        return int(self.counts[:-1, -1].sum())

    @property
    def unregistered(self) -> int:
        """How many ticked a class and have none in the register (a ticket torn off)."""
        return int(self.counts[-1, :-1].sum())

    @property
    def share(self) -> float | None:
        """Share who agree, between 0 and 1; None where nobody has both."""
        return self.agreeing / self.both if self.both else None

    @property
    def kappa(self) -> float | None:
        r"""Cohen's kappa (1960, Educational and Psychological Measurement 20:37): :math:`(p_o - p_e)/(1 - p_e)`.

        :math:`p_o` the share who agree, :math:`p_e` what shuffling the ticks would give. None where all are in one class, which says nothing.
        """
        if not self.both:
            return None
        table = self.counts[:-1, :-1] / self.both
        chance = float(table.sum(axis=1) @ table.sum(axis=0))
        return None if chance >= 1 else (float(np.trace(table)) - chance) / (1 - chance)

    def share_of(self, label: Hashable) -> float | None:
        """Share of a register class, among its people who ticked a class, who ticked that one; None where nobody did."""
        row = self.counts[self.labels.index(label), :-1]
        return float(row[self.labels.index(label)] / row.sum()) if row.any() else None


def compare(register: ArrayLike, face: ArrayLike) -> Agreement:
    """Cross the register's class and the ticked one, labels (people,) each; "", None and -1 are no class."""
    rows, columns = coded_labels(register), coded_labels(face)
    if rows[1].shape != columns[1].shape:
        raise Faults([Fault("length_differs", {"name": "face", "found": columns[1].size, "expected": rows[1].size})])
    labels = tuple(dict.fromkeys([*rows[0], *columns[0]]))
    place = {label: code for code, label in enumerate(labels)}
    index = [
        np.array([place[label] for label in found] + [len(labels)], dtype=np.int64)[codes]
        for found, codes in (rows, columns)
    ]
    size = len(labels) + 1
    counts = np.bincount(index[0] * size + index[1], minlength=size * size).reshape(size, size)
    return Agreement(labels, counts)


def weighting_class(register: ArrayLike, face: ArrayLike) -> NDArray[np.generic]:
    """(people,) the register's class where there is one, else the ticked one, which may be none."""
    first, second = np.asarray(register), np.asarray(face)
    return np.where(coded_labels(first)[1] < 0, second, first)
