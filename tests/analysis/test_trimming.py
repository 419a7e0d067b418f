import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import estimates
from analysis.calibration import rake
from analysis.faults import WeightingFaults
from analysis.replication import jackknife, replicated_means
from analysis.sample import Sample
from analysis.trimming import trim, trim_and_rake
from tests.analysis import city
from tests.analysis.builders import scored

MARGINS = city.margins("district", "age", "sex")


def raked() -> Sample:
    return rake(city.base(), city.margins("district", "age", "sex"))


def test_what_is_cut_goes_in_equal_parts_to_those_below_the_cap():
    # 5 of the last above 4, 5/3 for each of the others
    found = trim(Sample([1.0, 1.0, 1.0, 9.0]), 4.0)

    assert found.sample.weights.tolist() == pytest.approx([8 / 3, 8 / 3, 8 / 3, 4])
    assert (found.people, found.excess) == (1, pytest.approx(5 / 12))


def test_whom_the_gift_lifts_above_the_cap_is_cut_in_turn():
    # 5/3 would lift the third to 4.67: it is cut at 4, and the 4 that are left go to two
    found = trim(Sample([1.0, 1.0, 3.0, 9.0]), 4.0)

    assert found.sample.weights.tolist() == pytest.approx([3, 3, 4, 4])


def test_weights_below_the_cap_stay_as_they_are():
    sample = Sample([1.0, 2.0, 3.0])

    found = trim(sample, 3.0)

    assert found.sample is sample
    assert found.people == 0


def test_a_cap_below_the_mean_weight_is_refused():
    with pytest.raises(WeightingFaults) as refused:
        trim(Sample([1.0, 2.0, 3.0]), 1.9)
    assert refused.value.faults[0].code == "cap_too_low"
    assert trim(Sample([1.0, 2.0, 3.0]), 2.0).sample.weights.tolist() == pytest.approx([2, 2, 2])


@given(st.lists(st.floats(0.1, 1000), min_size=2, max_size=30), st.floats(1.0, 5.0))
def test_trimming_keeps_the_sum_the_order_and_the_cap(weights, times):
    cap = times * float(np.mean(weights)) * (1 + 1e-12)

    found = trim(Sample(weights), cap).sample.weights

    assert found.sum() == pytest.approx(sum(weights))
    assert found.max() <= cap
    assert (np.diff(found[np.argsort(weights)]) >= 0).all()


def test_trimmed_weights_are_those_of_r():
    # ref: trimWeights(rake, upper = 40, strict = TRUE)
    expected = np.array([float(row["rake_trim40"]) for row in city.rows("city1_weights")])

    found = trim(raked(), 40.0)

    assert np.max(np.abs(found.sample.weights / expected - 1)) < 1e-10
    assert found.people == np.count_nonzero(raked().weights > 40)


def test_errors_of_a_trimmed_sample_are_those_of_r_from_rows_and_from_counts():
    # R iterates the projections after rake(): up to 2e-4 in the standard error, as without trimming
    sample = trim(raked(), 40.0).sample
    items = ("imp01", "sat01", "sat02", "sat56", *city.YES_NO)
    codes = np.concatenate([city.codes(items[:4], 1), city.codes(items[4:], 0)])
    points = np.array([city.FIVE] * 4 + [(*city.NO_YES, np.nan, np.nan, np.nan)] * 3)
    table = scored(sample, codes, points, city.fields())
    values, errors, both = city.Comparison(), city.Comparison(), city.Comparison()

    for row in city.rows("ref_city1_other"):
        if row["stat"] == "mean" and row["design"] == "rake_trim40":
            by_row = estimates.mean(sample, city.column(row["variable"]), city.within(row))
            by_count = table.mean_of(items.index(row["variable"]), table.at(row["by"], row["domain"]))
            values.note(by_row.value, row["est"])
            errors.note(by_row.standard_error, row["se"])
            errors.note(by_row.design_effect**0.5, float(row["deff"]) ** 0.5)
            both.note(by_count.value, by_row.value)
            both.note(by_count.standard_error, by_row.standard_error)

    assert len(values.pairs) > 50
    assert values.worst < 1e-10
    assert errors.worst < 2e-4
    assert both.worst < 1e-12


