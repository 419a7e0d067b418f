"""Replicates against the one formula, against R's jackknife and bootstrap, and where nothing can be drawn again."""

import numpy as np
import pytest

from analysis import estimates, replication
from analysis.calibration import calibrate, rake
from analysis.faults import Fault, Faults, SampleFaults, WeightingFaults
from analysis.recalibration import recalibrated
from analysis.replication import (
    Replicated,
    Replicates,
    bootstrap,
    combined,
    jackknife,
    replicated_correlations,
    replicated_means,
)
from analysis.sample import Sample, sums_by
from tests.analysis import city
from tests.analysis.builders import seven_people, silence, twelve_people

SEED = 20260401
ITEMS = ("imp01", "sat01", "sat33", "yn_half")
#: a standard error of 2,000 replicates has itself an error of 1/sqrt(2 · 2000) = 1.6 %; 4.5 times that
DRAWN = 0.07


def answers(*items: str) -> np.ndarray:
    return np.stack([city.column(item) for item in items], axis=1)


def calibrated_city(method: str) -> Sample:
    margins = city.margins("district", "age", "sex")
    if method == "rake":
        return rake(city.base(), margins)
    bounds = {"logit": (0.5, 2.5), "linear, bounded": (0.65, 1.9)}.get(method)
    return calibrate(city.base(), margins, method.split(",", maxsplit=1)[0], bounds)


@pytest.mark.parametrize("design", ["fpc", "nofpc"])
def test_the_jackknife_agrees_with_r(design):
    replicates, seen = jackknife(city.sample(design)), city.Comparison()

    for row in city.rows("ref_city1_other"):
        if row["option"] == "JKn" and row["design"] == design:
            found = replicated_means(replicates, city.column(row["variable"]))
            seen.note(found.value[0], row["est"])
            seen.note(found.standard_error[0], row["se"])

    assert len(seen.pairs) == 2 * 3
    assert seen.worst < 1e-12


def test_the_bootstrap_agrees_with_r_as_far_as_chance_allows():
    # 2,000 replicates of R's have a chance error of 1.6 %, our 8,000 one of 0.8 %; its rows "fpc" carry no correction, see the README
    replicates, seen = bootstrap(city.sample("nofpc"), 8000, SEED), city.Comparison()

    for row in city.rows("ref_city1_other"):
        if row["option"] == "subbootstrap2000_MonteCarlo":
            seen.note(replicated_means(replicates, city.column(row["variable"])).standard_error[0], row["se"])

    assert len(seen.pairs) == 2 * 3
    assert seen.worst < 0.04


@pytest.mark.parametrize("method", ["none", "rake", "linear", "logit", "linear, bounded"])
def test_the_jackknife_has_nearly_the_error_of_the_formula(method):
    sample = city.sample() if method == "none" else calibrated_city(method)
    y, elderly = answers(*ITEMS), city.labels("age") == "70+"
    replicates = jackknife(sample)

    for within, near in ((None, 2e-3), (elderly, 1e-2)):
        found, formula = replicated_means(replicates, y, within), estimates.mean(sample, y, within)
        assert found.value == pytest.approx(formula.value, rel=1e-14)
        assert found.standard_error == pytest.approx(formula.standard_error, rel=near)


@pytest.mark.parametrize("method", ["none", "rake", "linear", "logit", "linear, bounded"])
def test_the_bootstrap_has_nearly_the_error_of_the_formula(method):
    sample = city.sample() if method == "none" else calibrated_city(method)
    y, elderly = answers(*ITEMS), city.labels("age") == "70+"
    replicates = bootstrap(sample, 2000, SEED)

    assert replicates.failed == 0
    for within in (None, elderly):
        found, formula = replicated_means(replicates, y, within), estimates.mean(sample, y, within)
        assert found.standard_error == pytest.approx(formula.standard_error, rel=DRAWN)
        assert np.stack(found.interval()) == pytest.approx(np.stack(formula.interval()), abs=0.015)


