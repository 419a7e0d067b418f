import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import estimates
from analysis.calibration import rake
from analysis.faults import Faults
from analysis.figures import Estimate, Proportion, Unit
from analysis.points import chosen, points
from analysis.sample import Sample
from analysis.tally import count
from tests.analysis.builders import silence, twelve_people, unread

answers_of_twelve = st.lists(st.sampled_from([silence, 1.0, 2.0, 3.0, 4.0, 5.0]), min_size=12, max_size=12).map(
    np.array
)
masks_of_twelve = st.lists(st.booleans(), min_size=12, max_size=12).map(np.array)
weights_of_twelve = st.lists(st.floats(0.01, 10_000), min_size=12, max_size=12)


def same(first: Estimate, second: Estimate) -> bool:
    pairs = [
        (first.value, second.value),
        (first.standard_error, second.standard_error),
        (first.degrees, second.degrees),
        (first.effective_size, second.effective_size),
    ]
    return all(math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9) or (math.isnan(a) and math.isnan(b)) for a, b in pairs)


def raked_twelve() -> Sample:
    sides = np.array(list("EWEWEWEWEEWW"))
    return rake(
        twelve_people(),
        {"side": (sides, {"E": 120, "W": 80}), "home": (np.array(list("AAAABBBBCCCC")), {"A": 40, "B": 60, "C": 100})},
    )


@given(answers_of_twelve, masks_of_twelve)
def test_who_is_outside_the_mask_is_as_good_as_silent_but_stays_in_the_sample(y, mask):
    for people in (twelve_people(), raked_twelve()):
        masked = estimates.mean(people, y, within=mask)
        silenced = estimates.mean(people, np.where(mask, y, silence))

        assert same(masked, silenced)


@given(answers_of_twelve, weights_of_twelve, st.floats(0.001, 1000))
def test_the_scale_of_the_weights_does_not_matter(y, weights, scale):
    once = estimates.mean(Sample(weights, list("AAAABBBBCCCC")), y)
    scaled = estimates.mean(Sample(np.array(weights) * scale, list("AAAABBBBCCCC")), y)

    assert same(once, scaled)


@given(answers_of_twelve, st.permutations(range(12)))
def test_the_order_of_the_people_does_not_matter(y, order):
    people = twelve_people()
    moved = Sample(people.weights[order], np.array(list("AAAABBBBCCCC"))[order], {"A": 40, "B": 60, "C": 100})

    assert same(estimates.mean(people, y), estimates.mean(moved, y[order]))


@given(answers_of_twelve)
def test_the_shares_of_all_options_add_up_to_one(y):
    codes = np.nan_to_num(y).astype(int)
    shares = [estimates.share(twelve_people(), chosen(codes, {option})) for option in range(1, 6)]

    if np.isfinite(y).any():
        assert math.fsum(share.value for share in shares) == pytest.approx(1.0)
    else:
        assert all(math.isnan(share.value) and share.respondents == 0 for share in shares)


@given(answers_of_twelve, masks_of_twelve)
def test_a_domain_and_its_complement_add_up_to_the_total(y, mask):
    people = twelve_people()

    whole, part, rest = (estimates.total(people, y, within) for within in (None, mask, ~mask))

    assert part.value + rest.value == pytest.approx(whole.value, abs=1e-9)


@given(answers_of_twelve)
def test_an_interval_holds_its_figure(y):
    for figure in (
        estimates.mean(twelve_people(), y),
        estimates.share(twelve_people(), chosen(np.nan_to_num(y).astype(int), {4, 5})),
    ):
        interval = figure.interval()
        if interval is None:
            assert figure.degrees <= 0
        else:
            assert interval.low - 1e-12 <= figure.value <= interval.high + 1e-12


def test_silence_in_the_base_lowers_a_share_and_is_said():
    y = np.array([1.0] * 6 + [0.0] * 3 + [silence] * 3)
    people = Sample([1.0] * 12)

    answered = estimates.share(people, y)
    everyone = estimates.share(people, y, base="everyone")

    assert (answered.value, answered.respondents) == (pytest.approx(6 / 9), 9)
    assert (everyone.value, everyone.respondents) == (pytest.approx(6 / 12), 12)
    assert (answered.base, everyone.base) == ("answered", "everyone")


def test_every_figure_names_whom_it_is_of():
    y = np.array([1.0] * 6 + [0.0] * 3 + [silence] * 3)
    codes = np.nan_to_num(y + 1).astype(np.uint8)[:, None]
    people = twelve_people()
    tally = count(people, codes, points=[unread, 0, 1])

    assert {estimates.mean(people, y).base, estimates.mean(tally).base} == {"answered"}
    assert {estimates.share(tally, {2}, base="everyone").one(0, 0).base, estimates.total(people, y).base} == {
        "everyone"
    }
    assert estimates.gap(people, y, y).base == "answered each"
    assert estimates.gap_paired(people, y, y).base == "answered both"
    assert estimates.difference(people, y, np.arange(12) < 6, np.arange(12) >= 6).base == "answered"


