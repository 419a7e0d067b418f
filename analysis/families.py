r"""Tests of differences, and how many of them were made: a table of 56 comparisons marks two or three by chance alone.

A family is what is printed in one table. Its intervals stay as they are, only its marks are adjusted, and its size is printed beside it
("out of 56 comparisons"). Letters: :math:`p_{(k)}` the k-th smallest p value of m tests; nan is a comparison that was not tested
(no error is known, or nobody was asked), and such a one does not count in m.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtr

from analysis.figures import Estimate

Floats: TypeAlias = NDArray[np.float64]
Mask: TypeAlias = NDArray[np.bool_]
Method: TypeAlias = Literal["benjamini-hochberg", "holm"]

#: 1.96 + 0.84: a true difference of so many standard errors is found in 80 of 100 surveys by a test at 5 %.
DETECTED = 2.8


@dataclass(frozen=True, eq=False)
class Family:
    """The comparisons of one table: arrays (comparisons,) of raw and adjusted p values, nan where nothing was tested.

    ``rejected`` are the marks: an adjusted p of at most ``q``. With Benjamini-Hochberg at most a share ``q`` of the marks is expected to
    be wrong; with Holm a single wrong mark among all has a chance of at most ``q``.
    """

    name: str
    p: Floats
    adjusted: Floats
    rejected: Mask
    q: float
    method: Method

    @property
    def size(self) -> int:
        """How many comparisons were tested; to be printed beside the table."""
        return int(np.count_nonzero(np.isfinite(self.p)))

    def __str__(self) -> str:
        marked = np.count_nonzero(self.rejected)
        return f"{self.name}: {marked} marked out of {self.size} comparisons ({self.method}, q = {self.q:g})"


def family(name: str, p: ArrayLike, q: float = 0.05, method: Method = "benjamini-hochberg") -> Family:
    """Adjust the p values (comparisons,) of one table."""
    raw = np.array(p, dtype=np.float64)
    adjusted = benjamini_hochberg(raw) if method == "benjamini-hochberg" else holm(raw)
    return Family(name, raw, adjusted, np.isfinite(adjusted) & (adjusted <= q), q, method)


def family_of(
    name: str, differences: Sequence[Estimate], q: float = 0.05, method: Method = "benjamini-hochberg"
) -> Family:
    """The family of the tests that these differences are nought."""
    return family(name, [p_value(each) for each in differences], q, method)


def p_value(difference: Estimate) -> float:
    """Two-sided p that a difference is nought, by its t; nan without an error or degrees of freedom: that is no test."""
    return float(p_values(difference.value, difference.standard_error, difference.degrees))


def p_values(value: ArrayLike, standard_error: ArrayLike, degrees: ArrayLike) -> Floats:
    r""":math:`2\,P(T_d \le -|v|/\sqrt V)` element by element; nan where there is no error or no degree of freedom.

    An error of nought is no error: where everybody in the sample says the same, that is not known of all the others.
    """
    v, se, d = (np.asarray(each, dtype=np.float64) for each in (value, standard_error, degrees))
    usable = np.isfinite(v) & np.isfinite(se) & (se > 0) & (d > 0)
    t = np.abs(np.where(usable, v, 0.0)) / np.where(usable, se, 1.0)
    return np.where(usable, 2 * stdtr(np.where(usable, d, 1.0), -t), np.nan)


def benjamini_hochberg(p: ArrayLike) -> Floats:
    r"""Adjusted p (comparisons,), :math:`\tilde p_{(k)} = \min_{j \ge k} \min(1, m\,p_{(j)}/j)`.

    Keeps the expected share of wrong marks at q for independent and for positively dependent tests. Benjamini & Hochberg (1995)
    JRSS B 57:289; Benjamini & Yekutieli (2001) Annals of Statistics 29:1165.
    """
    ordered, order, tested = _ordered(p)
    m = ordered.size
    steps = ordered * m / np.arange(1, m + 1)
    return _back(np.minimum.accumulate(steps[::-1])[::-1], order, tested)


def holm(p: ArrayLike) -> Floats:
    r"""Adjusted p (comparisons,), :math:`\tilde p_{(k)} = \max_{j \le k} \min(1, (m-j+1)\,p_{(j)})`.

    Keeps the chance of a single wrong mark below q whatever the dependence. Holm (1979) Scandinavian Journal of Statistics 6:65.
    """
    ordered, order, tested = _ordered(p)
    m = ordered.size
    return _back(np.maximum.accumulate(ordered * np.arange(m, 0, -1)), order, tested)


def detectable(earlier: ArrayLike, later: ArrayLike) -> Floats:
    r"""The smallest true difference that is found in 80 of 100 surveys by a test at 5 %, :math:`2.8\sqrt{V_1+V_2}`.

    From the standard errors of two independent figures, element by element, in their unit; nan where one of them has no error.
    """
    first, second = (np.asarray(each, dtype=np.float64) for each in (earlier, later))
    known = (first > 0) & (second > 0)
    return np.where(known, DETECTED * np.hypot(first, second), np.nan)


def _ordered(p: ArrayLike) -> tuple[Floats, NDArray[np.intp], Mask]:
    raw = np.asarray(p, dtype=np.float64)
    tested = np.isfinite(raw)
    order = np.argsort(raw[tested], kind="stable")
    return raw[tested][order], order, tested


def _back(adjusted: Floats, order: NDArray[np.intp], tested: Mask) -> Floats:
    """Adjusted values in the order that the p values came in, nan where nothing was tested."""
    placed = np.empty(order.size)
    placed[order] = np.minimum(adjusted, 1.0)
    found = np.full(tested.shape, np.nan)
    found[tested] = placed
    return found