@pytest.mark.parametrize("method", ["linear", "raking", "logit", "linear, bounded"])
def test_a_replicate_is_calibrated_as_a_sample_of_such_weights_would_be(method):
    sample, margins = calibrated_city(method), city.margins("district", "age", "sex")
    bounds = sample.calibration.bounds
    factors = np.random.Generator(np.random.PCG64(SEED)).uniform(0.5, 1.5, (3, sample.people))

    weights, met = recalibrated(sample, factors)

    assert met.all()
    for found, factor in zip(weights, factors, strict=True):
        alone = calibrate(
            Sample(sample.design_weights * factor, sample.strata), margins, sample.calibration.method, bounds
        )
        assert found == pytest.approx(alone.weights, rel=1e-8)


def test_every_replicate_of_a_raked_sample_meets_the_margins():
    sample, margins = calibrated_city("rake"), city.margins("district", "age", "sex")

    replicates = bootstrap(sample, 200, SEED)

    for labels, totals in margins.values():
        index = np.unique(labels, return_inverse=True)[1]
        expected = np.array([totals[label] for label in sorted(totals)])
        for weights in replicates.weights:
            assert sums_by(index, weights, expected.size) == pytest.approx(expected, rel=1e-9)


def test_weights_that_are_not_raked_again_miss_what_raking_gains():
    # the classes differ much in their answers, so that most of the spread is between them
    sex = list("MMFF") * 3
    y = np.array([5.0, 4, 1, 2] * 3)
    sample = rake(twelve_people(), {"sex": (sex, {"M": 110.0, "F": 90.0})})

    raked, left = (replicated_means(jackknife(sample, recalibrate=again), y) for again in (True, False))

    assert raked.standard_error < 0.5 * left.standard_error
    assert raked.standard_error[0] == pytest.approx(estimates.mean(sample, y).standard_error, rel=0.25)


def test_a_replicate_without_anybody_of_a_category_is_counted_and_left_out():
    # one person in three of stratum A is the only one of "M": a draw of two of the three misses that one in 4/9 of all cases
    sample = rake(seven_people(fpc=False), {"sex": (list("MFFFFFF"), {"M": 4.0, "F": 26.0})})

    replicates = bootstrap(sample, 900, SEED)

    assert replicates.number + replicates.failed == 900
    assert replicates.failed == pytest.approx(400, abs=60)  # four standard deviations of a binomial
    assert replicates.weights[:, 0] == pytest.approx(np.full(replicates.number, 4.0), rel=1e-9)
    with pytest.raises(WeightingFaults) as refused:
        jackknife(sample)
    assert refused.value.faults == (Fault("replicates_infeasible", {"failed": 1, "number": 7}),)


def test_replicates_that_all_fail_are_refused():
    # nobody else is of the categories M and F in their strata, and each stratum of two draws one
    sample = rake(Sample([1.0] * 4, list("AABB"), None), {"sex": (list("MFXY"), dict.fromkeys("MFXY", 1.0))})

    with pytest.raises(WeightingFaults) as refused:
        bootstrap(sample, 50, SEED)

    assert refused.value.faults == (Fault("replicates_infeasible", {"failed": 50, "number": 50}),)


def test_the_same_seed_draws_the_same_replicates():
    first, again, other = (bootstrap(twelve_people(), 20, seed) for seed in (1, 1, 2))

    assert np.array_equal(first.weights, again.weights)
    assert not np.array_equal(first.weights, other.weights)


@pytest.mark.parametrize("draw", [lambda sample: bootstrap(sample, 50, SEED), jackknife])
def test_a_stratum_taken_in_full_never_varies(draw):
    sample = Sample([1.0] * 3 + [10.0] * 3, list("AAABBB"), {"A": 3, "B": 30})
    y = np.array([1.0, 5, 3, 2, 3, 4])

    replicates = draw(sample)

    assert (replicates.weights[:, :3] == 1.0).all()
    assert (replicated_means(replicates, y, sample.strata == 0).standard_error == 0.0).all()
    assert (replicated_means(replicates, y).standard_error > 0).all()


