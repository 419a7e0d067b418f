r"""Weights of many replicates of a calibrated sample, each calibrated anew; for ``replication``.

With :math:`a_{ri}` the factor of person i in replicate r, x the calibration rows and T their totals (the sums of the sample's own weights
over its rows), every replicate gets :math:`w_{ri} = d_i a_{ri} F(x_i'\lambda_r)` with :math:`\sum_i w_{ri} x_i = T`, by the method that the sample
was calibrated with. All replicates are solved side by side on the joint table, (replicates, joint), by Newton's method, and each is
judged by its margin error. Deville & Särndal (1992) JASA 87:376; that the adjustment has to be made anew in each replicate: Rao & Wu
(1988) JASA 83:231, Valliant (1993) JASA 88:89.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from analysis.calibration import TOLERANCE, Curve, curve_of
from analysis.sample import Calibration, Ints, Mask, Sample, sums_by

Floats: TypeAlias = NDArray[np.float64]

ROUNDS = 50
HALVINGS = 12


def recalibrated(sample: Sample, factors: Floats) -> tuple[Floats, Mask]:
    """Weights (replicates, people) that meet the totals of the sample's calibration, and which replicates do (replicates,).

    ``factors`` (replicates, people) multiply the weights of the sample before. A replicate fails if it misses a total by more than 1e-9 of
    it, for instance since nobody of a category was drawn; its row is then of no use. Raked replicates start from the raked weights,
    which gives the same weights as starting from the design weights, and sooner; the others start from the design weights.
    """
    calibration = sample.calibration
    if calibration is None:
        return factors * sample.weights, np.ones(len(factors), dtype=np.bool_)
    start = sample.weights if calibration.method == "raking" else sample.design_weights
    weights = factors * start
    weights *= (start.sum() / weights.sum(axis=1))[:, None]
    masses = _by_joint(weights, calibration.index)
    totals = calibration.rows.T @ sums_by(calibration.index, sample.weights, len(calibration.rows))
    found, error = _Table(calibration, masses, totals).solved()
    return weights * found[:, calibration.index], error < TOLERANCE


def _by_joint(weights: Floats, index: Ints) -> Floats:
    """(replicates, joint) sums of the weights of each joint class; every class has somebody."""
    order = np.argsort(index, kind="stable")
    starts = np.flatnonzero(np.diff(index[order], prepend=-1))
    return np.add.reduceat(weights[:, order], starts, axis=1)


class _Table:
    """The joint table of all replicates.

    The multipliers are those of an orthonormal basis of the calibration columns: it has as many columns as there are independent
    totals, and what Newton's method inverts is then near to the identity.
    """

    def __init__(self, calibration: Calibration, masses: Floats, totals: Floats) -> None:
        self.rows, self.totals, self.masses = calibration.rows, totals, masses
        self.basis = calibration.basis / np.sqrt(calibration.mass)[:, None]
        self.outer = np.einsum("ja,jb->jab", self.basis, self.basis).reshape(len(self.basis), -1)
        self.curve: Curve = curve_of(calibration.method, calibration.bounds)
        # the totals in that basis, for which rows = basis · (basis' M rows)
        known = calibration.basis.T @ (np.sqrt(calibration.mass)[:, None] * self.rows)
        self.wanted = np.linalg.lstsq(known.T, totals, rcond=None)[0]

    def solved(self) -> tuple[Floats, Floats]:
        """The factors F (replicates, joint), and by how much the worst total of each replicate is missed, relative to it."""
        multipliers = np.zeros((len(self.masses), self.basis.shape[1]))
        factor, slope, error = self._at(multipliers)
        for _ in range(ROUNDS):
            open_ = np.flatnonzero(error > TOLERANCE / 1000)
            if open_.size == 0:
                break
            step = self._step(factor[open_], slope[open_], open_)
            better = False
            for halving in range(HALVINGS):
                trial = self._at(multipliers[open_] + step / 2**halving, open_)
                gained = trial[2] < error[open_]
                won = open_[gained]
                better |= bool(gained.any())
                multipliers[won] += step[gained] / 2**halving
                factor[won], slope[won], error[won] = (each[gained] for each in trial)
                open_, step = open_[~gained], step[~gained]
                if open_.size == 0:
                    break
            if not better:
                break
        return factor, error

    def _at(self, multipliers: Floats, which: Ints | slice = slice(None)) -> tuple[Floats, Floats, Floats]:
        """F, its slope (replicates, joint) and the largest error of a total (replicates,) at these multipliers."""
        with np.errstate(over="ignore", invalid="ignore"):
            factor, slope = self.curve(multipliers @ self.basis.T)
            error = np.abs((self.masses[which] * factor) @ self.rows / self.totals - 1).max(axis=1)
        return factor, slope, np.where(np.isfinite(error), error, np.inf)

    def _step(self, factor: Floats, slope: Floats, which: Ints) -> Floats:
        """Newton's step (replicates, rank). A replicate without a category has none in its direction: a hair on the diagonal stands for it."""
        rank = self.basis.shape[1]
        bend = ((self.masses[which] * slope) @ self.outer).reshape(-1, rank, rank) + 1e-12 * np.eye(rank)
        missed = self.wanted - (self.masses[which] * factor) @ self.basis
        solution: Floats = np.linalg.solve(bend, missed[:, :, None])[:, :, 0]
        return solution
