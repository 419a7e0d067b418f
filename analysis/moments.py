r"""Ratios and their variances from class sums; the arithmetic behind ``tally``.

Letters as in ``sample`` and ``tally``: class k holds :math:`R_k` persons of weight :math:`w_k` in stratum h. For a function y of the answer
and a base (who counts), :math:`S_{0k}, S_{1k}, S_{2k}` are the sums of 1, y and y² over who counts in class k. The variance of a ratio is a
quadratic in its value, so that all that depends on the domain are sums:

.. math:: V\hat W^2 = A_2 - 2\bar y A_1 + \bar y^2 A_0, \qquad
          A_j = \sum_k a_h w_k^2 S_{jk} - \sum_h \frac{a_h}{n_h} P_{h1}^{j} P_{h0}^{2-j}, \quad P_{hj} = \sum_{k \in h} w_k S_{jk}

Arrays are (functions, items, classes) on the way in and (functions, items, domains) on the way out.
"""

import itertools
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from analysis.classes import Classes, Ints, Partition, Projection
from analysis.figures import Unit
from analysis.tables import Figures

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Sums:
    """Class sums of functions with one base: ``base`` (items, classes), ``first`` and ``second`` (functions, items, classes)."""

    base: Floats
    first: Floats
    second: Floats


@dataclass(frozen=True, eq=False)
class Grouping:
    """The classes of one partition by domain, then stratum; a pair is a stratum x domain that holds someone.

    ``order`` (classes in a domain,), ``starts`` (pairs,) the first class of each pair in that order, ``slices`` the classes of each
    domain in that order, ``member`` (classes, domains) and ``pair_member`` (pairs, domains) ones and noughts.
    """

    order: Ints
    starts: Ints
    slices: tuple[slice, ...]
    member: Floats
    pair_member: Floats
    pair_stratum: Ints

    @classmethod
    def of(cls, kinds: Classes, partition: Partition) -> "Grouping":
        """Sort the classes of a partition; who is in none of its domains is left out."""
        order = np.lexsort((kinds.stratum, partition.codes))
        order = order[partition.codes[order] >= 0]
        codes, stratum = partition.codes[order], kinds.stratum[order]
        changed = np.ones(order.size, dtype=bool)
        changed[1:] = (codes[1:] != codes[:-1]) | (stratum[1:] != stratum[:-1])
        starts = np.flatnonzero(changed)
        domains = np.arange(len(partition.labels))
        edges = np.searchsorted(codes, np.append(domains, domains.size)).tolist()
        member = (partition.codes[:, None] == domains).astype(np.float64)
        return cls(
            order=order,
            starts=starts,
            slices=tuple(slice(begin, end) for begin, end in itertools.pairwise(edges)),
            member=member,
            pair_member=member[order[starts]],
            pair_stratum=stratum[starts],
        )

    def paired(self, sums: Floats) -> Floats:
        """Sums over the classes of each pair (last axis)."""
        taken = np.take(sums, self.order, axis=-1)
        return taken if self.starts.size == self.order.size else np.add.reduceat(taken, self.starts, axis=-1)