@pytest.mark.parametrize("draw", [lambda sample: bootstrap(sample, 50, SEED), jackknife])
def test_where_everybody_was_asked_there_is_nothing_to_draw_and_no_error(draw):
    sample = rake(Sample([1.0] * 4, list("AABB"), {"A": 2, "B": 2}), {"sex": (list("MFMF"), {"M": 2, "F": 2})})

    found = replicated_means(draw(sample), [1.0, 2, 3, 5])

    assert found.replicates.number == 0
    assert found.standard_error.tolist() == [0.0]
    assert np.ravel(found.interval()) == pytest.approx([2.75, 2.75])


def test_the_order_of_people_does_not_matter_for_the_jackknife():
    rng = np.random.default_rng(SEED)
    order, y = rng.permutation(12), rng.integers(1, 6, (12, 3)).astype(float)
    labels, sex = np.array(list("AAAABBBBCCCC")), np.array(list("MF") * 6)
    population, totals = {"A": 40, "B": 60, "C": 100}, {"M": 110.0, "F": 90.0}
    weights = rng.uniform(5, 20, 12)

    plain = rake(Sample(weights, labels, population), {"sex": (sex, totals)})
    mixed = rake(Sample(weights[order], labels[order], population), {"sex": (sex[order], totals)})

    found, again = replicated_means(jackknife(plain), y), replicated_means(jackknife(mixed), y[order])
    assert again.value == pytest.approx(found.value, rel=1e-12)
    assert again.standard_error == pytest.approx(found.standard_error, rel=1e-9)


@pytest.mark.parametrize("draw", [lambda sample: bootstrap(sample, 100, SEED), jackknife])
def test_the_scale_of_the_weights_changes_nothing(draw):
    y = np.random.default_rng(SEED).integers(1, 6, (12, 3)).astype(float)
    for sample in (twelve_people(), rake(twelve_people(), {"sex": (list("MF") * 6, {"M": 110.0, "F": 90.0})})):
        found, scaled = (replicated_means(draw(each), y) for each in (sample, sample.scaled(1 / 1000)))

        assert scaled.value == pytest.approx(found.value, rel=1e-12)
        assert scaled.standard_error == pytest.approx(found.standard_error, rel=1e-9)


@pytest.mark.parametrize("fpc", [True, False])
def test_clusters_are_drawn_and_left_out_whole(fpc):
    clusters = list("aabbccddeeff")
    sample = Sample(np.arange(1.0, 13), list("AAAAAABBBBBB"), {"A": 9, "B": 12}, clusters=clusters, fpc=fpc)
    y = np.random.default_rng(SEED).normal(size=12)

    drawn, left_out = bootstrap(sample, 4000, SEED), jackknife(sample)

    assert left_out.number == 6
    for replicates in (drawn, left_out):
        times = replicates.weights / sample.weights
        assert times[:, ::2] == pytest.approx(times[:, 1::2], rel=1e-14)
    # a total is linear, so that its jackknife is the formula itself
    expected = float(estimates.total(sample, y).standard_error) ** 2
    for replicates, near in ((left_out, 1e-12), (drawn, 2 * DRAWN)):
        totals = replicates.weights @ y
        assert (totals - totals.mean()) ** 2 @ replicates.scale == pytest.approx(expected, rel=near)


def test_deviations_are_taken_around_the_mean_of_the_replicates_or_around_the_estimate():
    sample, y = calibrated_city("rake"), answers("sat01")
    y[0] = 1.0  # else the first replicate, without somebody who said nothing, is the estimate

    mean, estimate = (replicated_means(jackknife(sample, around=each), y) for each in ("mean", "estimate"))

    each, scale = mean.replicated[:, 0], mean.replicates.scale
    assert mean.standard_error[0] ** 2 == pytest.approx(scale @ (each - each.mean()) ** 2, rel=1e-10)
    assert estimate.standard_error[0] ** 2 == pytest.approx(scale @ (each - estimate.value[0]) ** 2, rel=1e-10)
    assert mean.standard_error[0] != estimate.standard_error[0]


