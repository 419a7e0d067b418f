r"""Confidence intervals from a value, its standard error and an effective size.

All functions take arrays of one shape (or plain numbers), work element by element and give a ``Pair`` of arrays. Where there are no degrees of freedom there is no interval: both ends are nan, never a guess.

Letters: :math:`p` share (0..1), :math:`V` its variance, :math:`n` answers, :math:`t_d` the quantile of Student's t
with :math:`d` degrees of freedom at :math:`(1+\text{level})/2`, :math:`B(q; a, b)` the quantile of the beta distribution.

Shares never get the symmetric interval :math:`p \pm t\sqrt V`: in a simulated city survey it covered 13 % instead of 95 %
for a share near nought.
"""

from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincinv, expit, logit, stdtrit

Floats: TypeAlias = NDArray[np.float64]


class Pair(NamedTuple):
    """Both ends of every interval, arrays of one shape; nan where there is none."""

    low: Floats
    high: Floats


#: how far the plain cap of an effective size may be above what the weights allow; at 1.4 coverage was still 94 %
TRUSTED: Final = 1.4

METHODS: Final = ("korn-graubard", "wilson", "xlogit", "logit", "beta")


def t_quantile(degrees: ArrayLike, level: float) -> Floats:
    """Quantile of Student's t for a two-sided interval; nan where there are no degrees of freedom."""
    if not 0 < level < 1:
        raise ValueError(f"A level lies between 0 and 1, as 0.95 does; {level} does not.")
    quantile: Floats = stdtrit(np.asarray(degrees, dtype=np.float64), (1 + level) / 2)
    return quantile


def t_interval(value: ArrayLike, standard_error: ArrayLike, degrees: ArrayLike, level: float = 0.95) -> Pair:
    r"""Symmetric interval of a mean or a difference: :math:`\bar y \pm t_d\sqrt V`, in the unit of the value."""
    centre = np.asarray(value, dtype=np.float64)
    reach = t_quantile(degrees, level) * np.asarray(standard_error, dtype=np.float64)
    return Pair(centre - reach, centre + reach)


def korn_graubard(
    share: ArrayLike,
    standard_error: ArrayLike,
    respondents: ArrayLike,
    kish: ArrayLike,
    degrees: ArrayLike,
    sampling_fraction: ArrayLike = 0.0,
    level: float = 0.95,
) -> Pair:
    r"""Clopper-Pearson interval on an effective size; the published interval of every share ("kg_cap").

    .. math:: n^* = \frac{p(1-p)}{V} \quad (n_{Kish}\text{ where } p \in \{0, 1\} \text{ or } V = 0), \qquad
              n^* \leftarrow \min\Bigl(n_c,\; n^* \bigl(t_{n-1}/t_d\bigr)^2\Bigr)

    .. math:: \text{low} = B\bigl(\alpha/2;\, n^*p,\, n^*(1-p)+1\bigr), \qquad
              \text{high} = B\bigl(1-\alpha/2;\, n^*p+1,\, n^*(1-p)\bigr)

    with low = 0 at p = 0 and high = 1 at p = 1. The cap :math:`n_c` is ``cap``. Where everybody was asked and answered
    (:math:`\bar f = 1`) the interval is the point. Conservative by design.

    Korn & Graubard (1998) Survey Methodology 24:193; cap and the rule at 0 and 1 after Parker et al. (2017),
    Vital and Health Statistics 2(175).
    """
    p, se, n, f = _floats(share, standard_error, respondents, sampling_fraction)
    size = effective_size(p, se, kish) * (t_quantile(n - 1, level) / t_quantile(degrees, level)) ** 2
    everybody = f >= 1
    size = np.minimum(size, cap(n, kish, f))
    low, high = _clopper_pearson(p, size, level)
    return Pair(np.where(everybody, p, low), np.where(everybody, p, high))


