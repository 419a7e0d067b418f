r"""Mean, share, total, gap and difference, one statistic at a time, from the answers of each person.

Every function says how far each person moves the statistic (its influence :math:`u_i`, before the weight) and hands that to the one
``variance``. Answers are (people,) floats, nan is silence; ``within`` is a mask (people,) and None means everyone.
:math:`m_i` is 1 for who answered, :math:`\delta_i` 1 for who is in the domain. Many items and domains at once: ``tally``.
"""

import math
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.faults import Fault, Faults
from analysis.figures import Estimate, Proportion, Unit
from analysis.sample import Mask, Sample, variance

Floats: TypeAlias = NDArray[np.float64]
Base: TypeAlias = Literal["answered", "everyone"]


def mean(sample: Sample, y: ArrayLike, within: Mask | None = None) -> Estimate:
    r"""Weighted mean of the points of those who answered, in points.

    .. math:: \bar y = \frac{\sum_i w_i m_i \delta_i y_i}{\hat W}, \qquad \hat W = \sum_i w_i m_i \delta_i, \qquad
              u_i = \frac{m_i \delta_i (y_i - \bar y)}{\hat W}

    Särndal, Swensson & Wretman (1992), sections 5.5-5.8.
    """
    answers, counts = _answers(sample, y, within)
    centre, u = _ratio(sample, answers, counts)
    return _judged(sample, centre, u, counts)


def share(sample: Sample, chosen: ArrayLike, within: Mask | None = None, base: Base = "answered") -> Proportion:
    """Weighted share of those with 1.0 in ``chosen`` (1.0 chosen, 0.0 not, nan silence: ``points.chosen``), between 0 and 1.

    ``base`` says whom the share is of: those who answered, or everyone, silence included in the denominator.
    """
    answers, counts = _answers(sample, chosen, within)
    if base == "everyone":
        counts = _domain(sample, within)
    centre, u = _ratio(sample, answers, counts)
    found = _judged(sample, centre, u, counts)
    w = sample.weights[counts]
    fraction = float(w @ sample.fractions[sample.strata[counts]] / w.sum()) if w.size else 0.0
    return Proportion(
        found.value,
        found.standard_error,
        found.degrees,
        found.respondents,
        found.effective_size,
        found.design_effect,
        sampling_fraction=fraction,
    )


def total(sample: Sample, y: ArrayLike, within: Mask | None = None) -> Estimate:
    r"""Weighted total :math:`\sum_i w_i m_i \delta_i y_i`, :math:`u_i = m_i \delta_i y_i`; 1.0 for each gives a number of people.

    Degrees of freedom are those of everyone in the domain: who is silent counts as nought here.
    """
    answers, counts = _answers(sample, y, within)
    u = np.where(counts, answers, 0.0)
    return Estimate(
        value=float(sample.weights @ u),
        standard_error=math.sqrt(float(variance(sample, u))),
        degrees=sample.degrees_of(within),
        respondents=int(counts.sum()),
        effective_size=_kish(sample.weights[counts]),
        design_effect=math.nan,
        unit=Unit.PERSON,
    )


def gap(sample: Sample, importance: ArrayLike, satisfaction: ArrayLike, within: Mask | None = None) -> Estimate:
    r"""Printed importance less printed satisfaction: two means over those who answered each, their covariance counted.

    .. math:: u_i = \frac{m^{(1)}_i\delta_i(y^{(1)}_i-\bar y^{(1)})}{\hat W^{(1)}} - \frac{m^{(2)}_i\delta_i(y^{(2)}_i-\bar y^{(2)})}{\hat W^{(2)}}

    ``respondents`` and effective size count who answered both; degrees of freedom who answered either. ``gap_paired`` is another statistic.
    """
    first, counts_first = _answers(sample, importance, within)
    second, counts_second = _answers(sample, satisfaction, within)
    centre_first, u_first = _ratio(sample, first, counts_first)
    centre_second, u_second = _ratio(sample, second, counts_second)
    both = counts_first & counts_second
    return Estimate(
        value=centre_first - centre_second,
        standard_error=_error_of_difference(sample, u_first, u_second, centre_first - centre_second),
        degrees=sample.degrees_of(counts_first | counts_second),
        respondents=int(both.sum()),
        effective_size=_kish(sample.weights[both]),
        design_effect=math.nan,
        unit=Unit.POINT_DIFFERENCE,
    )


def gap_paired(sample: Sample, importance: ArrayLike, satisfaction: ArrayLike, within: Mask | None = None) -> Estimate:
    """Mean of each person's own difference, over those who answered both; not the difference of the printed means."""
    each = np.asarray(importance, dtype=np.float64) - np.asarray(satisfaction, dtype=np.float64)
    answers, counts = _answers(sample, each, within)
    centre, u = _ratio(sample, answers, counts)
    return _judged(sample, centre, u, counts, Unit.POINT_DIFFERENCE)


