"""What analysts hand in by mistake is told, and never taken for something else."""

from datetime import date

import numpy as np
import pytest

from analysis.calibration import calibrate, rake
from analysis.classes import coded_labels
from analysis.crosstabs import crosstab
from analysis.estimates import difference, gap, gap_paired, mean, share
from analysis.faults import Faults, SampleFaults
from analysis.replication import jackknife, replicated_correlations
from analysis.sample import Sample
from analysis.tally import count, tabulate
from tests.analysis.builders import seven_people, twelve_people

Y = np.array([1.0, 2, 3, 2, 4, 4, 5])
nan = float("nan")


def tally():
    return count(seven_people(), Y.astype(np.uint8)[:, None])


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (lambda: mean(tally(), Y), "tally_has_its_domains"),
        (lambda: mean(tally(), within=Y > 2), "tally_has_its_domains"),
        (lambda: share(tally(), {4, 5}, within=Y > 2), "tally_has_its_domains"),
        (lambda: share(tally(), {0, 5}), "silence_not_chosen"),
        (lambda: share(tally(), {"4"}), "codes_not_whole"),
        (lambda: share(tally(), {-1}), "codes_not_whole"),
        (lambda: share(tally(), 4), "codes_not_a_set"),
        (lambda: share(tally(), {4}, base="asked"), "base_unknown"),
        (lambda: share(seven_people(), (Y > 2) * 1.0, base="asked"), "base_unknown"),
        (lambda: share(seven_people(), np.full(7, 0.5)), "chosen_out_of_range"),
        (lambda: mean(seven_people(), Y, np.array([1.0, 0, 0, 0, 0, nan, 0])), "within_not_a_mask"),
        (lambda: mean(seven_people(), Y, np.arange(7)), "within_not_a_mask"),
        (lambda: mean(seven_people(), Y, np.array(list("abcdefg"))), "within_not_a_mask"),
        (lambda: mean(seven_people(), Y, Y[:4] > 2), "length_differs"),
        (lambda: seven_people().degrees_of(Y[:4] > 2), "length_differs"),
        (lambda: difference(seven_people(), Y, Y > 2, np.arange(7)), "within_not_a_mask"),
        (lambda: replicated_correlations(jackknife(seven_people()), Y, Y, np.arange(7)), "within_not_a_mask"),
        (lambda: crosstab(seven_people(), Y.astype(int), list("aabbaab"), np.arange(7)), "within_not_a_mask"),
        (lambda: mean(seven_people(), list("abcdefg")), "answers_not_numeric"),
        (lambda: Sample(["heavy", "light"]), "answers_not_numeric"),
        (lambda: gap(seven_people(), Y, np.stack([Y, Y], axis=1)), "items_differ"),
        (lambda: gap_paired(seven_people(), Y, np.stack([Y, Y], axis=1)), "items_differ"),
        (lambda: count(seven_people(), np.append(Y[:6], nan)[:, None]), "codes_not_whole"),
        (lambda: count(seven_people(), np.array(list("abcdefg"))[:, None]), "codes_not_whole"),
        (lambda: Sample([1.0] * 4, ["a", "a", nan, nan]), "stratum_missing"),
        (lambda: Sample([1.0] * 4, ["a", "a", 1, 1]), "labels_of_several_kinds"),
        (lambda: Sample([1.0] * 4, np.array(["2026-04-01", "2026-04-01", "NaT", "NaT"], "M8[D]")), "stratum_missing"),
        (lambda: Sample([1.0] * 4, np.array([b"a", b"a", b"", b""])), "stratum_missing"),
        (lambda: Sample([1.0] * 4, list("aabb"), {"a": None, "b": 20}), "population_not_positive"),
        (lambda: Sample([1.0] * 4, list("aabb"), {"a": "many", "b": 20}), "population_not_positive"),
        (lambda: Sample.simple(0, 100), "no_respondents"),
        (lambda: coded_labels(["a", 1, "b"]), "labels_of_several_kinds"),
    ],
)
def test_what_is_not_meant_is_told(given, code):
    with pytest.raises(Faults) as refused:
        given()

    assert code in [fault.code for fault in refused.value.faults]
    assert all(str(fault) for fault in refused.value.faults)


