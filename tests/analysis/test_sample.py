import numpy as np
import pytest

from analysis import estimates
from analysis.calibration import rake
from analysis.faults import Fault, SampleFaults
from analysis.sample import Sample, covariance, variance
from tests.analysis.builders import seven_people, silence, twelve_people


def codes_of(refused: pytest.ExceptionInfo[SampleFaults]) -> set[str]:
    return {fault.code for fault in refused.value.faults}


def test_everything_wrong_with_a_sample_is_named_at_once():
    with pytest.raises(SampleFaults) as refused:
        Sample([1.0, -2.0, np.nan, 1.0], ["A", "", "B", "B"])

    assert codes_of(refused) == {"weights_not_numbers", "weights_not_positive", "stratum_missing"}
    assert "row 3" in str(refused.value)


def test_everything_wrong_with_the_strata_is_named_at_once():
    with pytest.raises(SampleFaults) as refused:
        Sample([1.0] * 9, list("AABBBCCDE"), {"A": 10, "B": 2, "C": -4, "D": 8, "F": 30})

    named = {fault.code: fault.fields["strata"] for fault in refused.value.faults}
    assert named == {
        "stratum_without_population": "E",
        "population_not_positive": "C",
        "population_below_respondents": "B",
        "stratum_without_respondents": "F",
        "lonely_stratum": "D, E",
    }


def test_a_stratum_of_one_is_refused_and_told_what_to_do():
    with pytest.raises(SampleFaults) as refused:
        Sample([10.0] * 5, list("AABBC"), {"A": 20, "B": 20, "C": 10})

    assert refused.value.faults == (Fault("lonely_stratum", {"strata": "C"}),)
    assert "Join each to a neighbour" in str(refused.value)


def test_a_stratum_whose_only_inhabitant_answered_has_no_error_to_measure():
    people = Sample([10.0, 10.0, 1.0], list("AAB"), {"A": 20, "B": 1})

    assert people.factors[1] == 0
    with pytest.raises(SampleFaults):
        people.without_fpc()


def test_a_stratum_taken_in_full_adds_nothing_to_the_error():
    full = Sample([1.0] * 3 + [10.0] * 2, list("AAABB"), {"A": 3, "B": 20})
    y = np.array([1.0, 5, 3, 2, 2])

    assert estimates.mean(full, y).standard_error == 0.0
    assert estimates.mean(full.without_fpc(), y).standard_error > 0


def test_nobody_is_no_sample():
    with pytest.raises(SampleFaults) as refused:
        Sample([])
    assert codes_of(refused) == {"no_respondents"}


def test_one_person_leaves_no_spread_to_measure():
    with pytest.raises(SampleFaults) as refused:
        Sample.simple(1)
    assert codes_of(refused) == {"lonely_respondent"}


def test_equal_weights_without_strata_give_the_textbook_error():
    y = np.array([1.0, 2, 3, 4, 5])

    alone = estimates.mean(Sample.simple(5), y)
    of_fifty = estimates.mean(Sample.simple(5, population=50), y)

    assert alone.value == 3.0
    assert alone.standard_error == pytest.approx(np.sqrt(2.5 / 5), rel=1e-14)
    assert of_fifty.standard_error == pytest.approx(np.sqrt(2.5 / 5 * 0.9), rel=1e-14)
    assert of_fifty.design_effect == pytest.approx(1.0)


def test_given_weights_need_neither_strata_nor_population():
    # by hand: w = 1, 1, 2, mean 2.25, z = w(y - mean)/4, V = 3/2 Σ(z - 0)²
    found = estimates.mean(Sample([1.0, 1, 2]), np.array([1.0, 2, 3]))

    z = np.array([1 * -1.25, 1 * -0.25, 2 * 0.75]) / 4
    assert found.value == 2.25
    assert found.standard_error == pytest.approx(np.sqrt(1.5 * (z @ z)), rel=1e-14)


def test_strata_and_weights_must_be_of_the_same_people():
    with pytest.raises(SampleFaults) as refused:
        Sample([1.0, 1.0, 1.0], ["A", "A"])
    assert codes_of(refused) == {"length_differs"}


def test_many_influences_at_once_are_each_one_by_one():
    people = twelve_people()
    u = np.random.default_rng(3).normal(size=(12, 4))

    together = variance(people, u)

    assert together.shape == (4,)
    assert together == pytest.approx([float(variance(people, column)) for column in u.T], rel=1e-15)