def test_answers_that_are_all_the_same_leave_no_error():
    y = np.full((12, 2), 0.3)
    y[:3, 1] = silence

    for replicates in (bootstrap(twelve_people(), 100, SEED), jackknife(twelve_people())):
        found = replicated_means(replicates, y)
        assert found.value.tolist() == [0.3, 0.3]
        assert (found.replicated == 0.3).all()
        assert found.standard_error.tolist() == [0.0, 0.0]


def test_an_item_that_nobody_answered_has_no_statistic_and_disturbs_no_other():
    y = np.array([[silence, each] for each in (1.0, 2, 3, 2, 4, 4, 5)])

    for replicates in (bootstrap(seven_people(), 100, SEED), jackknife(seven_people())):
        found, alone = replicated_means(replicates, y), replicated_means(replicates, y[:, 1])
        assert np.isnan([found.value[0], found.standard_error[0], *(end[0] for end in found.interval())]).all()
        assert found.undefined.tolist() == [0, 0]
        assert found.standard_error[1] == pytest.approx(alone.standard_error[0], rel=1e-12)


def test_one_person_in_a_domain_gets_no_interval():
    within = np.arange(7) == 3

    found = replicated_means(bootstrap(seven_people(), 100, SEED), [1.0, 2, 3, 2, 4, 4, 5], within)

    assert found.value.tolist() == [2.0]
    assert np.isnan(found.interval()).all()


def test_replicates_that_drew_nobody_who_answered_are_counted():
    # two of three answered in A: without correction a draw of two people misses both in 1/9 of all cases
    y = np.array([1.0, 2, silence] + [silence] * 4)
    replicates = bootstrap(seven_people(fpc=False), 900, SEED)

    found = replicated_means(replicates, y)

    assert found.undefined[0] == pytest.approx(100, abs=38)  # four standard deviations of a binomial
    there = found.replicated[np.isfinite(found.replicated)]
    assert found.standard_error[0] == pytest.approx(there.std(), rel=2e-3)
    assert found.share(lambda each: each > 0).tolist() == [1.0]


def test_a_statistic_that_most_replicates_lack_has_no_error():
    # one of three answered: a draw of two misses that one in 4/9; with a second such stratum both are met in less than a third
    y = np.array([[1.0, silence], [silence] * 2, [silence] * 2, [silence, 2.0]] + [[silence] * 2] * 3)
    replicates = bootstrap(Sample([1.0] * 7, list("AAABBBB")), 900, SEED)

    product = combined(lambda first, second: first * second, *(replicated_means(replicates, each) for each in y.T))

    assert product.value.tolist() == [2.0]
    assert product.undefined[0] > 450
    assert np.isnan(product.standard_error).all()


def test_a_statistic_made_of_two_has_the_lesser_degrees_and_their_replicates():
    replicates = bootstrap(seven_people(), 50, SEED)
    one = replicated_means(replicates, np.arange(7.0))
    other = replicated_means(replicates, [1.0, 2, 3, silence, silence, 4, 5])

    found = combined(np.subtract, one, other)

    assert (one.degrees.tolist(), other.degrees.tolist()) == ([5], [3])
    assert found.degrees.tolist() == combined(np.subtract, other, one).degrees.tolist() == [3]
    np.testing.assert_array_equal(found.replicated, one.replicated - other.replicated)


def test_how_often_a_finding_comes_back_is_its_share_of_the_replicates():
    replicates = bootstrap(seven_people(), 200, SEED)
    found = replicated_means(replicates, [1.0, 2, 3, 2, 4, 4, 5])

    middle = float(np.median(found.replicated))
    share = found.share(lambda each: each > middle)

    assert share[0] == np.mean(found.replicated[:, 0] > middle)
    assert 0.3 < share[0] < 0.7


