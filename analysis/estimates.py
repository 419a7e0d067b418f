r"""Mean, share, total, gap and difference, from the answers of each person or from a tally of them.

Every function says how far each person moves the statistic (its influence :math:`u_i`, before the weight) and hands that to the one
``variance``. Answers are floats, nan is silence: of one item (people,), which gives an ``Estimate``, or of many (people, items), which
gives ``Figures`` of arrays (items,) with the same face. ``within`` is a mask (people,) and None means everyone.
:math:`m_i` is 1 for who answered, :math:`\delta_i` 1 for who is in the domain. Many domains at once: give a ``Tally``.
"""

import math
from collections.abc import Collection
from dataclasses import replace
from typing import Any, TypeAlias, cast, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.faults import Fault, Faults
from analysis.figures import Base, Estimate, NamedBase, Proportion, Unit
from analysis.inputs import mask_of, numbers_of
from analysis.sample import Mask, Sample, variance
from analysis.tables import Figures
from analysis.tally import Tally, means_of, refuse_base, shares_of

Floats: TypeAlias = NDArray[np.float64]
Matrix: TypeAlias = np.ndarray[tuple[int, int], np.dtype[Any]]


@overload
def mean(of: Tally) -> Figures: ...
@overload
def mean(of: Sample, y: Matrix, within: Mask | None = None) -> Figures: ...
@overload
def mean(of: Sample, y: ArrayLike, within: Mask | None = None) -> Estimate: ...


def mean(of: Sample | Tally, y: ArrayLike | None = None, within: Mask | None = None) -> Estimate | Figures:
    r"""Weighted mean of the points of those who answered, in points; of a tally (items, domains).

    .. math:: \bar y = \frac{\sum_i w_i m_i \delta_i y_i}{\hat W}, \qquad \hat W = \sum_i w_i m_i \delta_i, \qquad
              u_i = \frac{m_i \delta_i (y_i - \bar y)}{\hat W}

    Särndal, Swensson & Wretman (1992), sections 5.5-5.8.
    """
    if isinstance(of, Tally):
        _refuse_besides(y, within)
        return means_of(of)
    given = numbers_of(np.nan if y is None else y)
    answers, counts = _answers(of, given, within)
    centre, u = _ratio(of, answers, counts)
    return _one_or_many(given, _judged(of, centre, u, counts))


@overload
def share(of: Tally, chosen: Collection[int], *, base: Base = "answered") -> Figures: ...
@overload
def share(of: Sample, chosen: Matrix, within: Mask | None = None, base: Base = "answered") -> Figures: ...
@overload
def share(of: Sample, chosen: ArrayLike, within: Mask | None = None, base: Base = "answered") -> Proportion: ...


def share(
    of: Sample | Tally, chosen: ArrayLike | Collection[int], within: Mask | None = None, base: Base = "answered"
) -> Estimate | Figures:
    """Weighted share of those who chose an option, between 0 and 1.

    Of a sample: 1.0 in ``chosen`` is chosen, 0.0 not, nan silence (``points.chosen``). Of a tally: ``chosen`` is the set of codes
    that count, and the shares are (items, domains). ``base`` says whom the share is of: those who answered, or everyone, silence
    included in the denominator.
    """
    if isinstance(of, Tally):
        _refuse_besides(within)
        if not isinstance(chosen, Collection) or isinstance(chosen, str):
            raise Faults([Fault("codes_not_a_set", {"found": chosen})])
        return shares_of(of, [frozenset(cast(Collection[int], chosen))], base).one_set(0)
    given = numbers_of(cast(ArrayLike, chosen))
    answers, counts = _answers(of, given, within)
    if (strange := (answers != 0) & (answers != 1)).any():
        raise Faults([Fault("chosen_out_of_range", {"found": float(answers[strange][0])})])
    refuse_base(base)
    if base == "everyone":
        counts = np.broadcast_to(mask_of(within, of.people)[:, None], answers.shape)
    centre, u = _ratio(of, answers, counts)
    return _one_or_many(given, _judged(of, centre, u, counts, Unit.PERCENT, base))


@overload
def total(sample: Sample, y: Matrix, within: Mask | None = None) -> Figures: ...
@overload
def total(sample: Sample, y: ArrayLike, within: Mask | None = None) -> Estimate: ...


def total(sample: Sample, y: ArrayLike, within: Mask | None = None) -> Estimate | Figures:
    r"""Weighted total :math:`\sum_i w_i m_i \delta_i y_i`, :math:`u_i = m_i \delta_i y_i`; 1.0 for each gives a number of people.

    Degrees of freedom are those of everyone in the domain: who is silent counts as nought here.
    """
    given = numbers_of(y)
    answers, counts = _answers(sample, given, within)
    u = np.where(counts, answers, 0.0)
    found = _figures(sample, sample.weights @ u, variance(sample, u), counts, Unit.PERSON)
    degrees = np.full(u.shape[1], float(sample.degrees_of(within)))
    return _one_or_many(given, replace(found, degrees=degrees, base="everyone"))