@pytest.mark.parametrize("kind", ["plain", "raked", "clusters"])
def test_the_variances_stand_on_the_diagonal_of_the_covariances(kind):
    people = twelve_people()
    if kind == "raked":
        people = rake(people, {"sex": (list("MF") * 6, {"M": 110, "F": 90})})
    if kind == "clusters":
        people = Sample(np.arange(1.0, 13), list("AAAAAABBBBBB"), {"A": 40, "B": 60}, clusters=list("aabbccaabbcc"))
    u = np.random.default_rng(3).normal(size=(12, 4))

    found = covariance(people, u)

    assert found == pytest.approx(found.T, rel=1e-14)
    assert np.diag(found) == pytest.approx(variance(people, u), rel=1e-13)
    # V(a - b) = V(a) + V(b) - 2 Cov(a, b)
    assert found[0, 0] + found[1, 1] - 2 * found[0, 1] == pytest.approx(
        float(variance(people, u[:, 0] - u[:, 1])), rel=1e-12
    )


def test_the_finite_population_correction_can_be_left_off():
    y = np.array([1.0, 2, 3, 2, 4, 4, 5])

    with_it, without = (estimates.mean(people, y) for people in (seven_people(), seven_people().without_fpc()))

    assert with_it.value == without.value
    assert without.standard_error == pytest.approx(estimates.mean(seven_people(fpc=False), y).standard_error)
    assert with_it.standard_error < without.standard_error


def test_weights_that_do_not_add_up_to_the_register_lose_the_factor_of_the_design_effect():
    y = np.arange(12.0)
    given = twelve_people([1.0] * 12)

    assert twelve_people().weights_add_up
    assert not given.weights_add_up
    assert not Sample([10.0] * 12).weights_add_up
    # V over S²/n with S² = 13 for 0..11, nothing taken off for the population
    found = estimates.mean(given, y)
    assert found.design_effect == pytest.approx(found.standard_error**2 / (13 / 12), rel=1e-12)


def test_silence_is_not_nought_points():
    y = np.array([1.0, 2, 3, 2, 4, silence, 5])

    found = estimates.mean(seven_people(), y)

    assert found.respondents == 6
    assert found.value == pytest.approx((10 / 3 * 6 + 5 * 11) / 25)


def test_a_fault_says_how_many_and_where_the_first_is():
    with pytest.raises(SampleFaults) as refused:
        Sample([1.0, 0.0, np.inf, -2.0, np.nan, 0.0], ["A", "A", "", "", "A", "A"])

    assert refused.value.faults == (
        Fault("weights_not_numbers", {"count": 2, "row": 3}),
        Fault("weights_not_positive", {"count": 3, "row": 2}),
        Fault("stratum_missing", {"count": 2, "row": 3}),
    )


@pytest.mark.parametrize("missing", [np.nan, None, ""])
def test_a_stratum_may_be_missing_in_every_way_that_files_know(missing):
    known = 1.0 if isinstance(missing, float) else "A"

    with pytest.raises(SampleFaults) as refused:
        Sample([1.0] * 4, np.array([known, known, missing, missing], dtype=None if missing == "" else object))
    assert refused.value.faults == (Fault("stratum_missing", {"count": 2, "row": 3}),)


def test_strata_may_be_numbers():
    assert Sample([1.0] * 4, [1.5, 1.5, 2.0, 2.0]).labels == (1.5, 2.0)
    with pytest.raises(SampleFaults):
        Sample([1.0] * 4, [1.5, 1.5, np.nan, np.nan])


def test_a_stratum_without_inhabitants_cannot_be_answered_from():
    with pytest.raises(SampleFaults) as refused:
        Sample([1.0] * 4, list("AABB"), {"A": 2, "B": 0})
    assert refused.value.faults == (Fault("population_not_positive", {"strata": "B"}),)


def test_a_single_inhabitant_who_did_not_answer_is_missed():
    with pytest.raises(SampleFaults) as refused:
        Sample([1.0] * 4, list("AABB"), {"A": 2, "B": 2, "C": 1})
    assert refused.value.faults == (Fault("stratum_without_respondents", {"strata": "C"}),)


def test_weights_add_up_to_a_millionth_of_the_register():
    for off, enough in ((0.0, True), (4e-7, True), (4e-6, False)):
        assert (
            twelve_people([10.0 * (1 + off)] * 4 + [15.0 * (1 + off)] * 4 + [25.0 * (1 + off)] * 4).weights_add_up
            is enough
        )


def test_calibration_that_takes_a_weight_below_nought_is_refused():
    # the linear distance gives one woman of ten a negative weight where the register knows far more men
    people = Sample([1.0] * 10, population=100)

    with pytest.raises(SampleFaults, match="zero or negative"):
        people.calibrated(np.append(np.ones(9), -0.1), np.zeros(10, dtype=int), np.ones((1, 1)))


@pytest.mark.parametrize("weights", [[0.0] + [1.0] * 6, [np.nan] + [1.0] * 6])
def test_other_weights_for_the_same_people_are_looked_at_like_the_first(weights):
    people = seven_people()
    calibrated = people.calibrated(people.weights, np.zeros(7, dtype=np.int64), np.ones((1, 1)))

    for give in (people.reweighted, people.trimmed, calibrated.trimmed):
        with pytest.raises(SampleFaults):
            give(np.array(weights))
