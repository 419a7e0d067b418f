r"""Do two attributes of the same people have to do with each other? Tests of a table whose people were drawn from strata and weighted.

Letters: :math:`p_{rc}` the weighted share of a cell among all in the table, :math:`p_r, p_c` its margins, n how many people are in it,
:math:`k = (R-1)(C-1)` of a table of R rows and C columns that hold anybody, :math:`\nu` the degrees of freedom of its people.
"""

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, fdtrc

from analysis.sample import Mask, Sample, covariance, sums_by

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

#: A variance that is less than this part of that of a simple random sample is rounding.
NOISE = 1e-10


class Untested(Enum):
    """Why there is no test of a table."""

    ONE_ROW_OR_COLUMN = "only one row or one column holds anybody"
    NO_DEGREES = "no stratum holds two people of the table"
    NO_VARIANCE = "everybody was asked, or the weights fix the table"


@dataclass(frozen=True, slots=True)
class RaoScott:
    r"""The test that rows and columns have nothing to do with each other.

    ``statistic`` is an F with ``numerator`` and ``denominator`` degrees of freedom and ``p`` its tail: the second-order correction, the
    one to print. ``pearson`` is the chi-square of the weighted shares on n people, ``degrees`` its k, ``first_order_p`` the tail after
    division by ``design_effect``, the mean :math:`\bar\delta` of the generalised design effects.
    ``smallest_expected`` is the smallest :math:`n p_r p_c`: below 5 the test is doubtful (Cochran 1954), join rows or columns.
    """

    statistic: float
    numerator: float
    denominator: float
    p: float
    pearson: float
    degrees: int
    first_order_p: float
    design_effect: float
    smallest_expected: float


@dataclass(frozen=True, slots=True)
class Wald:
    """The same question asked of each cell's distance from independence: an F, and the same adjusted for few degrees of freedom."""

    statistic: float
    numerator: int
    denominator: int
    p: float
    adjusted: float
    adjusted_denominator: int
    adjusted_p: float


def rao_scott(sample: Sample, row: Ints, column: Ints) -> RaoScott | Untested:
    r"""Test that ``row`` and ``column`` (people,) codes are independent; -1 in either is not in the table.

    .. math:: X^2 = n\sum_{rc}\frac{(p_{rc}-p_r p_c)^2}{p_r p_c}, \qquad
              \Delta = \Bigl(\tfrac1n C'D^{-1}C\Bigr)^{-1} C'D^{-1}VD^{-1}C, \qquad
              F = \frac{X^2}{\operatorname{tr}\Delta} \sim F_{k_0,\,k_0\nu}, \quad
              k_0 = \frac{(\operatorname{tr}\Delta)^2}{\operatorname{tr}\Delta^2}

    with V the covariance matrix of the cell shares, D their diagonal matrix, C the contrasts of the interaction and :math:`\nu` the degrees of
    freedom of the people in the table. First order: :math:`X^2/\bar\delta \sim \chi^2_k`, :math:`\bar\delta = \operatorname{tr}\Delta/k`.
    Rao & Scott (1984) Annals of Statistics 12:46; the F form Thomas & Rao (1987) JASA 82:630, as ``svychisq`` of R's survey package has it.
    """
    people = _occupied(row, column)
    if isinstance(people, Untested):
        return people
    degrees = sample.degrees_of(people.inside)
    if degrees <= 0:
        return Untested.NO_DEGREES
    n, (p, size) = people.number, _cell_shares(sample, people)
    table = p.reshape(people.height, people.width)
    expected = np.outer(table.sum(axis=1), table.sum(axis=0))
    contrasts = np.kron(_contrasts(people.height), _contrasts(people.width))
    scaled = np.where(p > 0, 1 / np.where(p > 0, p, 1.0), 0.0)[:, None] * contrasts
    u = np.zeros((sample.people, contrasts.shape[1]))
    u[people.inside] = (scaled[people.cell] - p @ scaled) / size
    delta = np.linalg.pinv(contrasts.T @ scaled / n, hermitian=True) @ covariance(sample, u)
    trace, k = float(np.trace(delta)), contrasts.shape[1]
    if trace <= NOISE * k:
        return Untested.NO_VARIANCE
    pearson = float(n * ((table - expected) ** 2 / expected).sum())
    numerator = trace**2 / float(np.sum(delta * delta.T))
    return RaoScott(
        statistic=pearson / trace,
        numerator=numerator,
        denominator=numerator * degrees,
        p=float(fdtrc(numerator, numerator * degrees, pearson / trace)),
        pearson=pearson,
        degrees=k,
        first_order_p=float(chdtrc(k, pearson * k / trace)),
        design_effect=trace / k,
        smallest_expected=float(n * expected.min()),
    )