@pytest.mark.parametrize("totals", [{"x": None, "y": 12}, {"x": "12", "y": 12}, {"x": np.array([1, 2]), "y": 12}])
def test_a_register_total_that_is_no_number_is_told(totals):
    with pytest.raises(Faults) as refused:
        rake(twelve_people(), {"side": (list("xyxyxyxyxyxy"), totals)})

    assert "category_total_not_positive" in [fault.code for fault in refused.value.faults]


@pytest.mark.parametrize(
    ("method", "bounds", "code"), [("Logit", None, "method_unknown"), ("raking", (0.5, 1.5), "bounds_not_kept")]
)
def test_a_distance_that_there_is_not_or_bounds_it_does_not_keep_are_refused(method, bounds, code):
    side = (list("xyxyxyxyxyxy"), {"x": 100, "y": 100})

    with pytest.raises(Faults) as refused:
        calibrate(twelve_people(), {"side": side}, method, bounds)

    assert refused.value.faults[0].code == code


def test_a_masked_answer_is_silence_and_a_masked_person_is_outside():
    masked = np.ma.masked_greater(np.array([1.0, 2, 3, 2, 4, 4, 99]), 5)
    within = np.ma.array(Y > 2, mask=[False, False, True, False, False, False, False])

    assert mean(seven_people(), masked).respondents == 6
    assert mean(seven_people(), Y, within).respondents == 3


def test_numbers_with_a_gap_stay_numbers_as_labels():
    labels = [1, 1, 1, 2, 2, 2, None] + [2] * 5
    raked = rake(twelve_people(), {"side": (labels, {1: 80, 2: 120})})

    assert coded_labels(labels)[0] == (1, 2)
    assert raked.weights.sum() == pytest.approx(200)
    assert coded_labels(["a", "b", nan])[0] == ("a", "b")
    assert coded_labels(np.array([date(2026, 4, 1), None], dtype=object))[1].tolist() == [0, -1]


def test_who_changes_the_weights_he_gave_changes_no_sample():
    given = np.array([1.0, 2, 3])
    sample = Sample(given)

    given[:] = 9

    assert sample.weights.tolist() == [1, 2, 3]


def test_whole_numbers_that_another_program_keeps_as_floats_are_codes():
    assert count(seven_people(), Y[:, None]).counts.tolist() == tally().counts.tolist()


def test_silence_has_a_share_among_everyone():
    codes = np.array([0, 1, 1, 2, 0, 2, 2], dtype=np.uint8)

    found = share(count(seven_people(), codes[:, None]), {0}, base="everyone")

    assert found.value[0, 0] == pytest.approx(mean(seven_people(), (codes == 0) * 1.0).value)


def test_a_table_may_be_of_means_alone():
    table = tabulate(tally(), sets=[])

    assert table.share.value.shape == (1, 1, 0)
    assert table.mean_of(0).value == pytest.approx(mean(seven_people(), Y).value)


@pytest.mark.parametrize("seed", range(40))
def test_weights_of_a_hundredth_beside_ten_thousand_lose_no_digits_on_the_way_of_counts(seed):
    rng = np.random.default_rng(seed)
    people = 12
    strata = np.repeat([0, 1], people // 2)
    weights = 10.0 ** rng.uniform(-2, 4, people)
    codes = rng.integers(0, 6, (people, 3)).astype(np.uint8)
    band = rng.integers(0, 3, people)
    sample = Sample(weights, strata)

    table = tabulate(count(sample, codes, {"band": band}))

    for domain, (variable, label) in enumerate(table.domains):
        within = band == label if variable else None
        for item in range(3):
            answers = np.where(codes[:, item] > 0, codes[:, item].astype(float), np.nan)
            by_rows = [mean(sample, answers, within)]
            by_rows += [
                share(sample, np.where(codes[:, item] > 0, codes[:, item] == k, np.nan), within) for k in (1, 5)
            ]
            found = [table.mean_of(item, domain), *(table.share_of(item, domain, k - 1) for k in (1, 5))]
            assert [each.standard_error for each in found] == pytest.approx(
                [each.standard_error for each in by_rows], rel=1e-11, nan_ok=True
            )


def test_refusals_of_samples_are_of_samples():
    with pytest.raises(SampleFaults):
        Sample([1.0] * 4, ["a", "a", 1, 1])
