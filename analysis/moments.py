r"""Ratios and their variances from class sums; the arithmetic behind ``tally``.

Letters as in ``sample`` and ``tally``: class k holds :math:`R_k` persons of weight :math:`w_k` in stratum h. For a function y of the answer
and a base (who counts), :math:`S_{0k}, S_{1k}, S_{2k}` are the sums of 1, y and y² over who counts in class k. The variance of a ratio is a
quadratic in its value, so that all that depends on the domain are sums:

.. math:: V\hat W^2 = A_2 - 2\bar y A_1 + \bar y^2 A_0, \qquad
          A_j = \sum_k a_h w_k^2 S_{jk} - \sum_h \frac{a_h}{n_h} P_{h1}^{j} P_{h0}^{2-j}, \quad P_{hj} = \sum_{k \in h} w_k S_{jk}

Arrays are (functions, items, classes) on the way in and (functions, items, domains) on the way out.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from analysis.classes import Classes, Projection
from analysis.figures import Unit
from analysis.tables import Figures

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

#: a difference this small beside what it is the difference of has no more than nine digits left
LOST = 1e-6


@dataclass(frozen=True, eq=False)
class Sums:
    """Class sums of functions with one base: ``base`` (items, classes), ``first`` and ``second`` (functions, items, classes).

    ``away`` (function, item, classes' indices, centre) gives the sums of (y - centre) squared of these classes, from the answers themselves.
    """

    base: Floats
    first: Floats
    second: Floats
    away: Callable[[int, int, Ints, float], Floats]


def sums_of_shares(base: Floats, chosen: Floats) -> Sums:
    """Class sums of 1.0 for who chose and 0.0 for who did not, ``chosen`` (functions, items, classes): its square is itself."""

    def away(function: int, item: int, inside: Ints, centre: float) -> Floats:
        those = chosen[function, item, inside]
        far: Floats = (1 - centre) ** 2 * those + centre**2 * (base[item, inside] - those)
        return far

    return Sums(base, chosen, chosen, away)


def judged(kinds: Classes, sums: Sums, unit: Unit) -> Figures:
    """Value, standard error and all that belongs to it, (functions, items, domains) over all partitions of the classes."""
    member = kinds.layout.member
    each = (kinds.sample.factors[kinds.stratum] * kinds.weight**2)[:, None] * member
    w = kinds.weight[:, None]
    fractions = kinds.sample.fractions[kinds.stratum][:, None]
    answers, size, w_squares, taken, a0 = _sums(
        sums.base, member, w * member, w**2 * member, w * fractions * member, each
    )
    first, first_w, a1 = _sums(sums.first, member, w * member, each)
    if sums.second is sums.first:
        second, second_w, a2 = first, first_w, a1.copy()
    else:
        second, second_w, a2 = _sums(sums.second, member, w * member, each)
    whole0, whole2 = a0.copy(), a2.copy()
    _less_between(kinds, sums, (a0, a1, a2))
    with np.errstate(invalid="ignore", divide="ignore"):
        same = answers * second - first**2 <= 1e-12 * answers * second
        centre = np.where(same, first / answers, first_w / size)
        squares = np.where(same, 0.0, second_w - centre**2 * size)
        middle = np.nan_to_num(centre)
        left = _spread(kinds, sums, (a0, a1, a2), (whole0, whole2), middle)
        spread = np.where(same, 0.0, left) / size**2
        spread[..., answers == 0] = np.nan
        kish = np.where(answers > 0, size**2 / w_squares, 0.0)
        fraction = np.nan_to_num(taken / size)
        effect = _design_effect(kinds, spread, squares, answers, size)
    held = np.empty(answers.shape)
    for pairing in kinds.layout.pairings:
        held[..., pairing.columns] = (pairing.sums(sums.base) > 0).astype(np.float64) @ pairing.member
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


def _less_between(kinds: Classes, sums: Sums, squares: tuple[Floats, Floats, Floats]) -> None:
    r"""Take what the strata hold together off the three :math:`A_j`, in place."""
    a0, a1, a2 = squares
    w_base, w_first = sums.base * kinds.weight, sums.first * kinds.weight
    ratio = kinds.sample.factors / kinds.sample.sizes
    for pairing in kinds.layout.pairings:
        base, first, columns = pairing.sums(w_base), pairing.sums(w_first), pairing.columns
        scaled = ratio[pairing.stratum, None] * pairing.member
        a0[..., columns] -= _sums(base**2, scaled)[0]
        a1[..., columns] -= _sums(base * first, scaled)[0]
        a2[..., columns] -= _sums(first**2, scaled)[0]


def _spread(
    kinds: Classes, sums: Sums, squares: tuple[Floats, Floats, Floats], whole: tuple[Floats, Floats], centre: Floats
) -> Floats:
    r""":math:`V\hat W^2` (functions, items, domains); ``whole`` are :math:`A_0` and :math:`A_2` before the strata are taken off.

    Where the strata explain every answer nothing is left but what the subtraction got wrong in the last digit, in trials at most 5e-16 of
    :math:`A_2` before it: what is below 1e-13 of it is nought, and not an error of a hundred-millionth.
    """
    a0, a1, a2 = squares
    spread = a2 - centre * (2 * a1 - centre * a0)
    rounding = 1e-13 * whole[1]
    lost = (spread < LOST * (whole[1] + centre**2 * whole[0])) & (spread >= rounding)
    spread[spread < rounding] = 0.0
    for place in np.argwhere(lost):
        spread[tuple(place)] = _from_answers(kinds, sums, tuple(place), float(centre[tuple(place)]))
    if kinds.projection is None:
        return spread
    left = spread + _explained(kinds.projection, kinds.layout.member, sums, centre)
    return np.where(left > 1e-12 * spread, left, 0.0)


def _from_answers(kinds: Classes, sums: Sums, place: tuple[int, int, int], centre: float) -> float:
    r""":math:`V\hat W^2` of one figure from deviations, where the difference of large sums has lost digits: weights of 0.01 beside 10,000, say."""
    function, item, domain = place
    inside = np.flatnonzero(kinds.layout.member[:, domain])
    strata, w = kinds.stratum[inside], kinds.weight[inside]
    squares = w**2 * sums.away(function, item, inside, centre)
    moved = np.bincount(strata, w * (sums.first[function, item, inside] - centre * sums.base[item, inside]))
    factors, sizes = kinds.sample.factors, kinds.sample.sizes
    within = float(factors[strata] @ squares)
    left = within - float((factors / sizes)[: moved.size] @ moved**2)
    return left if left > 1e-13 * within else 0.0


def _explained(projection: Projection, member: Floats, sums: Sums, centre: Floats) -> Floats:
    r"""What calibration changes in :math:`V\hat W^2`, see ``classes.Projection``; (functions, items, domains)."""
    rank = projection.square.shape[0]
    both = np.hstack([projection.right, projection.cross])
    change = np.empty(centre.shape)
    for domain, column in enumerate(member.T):
        inside = np.flatnonzero(column)
        moved = sums.first[..., inside] @ both[inside]
        moved -= centre[..., domain, None] * (sums.base[:, inside] @ both[inside])
        b, crossed = moved[..., :rank], moved[..., rank:]
        change[..., domain] = np.einsum("fir,fir->fi", b @ projection.square - 2 * crossed, b)
    return change


def _sums(sums: Floats, *columns: Floats) -> list[Floats]:
    """Class sums times several (classes, domains) tables, in one product."""
    table = np.hstack(columns)
    *outer, classes = sums.shape
    found = (sums.reshape(math.prod(outer), classes) @ table).reshape(*outer, table.shape[1])
    return np.split(found, len(columns), axis=-1)


def _design_effect(kinds: Classes, spread: Floats, squares: Floats, answers: Floats, size: Floats) -> Floats:
    plain = squares / size / (answers - 1)
    if kinds.sample.weights_add_up:
        plain = plain * (1 - answers / size)
    return np.where((plain > 0) & (answers > 1), spread / plain, np.nan)
