"""The published interval of a share ("kg_cap"), at its edges and by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import intervals
from analysis.figures import Proportion


def proportion(p, se, n=100, kish=80.0, degrees=90, fraction=0.0):
    return Proportion(p, se, degrees, n, kish, 1.2, sampling_fraction=fraction)


def test_a_share_of_nought_has_an_interval_that_starts_at_nought():
    # nobody of 20, equal weights, df = n - 1: the exact upper end is 1 - 0.025^(1/20) = 0.1684 (Clopper and Pearson)
    found = proportion(0.0, 0.0, n=20, kish=20.0, degrees=19).interval()

    assert found.low == 0.0
    assert found.high == pytest.approx(1 - 0.025 ** (1 / 20), rel=1e-13)


def test_a_share_of_everybody_mirrors_a_share_of_nobody():
    nobody = proportion(0.0, 0.0).interval()
    everybody = proportion(1.0, 0.0).interval()

    assert everybody.high == 1.0
    assert everybody.low == pytest.approx(1 - nobody.high, rel=1e-13)


def test_at_nought_kish_s_size_counts_and_not_the_number_of_answers():
    # size 12.5 with df = n - 1, so that the ratio of quantiles is 1: upper end 1 - 0.025^(1/12.5)
    found = proportion(0.0, 0.0, n=40, kish=12.5, degrees=39).interval()

    assert found.high == pytest.approx(1 - 0.025 ** (1 / 12.5), rel=1e-13)


def test_a_binomial_share_gives_the_textbook_interval_of_clopper_and_pearson():
    # 3 of 10: 0.0667 to 0.6525 (Clopper & Pearson 1934; any table of exact binomial limits)
    found = proportion(0.3, math.sqrt(0.3 * 0.7 / 10), n=10, kish=10.0, degrees=9).interval()

    assert (found.low, found.high) == (pytest.approx(0.0667395, abs=5e-8), pytest.approx(0.6524529, abs=5e-8))


def test_an_effective_size_above_the_answers_is_cut_to_them():
    # a variance half of the binomial one would make 20 out of 10 answers
    lucky = proportion(0.3, math.sqrt(0.3 * 0.7 / 20), n=10, kish=10.0, degrees=9).interval()
    plain = proportion(0.3, math.sqrt(0.3 * 0.7 / 10), n=10, kish=10.0, degrees=9).interval()

    assert (lucky.low, lucky.high) == (pytest.approx(plain.low), pytest.approx(plain.high))


def test_the_cut_leaves_the_finite_population_correction_alone():
    # 60 of 120 answered: p(1-p)/V is 120 with the correction, and n/(1-f) = 120 lets it stand
    p, n, f = 0.5, 60, 0.5
    corrected = proportion(p, math.sqrt((1 - f) * p * (1 - p) / n), n=n, kish=60.0, degrees=59, fraction=f).interval()
    exact = intervals.korn_graubard(p, math.sqrt(p * (1 - p) / 120), 120, 120, 119)
    cut_at_n = intervals.korn_graubard(p, math.sqrt(p * (1 - p) / 120), 60, 60, 59)

    assert corrected.low == pytest.approx(float(exact[0]), rel=1e-12)
    assert corrected.high - corrected.low < 0.75 * float(cut_at_n[1] - cut_at_n[0])


def test_a_lucky_variance_is_cut_to_what_very_unequal_weights_allow():
    # 100 answers whose weights make them worth 60; the variance pretends that they are worth all 100
    p = 0.1
    lucky = proportion(p, math.sqrt(p * (1 - p) / 100), n=100, kish=60.0, degrees=99).interval()
    of_sixty = intervals.korn_graubard(p, math.sqrt(p * (1 - p) / 60), 60, 60, 59)

    assert (lucky.low, lucky.high) == (pytest.approx(float(of_sixty.low)), pytest.approx(float(of_sixty.high)))


@pytest.mark.parametrize(
    ("kish", "fraction", "expected"), [(72, 0.0, 100), (71, 0.0, 71), (90, 0.2, 125), (80, 0.5, 80 / 0.6)]
)
def test_the_cap_is_the_plain_one_unless_that_is_far_above_what_the_weights_allow(kish, fraction, expected):
    # 100 answers; of 80 with half of the inhabitants asked 1/(1/80 - 0.5/100) = 133.3, where the plain cap is 200
    assert float(intervals.cap(100, kish, fraction)) == pytest.approx(expected)


def test_the_size_that_cell_weights_allow_is_that_of_answers_that_vary_alike_everywhere():
    # 20 of 40 and 30 of 300: W^2 / sum of w^2 (1 - f) = 340^2 / (20 * 4 * 0.5 + 30 * 100 * 0.9) = 42.189781...
    w = np.repeat([2.0, 10.0], [20, 30])
    kish = w.sum() ** 2 / (w @ w)

    assert float(intervals.allowed_size(50, kish, 50 / 340)) == pytest.approx(340**2 / 2740, rel=1e-13)


def test_equal_weights_allow_everybody_and_a_full_count_has_no_bound():
    assert float(intervals.allowed_size(60, 60.0, 0.0)) == pytest.approx(60)
    assert float(intervals.allowed_size(0, 0.0, 0.0)) == 0.0
    assert np.isinf(intervals.allowed_size(60, 60.0, 1.0))


def test_where_everybody_answered_the_interval_is_the_point():
    found = proportion(0.4, 0.0, n=50, kish=50.0, degrees=49, fraction=1.0).interval()

    assert (found.low, found.high) == (0.4, 0.4)


def test_few_degrees_of_freedom_widen_the_interval():
    many = proportion(0.3, 0.06, degrees=90).interval()
    few = proportion(0.3, 0.06, degrees=4).interval()

    assert few.low < many.low < many.high < few.high


def test_xlogit_and_beta_have_no_interval_at_the_ends():
    for method in ("xlogit", "logit", "beta"):
        assert proportion(0.0, 0.0).interval(method=method) is None
        assert proportion(1.0, 0.0).interval(method=method) is None


def test_wilson_exists_at_the_ends_and_stays_between_nought_and_one():
    nobody, everybody = (proportion(p, 0.0).interval(method="wilson") for p in (0.0, 1.0))

    assert nobody.low == 0.0 < nobody.high
    assert everybody.low < 1.0 == everybody.high


def test_no_degrees_of_freedom_no_interval():
    low, high = intervals.korn_graubard([0.5, 0.5], [0.1, 0.1], [10, 1], [10, 1], [9, 0])

    assert np.isfinite([low[0], high[0]]).all()
    assert np.isnan([low[1], high[1]]).all()


@given(
    p=st.floats(1e-9, 1 - 1e-9) | st.sampled_from([0.0, 1.0]),
    n=st.integers(2, 3000),
    effect=st.floats(0.3, 4),
    fraction=st.floats(0, 0.99),
    lost=st.integers(0, 20),
    method=st.sampled_from(["korn-graubard", "wilson"]),
)
def test_the_interval_of_a_share_holds_the_share_and_stays_between_nought_and_one(p, n, effect, fraction, lost, method):
    degrees = max(n - 1 - lost, 1)
    figure = proportion(p, math.sqrt(effect * p * (1 - p) / n), n, n / max(effect, 1), degrees, fraction)

    found = figure.interval(method=method)

    assert 0 <= found.low <= p + 1e-12
    assert p - 1e-12 <= found.high <= 1


def test_the_interval_of_a_mean_is_student_s():
    # t(0.975; 1) = 12.7062, t(0.975; 10) = 2.2281, t(0.95; 10) = 1.8125: any table of Student's t
    low, high = intervals.t_interval([3.0, 3.0], [0.5, 0.5], [1, 10])

    assert (high - 3.0) / 0.5 == pytest.approx([12.7062, 2.2281], abs=5e-5)
    assert 3.0 - low == pytest.approx(high - 3.0)
    assert float(intervals.t_quantile(10, 0.9)) == pytest.approx(1.8125, abs=5e-5)
    assert np.isnan(intervals.t_quantile([0, -1, np.nan], 0.95)).all()


def test_below_the_cut_the_published_interval_is_the_one_of_r_at_any_degrees_of_freedom():
    for degrees in (3, 20, 99):
        given = 0.3, math.sqrt(0.3 * 0.7 / 40), 100

        published = intervals.korn_graubard(*given, 80.0, degrees)

        np.testing.assert_allclose(published, intervals.beta(*given, degrees), rtol=1e-14)


def test_wilson_by_hand():
    # p = 0.3 on a size of 50 with t(0.975; 49) = 2.009575: (p + t²/2n ± t/2n·√(4np(1-p) + t²)) / (1 + t²/n)
    t, n, p = 2.0095752371, 50, 0.3
    reach = t / (2 * n) * math.sqrt(4 * n * p * (1 - p) + t * t)
    ends = [(p + t * t / (2 * n) + sign * reach) / (1 + t * t / n) for sign in (-1, 1)]

    found = intervals.wilson(p, math.sqrt(p * (1 - p) / n), 200, 150.0, 49)

    assert [float(end) for end in found] == pytest.approx(ends, rel=1e-9)


def test_wilson_is_cut_to_the_answers_and_leaves_the_finite_population_correction_alone():
    for share, size in ((0.3, 300.0), (0.0, 100.0)):
        error = math.sqrt(share * (1 - share) / size)

        cut = intervals.wilson(share, error, 100, 100.0, 99)
        corrected = intervals.wilson(share, error, 100, 100.0, 99, 0.25)

        np.testing.assert_allclose(cut, intervals.wilson_on(share, 100, 99), rtol=1e-14)
        np.testing.assert_allclose(corrected, intervals.wilson_on(share, min(100 / 0.75, size), 99), rtol=1e-14)


def test_wilson_on_less_than_one_person_is_wide_and_on_nobody_nothing():
    low, high = intervals.wilson_on([0.5, 0.5, 0.0, 1.0], [0.5, 0, 0, 0], 5)

    assert 0 < low[0] < 0.15
    assert high[0] == pytest.approx(1 - low[0])
    assert np.isnan([low[1:], high[1:]]).all()


def test_at_the_ends_wilson_ends_there_to_the_last_digit_and_not_where_there_is_no_interval():
    sizes = np.arange(1.0, 400.0)

    assert (intervals.wilson_on(0.0, sizes, sizes).low == 0.0).all()
    assert (intervals.wilson_on(1.0, sizes, sizes).high == 1.0).all()
    assert np.isnan(intervals.wilson_on([0.0, 1.0], 10, 0)).all()


def test_where_there_is_no_interval_neither_end_is_told():
    ends = np.array([0.0, 1.0, 0.5])
    errors = np.array([0.0, 0.0, 0.0])

    assert np.isnan(intervals.xlogit(ends[:2], errors[:2], 10)).all()
    assert np.isnan(intervals.beta(ends, errors, 20, 10)).all()
    assert np.isnan(intervals.korn_graubard(ends, errors, 0, 0.0, 10)).all()
    assert np.isnan(intervals.korn_graubard(np.nan, np.nan, 5, 5.0, 4)).all()


@pytest.mark.parametrize("method", ["korn-graubard", "wilson"])
def test_an_interval_is_of_95_percent_and_without_finite_population_unless_told(method):
    given = 0.3, 0.02, 100, 90.0, 80

    found = intervals.of_share(*given, method=method)

    assert found == intervals.of_share(*given, 0.0, 0.95, method)
    assert found.low < 0.3 < found.high
    assert intervals.korn_graubard(*given) == intervals.of_share(*given)


def test_the_cap_is_without_finite_population_unless_told_and_none_where_everybody_answered():
    assert float(intervals.cap(100, 100.0)) == 100
    assert np.isinf(intervals.cap(100, 100.0, 1.0))


def test_one_answer_allows_one_and_none_allows_none():
    with np.errstate(all="raise"):
        assert intervals.allowed_size([1, 0, 10], [1.0, 5.0, 0.0], 0.0).tolist() == [1.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("error", "expected"), [(1e-8, 77), (1e-5, 0.25 / 1e-10), (1.4e-7, 77), (1.7e-7, 0.25 / 1.7e-7**2)]
)
def test_a_variance_that_rounding_leaves_is_none(error, expected):
    # at one half the bound is 1e-13 / 4: a standard error of 1.58e-7
    assert float(intervals.effective_size(0.5, error, 77)) == pytest.approx(expected)


def test_a_share_that_rounding_lifts_above_one_is_one():
    found = intervals.korn_graubard(np.nextafter(1.0, 2.0), 0.0, 50, 50.0, 40)

    assert float(found.high) == 1.0
    assert float(found.low) == pytest.approx(float(intervals.korn_graubard(1.0, 0.0, 50, 50.0, 40).low))