@overload
def gap(sample: Sample, importance: Matrix, satisfaction: Matrix, within: Mask | None = None) -> Figures: ...
@overload
def gap(sample: Sample, importance: ArrayLike, satisfaction: ArrayLike, within: Mask | None = None) -> Estimate: ...


def gap(
    sample: Sample, importance: ArrayLike, satisfaction: ArrayLike, within: Mask | None = None
) -> Estimate | Figures:
    r"""Printed importance less printed satisfaction: two means over those who answered each, their covariance counted.

    .. math:: u_i = \frac{m^{(1)}_i\delta_i(y^{(1)}_i-\bar y^{(1)})}{\hat W^{(1)}} - \frac{m^{(2)}_i\delta_i(y^{(2)}_i-\bar y^{(2)})}{\hat W^{(2)}}

    ``respondents`` and effective size count who answered both; degrees of freedom who answered either. ``gap_paired`` is another statistic.
    """
    given, other = _alike(importance, satisfaction)
    first, second = (_answers(sample, each, within) for each in (given, other))
    found = _subtracted(sample, first, second, first[1] & second[1], Unit.POINT_DIFFERENCE)
    return _one_or_many(given, replace(found, base="answered each"))


@overload
def gap_paired(sample: Sample, importance: Matrix, satisfaction: Matrix, within: Mask | None = None) -> Figures: ...
@overload
def gap_paired(
    sample: Sample, importance: ArrayLike, satisfaction: ArrayLike, within: Mask | None = None
) -> Estimate: ...


def gap_paired(
    sample: Sample, importance: ArrayLike, satisfaction: ArrayLike, within: Mask | None = None
) -> Estimate | Figures:
    """Mean of each person's own difference, over those who answered both; not the difference of the printed means."""
    each = np.subtract(*_alike(importance, satisfaction))
    answers, counts = _answers(sample, each, within)
    centre, u = _ratio(sample, answers, counts)
    return _one_or_many(each, _judged(sample, centre, u, counts, Unit.POINT_DIFFERENCE, "answered both"))


@overload
def difference(sample: Sample, y: Matrix, first: Mask, second: Mask, unit: Unit = Unit.POINT) -> Figures: ...
@overload
def difference(sample: Sample, y: ArrayLike, first: Mask, second: Mask, unit: Unit = Unit.POINT) -> Estimate: ...


def difference(sample: Sample, y: ArrayLike, first: Mask, second: Mask, unit: Unit = Unit.POINT) -> Estimate | Figures:
    """Mean in the domain ``first`` less the mean in ``second``; two domains of one sample are correlated, and that is counted.

    ``unit`` is the unit of the two means (PERCENT when y is 1.0 or 0.0). Degrees of freedom are those of both domains together.
    Two waves with the same people in them are two domains too: rows of both waves, ``Sample(..., clusters=person)``, and the wave
    as the mask. Waves drawn independently: ``change``.
    """
    given = numbers_of(y)
    one, other = (_answers(sample, given, domain) for domain in (first, second))
    return _one_or_many(given, _subtracted(sample, one, other, one[1] | other[1], unit.difference))


def influences(sample: Sample, y: ArrayLike, within: Mask | None = None) -> Floats:
    r"""(people, items) the :math:`u_i` of ``mean``, for ``sample.covariance``; noughts for who does not count."""
    return _ratio(sample, *_answers(sample, y, within))[1]


def change(earlier: Estimate, later: Estimate) -> Estimate:
    r"""Later less earlier, of two waves drawn independently: :math:`V = V_1 + V_2`, degrees :math:`d_1 + d_2`.

    For a statement on a trend both figures are made without finite-population correction (Korn & Graubard 1999, Lumley 2010).
    Persons who happen to be in both waves do no harm; a panel needs their covariance: see ``difference``.
    """
    if earlier.unit is not later.unit:
        raise Faults([Fault("units_differ", {"first": earlier.unit.value, "second": later.unit.value})])
    if earlier.base != later.base:
        raise Faults([Fault("bases_differ", {"first": earlier.base, "second": later.base})])
    return Estimate(
        value=later.value - earlier.value,
        standard_error=math.hypot(earlier.standard_error, later.standard_error),
        degrees=earlier.degrees + later.degrees,
        respondents=earlier.respondents + later.respondents,
        effective_size=earlier.effective_size + later.effective_size,
        design_effect=math.nan,
        unit=later.unit.difference,
        base=later.base,
    )


def _refuse_besides(*given: ArrayLike | None) -> None:
    if any(each is not None for each in given):
        raise Faults([Fault("tally_has_its_domains")])