def wilson(
    share: ArrayLike,
    standard_error: ArrayLike,
    respondents: ArrayLike,
    kish: ArrayLike,
    degrees: ArrayLike,
    sampling_fraction: ArrayLike = 0.0,
    level: float = 0.95,
) -> Pair:
    r"""Score interval on an effective size, for comparison.

    .. math:: \frac{p + \frac{t^2}{2n^*} \pm \frac{t}{2n^*}\sqrt{4 n^* p(1-p) + t^2}}{1 + t^2/n^*},
              \qquad n^* = \min\Bigl(\frac{p(1-p)}{V}, n_c\Bigr)

    The quantile :math:`t_d` already pays for the few degrees of freedom; shrinking :math:`n^*` as well would count them twice.
    Kott (2017) Survey Methodology 43(2).
    """
    p, se, n, f = _floats(share, standard_error, respondents, sampling_fraction)
    everybody = f >= 1
    size = np.minimum(effective_size(p, se, kish), cap(n, kish, f))
    low, high = wilson_on(p, size, degrees, level)
    return Pair(np.where(everybody, p, low), np.where(everybody, p, high))


def wilson_on(share: ArrayLike, size: ArrayLike, degrees: ArrayLike, level: float = 0.95) -> Pair:
    """Score interval on a given effective size, without a cap (R survey 4.5 takes ``p(1-p)/V``)."""
    p, n = _floats(share, size)
    t = t_quantile(degrees, level)
    usable = n > 0
    n = np.where(usable, n, 1.0)
    middle = p + t**2 / (2 * n)
    reach = t / (2 * n) * np.sqrt(4 * n * p * (1 - p) + t**2)
    width = 1 + t**2 / n
    low = np.where(usable, (middle - reach) / width, np.nan)
    high = np.where(usable, (middle + reach) / width, np.nan)
    return Pair(np.where((p <= 0) & ~np.isnan(low), 0.0, low), np.where((p >= 1) & ~np.isnan(high), 1.0, high))


def xlogit(share: ArrayLike, standard_error: ArrayLike, degrees: ArrayLike, level: float = 0.95) -> Pair:
    r"""t interval on the logit scale, :math:`\mathrm{logit}(p) \pm t_d \sqrt V / (p(1-p))`; nan at 0 and 1.

    The interval of SPSS Complex Samples and of Stata's ``svy: proportion``.
    """
    p, se = _floats(share, standard_error)
    inside = (p > 0) & (p < 1)
    p = np.where(inside, p, 0.5)
    reach = t_quantile(degrees, level) * se / (p * (1 - p))
    centre = logit(p)
    return Pair(np.where(inside, expit(centre - reach), np.nan), np.where(inside, expit(centre + reach), np.nan))


def beta(
    share: ArrayLike, standard_error: ArrayLike, respondents: ArrayLike, degrees: ArrayLike, level: float = 0.95
) -> Pair:
    """Korn-Graubard as R's ``svyciprop(method="beta")`` has it: no cap, nan at 0 and 1. To compare with R, not to publish."""
    p, se, n = _floats(share, standard_error, respondents)
    usable = _varies(p, se)
    variance = np.where(usable, se, 1.0) ** 2
    size = p * (1 - p) / variance * (t_quantile(n - 1, level) / t_quantile(degrees, level)) ** 2
    low, high = _clopper_pearson(np.where(usable, p, 0.5), size, level)
    return Pair(np.where(usable, low, np.nan), np.where(usable, high, np.nan))


def of_share(
    share: ArrayLike,
    standard_error: ArrayLike,
    respondents: ArrayLike,
    kish: ArrayLike,
    degrees: ArrayLike,
    sampling_fraction: ArrayLike = 0.0,
    level: float = 0.95,
    method: str = "korn-graubard",
) -> Pair:
    """The interval of a share by its name, one of ``METHODS``."""
    if method == "korn-graubard":
        return korn_graubard(share, standard_error, respondents, kish, degrees, sampling_fraction, level)
    if method == "wilson":
        return wilson(share, standard_error, respondents, kish, degrees, sampling_fraction, level)
    if method in ("xlogit", "logit"):
        return xlogit(share, standard_error, degrees, level)
    if method == "beta":
        return beta(share, standard_error, respondents, degrees, level)
    raise ValueError(f"There is no interval {method!r} for a share; choose one of {', '.join(METHODS)}.")