def judged(kinds: Classes, sums: Sums, unit: Unit) -> Figures:
    """Value, standard error and all that belongs to it, (functions, items, domains) over all partitions of the classes."""
    groups = [Grouping.of(kinds, partition) for partition in kinds.partitions]
    member = np.hstack([group.member for group in groups])
    w = kinds.weight[:, None]
    fractions = kinds.sample.fractions[kinds.stratum][:, None]
    answers, size, w_squares, taken = _sums(sums.base, member, w * member, w**2 * member, w * fractions * member)
    first, first_w = _sums(sums.first, member, w * member)
    second, second_w = (first, first_w) if sums.second is sums.first else _sums(sums.second, member, w * member)
    with np.errstate(invalid="ignore", divide="ignore"):
        same = answers * second - first**2 <= 1e-12 * answers * second
        centre = np.where(same, first / answers, first_w / size)
        squares = np.where(same, 0.0, second_w - centre**2 * size)
        spread = np.where(same, 0.0, _spread(kinds, groups, sums, np.nan_to_num(centre))) / size**2
        spread[..., answers == 0] = np.nan
        kish = np.where(answers > 0, size**2 / w_squares, 0.0)
        fraction = np.nan_to_num(taken / size)
        effect = _design_effect(kinds, spread, squares, answers, size)
    held = np.concatenate([(group.paired(sums.base) > 0) @ group.pair_member for group in groups], axis=-1)
    shape = centre.shape
    return Figures(
        value=centre,
        standard_error=np.sqrt(spread),
        degrees=np.broadcast_to(answers - held, shape),
        respondents=np.broadcast_to(answers, shape),
        effective_size=np.broadcast_to(kish, shape),
        design_effect=effect,
        sampling_fraction=np.broadcast_to(fraction, shape),
        unit=unit,
    )


def _spread(kinds: Classes, groups: list[Grouping], sums: Sums, centre: Floats) -> Floats:
    r""":math:`V\hat W^2` (functions, items, domains)."""
    member = np.hstack([group.member for group in groups])
    factor = kinds.sample.factors
    each = (factor[kinds.stratum] * kinds.weight**2)[:, None] * member
    within = [_sums(part, each)[0] for part in (sums.base, sums.first)]
    within.append(within[1] if sums.second is sums.first else _sums(sums.second, each)[0])
    w_base, w_first = sums.base * kinds.weight, sums.first * kinds.weight
    ratio = factor / kinds.sample.sizes
    between: list[list[Floats]] = [[], [], []]
    for group in groups:
        base, first = group.paired(w_base), group.paired(w_first)
        scaled = ratio[group.pair_stratum, None] * group.pair_member
        for power, product in enumerate((base**2, base * first, first**2)):
            between[power].append(_sums(product, scaled)[0])
    a0, a1, a2 = (inner - np.concatenate(outer, axis=-1) for inner, outer in zip(within, between, strict=True))
    spread = np.maximum(a2 - centre * (2 * a1 - centre * a0), 0.0)
    if kinds.projection is None:
        return spread
    left = spread + _explained(kinds.projection, groups, sums, centre)
    return np.where(left > 1e-12 * spread, left, 0.0)


def _explained(projection: Projection, groups: list[Grouping], sums: Sums, centre: Floats) -> Floats:
    r"""What calibration changes in :math:`V\hat W^2`, see ``classes.Projection``; (functions, items, domains)."""
    rank = projection.square.shape[0]
    both = np.hstack([projection.right, projection.cross])
    change = np.empty(centre.shape)
    domain = 0
    for group in groups:
        for part in group.slices:
            inside = group.order[part]
            moved = sums.first[..., inside] @ both[inside] - centre[..., domain, None] * (
                sums.base[:, inside] @ both[inside]
            )
            b, crossed = moved[..., :rank], moved[..., rank:]
            change[..., domain] = np.einsum("fir,fir->fi", b @ projection.square - 2 * crossed, b)
            domain += 1
    return change


def _sums(sums: Floats, *columns: Floats) -> list[Floats]:
    """Class sums times several (classes, domains) tables, in one product."""
    flat = sums.reshape(-1, sums.shape[-1]) @ (np.hstack(columns) if len(columns) > 1 else columns[0])
    return [part.reshape(*sums.shape[:-1], -1) for part in np.split(flat, len(columns), axis=1)]


def _design_effect(kinds: Classes, spread: Floats, squares: Floats, answers: Floats, size: Floats) -> Floats:
    plain = squares / size / (answers - 1)
    if kinds.sample.weights_add_up:
        plain = plain * (1 - answers / size)
    return np.where((plain > 0) & (answers > 1), spread / plain, np.nan)