def test_shares_of_different_bases_cannot_be_compared():
    y = np.array([1.0] * 6 + [0.0] * 3 + [silence] * 3)
    answered, everyone = (estimates.share(twelve_people(), y, base=base) for base in ("answered", "everyone"))

    with pytest.raises(Faults) as refused:
        estimates.change(answered, everyone)
    assert refused.value.faults[0].code == "bases_differ"
    assert estimates.change(everyone, everyone).base == "everyone"


def test_a_total_of_ones_is_a_number_of_people():
    found = estimates.total(twelve_people(), np.array([1.0] * 4 + [silence] * 4 + [0.0] * 4))

    assert found.value == pytest.approx(40)
    assert found.standard_error == 0.0  # all of A, none of the others: nothing varies inside a stratum
    assert found.unit is Unit.PERSON


def test_the_gap_is_the_printed_importance_less_the_printed_satisfaction():
    importance = np.array([5.0, 4, silence, 5, 4, 3, 5, 5, 2, 4, 5, 5])
    satisfaction = np.array([3.0, silence, 2, 3, 4, 1, 2, 5, 3, silence, 4, 1])
    people = twelve_people()

    found = estimates.gap(people, importance, satisfaction)

    assert found.value == estimates.mean(people, importance).value - estimates.mean(people, satisfaction).value
    assert (found.respondents, found.unit) == (9, Unit.POINT_DIFFERENCE)


def test_the_paired_gap_asks_only_those_who_answered_both():
    importance = np.array([5.0, 4, silence, 5] * 3)
    satisfaction = np.array([3.0, silence, 2, 3] * 3)

    found = estimates.gap_paired(twelve_people(), importance, satisfaction)

    assert (found.value, found.respondents, found.standard_error) == (2.0, 6, 0.0)
    assert estimates.gap(twelve_people(), importance, satisfaction).value != 2.0


def test_two_domains_that_share_people_are_not_independent():
    y = np.random.default_rng(5).integers(1, 6, 12).astype(float)
    everyone = np.ones(12, dtype=bool)

    found = estimates.difference(twelve_people(), y, everyone, everyone)

    assert (found.value, found.standard_error) == (0.0, 0.0)


def test_domains_in_different_strata_have_variances_that_add_up():
    y = np.random.default_rng(6).integers(1, 6, 12).astype(float)
    people, first = twelve_people(), np.arange(12) < 4

    found = estimates.difference(people, y, first, ~first)

    alone = [estimates.mean(people, y, mask).standard_error for mask in (first, ~first)]
    assert found.standard_error == pytest.approx(math.hypot(*alone), rel=1e-12)


def test_a_change_of_shares_is_in_percentage_points():
    earlier, later = Proportion(0.5, 0.03, 90, 100, 90.0, 1.0), Proportion(0.6, 0.04, 80, 90, 85.0, 1.0)

    found = estimates.change(earlier, later)

    assert found.value == pytest.approx(0.1)
    assert found.standard_error == pytest.approx(0.05)
    assert (found.degrees, found.respondents, found.effective_size) == (170, 190, 175.0)
    assert found.unit is Unit.PERCENTAGE_POINT


def test_points_and_shares_cannot_be_compared():
    with pytest.raises(Faults) as refused:
        estimates.change(Proportion(0.5, 0.03, 90, 100, 90.0, 1.0), Estimate(3.1, 0.03, 90, 100, 90.0, 1.0))
    assert refused.value.faults[0].code == "units_differ"


def test_an_empty_domain_is_nobody_and_not_an_error():
    found = estimates.mean(twelve_people(), np.ones(12), within=np.zeros(12, dtype=bool))

    assert math.isnan(found.value)
    assert (found.respondents, found.effective_size, found.interval()) == (0, 0.0, None)


def test_one_person_in_a_domain_has_a_value_and_no_interval():
    found = estimates.mean(twelve_people(), np.arange(12.0), within=np.arange(12) == 7)

    assert (found.value, found.respondents, found.degrees) == (7.0, 1, 0)
    assert found.interval() is None


def test_answers_of_other_people_are_refused():
    with pytest.raises(Faults) as refused:
        estimates.mean(twelve_people(), np.ones(11))
    assert refused.value.faults[0].code == "length_differs"


def test_points_stand_on_a_scale_and_silence_has_none():
    found = points(np.array([0, 1, 5, 9]), {1: 1, 5: 5, 9: math.nan})

    assert np.isnan(found[[0, 3]]).all()
    assert found[[1, 2]].tolist() == [1, 5]


def test_a_code_that_stands_on_no_scale_is_refused_by_name():
    with pytest.raises(Faults) as refused:
        points(np.array([1, 7, 6]), {1: 1, 5: 5})
    assert refused.value.faults[0].fields["codes"] == [6, 7]
