r"""A question by an attribute: the shares of the table with their errors, and whether the two have to do with each other.

    table = crosstab(sample, codes, age)      # codes (people,), 0 = silence; labels (people,)
    table.shares.of_column.value   # (rows, columns) how each age class answered
    table.test.p                   # one p for the whole table, by Rao and Scott

Letters: :math:`p_{rc}` the weighted share of a cell among all in the table, :math:`p_r, p_c` its margins, n how many people are in it, k
degrees of freedom :math:`(R-1)(C-1)` of a table of R rows and C columns that hold anybody.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtrc, fdtrc

from analysis.classes import classes, coded_labels
from analysis.faults import Fault, Faults
from analysis.figures import Unit
from analysis.moments import Sums, judged
from analysis.points import SILENCE
from analysis.sample import Mask, Sample, covariance, sums_by
from analysis.tables import Figures

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

#: A mean design effect below this is rounding, not variance.
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


@dataclass(frozen=True, eq=False)
class Shares:
    """Shares (rows, columns): among the people of a column, of a row, among all in the table; and those of whole rows and columns.

    ``row_margin`` is (rows,), ``column_margin`` (columns,). A base of nobody has no figures: nan, with 0 respondents.
    """

    of_column: Figures
    of_row: Figures
    of_total: Figures
    row_margin: Figures
    column_margin: Figures


@dataclass(frozen=True, eq=False)
class CrossTable:
    """A question (``rows``, codes) by an attribute (``columns``, labels), over those who have both.

    ``respondents`` (rows, columns) counts the people of each cell; ``shares`` know their own base.
    """

    rows: tuple[int, ...]
    columns: tuple[Hashable, ...]
    respondents: Ints
    shares: Shares
    test: RaoScott | Untested


def crosstab(
    sample: Sample,
    codes: ArrayLike,
    attribute: ArrayLike,
    within: Mask | None = None,
    *,
    rows: Sequence[int] | None = None,
    columns: Sequence[Hashable] | None = None,
) -> CrossTable:
    """Lay a question, ``codes`` (people,) with 0 for silence, by an attribute, labels (people,) with "", None or -1 for unknown.

    ``within`` is a mask (people,). ``rows`` and ``columns`` say what stands in the table and in which order, also what nobody has; who
    gave another code, or has another label, is not in it. Without them stands what occurs within.
    """
    inside = np.ones(sample.people, dtype=np.bool_) if within is None else np.asarray(within, dtype=np.bool_)
    given, labels = _whole_numbers(codes), _known(attribute)
    for name, each in (("codes", given), ("attribute", labels), ("within", inside)):
        if each.shape != (sample.people,):
            raise Faults([Fault("length_differs", {"name": name, "found": each.shape, "expected": sample.people})])
    row_names, row = _placed(np.where(given == SILENCE, -1, given), inside, rows)
    column_names, column = _placed(labels, inside, columns)
    inside = (row >= 0) & (column >= 0)
    row, column = np.where(inside, row, -1), np.where(inside, column, -1)
    height, width = len(row_names), len(column_names)
    cells = np.bincount((row * width + column)[inside], minlength=height * width)
    return CrossTable(
        rows=row_names,
        columns=column_names,
        respondents=cells.reshape(height, width),
        shares=_shares(sample, row, column, height, width),
        test=rao_scott(sample, row, column),
    )


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
    inside = (row >= 0) & (column >= 0)
    height, r = np.unique(row[inside], return_inverse=True)
    width, c = np.unique(column[inside], return_inverse=True)
    if height.size < 2 or width.size < 2:
        return Untested.ONE_ROW_OR_COLUMN
    degrees = sample.degrees_of(inside)
    if degrees <= 0:
        return Untested.NO_DEGREES
    n, size = int(inside.sum()), float(sample.weights[inside].sum())
    cell = r * width.size + c
    p = sums_by(cell, sample.weights[inside], height.size * width.size) / size
    table = p.reshape(height.size, width.size)
    expected = np.outer(table.sum(axis=1), table.sum(axis=0))
    contrasts = np.kron(_contrasts(height.size), _contrasts(width.size))
    scaled = np.where(p > 0, 1 / np.where(p > 0, p, 1.0), 0.0)[:, None] * contrasts
    u = np.zeros((sample.people, contrasts.shape[1]))
    u[inside] = (scaled[cell] - p @ scaled) / size
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


def _shares(sample: Sample, row: Ints, column: Ints, height: int, width: int) -> Shares:
    """All shares of the table from the counts of the classes; ``row`` and ``column`` (people,) are both -1 outside the table."""
    orders = {"row": range(height), "column": range(width)}
    kinds = classes(sample, {"row": row, "column": column}, orders)
    in_row, in_column = (
        (part.codes == np.arange(number)[:, None]) * kinds.size
        for part, number in zip(kinds.partitions[1:], (height, width), strict=True)
    )
    in_cell = (in_row[:, None] * (in_column > 0)).reshape(height * width, kinds.number)
    sums = np.concatenate([in_row, in_column, in_cell])[:, None]
    found = judged(kinds, Sums(in_row.sum(axis=0)[None], sums, sums), Unit.PERCENT)

    def part(functions: slice, domains: slice) -> Figures:
        return found.changed(lambda array: array[functions, 0, domains], found.unit)

    whole, rows, columns = slice(0, 1), slice(1, 1 + height), slice(1 + height, None)
    of_rows, of_columns, of_cells = slice(0, height), slice(height, height + width), slice(height + width, None)
    return Shares(
        of_column=part(of_rows, columns),
        of_row=part(of_columns, rows).changed(np.transpose, found.unit),
        of_total=part(of_cells, whole).changed(lambda array: array.reshape(height, width), found.unit),
        row_margin=part(of_rows, whole).changed(np.ravel, found.unit),
        column_margin=part(of_columns, whole).changed(np.ravel, found.unit),
    )


def _contrasts(number: int) -> Floats:
    """(number, number - 1): an orthonormal basis of what adds up to nought."""
    return np.linalg.qr(np.eye(number)[:, 1:] - 1 / number)[0]


def _placed(given: NDArray[Any], inside: Mask, order: Sequence[Any] | None) -> tuple[tuple[Any, ...], Ints]:
    """The labels that stand in the table and each person's place among them; -1 for who has none or is outside."""
    found, codes = coded_labels(given)
    occurring = [found[code] for code in np.unique(codes[inside & (codes >= 0)])]
    names = tuple(occurring if order is None else order)
    place = {name: position for position, name in enumerate(names)}
    moved = np.array([place.get(label, -1) for label in found] + [-1], dtype=np.int64)[codes]
    return names, np.where(inside, moved, -1)


def _whole_numbers(codes: ArrayLike) -> Ints:
    given = np.asarray(codes)
    if given.dtype.kind not in "iu" or given.min(initial=0) < 0:
        raise Faults([Fault("codes_not_whole")])
    return given.astype(np.int64)


def _known(attribute: ArrayLike) -> NDArray[Any]:
    """Labels with nan among numbers told as unknown."""
    labels = np.asarray(attribute)
    return np.where(np.isnan(labels), -1, labels) if labels.dtype.kind == "f" else labels
