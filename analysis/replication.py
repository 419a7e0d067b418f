r"""Replicates: the sample as if it had been drawn again, for what no formula of ``variance`` covers (indices, places, ranks).

    replicates = bootstrap(sample, 1000, seed=20260401)
    satisfaction = replicated_means(replicates, y)         # y (people, items), nan is silence
    satisfaction.standard_error, satisfaction.interval(), satisfaction.share(lambda each: each > 3)

Every replicate gives the same people other weights, in a calibrated sample calibrated anew. :math:`\theta` is a statistic, :math:`\theta_r` the same in replicate r
of R. Where everybody was asked and the finite-population correction holds, there is nothing to draw again: no replicates and no error.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis import estimates
from analysis.faults import Fault, Faults, SampleFaults, WeightingFaults
from analysis.inputs import mask_of, numbers_of
from analysis.intervals import Pair, t_interval
from analysis.recalibration import recalibrated
from analysis.sample import Ints, Mask, Sample

Floats: TypeAlias = NDArray[np.float64]
Around: TypeAlias = Literal["mean", "estimate"]
Kind: TypeAlias = Literal["percentile", "t"]

#: replicates times people; as many weights take 2 GiB
LARGEST = 2**28
#: a variance below this part of the mean square is what rounding leaves of answers that are all the same
SAME = 1e-12


@dataclass(frozen=True, eq=False)
class Replicates:
    r"""Weights (replicates, people), and ``scale`` (replicates,) :math:`c_r` of :math:`V = \sum_r c_r(\theta_r-\bar\theta)^2`.

    ``around`` "mean": :math:`\bar\theta` is the mean of the replicates; "estimate": the statistic of the sample (R's ``mse``).
    ``failed`` replicates could not meet the margins, for instance since nobody of a category was drawn, and are not among the
    ``number`` that are in use: to be told beside the figures. With ``seed`` the same replicates are drawn again.
    """

    sample: Sample
    weights: Floats
    scale: Floats
    method: Literal["bootstrap", "jackknife"]
    around: Around = "mean"
    seed: int | None = None
    failed: int = 0

    @property
    def number(self) -> int:
        """How many replicates are in use; 0 where everybody was asked."""
        return len(self.weights)


@dataclass(frozen=True, eq=False)
class Replicated:
    """Statistics in the sample, ``value`` (k,), and in each replicate, ``replicated`` (replicates, k); nan where there is none.

    ``degrees`` (k,) of freedom; there is no interval where they are 0 or less.
    """

    replicates: Replicates
    value: Floats
    replicated: Floats
    degrees: Floats

    @property
    def undefined(self) -> Ints:
        """(k,) in how many replicates there is no such statistic though the sample has it; for instance nobody who answered was drawn."""
        missing: Ints = np.isnan(self.replicated).sum(axis=0) * np.isfinite(self.value)
        return missing

    @cached_property
    def standard_error(self) -> Floats:
        """(k,), over the replicates that have the statistic; nan where ``covariance`` would be."""
        return np.array([self.covariance([k])[0, 0] for k in range(self.value.size)]) ** 0.5

    def covariance(self, of: ArrayLike) -> Floats:
        r""":math:`\sum_r c_r(\theta_r-\bar\theta)(\theta_r-\bar\theta)'` of the statistics numbered ``of``, over the replicates that have all of them.

        nan where the sample lacks one, where fewer than half of a bootstrap's replicates have all, or where one of a jackknife's lacks
        one: there every replicate is a term of its own.
        """
        columns = np.asarray(of, dtype=np.int64)
        number, found = self.replicates.number, self.replicated[:, columns]
        complete = np.isfinite(found).all(axis=1)
        enough = number if self.replicates.method == "jackknife" else max(number / 2, min(number, 2))
        if complete.sum() < enough or not np.isfinite(self.value[columns]).all():
            return np.full((columns.size, columns.size), np.nan)
        if number == 0:
            return np.zeros((columns.size, columns.size))
        away = found[complete] - (found[complete][0] if self.replicates.around == "mean" else self.value[columns])
        if self.replicates.around == "mean":
            away -= away.mean(axis=0)
        scale = self.replicates.scale[complete] * self.replicates.scale.sum() / self.replicates.scale[complete].sum()
        spread: Floats = (away * scale[:, None]).T @ away
        return spread

    def interval(self, level: float = 0.95, kind: Kind | None = None) -> Pair:
        """Both ends (k,): of a bootstrap the middle ``level`` of its replicates ("percentile"), of a jackknife the "t" interval.

        The percentile interval bends with a statistic that does; of R replicates the j-th smallest stands at j/(R + 1) (Davison & Hinkley
        1997, section 5.2). nan without degrees of freedom, or without a standard error.
        """
        low, high = t_interval(self.value, self.standard_error, self.degrees, level)
        if (kind or self.kind) == "t" or self.replicates.number == 0:
            return Pair(low, high)
        self._refuse_jackknife("A percentile interval")
        for k in np.flatnonzero(np.isfinite(low)):
            there = self.replicated[np.isfinite(self.replicated[:, k]), k]
            low[k], high[k] = np.quantile(there, [(1 - level) / 2, (1 + level) / 2], method="weibull")
        return Pair(low, high)

    @property
    def kind(self) -> Kind:
        """Which interval is printed where nobody says otherwise."""
        return "percentile" if self.replicates.method == "bootstrap" else "t"

    def share(self, holds: Callable[[Floats], Mask]) -> Floats:
        """(k,) 再標本での割合: the share of replicates in which it holds, of those that have the statistic; nan where the sample has none.

        Where everybody was asked it is 1 or 0. It says how often a finding would come back, not the chance that it is true.
        """
        self._refuse_jackknife("A share of replicates")
        each = self.replicated if self.replicates.number else self.value[None]
        there = np.isfinite(each) & np.isfinite(self.value)
        told = there.sum(axis=0)
        return np.where(told > 0, (holds(each) & there).sum(axis=0) / np.maximum(told, 1), np.nan)

    def _refuse_jackknife(self, what: str) -> None:
        if self.replicates.method == "jackknife":
            raise Faults([Fault("bootstrap_needed", {"what": what})])


def bootstrap(sample: Sample, number: int = 1000, seed: int = 0, *, recalibrate: bool = True) -> Replicates:
    r"""Draw :math:`n_h - 1` of the :math:`n_h` people (or clusters) of every stratum anew, with replacement, ``number`` times.

    .. math:: a_i = 1 + \sqrt{1-f_h}\,\Bigl(\frac{n_h}{n_h-1}\,t_i - 1\Bigr), \qquad w_{ri} = w_i a_i

    with :math:`t_i` how often person i was drawn. The variance of a total over all possible draws is that of ``sample.variance``.
    Calibrated samples are calibrated anew in every replicate, unless ``recalibrate`` is False. Rao & Wu (1988) JASA 83:231, with
    :math:`m_h = n_h - 1` and the finite-population correction of its section 2; Rao, Wu & Yue (1992) Survey Methodology 18:209 for weights.
    """
    if number < 2:
        raise SampleFaults([Fault("too_few_replicates", {"number": number})])
    _refuse_large(number, sample.people)
    if not sample.factors.any():
        return Replicates(sample, np.empty((0, sample.people)), np.empty(0), "bootstrap", seed=seed)
    draw = np.random.Generator(np.random.PCG64(seed))
    strata = sample.cluster_strata
    times = np.ones((number, strata.size))
    for h in np.flatnonzero(sample.sizes > 1):
        n = int(sample.sizes[h])
        times[:, strata == h] = draw.multinomial(n - 1, np.full(n, 1 / n), size=number) * (n / (n - 1))
    times = 1 + np.sqrt(1 - sample.fractions)[strata] * (times - 1)
    weights, met = _weights(sample, times, recalibrate)
    kept = int(met.sum())
    if kept < 2:
        raise WeightingFaults([Fault("replicates_infeasible", {"failed": number - kept, "number": number})])
    return Replicates(sample, weights[met], np.full(kept, 1 / (kept - 1)), "bootstrap", seed=seed, failed=number - kept)


def jackknife(sample: Sample, *, recalibrate: bool = True, around: Around = "mean") -> Replicates:
    r"""JKn: leave out one person (or cluster) at a time and let the others of the stratum stand for it, :math:`w_i\,n_h/(n_h-1)`.

    The scale of a replicate of stratum h is :math:`(1-f_h)(n_h-1)/n_h`; a stratum taken in full has none. It takes people x people weights,
    and all of them have to meet the margins of a calibrated sample. As ``as.svrepdesign(type="JKn")`` of R's survey package has it, whose
    default ``around`` is; Wolter (2007) Introduction to Variance Estimation, section 4.5; re-calibrated: Valliant (1993) JASA 88:89.
    """
    strata = sample.cluster_strata
    left_out = np.flatnonzero(sample.factors[strata] > 0)
    _refuse_large(left_out.size, sample.people)
    times = np.ones((left_out.size, strata.size))
    size, h = sample.sizes[strata[left_out]], strata[left_out]
    np.copyto(times, (size / np.maximum(size - 1, 1))[:, None], where=h[:, None] == strata)
    times[np.arange(left_out.size), left_out] = 0.0
    weights, met = _weights(sample, times, recalibrate)
    if not met.all():
        failed = int(np.count_nonzero(~met))
        raise WeightingFaults([Fault("replicates_infeasible", {"failed": failed, "number": left_out.size})])
    return Replicates(sample, weights, (1 - sample.fractions[h]) * (size - 1) / size, "jackknife", around)


def replicated_means(replicates: Replicates, y: ArrayLike, within: Mask | None = None) -> Replicated:
    """Weighted means of ``y`` (people,) or (people, k) over those who answered within a mask; of 1.0 and 0.0 these are shares."""
    answers = _columns(y)
    found = estimates.mean(replicates.sample, answers, within)
    inside = slice(None) if within is None else np.flatnonzero(within)
    there = np.isfinite(answers[inside])
    # counted from the lowest answer, so that where all say the same not a hair is left between replicates
    lowest = np.where(there.any(axis=0), np.min(answers[inside], axis=0, where=there, initial=np.inf), 0.0)
    weights = replicates.weights[:, inside]
    size = weights @ there.astype(np.float64)
    sums = weights @ np.where(there, answers[inside] - lowest, 0.0)
    replicated = np.where(size > 0, lowest + sums / np.where(size > 0, size, 1.0), np.nan)
    return Replicated(replicates, found.value, replicated, found.degrees)


def replicated_correlations(
    replicates: Replicates, y: ArrayLike, other: ArrayLike, within: Mask | None = None
) -> Replicated:
    """Weighted correlation (Pearson) of ``y`` (people,) or (people, k) with ``other`` (people,).

    Each over those who answered both, so that a silence takes nobody out of the other columns. nan where either does not vary. Of
    satisfaction with items and overall satisfaction it is the importance that follows from the answers instead of being asked for.
    """
    sample, answers, second = replicates.sample, _columns(y), np.asarray(other, dtype=np.float64)
    for name, each in (("y", answers), ("other", second)):
        if each.shape[:1] != (sample.people,):
            raise Faults([Fault("length_differs", {"name": name, "found": each.shape, "expected": sample.people})])
    inside = mask_of(within, sample.people)
    both = np.isfinite(answers) & np.isfinite(second)[:, None] & inside[:, None]
    parts = np.where(both, answers, 0.0), np.where(both, second[:, None], 0.0), both.astype(np.float64)
    return Replicated(
        replicates,
        _correlations(sample.weights[None], *parts)[0],
        _correlations(replicates.weights, *parts),
        np.array([sample.degrees_of(column) for column in both.T], dtype=np.float64),
    )


def combined(how: Callable[..., Floats], *parts: Replicated) -> Replicated:
    """Statistics made of others, ``how`` of arrays (..., k) giving one (..., k): the same way in the sample and in every replicate."""
    if any(part.replicates is not parts[0].replicates for part in parts):
        raise Faults([Fault("replicates_differ")])
    return Replicated(
        replicates=parts[0].replicates,
        value=how(*(part.value for part in parts)),
        replicated=how(*(part.replicated for part in parts)),
        degrees=np.min([part.degrees for part in parts], axis=0),
    )


def _columns(y: ArrayLike) -> Floats:
    given = numbers_of(y)
    return given[:, None] if given.ndim == 1 else given


def _correlations(weights: Floats, y: Floats, x: Floats, both: Floats) -> Floats:
    """(replicates, k) from answers (people, k) with noughts where not both are there; nan where one of them does not vary."""
    size = weights @ both
    there = size > 0
    size = np.where(there, size, 1.0)
    (mean_y, mean_x), (square_y, square_x) = ([weights @ each**power / size for each in (y, x)] for power in (1, 2))
    spread_y, spread_x = square_y - mean_y**2, square_x - mean_x**2
    varies = there & (spread_y > SAME * square_y) & (spread_x > SAME * square_x)
    root = np.sqrt(np.where(varies, spread_y * spread_x, 1.0))
    found = (weights @ (y * x) / size - mean_y * mean_x) / root
    return np.where(varies, np.clip(found, -1.0, 1.0), np.nan)


def _weights(sample: Sample, times: Floats, recalibrate: bool) -> tuple[Floats, Mask]:
    """Weights (replicates, people) from factors (replicates, people or clusters), and which replicates are usable."""
    factors = times if sample.clusters is None else times[:, sample.clusters]
    if recalibrate:
        return recalibrated(sample, factors)
    return factors * sample.weights, np.ones(len(factors), dtype=np.bool_)


def _refuse_large(number: int, people: int) -> None:
    if number * people > LARGEST:
        raise SampleFaults([Fault("replicates_too_large", {"number": number, "people": people})])