def test_a_jackknife_that_lacks_one_replicate_has_no_error():
    found = replicated_means(jackknife(seven_people()), [1.0] + [silence] * 6)

    assert found.undefined.tolist() == [1]
    assert np.isnan(found.standard_error).all()


def test_covariances_are_those_of_the_same_replicates():
    y = answers(*ITEMS)
    found = replicated_means(bootstrap(city.sample(), 300, SEED), y)

    covariances = found.covariance([0, 2])

    assert np.diag(covariances) == pytest.approx(found.standard_error[[0, 2]] ** 2, rel=1e-12)
    assert covariances == pytest.approx(np.cov(found.replicated[:, [0, 2]].T), rel=1e-10)


def test_the_percentile_interval_is_the_middle_of_the_replicates():
    # of 39 replicates 1..39 the first and the last stand at 1/40 and 39/40
    replicates = Replicates(twelve_people(), np.ones((39, 12)), np.full(39, 1 / 38), "bootstrap")
    each = np.arange(39.0, 0, -1)[:, None]

    found = Replicated(replicates, np.array([5.5]), each, np.array([9.0]))

    assert found.kind == "percentile"
    assert np.ravel(found.interval(0.95)) == pytest.approx([1, 39])
    assert np.ravel(found.interval(0.9)) == pytest.approx([2, 38])
    # t of 9 degrees of freedom 2.262, standard deviation of 1..39 sqrt(130)
    reach = 2.2621571628 * np.sqrt(130)
    assert np.ravel(found.interval(0.95, "t")) == pytest.approx([5.5 - reach, 5.5 + reach], rel=1e-9)


def test_shares_and_percentiles_are_not_read_off_a_jackknife():
    found = replicated_means(jackknife(seven_people()), [1.0, 2, 3, 2, 4, 4, 5])

    assert found.kind == "t"
    for refused in (lambda: found.share(lambda each: each > 3), lambda: found.interval(kind="percentile")):
        with pytest.raises(Faults) as fault:
            refused()
        assert fault.value.faults[0].code == "bootstrap_needed"


def test_statistics_of_different_replicates_are_not_put_together():
    y = [1.0, 2, 3, 2, 4, 4, 5]
    one, other = (replicated_means(bootstrap(seven_people(), 10, seed), y) for seed in (1, 2))

    with pytest.raises(Faults) as refused:
        combined(np.subtract, one, other)

    assert refused.value.faults == (Fault("replicates_differ"),)


def test_correlations_are_weighted_and_each_over_those_who_answered_both():
    sample, overall = twelve_people(), np.array([1.0, 2, 3, 4, 5, 1, 2, 3, 4, 5, 3, silence])
    y = np.stack([np.arange(12.0) % 5, np.full(12, 3.3), 6 - overall], axis=1)
    y[0, 0] = silence

    found = replicated_correlations(bootstrap(sample, 200, SEED), y, overall)

    who = np.arange(1, 11)
    expected = np.cov(y[who, 0], overall[who], aweights=sample.weights[who])
    assert found.value[0] == pytest.approx(expected[0, 1] / np.sqrt(expected[0, 0] * expected[1, 1]), rel=1e-12)
    assert np.isnan(found.value[1])
    assert found.value[2] == pytest.approx(-1.0, abs=1e-14)
    assert found.degrees.tolist() == [10 - 3, 11 - 3, 11 - 3]
    assert found.standard_error[0] > 0


def test_a_correlation_that_does_not_fit_the_people_is_refused():
    replicates = jackknife(seven_people())

    with pytest.raises(Faults) as refused:
        replicated_correlations(replicates, np.ones((7, 2)), np.ones(6))

    assert refused.value.faults[0].fields["name"] == "other"