def effective_size(share: ArrayLike, standard_error: ArrayLike, kish: ArrayLike) -> Floats:
    r"""Size of a simple random sample with the same variance, :math:`p(1-p)/V`; Kish's size where that is not defined."""
    p, se, plain = _floats(share, standard_error, kish)
    defined = _varies(p, se)
    return np.where(defined, p * (1 - p) / np.where(defined, se, 1.0) ** 2, plain)


def _varies(p: Floats, se: Floats) -> NDArray[np.bool_]:
    """Is there a variance to speak of? What rounding leaves of nought would be that of more people than ever lived."""
    return (p > 0) & (p < 1) & (se**2 > 1e-13 * p * (1 - p))


def cap(respondents: ArrayLike, kish: ArrayLike, sampling_fraction: ArrayLike = 0.0) -> Floats:
    r"""What no effective size may exceed: :math:`n/(1-\bar f)`, or what the weights allow where that is much less.

    :math:`\bar f` is the weighted mean of the cells' sampling fractions, 0 without finite-population correction: capping at :math:`n` itself
    would take the correction back. Where weights differ, a lucky variance (a rare answer given by people of small weight only)
    gets past that cap: at half the inhabitants and a coefficient of variation of 1 it let the interval cover 73 % instead of 95 %. So where
    it is more than ``TRUSTED`` times ``allowed_size``, that size is the cap; see docs/coverage.md.
    """
    n, f = _floats(respondents, sampling_fraction)
    everybody = f >= 1
    plain = np.where(everybody, np.inf, n / np.where(everybody, 1.0, 1 - f))
    allowed = allowed_size(n, kish, f)
    return np.where(plain > TRUSTED * allowed, allowed, plain)


def allowed_size(respondents: ArrayLike, kish: ArrayLike, sampling_fraction: ArrayLike) -> Floats:
    r"""The effective size that the weights allow where answers vary alike in all strata, which no estimate of a variance may exceed.

    .. math:: n_w = \frac{\hat W^2}{\sum w^2(1-f)} = \Bigl(\frac{1}{n_{Kish}} - \frac{\bar f}{n}\Bigr)^{-1}

    Cell weights have :math:`w = 1/f`, so that :math:`\sum w^2 f = \hat W` and :math:`\bar f = n/\hat W`. Without finite-population correction
    it is Kish's size, with equal weights :math:`n/(1-\bar f)`. Kish (1965) Survey Sampling, section 11.7.
    """
    n, plain, f = _floats(respondents, kish, sampling_fraction)
    usable = (n > 0) & (plain > 0)
    n, plain = np.where(usable, n, 1.0), np.where(usable, plain, 1.0)
    short = 1 / plain - f / n
    somewhat = short > 0
    return np.where(usable & somewhat, 1 / np.where(somewhat, short, 1.0), np.where(usable, np.inf, 0.0))


def _clopper_pearson(p: Floats, size: Floats, level: float) -> Pair:
    """Exact binomial interval for ``size * p`` out of ``size``, also where these are no whole numbers."""
    tail = (1 - level) / 2
    usable = (size > 0) & np.isfinite(p)
    n = np.where(usable, size, 1.0)
    inner = np.where(usable, np.clip(p, 0.0, 1.0), 0.5)
    low = np.where(inner > 0, betaincinv(n * inner, n * (1 - inner) + 1, tail), 0.0)
    high = np.where(inner < 1, betaincinv(n * inner + 1, n * (1 - inner), 1 - tail), 1.0)
    return Pair(np.where(usable, low, np.nan), np.where(usable, high, np.nan))


def _floats(*given: ArrayLike) -> tuple[Floats, ...]:
    return tuple(np.asarray(each, dtype=np.float64) for each in given)