def test_trimming_and_raking_in_turn_keeps_cap_and_margins():
    margins = city.margins("district", "age", "sex")

    found = trim_and_rake(city.base(), margins, 40.0)

    assert found.sample.weights.max() == pytest.approx(40, rel=1e-8)
    assert found.people == np.count_nonzero(raked().weights > 40) > 0
    for labels, totals in margins.values():
        for label, total in totals.items():
            assert found.sample.weights[labels == label].sum() == pytest.approx(total, rel=1e-8)


def test_the_shift_of_the_key_items_is_told():
    items = np.column_stack([city.column("imp01"), city.column("sat01")])

    found = trim_and_rake(city.base(), city.margins("district", "age", "sex"), 40.0)

    apart = [estimates.mean(sample, items).value for sample in (found.before, found.sample)]
    assert found.shifts(items) == pytest.approx(apart[1] - apart[0])
    assert 0 < np.abs(found.shifts(items)).max() < 0.01


def test_the_cap_is_five_times_the_median_unless_another_is_asked_for():
    found = trim_and_rake(city.base(), city.margins("district", "age", "sex"))

    assert found.cap == pytest.approx(5 * np.median(raked().weights))
    assert found.people == 0
    assert found.sample.weights.tolist() == found.before.weights.tolist()


def test_a_cap_that_the_margins_leave_no_room_for_names_the_categories_that_need_more():
    with pytest.raises(WeightingFaults) as refused:
        trim_and_rake(city.base(), city.margins("district", "age", "sex"), 30.0)

    # 18-29 has 36 inhabitants a respondent
    assert refused.value.faults[0].code == "cap_infeasible"
    assert refused.value.faults[0].fields["worst"].startswith("age 18-29 (36.36)")


def test_trimming_scales_with_the_weights():
    once, tenfold = trim(raked(), 40.0).sample, trim(raked().scaled(10), 400.0).sample

    found = [estimates.mean(sample, city.column("sat01")) for sample in (once, tenfold)]

    assert tenfold.weights == pytest.approx(10 * once.weights)
    assert found[0].value == pytest.approx(found[1].value, rel=1e-12)
    assert found[0].standard_error == pytest.approx(found[1].standard_error, rel=1e-12)


@pytest.mark.parametrize("way", [trim, lambda sample, cap: trim_and_rake(sample, MARGINS, cap)], ids=["cut", "raked"])
def test_the_error_of_a_trimmed_sample_is_that_of_its_jackknife(way):
    sample = way(raked(), 40.0).sample

    by_formula = estimates.mean(sample, city.column("sat01")).standard_error
    by_leaving_out = replicated_means(jackknife(sample), city.column("sat01")).standard_error

    assert by_leaving_out == pytest.approx(by_formula, rel=1e-3)


@given(st.integers(0, 2**31))
def test_the_error_of_cut_weights_is_that_of_what_the_margins_leave_unexplained(seed):
    # by hand: z = w (t u - x'B), with B fitted by the design weights to t u, and the variance of a sum of z over strata
    rng = np.random.default_rng(seed)
    people = 40
    strata = np.repeat(["a", "b"], people // 2)
    rows, columns = np.arange(people) % 3, rng.permutation(np.arange(people) % 4)
    base = Sample(rng.uniform(1, 3, people), strata)
    total = base.weights.sum()
    raked = rake(
        base,
        {
            "row": (rows, dict(enumerate([0.5 * total, 0.3 * total, 0.2 * total]))),
            "column": (columns, dict(enumerate([0.1 * total, 0.2 * total, 0.3 * total, 0.4 * total]))),
        },
    )
    times = rng.choice([0.5, 1.0, 1.25], people)
    y = rng.integers(1, 6, people).astype(float)

    found = estimates.mean(raked.trimmed(raked.weights * times), y)

    w, d = raked.weights, base.weights
    x = np.column_stack([rows[:, None] == np.arange(3), columns[:, None] == np.arange(4)]).astype(float)
    u = times * (y - np.average(y, weights=w * times)) / (w * times).sum()
    fitted = x @ np.linalg.lstsq(np.sqrt(d)[:, None] * x, np.sqrt(d) * u, rcond=None)[0]
    z = w * (u - fitted)
    variance = sum(
        n / (n - 1) * ((z[strata == h] - z[strata == h].mean()) ** 2).sum() for h, n in (("a", 20), ("b", 20))
    )
    assert found.standard_error == pytest.approx(np.sqrt(variance), rel=1e-9)
