r"""A sample, and the one variance of the house.

:math:`d_i` is the design weight of person i, :math:`w_i` the weight in use (the same, unless the sample was calibrated),
:math:`x_i` the calibration row, :math:`h` a stratum with :math:`n_h` respondents of :math:`N_h` inhabitants.
A stratum here is a cell of the register (already joined with a neighbour where nobody or one person answered): given how
many answered, they are taken as a simple random sample of their cell (response homogeneity groups, Särndal, Swensson &
Wretman 1992, section 15.6).

What is drawn is a person, or a *cluster* of rows: with the two answers of one person in two waves as a cluster, a panel's
change has the error that it deserves. :math:`n_h` and :math:`N_h` then count clusters.

A subgroup is a mask and never a filter: who is outside, or silent, moves a statistic by nothing and still is in the sample.
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.counting import distinct
from analysis.faults import Fault, SampleFaults
from analysis.inputs import labels_of, mask_of, number, numbers_of
from analysis.sample_faults import WITHOUT_STRATA, Register, faults_of_people, faults_of_strata

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]
Population: TypeAlias = Mapping[Hashable, float] | float | None
Method: TypeAlias = Literal["linear", "raking", "logit"]
Bounds: TypeAlias = tuple[float, float]


@dataclass(frozen=True, eq=False)
class Calibration:
    """The auxiliary columns a sample was calibrated on, kept once per distinct row.

    ``rows`` (distinct, columns) holds the rows :math:`x`, ``index`` (people,) says which row is whose. ``pull`` (people,) is the weight with
    which each pulls on the fitted values, the design weight unless weights were trimmed after (``Sample.trimmed``); ``mass`` (distinct,)
    its sum on each row. ``method`` and ``bounds`` say how (``calibration.calibrate``), so that replicates can be calibrated anew.
    """

    index: Ints
    rows: Floats
    pull: Floats
    mass: Floats
    method: Method = "raking"
    bounds: Bounds | None = None

    @cached_property
    def basis(self) -> Floats:
        r"""(distinct, rank): an orthonormal basis of the columns of :math:`\sqrt{m}\,x`. Doubled columns do no harm."""
        left, size, _ = np.linalg.svd(np.sqrt(self.mass)[:, None] * self.rows, full_matrices=False)
        return np.ascontiguousarray(left[:, size > size.max() * 1e-11])


class Sample:
    """Who answered, with what weight, drawn from which strata of how many people.

    ``weights`` (people,) positive design weights. ``strata`` (people,) any labels; None is one stratum. ``population`` the inhabitants
    of each stratum by its label (one number without strata); None if unknown, and then there is no finite-population correction.
    ``fpc`` False leaves the correction off though the population is known (statements on a trend, not on this year's inhabitants).
    ``clusters`` (people,) labels of what was drawn where that is not the row itself; the same label in two strata is two clusters.

    Everything that is wrong is named at once in ``SampleFaults``. A stratum with one respondent is a fault, unless all of its
    inhabitants are that one.
    """

    def __init__(
        self,
        weights: ArrayLike,
        strata: ArrayLike | None = None,
        population: Population = None,
        *,
        clusters: ArrayLike | None = None,
        fpc: bool = True,
    ) -> None:
        given = np.array(numbers_of(weights, "weights"))
        labels = np.full(given.shape, WITHOUT_STRATA) if strata is None else labels_of(strata)
        drawn = None if clusters is None else labels_of(clusters)
        _refuse(faults_of_people(given, labels, drawn))
        found, index = distinct(labels)
        self.design_weights: Floats = given
        self.weights: Floats = given
        self.strata: Ints = index
        self.labels: tuple[Hashable, ...] = tuple(found.tolist())
        self.clusters: Ints | None = None
        self.cluster_strata: Ints = self.strata
        if drawn is not None:
            self.clusters, self.cluster_strata = _within_strata(self.strata, drawn)
        self.sizes: Floats = np.bincount(self.cluster_strata, minlength=found.size).astype(np.float64)
        self.fpc = fpc and population is not None
        self.calibration: Calibration | None = None
        _refuse(faults_of_strata(self.labels, self.sizes, _register(population), self.fpc))
        self.population: Floats | None = _sizes_of(population, self.labels)

    @classmethod
    def simple(cls, n: int, population: float | None = None) -> "Sample":
        """Equal weights without strata: for unweighted figures, and for waves known only as counts."""
        return cls(np.full(n, 1.0 if population is None or n < 1 else population / n), population=population)

    @property
    def people(self) -> int:
        """How many answered: rows, also where a cluster holds several."""
        return int(self.weights.size)

    @property
    def fractions(self) -> Floats:
        r"""(strata,) :math:`f_h = n_h/N_h`; noughts where no finite-population correction is applied."""
        if not self.fpc or self.population is None:
            return np.zeros(self.sizes.size)
        return self.sizes / self.population

    @property
    def factors(self) -> Floats:
        r"""(strata,) :math:`(1-f_h)\,n_h/(n_h-1)`; 0 for a stratum taken in full."""
        left = 1 - self.fractions
        return np.where(left > 0, left * self.sizes / np.maximum(self.sizes - 1, 1), 0.0)

    @property
    def weights_add_up(self) -> bool:
        """Do the weights add up to the register? Only then does a design effect hold its finite-population factor."""
        if self.population is None or self.clusters is not None:
            return False
        register = self.population.sum()
        return bool(abs(self.weights.sum() - register) <= 1e-6 * register)

    def without_fpc(self) -> "Sample":
        """The same sample without finite-population correction; a stratum of one is then a fault."""
        other = self._copy()
        other.fpc = False
        _refuse(faults_of_strata(other.labels, other.sizes, None, False))
        return other

    def calibrated(
        self, weights: Floats, index: Ints, rows: Floats, method: Method = "raking", bounds: Bounds | None = None
    ) -> "Sample":
        """The same people with calibrated weights; design weights and calibration rows are kept for the variance."""
        other = self._copy()
        other.weights = np.asarray(weights, dtype=np.float64)
        _refuse(faults_of_people(other.weights, self.strata))
        pull, mass = self.design_weights, sums_by(index, self.design_weights, len(rows))
        other.calibration = Calibration(index, np.asarray(rows, dtype=np.float64), pull, mass, method, bounds)
        return other

    def reweighted(self, weights: Floats) -> "Sample":
        """The same people with other design weights, and no calibration."""
        other = self._copy()
        other.design_weights = other.weights = np.asarray(weights, dtype=np.float64)
        other.calibration = None
        _refuse(faults_of_people(other.weights, self.strata))
        return other

    def trimmed(self, weights: Floats) -> "Sample":
        r"""The same people with some weights cut after calibration, by factors :math:`t_i` that are then taken as given.

        The residuals are those of the calibration as it was: :math:`z_i = w_i(t_i u_i - x_i'B)`, B fitted to :math:`t_i u_i`. In terms of the
        new weights that is a calibration on the rows :math:`x_i/t_i` with pull :math:`d_i t_i^2`. So does R's ``trimWeights``.
        """
        old = self.calibration
        if old is None:
            return self.reweighted(weights)
        other = self._copy()
        other.weights = np.asarray(weights, dtype=np.float64)
        _refuse(faults_of_people(other.weights, self.strata))
        factor = other.weights / self.weights
        kinds, which = distinct(factor)
        _, one, index = np.unique(old.index * kinds.size + which, return_index=True, return_inverse=True)
        rows = old.rows[old.index[one]] / factor[one, None]
        pull = old.pull * factor**2
        other.calibration = replace(old, index=index, rows=rows, pull=pull, mass=sums_by(index, pull, one.size))
        return other

    def scaled(self, factor: float) -> "Sample":
        """The same sample with every weight multiplied, for instance so that they add up to the register."""
        other = self._copy()
        other.design_weights, other.weights = self.design_weights * factor, self.weights * factor
        if self.calibration is not None:
            other.calibration = replace(
                self.calibration, pull=self.calibration.pull * factor, mass=self.calibration.mass * factor
            )
        return other

    def degrees_of(self, within: Mask | None = None) -> int:
        r"""Degrees of freedom of a domain: its people (or clusters) less the strata that hold one, :math:`n_d - C_d`."""
        if within is None:
            return self.cluster_strata.size - len(self.labels)
        mask = mask_of(within, self.people)
        drawn = int(np.count_nonzero(mask)) if self.clusters is None else np.unique(self.clusters[mask]).size
        return int(drawn - np.unique(self.strata[mask]).size)

    def _copy(self) -> "Sample":
        other = object.__new__(Sample)
        other.__dict__.update(self.__dict__)
        return other


def variance(sample: Sample, u: Floats) -> Floats:
    r"""Variance of a statistic that person i moves by :math:`w_i u_i`. The only one in the house.

    .. math:: e_i = u_i - x_i'B, \quad B = \Bigl(\sum d\,x x'\Bigr)^{-1}\sum d\,x u, \quad z_i = w_i e_i

    .. math:: V = \sum_h (1-f_h)\,\frac{n_h}{n_h-1}\sum_{i\in h}(z_i-\bar z_h)^2

    with :math:`e = u` in a sample that was not calibrated; where clusters were drawn, :math:`z_i` is the sum over cluster i. ``u`` is
    (people,) or (people, k), noughts for those outside the domain or silent; the result is one number or (k,). Särndal, Swensson &
    Wretman (1992) sections 5.5-5.8; Deville & Särndal (1992) JASA 87:376.
    """
    return np.array([each @ each for each in _spread(sample, u.reshape(sample.people, -1))]).reshape(u.shape[1:])


def covariance(sample: Sample, u: Floats) -> Floats:
    """(k, k) covariances of statistics that person i moves by :math:`w_i u_i`, ``u`` (people, k); the diagonal is ``variance``."""
    spread = np.stack(list(_spread(sample, u)))
    found: Floats = spread @ spread.T
    return found


def _spread(sample: Sample, u: Floats) -> Iterator[Floats]:
    r"""For each statistic :math:`\sqrt{(1-f_h)\,n_h/(n_h-1)}\,(z_i-\bar z_h)`, (people or clusters,); its squares add up to V."""
    z = sample.weights[:, None] * residuals(sample, u)
    strata, sizes = sample.cluster_strata, sample.sizes
    root = np.sqrt(sample.factors)[strata]
    for column in z.T:
        drawn = column if sample.clusters is None else sums_by(sample.clusters, column, strata.size)
        centre = sums_by(strata, drawn, sizes.size) / sizes
        yield root * (drawn - centre[strata])


def residuals(sample: Sample, u: Floats) -> Floats:
    """What the calibration columns do not explain of ``u`` (people, k); ``u`` itself without calibration."""
    calibration = sample.calibration
    if calibration is None:
        return u
    root = np.sqrt(calibration.mass)
    left = np.empty_like(u)
    for k in range(u.shape[1]):
        sums = sums_by(calibration.index, calibration.pull * u[:, k], root.size)
        fitted = calibration.basis @ (calibration.basis.T @ (sums / root)) / root
        left[:, k] = u[:, k] - fitted[calibration.index]
    return left


def sums_by(index: Ints, values: Floats, number: int) -> Floats:
    """(number,) the sum of ``values`` under each index."""
    return np.bincount(index, weights=values, minlength=number).astype(np.float64, copy=False)


def _within_strata(strata: Ints, labels: NDArray[np.generic]) -> tuple[Ints, Ints]:
    """Clusters numbered within their strata: (people,) whose cluster, (clusters,) in which stratum."""
    names, codes = distinct(labels)
    found, index = np.unique(strata * names.size + codes, return_inverse=True)
    return index.astype(np.int64, copy=False), found // names.size


def _register(population: Population) -> Register | None:
    if population is None or isinstance(population, Mapping):
        return population
    return {WITHOUT_STRATA: population}


def _sizes_of(population: Population, labels: tuple[Hashable, ...]) -> Floats | None:
    register = _register(population)
    return None if register is None else np.array([number(register[label]) for label in labels])


def _refuse(faults: list[Fault]) -> None:
    if faults:
        raise SampleFaults(faults)