def wald(sample: Sample, row: Ints, column: Ints) -> Wald | Untested:
    r"""Test of independence as some packages print it by default, to compare with their output; ``rao_scott`` is the one to publish.

    .. math:: W = \frac1k Y'V^{-1}Y \sim F_{k,\nu}, \quad W\,\frac{\nu-k+1}{\nu} \sim F_{k,\nu-k+1}, \qquad Y_{rc} = \hat N_{rc} - \frac{\hat N_r \hat N_c}{\hat N}

    for all rows and columns but one, V the covariance matrix of Y, which counts as estimated totals of people (:math:`u_{i,rc} =
    (1_r - p_r)(1_c - p_c)`). Koch, Freeman & Freeman (1975) International Statistical Review 43:59.
    It rejects too often in tables of many cells (Thomas & Rao 1987).
    """
    people = _occupied(row, column)
    if isinstance(people, Untested):
        return people
    k = (people.height - 1) * (people.width - 1)
    degrees = sample.degrees_of(people.inside)
    if degrees - k + 1 <= 0:
        return Untested.NO_DEGREES
    p, size = _cell_shares(sample, people)
    table = p.reshape(people.height, people.width)
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    chosen_row, chosen_column = np.divmod(people.cell, people.width)
    in_row, in_column = (
        (chosen[:, None] == np.arange(1, number)).astype(np.float64)
        for chosen, number in ((chosen_row, people.height), (chosen_column, people.width))
    )
    each = (in_row - rows[1:])[:, :, None] * (in_column - columns[1:])[:, None, :]
    y = size * (table - np.outer(rows, columns))[1:, 1:].ravel()
    u = np.zeros((sample.people, k))
    u[people.inside] = each.reshape(people.number, k)
    v = covariance(sample, u)
    spread = ((sample.weights[:, None] * u) ** 2).sum(axis=0).max()
    if np.linalg.eigvalsh(v)[0] <= NOISE * spread:
        return Untested.NO_VARIANCE
    statistic = float(y @ np.linalg.solve(v, y)) / k
    adjusted = statistic * (degrees - k + 1) / degrees
    return Wald(
        statistic=statistic,
        numerator=k,
        denominator=degrees,
        p=float(fdtrc(k, degrees, statistic)),
        adjusted=adjusted,
        adjusted_denominator=degrees - k + 1,
        adjusted_p=float(fdtrc(k, degrees - k + 1, adjusted)),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Occupied:
    """The people of a table (``inside`` (people,)), and for each of them the ``cell``: row x column, of those that hold anybody."""

    inside: Mask
    cell: Ints
    height: int
    width: int

    @property
    def number(self) -> int:
        return int(self.cell.size)


def _occupied(row: Ints, column: Ints) -> _Occupied | Untested:
    inside = (row >= 0) & (column >= 0)
    height, r = np.unique(row[inside], return_inverse=True)
    width, c = np.unique(column[inside], return_inverse=True)
    if height.size < 2 or width.size < 2:
        return Untested.ONE_ROW_OR_COLUMN
    return _Occupied(inside, r * width.size + c, height.size, width.size)


def _cell_shares(sample: Sample, people: _Occupied) -> tuple[Floats, float]:
    """(cells,) the weighted shares, and the weight that they are shares of."""
    w = sample.weights[people.inside]
    size = float(w.sum())
    return sums_by(people.cell, w, people.height * people.width) / size, size


def _contrasts(number: int) -> Floats:
    """(number, number - 1): an orthonormal basis of what adds up to nought."""
    return np.linalg.qr(np.eye(number)[:, 1:] - 1 / number)[0]