@pytest.mark.parametrize(
    ("draw", "code"),
    [
        (lambda: bootstrap(seven_people(), 1), "too_few_replicates"),
        (lambda: bootstrap(seven_people(), 2**28), "replicates_too_large"),
        (lambda: jackknife(Sample.simple(20_000)), "replicates_too_large"),
    ],
)
def test_replicates_that_are_too_few_or_too_many_are_refused(draw, code):
    with pytest.raises(SampleFaults) as refused:
        draw()

    assert refused.value.faults[0].code == code


def test_replicates_are_a_thousand_of_seed_nought_unless_told():
    assert bootstrap(seven_people()).number == 1000
    assert np.array_equal(bootstrap(seven_people(), 5).weights, bootstrap(seven_people(), 5, 0).weights)
    assert bootstrap(seven_people(), 2, SEED).number == 2
    assert jackknife(seven_people()).failed == 0


def test_replicates_may_be_as_large_as_the_limit(monkeypatch):
    monkeypatch.setattr(replication, "LARGEST", 7 * 10)

    assert bootstrap(seven_people(), 10, SEED).number == 10
    with pytest.raises(SampleFaults):
        bootstrap(seven_people(), 11, SEED)


def test_a_failure_of_all_but_one_is_told_by_how_many_failed():
    # two of category M in A: both draws of one person keep M, and F has to be drawn in B: now and then one replicate of ten is left
    sample = rake(Sample([1.0] * 6, list("AABBBB"), None), {"sex": (list("MMFXYZ"), dict.fromkeys("MFXYZ", 1.0))})

    with pytest.raises(WeightingFaults) as refused:
        bootstrap(sample, 40, SEED)

    assert refused.value.faults[0].fields == {"failed": 40, "number": 40}


def test_one_statistic_alone_may_be_made_into_another():
    one = replicated_means(jackknife(seven_people()), np.arange(7.0))

    found = combined(lambda each: 2 * each, one)

    assert found.replicates is one.replicates
    assert found.standard_error == pytest.approx(2 * one.standard_error)


def test_a_covariance_is_over_the_replicates_that_have_both():
    replicates = bootstrap(seven_people(), 4, SEED)
    has_both = np.array([[1.0, 2.0], [2.0, 5.0], [4.0, 1.0], [np.nan, 3.0]])

    found = Replicated(replicates, np.array([2.0, 3.0]), has_both, np.array([5.0, 5.0]))
    lacking = Replicated(replicates, np.array([2.0, np.nan]), has_both, np.array([5.0, 5.0]))

    assert found.covariance([0, 1]) == pytest.approx(np.cov(has_both[:3].T, bias=True) * 4 / 3)
    assert np.isnan(lacking.covariance([0, 1])).all()
    assert lacking.covariance([0]) == pytest.approx(found.covariance([0]))


def test_no_correlation_of_what_hardly_varies_beside_its_size():
    y = np.array([12345.678] * 7)
    replicates = bootstrap(seven_people(), 50, SEED)

    assert np.isnan(replicated_correlations(replicates, y, np.arange(7.0)).replicated).all()
    assert np.isnan(replicated_correlations(replicates, np.arange(7.0), y).replicated).all()


def test_a_correlation_is_never_beyond_one():
    y = np.array([0.1, 0.7, 0.3, 0.9, 0.4, 0.2, 0.6])
    replicates = bootstrap(seven_people(), 500, SEED)

    for sign in (1, -1):
        found = replicated_correlations(replicates, y, sign * y).replicated
        assert np.nanmax(np.abs(found)) == 1.0


def test_uncalibrated_weights_are_the_same_whether_or_not_they_would_be_calibrated_again():
    sample = twelve_people()

    again, as_drawn = (bootstrap(sample, 20, SEED, recalibrate=each).weights for each in (True, False))

    assert np.array_equal(again, as_drawn)
    assert as_drawn.sum(axis=1) == pytest.approx(np.full(20, sample.weights.sum()))
