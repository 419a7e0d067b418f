r"""The gap between two items rated by the same people (importance less satisfaction), for all items and domains at once.

    pairs = joint(importance, satisfaction, 6)                     # codes (items, people) of the two, 0 = silence
    table = gaps(kinds, count_codes(kinds.of_person, pairs, kinds.number, 36), points)

``gaps`` is the printed importance less the printed satisfaction, each over those who answered it; ``paired_gaps`` the mean of each
person's own difference over those who answered both. The covariance of the two ratings is in both.
"""

from dataclasses import replace
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.classes import Classes, Ints
from analysis.counting import refuse_beyond
from analysis.figures import Unit
from analysis.tables import Figures
from analysis.tally import means_of, tallied

Floats: TypeAlias = NDArray[np.float64]


def joint(first: ArrayLike, second: ArrayLike, n_codes: int) -> NDArray[np.uint8]:
    """One code for a pair of codes, ``first * n_codes + second``; for ``counting.count_codes`` with ``n_codes ** 2`` codes (n_codes <= 15)."""
    pair = np.asarray(first), np.asarray(second)
    if n_codes > 15:
        raise ValueError(f"A pair is one code of one byte, which holds 15 x 15 codes and not {n_codes} x {n_codes}.")
    for each in pair:
        refuse_beyond("code", each, n_codes)
    return (pair[0].astype(np.uint8) * np.uint8(n_codes) + pair[1].astype(np.uint8)).astype(np.uint8)


def gaps(kinds: Classes, counts: NDArray[np.integer], points: ArrayLike) -> Figures:
    r"""Gaps (items, domains) from joint ``counts`` (items, classes, codes x codes), in point differences.

    ``points`` (codes,) of the scale both items share. :math:`u = u^{(1)} - u^{(2)}` as in ``estimates.gap``, squared and summed within classes.
    ``respondents`` and effective size count who answered both, degrees of freedom who answered either.
    """
    sums = _Ratings(counts, np.asarray(points, dtype=np.float64))
    member = kinds.layout.member
    shape = (counts.shape[0], member.shape[1])
    value, spread, degrees, both, kish, fraction = (np.full(shape, np.nan) for _ in range(6))
    fractions = kinds.sample.fractions[kinds.stratum]
    for domain, column in enumerate(member.T):
        inside = np.flatnonzero(column)
        value[:, domain], spread[:, domain] = _one_domain(kinds, sums, inside)
        either = sums.either[:, inside] > 0
        strata = _by_stratum(kinds.stratum[inside], either.astype(np.float64)) > 0
        degrees[:, domain] = sums.either[:, inside].sum(axis=-1) - strata.sum(axis=-1)
        w = kinds.weight[inside]
        answers = sums.both[:, inside]
        both[:, domain] = answers.sum(axis=-1)
        with np.errstate(invalid="ignore", divide="ignore"):
            size = answers @ w
            kish[:, domain] = np.nan_to_num(size**2 / (answers @ w**2))
            fraction[:, domain] = np.nan_to_num(answers @ (w * fractions[inside]) / size)
    return Figures(
        value=value,
        standard_error=np.sqrt(spread),
        degrees=degrees,
        respondents=both,
        effective_size=kish,
        design_effect=np.full(shape, np.nan),
        sampling_fraction=fraction,
        unit=Unit.POINT_DIFFERENCE,
        base="answered each",
    )


def paired_gaps(kinds: Classes, counts: NDArray[np.integer], points: ArrayLike) -> Figures:
    """Mean difference of each person's two ratings (items, domains), from the same joint ``counts`` as ``gaps``."""
    worth = np.asarray(points, dtype=np.float64).copy()
    worth[0] = np.nan
    found = means_of(tallied(kinds, counts, (worth[:, None] - worth[None, :]).ravel()))
    return replace(found, unit=Unit.POINT_DIFFERENCE, base="answered both")


class _Ratings:
    """Sums of two ratings over each class, (items, classes): answers, points, squares and products of the first and the second."""

    def __init__(self, counts: NDArray[np.integer], points: Floats) -> None:
        worth = points.copy()
        worth[0] = np.nan
        known = np.isfinite(worth).astype(np.float64)
        y = np.where(known > 0, worth - worth[known > 0].mean(), 0.0)
        table = counts.reshape(*counts.shape[:2], worth.size, worth.size).astype(np.float64)
        first, second = table.sum(axis=3), table.sum(axis=2)
        self.answers = first @ known, second @ known
        self.points = first @ y, second @ y
        self.squares = first @ y**2, second @ y**2
        self.both = np.einsum("ikab,a,b->ik", table, known, known)
        self.first_of_both = np.einsum("ikab,a,b->ik", table, y, known)
        self.second_of_both = np.einsum("ikab,a,b->ik", table, known, y)
        self.products = np.einsum("ikab,a,b->ik", table, y, y)
        self.either = self.answers[0] + self.answers[1] - self.both


def _one_domain(kinds: Classes, sums: _Ratings, inside: Ints) -> tuple[Floats, Floats]:
    """Gap and its variance (items,) over the classes of one domain."""
    w, stratum = kinds.weight[inside], kinds.stratum[inside]
    with np.errstate(invalid="ignore", divide="ignore"):
        sizes = [answers[:, inside] @ w for answers in sums.answers]
        centres = [points[:, inside] @ w / size for points, size in zip(sums.points, sizes, strict=True)]
    (n1, n2), (s1, s2), (q1, q2) = (
        [part[:, inside] for part in kind] for kind in (sums.answers, sums.points, sums.squares)
    )
    c1, c2 = (centre[:, None] for centre in centres)
    scale1, scale2 = (size[:, None] for size in sizes)
    with np.errstate(invalid="ignore", divide="ignore"):
        t = (s1 - c1 * n1) / scale1 - (s2 - c2 * n2) / scale2
        crossed = sums.products[:, inside] - c2 * sums.first_of_both[:, inside] - c1 * sums.second_of_both[:, inside]
        crossed += c1 * c2 * sums.both[:, inside]
        most = (q1 + c1**2 * n1) / scale1**2 + (q2 + c2**2 * n2) / scale2**2
        q = most - 2 * (c1 * s1 / scale1**2 + c2 * s2 / scale2**2 + crossed / (scale1 * scale2))
    factor, people = kinds.sample.factors, kinds.sample.sizes
    held = np.unique(stratum)
    between = _by_stratum(stratum, w * t) ** 2 @ (factor / people)[held]
    within = factor[stratum] * w**2
    spread = q @ within - between
    if kinds.projection is not None:
        b, crossed_sums = t @ kinds.projection.right[inside], t @ kinds.projection.cross[inside]
        spread = spread + ((b @ kinds.projection.square - 2 * crossed_sums) * b).sum(axis=-1)
    spread[spread < 1e-13 * (most @ within)] = 0.0  # what subtractions got wrong in the last digit, see ``moments``
    value = centres[0] - centres[1]
    return value, np.where(np.isnan(value), np.nan, spread)


def _by_stratum(stratum: Ints, sums: Floats) -> Floats:
    """Sums over the classes of each stratum that occurs; classes stand in the order of their strata."""
    if stratum.size == 0:
        return np.zeros((sums.shape[0], 0))
    starts = np.flatnonzero(np.append(True, np.diff(stratum) != 0))
    return np.add.reduceat(sums, starts, axis=-1)