def difference(sample: Sample, y: ArrayLike, first: Mask, second: Mask, unit: Unit = Unit.POINT) -> Estimate:
    """Mean in the domain ``first`` less the mean in ``second``; two domains of one sample are correlated, and that is counted.

    ``unit`` is the unit of the two means (PERCENT when y is 1.0 or 0.0). Degrees of freedom are those of both domains together.
    """
    answers_first, counts_first = _answers(sample, y, first)
    answers_second, counts_second = _answers(sample, y, second)
    centre_first, u_first = _ratio(sample, answers_first, counts_first)
    centre_second, u_second = _ratio(sample, answers_second, counts_second)
    either = counts_first | counts_second
    return Estimate(
        value=centre_first - centre_second,
        standard_error=_error_of_difference(sample, u_first, u_second, centre_first - centre_second),
        degrees=sample.degrees_of(either),
        respondents=int(either.sum()),
        effective_size=_kish(sample.weights[either]),
        design_effect=math.nan,
        unit=unit.difference,
    )


def change(earlier: Estimate, later: Estimate) -> Estimate:
    r"""Later less earlier, of two waves drawn independently: :math:`V = V_1 + V_2`, degrees :math:`d_1 + d_2`.

    For a statement on a trend both figures are made without finite-population correction (Korn & Graubard 1999, Lumley 2010).
    Persons who happen to be in both waves do no harm; a panel needs their covariance and is not for this function.
    """
    if earlier.unit is not later.unit:
        raise Faults([Fault("units_differ", {"first": earlier.unit.value, "second": later.unit.value})])
    return Estimate(
        value=later.value - earlier.value,
        standard_error=math.hypot(earlier.standard_error, later.standard_error),
        degrees=earlier.degrees + later.degrees,
        respondents=earlier.respondents + later.respondents,
        effective_size=earlier.effective_size + later.effective_size,
        design_effect=math.nan,
        unit=later.unit.difference,
    )


def _domain(sample: Sample, within: Mask | None) -> Mask:
    if within is None:
        return np.ones(sample.people, dtype=np.bool_)
    mask = np.asarray(within, dtype=np.bool_)
    _same_length(sample, "within", mask)
    return mask


def _answers(sample: Sample, y: ArrayLike, within: Mask | None) -> tuple[Floats, Mask]:
    """Answers with noughts for silence, and who counts: answered and in the domain."""
    given = np.asarray(y, dtype=np.float64)
    _same_length(sample, "answers", given)
    answered = np.isfinite(given)
    return np.where(answered, given, 0.0), answered & _domain(sample, within)


def _same_length(sample: Sample, name: str, given: NDArray[np.generic]) -> None:
    if given.shape != (sample.people,):
        raise Faults([Fault("length_differs", {"name": name, "found": given.shape, "expected": sample.people})])


def _ratio(sample: Sample, y: Floats, counts: Mask) -> tuple[float, Floats]:
    """A weighted mean and the influence of each person on it; nan and noughts where nobody counts."""
    w = np.where(counts, sample.weights, 0.0)
    size = float(w.sum())
    if size == 0:
        return math.nan, np.zeros(sample.people)
    known = y[counts]
    centre = float(known[0]) if (known == known[0]).all() else float(w @ y / size)
    return centre, np.where(counts, (y - centre) / size, 0.0)


def _judged(sample: Sample, centre: float, u: Floats, counts: Mask, unit: Unit = Unit.POINT) -> Estimate:
    nobody = not counts.any()
    found = math.nan if nobody else float(variance(sample, u))
    return Estimate(
        value=centre,
        standard_error=math.sqrt(found),
        degrees=sample.degrees_of(counts),
        respondents=int(counts.sum()),
        effective_size=_kish(sample.weights[counts]),
        design_effect=_design_effect(sample, u, counts, found),
        unit=unit,
    )


def _design_effect(sample: Sample, u: Floats, counts: Mask, found: float) -> float:
    r""":math:`V \big/ \bigl[\frac{S^2}{n}(1 - n/\hat W)\bigr]`, :math:`S^2 = \frac{n}{n-1}\sum w(y-\bar y)^2/\hat W`; nan where the bracket is 0.

    The factor :math:`1 - n/\hat W` is dropped where the weights do not add up to the register (``Sample.weights_add_up``).
    """
    w = sample.weights[counts]
    n, size = w.size, float(w.sum())
    if n < 2:
        return math.nan
    plain = float(w @ u[counts] ** 2) * size / (n - 1)
    if sample.weights_add_up:
        plain *= 1 - n / size
    return found / plain if plain > 0 else math.nan


def _kish(w: Floats) -> float:
    """Kish's effective size (sum of weights squared over the sum of squared weights); Kish (1965)."""
    return float(w.sum() ** 2 / (w @ w)) if w.size else 0.0


def _error_of_difference(sample: Sample, first: Floats, second: Floats, value: float) -> float:
    return math.nan if math.isnan(value) else math.sqrt(float(variance(sample, first - second)))
