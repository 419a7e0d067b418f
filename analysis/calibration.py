r"""Calibrated weights: as near to the design weights as the register totals allow.

Weights :math:`w_i = d_i F(x_i'\lambda)` with :math:`\sum w_i x_i = T`; F is 1 + u (linear), exp u (raking) or a logit curve between two bounds.
Deville & Särndal (1992) JASA 87:376; Deville, Särndal & Sautory (1993) JASA 88:1013.

The design weights are first scaled to the register, since bounds are on the factor w/d. It is the error of the totals that says
whether it worked, not that the weights stopped moving.
"""

from collections.abc import Callable, Mapping
from typing import TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from analysis.faults import Fault, WeightingFaults, named
from analysis.margins import Given, Margin, contracted, indicator_rows, margins_of
from analysis.sample import Bounds, Method, Sample, sums_by

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Curve: TypeAlias = Callable[[Floats], tuple[Floats, Floats]]

METHODS: tuple[Method, ...] = get_args(Method)
TOLERANCE = 1e-9
#: raking goes on to here, since a round on the joint table costs next to nothing
SETTLED = 1e-12
ROUNDS = 200


def poststratify(sample: Sample, labels: Given) -> Sample:
    """Weights that add up to the register in every class of one classification: ``(labels (people,), {label: total})``."""
    return rake(sample, {"classes": labels})


def rake(sample: Sample, given: Mapping[str, Given]) -> Sample:
    """Weights that add up to every margin, ``{name: (labels (people,), {label: total})}``, by iterative proportional fitting.

    The table is contracted to the joint classes first; at most 200 rounds, until no category misses its total by more than a hair; 1e-9 of it is good enough.
    Margins that no weights can meet are refused with the categories that stay worst.
    """
    return raked_from(sample, given, sample.design_weights)


def raked_from(sample: Sample, given: Mapping[str, Given], start: Floats) -> Sample:
    """As ``rake``, from other weights than the design weights (trimmed ones, say), which stay those of the residuals."""
    margins = margins_of(sample, given)
    index, cells = contracted(margins)
    scaled = sample.scaled(float(margins[0].totals.sum() / sample.design_weights.sum()))
    mass = sums_by(index, start, len(cells))
    fitted = _fitted(mass, cells, margins)
    return scaled.calibrated(start * (fitted / mass)[index], index, indicator_rows(margins, cells))


def calibrate(
    sample: Sample, given: Mapping[str, Given], method: Method = "linear", bounds: Bounds | None = None
) -> Sample:
    """Weights that meet every margin by the linear, raking or logit distance.

    ``bounds`` on w/d: linear is cut at them (the truncated linear method), logit needs some (0.4 and 3 if none are given), raking has none.
    """
    if method not in METHODS:
        raise WeightingFaults([Fault("method_unknown", {"method": method, "known": ", ".join(METHODS)})])
    if method == "raking" and bounds is not None:
        raise WeightingFaults([Fault("bounds_not_kept")])
    margins = margins_of(sample, given)
    index, cells = contracted(margins)
    rows = indicator_rows(margins, cells)
    scaled = sample.scaled(float(margins[0].totals.sum() / sample.design_weights.sum()))
    mass = sums_by(index, scaled.design_weights, len(cells))
    limits = bounds or ((0.4, 3.0) if method == "logit" else None)
    if limits is not None and not limits[0] < 1 < limits[1]:
        raise WeightingFaults([Fault("bounds_exclude_one", {"low": limits[0], "high": limits[1]})])
    totals = np.concatenate([margin.totals for margin in margins])
    factor = _solved(mass, rows, totals, curve_of(method, limits), limits, margins)
    return scaled.calibrated(scaled.design_weights * factor[index], index, rows, method, limits)


def _fitted(mass: Floats, cells: Ints, margins: tuple[Margin, ...]) -> Floats:
    """Iterative proportional fitting on the joint table."""
    fitted = mass.copy()
    for _ in range(ROUNDS):
        for k, margin in enumerate(margins):
            held = sums_by(cells[:, k], fitted, margin.totals.size)
            fitted *= (margin.totals / held)[cells[:, k]]
        misses = _misses(fitted, cells, margins)
        if misses.max() < SETTLED:
            break
    if misses.max() < TOLERANCE:
        return fitted
    raise WeightingFaults([Fault("margins_infeasible", {"rounds": ROUNDS, "worst": _worst(misses, margins)})])


def _misses(fitted: Floats, cells: Ints, margins: tuple[Margin, ...]) -> Floats:
    """(categories of all margins,) how far each total is missed, relative to it."""
    held = [sums_by(cells[:, k], fitted, each.totals.size) for k, each in enumerate(margins)]
    totals = np.concatenate([margin.totals for margin in margins])
    missed: Floats = np.abs(np.concatenate(held) / totals - 1)
    return missed


def _worst(misses: Floats, margins: tuple[Margin, ...]) -> str:
    names = [f"{margin.name} {label}" for margin in margins for label in margin.labels]
    return named([f"{names[k]} ({misses[k]:.1%})" for k in np.argsort(-misses)[:4] if misses[k] >= TOLERANCE])


def curve_of(method: Method, bounds: Bounds | None) -> Curve:
    """F and its derivative, element by element."""
    if method == "raking":
        return lambda u: (np.exp(u), np.exp(u))
    if method == "logit" and bounds is not None:
        return _logit_curve(bounds)
    if bounds is None:
        return lambda u: (1 + u, np.ones_like(u))
    low, high = bounds
    return lambda u: (np.clip(1 + u, low, high), ((1 + u > low) & (1 + u < high)).astype(np.float64))


def _logit_curve(bounds: Bounds) -> Curve:
    r""":math:`F(u) = L + (U-L)\,\mathrm{expit}(Au + c)`, with F(0) = F'(0) = 1; the bounded logit of Deville & Särndal (1992), case 6."""
    low, high = bounds
    slope = (high - low) / ((1 - low) * (high - 1))
    start = float(logit((1 - low) / (high - low)))

    def curve(u: Floats) -> tuple[Floats, Floats]:
        place = expit(slope * u + start)
        return low + (high - low) * place, (high - low) * slope * place * (1 - place)

    return curve


def _solved(
    mass: Floats, rows: Floats, totals: Floats, curve: Curve, bounds: Bounds | None, margins: tuple[Margin, ...]
) -> Floats:
    """Newton's method for the multipliers, halving a step that makes the totals worse; the factors w/d per joint class."""
    multipliers = np.zeros(totals.size)
    factor, slope = curve(rows @ multipliers)
    miss = totals - rows.T @ (mass * factor)
    for _ in range(ROUNDS):
        if np.abs(miss / totals).max() < TOLERANCE / 100:
            return factor
        step = np.linalg.lstsq(rows.T @ ((mass * slope)[:, None] * rows), miss, rcond=1e-12)[0]
        for halving in range(30):
            trial = multipliers + step / 2**halving
            with np.errstate(over="ignore", invalid="ignore"):  # too long a step is halved
                factor, slope = curve(rows @ trial)
                left = totals - rows.T @ (mass * factor)
            if np.isfinite(left).all() and np.abs(left).sum() < np.abs(miss).sum():
                break
        else:
            break
        multipliers, miss = trial, left
    if np.abs(miss / totals).max() < TOLERANCE:
        return curve(rows @ multipliers)[0]
    worst = _worst(np.abs(miss / totals), margins)
    low, high = bounds or (0.0, np.inf)
    raise WeightingFaults([Fault("bounds_infeasible", {"low": low, "high": high, "worst": worst})])
