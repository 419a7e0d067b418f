"""Domains laid out over the classes of a sample: which class stands in which domain, and which strata are cut how."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Partition:
    """One variable that cuts the classes into domains: ``codes`` (classes,) index ``labels``, -1 is in none of them."""

    variable: str
    labels: tuple[Hashable, ...]
    codes: Ints


@dataclass(frozen=True, eq=False)
class Pairing:
    """Classes put together where they share stratum and domain, for all partitions that put the same ones together.

    ``order`` (classes in a domain,) by pair, ``starts`` (pairs,) the first class of each pair in that order, ``stratum`` (pairs,),
    ``columns`` the domains served, ``member`` (pairs, columns) ones and noughts.
    """

    order: Ints
    starts: Ints
    stratum: Ints
    columns: Ints
    member: Floats

    def sums(self, classes_last: Floats) -> Floats:
        """Sums over the classes of each pair (last axis)."""
        whole = self.order.size == classes_last.shape[-1] and bool((np.diff(self.order) == 1).all())
        taken = classes_last if whole else np.take(classes_last, self.order, axis=-1)
        return taken if self.starts.size == self.order.size else np.add.reduceat(taken, self.starts, axis=-1)


@dataclass(frozen=True, eq=False)
class Layout:
    """All domains of the classes side by side: ``member`` (classes, domains) ones and noughts, and the pairings that serve them."""

    member: Floats
    pairings: tuple[Pairing, ...]

    @classmethod
    def of(cls, stratum: Ints, partitions: Sequence[Partition]) -> "Layout":
        """Lay out the partitions in their order; partitions with the same pairs of stratum and domain share one pairing."""
        members, found, begin = [], dict[bytes, list[Pairing]](), 0
        for partition in partitions:
            member = (partition.codes[:, None] == np.arange(len(partition.labels))).astype(np.float64)
            order = np.lexsort((partition.codes, stratum))
            order = order[partition.codes[order] >= 0]
            key = np.stack([stratum[order], partition.codes[order]])
            starts = np.flatnonzero(np.append(True, (np.diff(key) != 0).any(axis=0))[: order.size])
            columns = np.arange(begin, begin + len(partition.labels))
            pairing = Pairing(order, starts, stratum[order[starts]], columns, member[order[starts]])
            found.setdefault(order.tobytes() + b"|" + starts.tobytes(), []).append(pairing)
            members.append(member)
            begin += len(partition.labels)
        return cls(np.hstack(members), tuple(_merged(same) for same in found.values()))


def _merged(same: list[Pairing]) -> Pairing:
    columns = np.concatenate([each.columns for each in same])
    return replace(same[0], columns=columns, member=np.hstack([each.member for each in same]))