def _alike(importance: ArrayLike, satisfaction: ArrayLike) -> tuple[Floats, Floats]:
    """Both as floats of one shape."""
    first, second = numbers_of(importance, "importance"), numbers_of(satisfaction, "satisfaction")
    if first.shape != second.shape:
        raise Faults([Fault("items_differ", {"first": first.shape, "second": second.shape})])
    return first, second


def _answers(sample: Sample, y: ArrayLike, within: Mask | None) -> tuple[Floats, Mask]:
    """(people, items) answers with noughts for silence, and who counts: answered and in the domain."""
    given = numbers_of(y)
    if given.ndim not in (1, 2) or given.shape[0] != sample.people:
        raise Faults([Fault("length_differs", {"name": "answers", "found": given.shape, "expected": sample.people})])
    columns = given.reshape(sample.people, -1)
    answered = np.isfinite(columns)
    if (infinite := np.isinf(columns)).any():
        raise Faults([Fault("answers_not_numbers", {"count": int(infinite.sum())})])
    return np.where(answered, columns, 0.0), answered & mask_of(within, sample.people)[:, None]


def _one_or_many(given: Floats, found: Figures) -> Estimate | Figures:
    """What was asked of one item is told as one figure."""
    return found.one(0) if given.ndim == 1 else found


def _ratio(sample: Sample, y: Floats, counts: Mask) -> tuple[Floats, Floats]:
    """Weighted means (items,) and the influence of each person on them (people, items); nan and noughts where nobody counts."""
    w = np.where(counts, sample.weights[:, None], 0.0)
    size = w.sum(axis=0)
    somebody = size > 0
    divisor = np.where(somebody, size, 1.0)
    low = np.min(y, axis=0, where=counts, initial=np.inf)
    high = np.max(y, axis=0, where=counts, initial=-np.inf)
    # where all say the same, that is their mean: a sum and a division would leave a hair of error, and so of variance
    centre = np.where(low == high, high, np.einsum("ik,ik->k", w, y) / divisor)
    u = np.where(counts, (y - centre) / divisor, 0.0)
    return np.where(somebody, centre, np.nan), u


def _judged(
    sample: Sample, centre: Floats, u: Floats, counts: Mask, unit: Unit = Unit.POINT, base: NamedBase = "answered"
) -> Figures:
    nobody = ~counts.any(axis=0)
    found = np.where(nobody, np.nan, variance(sample, u))
    return replace(
        _figures(sample, centre, found, counts, unit),
        design_effect=_design_effect(sample, u, counts, found),
        base=base,
    )


def _subtracted(
    sample: Sample, first: tuple[Floats, Mask], second: tuple[Floats, Mask], told: Mask, unit: Unit
) -> Figures:
    """The first mean less the second, each with who counts; ``told`` (people, items) are the respondents named beside it."""
    (centre_first, u_first), (centre_second, u_second) = (_ratio(sample, *each) for each in (first, second))
    value = centre_first - centre_second
    found = np.where(np.isnan(value), np.nan, variance(sample, u_first - u_second))
    figures = _figures(sample, value, found, told, unit)
    return replace(figures, degrees=_degrees(sample, first[1] | second[1]))


def _figures(sample: Sample, value: Floats, found: Floats, counts: Mask, unit: Unit) -> Figures:
    """Figures (items,) with what can be told of who counts; no design effect."""
    held = counts.astype(np.float64)
    w, fractions = sample.weights, sample.fractions[sample.strata]
    size, squares, taken = (column @ held for column in (w, w**2, w * fractions))
    somebody = size > 0
    return Figures(
        value=value,
        standard_error=np.sqrt(found),
        degrees=_degrees(sample, counts),
        respondents=held.sum(axis=0),
        effective_size=np.where(somebody, size**2 / np.where(somebody, squares, 1.0), 0.0),
        design_effect=np.full(value.shape, np.nan),
        sampling_fraction=np.where(somebody, taken / np.where(somebody, size, 1.0), 0.0),
        unit=unit,
    )


def _degrees(sample: Sample, counts: Mask) -> Floats:
    return np.array([sample.degrees_of(column) for column in counts.T], dtype=np.float64)


def _design_effect(sample: Sample, u: Floats, counts: Mask, found: Floats) -> Floats:
    r""":math:`V \big/ \bigl[\frac{S^2}{n}(1 - n/\hat W)\bigr]`, :math:`S^2 = \frac{n}{n-1}\sum w(y-\bar y)^2/\hat W`; nan where the bracket is 0.

    The factor :math:`1 - n/\hat W` is dropped where the weights do not add up to the register (``Sample.weights_add_up``).
    """
    held = counts.astype(np.float64)
    n, size = held.sum(axis=0), sample.weights @ held
    plain = (sample.weights @ u**2) * size / np.maximum(n - 1, 1)
    if sample.weights_add_up:
        plain = plain * (1 - n / np.where(size > 0, size, 1.0))
    there = plain > 0
    return np.where(there, found / np.where(there, plain, 1.0), np.nan)
