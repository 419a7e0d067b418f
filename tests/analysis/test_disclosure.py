import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.disclosure import mark, marks, secondary
from analysis.figures import Estimate, Mark, Proportion
from analysis.sample import Sample
from tests.analysis.builders import scored, unread


@pytest.mark.parametrize(
    ("respondents", "effective", "degrees", "expected"),
    [
        (9, 9, 8, Mark.SUPPRESSED),
        (10, 10, 9, Mark.REFERENCE_ONLY),
        (29, 29, 28, Mark.REFERENCE_ONLY),
        (30, 30, 29, Mark.NONE),
        (60, 29.9, 59, Mark.REFERENCE_ONLY),
        (30, 30, 7, Mark.REFERENCE_ONLY),
        (30, 30 - 1e-14, 8, Mark.NONE),
    ],
)
def test_few_answers_are_marked_and_very_few_are_hidden(respondents, effective, degrees, expected):
    assert mark(Estimate(3.0, 0.1, degrees, respondents, effective, 1.0)) is expected


@pytest.mark.parametrize(
    ("fraction", "effective", "expected"),
    [(0.4, 60, Mark.NONE), (0.41, 90, Mark.NONE), (0.41, 89, Mark.REFERENCE_ONLY), (1.0, 60, Mark.NONE)],
)
def test_a_share_of_much_but_not_all_inhabitants_with_unequal_weights_is_marked(fraction, effective, expected):
    found = Proportion(0.3, 0.01, 90, 100, effective, 1.0, sampling_fraction=fraction)

    assert mark(found) is expected


@pytest.mark.parametrize(
    ("respondents", "effective", "expected"),
    [(49, 44, Mark.REFERENCE_ONLY), (49, 45, Mark.NONE), (44, 44, Mark.NONE)],
)
def test_few_answers_of_unequal_weight_are_marked(respondents, effective, expected):
    assert mark(Estimate(3.0, 0.1, 30, respondents, effective, 1.0)) is expected


@pytest.mark.parametrize(
    ("skewness", "fraction", "expected"),
    [
        (2.0, 0.1, Mark.NONE),
        (-2.0, 0.1, Mark.NONE),
        (2.01, 0.1, Mark.REFERENCE_ONLY),
        (-2.01, 0.1, Mark.REFERENCE_ONLY),
        (2.01, 1.0, Mark.NONE),
    ],
)
def test_answers_that_lean_to_one_end_are_marked_where_they_are_too_few_for_it(skewness, fraction, expected):
    found = Proportion(0.3, 0.01, 90, 100, 100, 1.0, sampling_fraction=fraction)

    assert mark(found, skewness) is expected


def test_a_table_marks_an_item_at_the_end_of_its_scale_and_not_one_around_the_middle():
    middle, end = np.tile([2, 3, 4, 3], 10), np.append(np.full(38, 5), [1, 2])

    found = marks(scored(Sample([1.0] * 40), [middle, end], (unread, 1, 2, 3, 4, 5)))

    assert found[:, 0].tolist() == [0, 1]


def test_the_same_answer_of_everybody_is_hidden_below_thirty():
    assert mark(Proportion(1.0, 0.0, 28, 29, 29.0, 1.0)) is Mark.SUPPRESSED
    assert mark(Proportion(0.0, 0.0, 28, 29, 29.0, 1.0)) is Mark.SUPPRESSED
    assert mark(Proportion(1.0, 0.0, 29, 30, 30.0, 1.0)) is Mark.NONE


def test_one_hidden_group_takes_the_next_smallest_with_it():
    # 100 in all is printed: without the 12 the 4 would be had by subtraction
    assert secondary([40, 4, 12, 44], [False, True, False, False]).tolist() == [False, True, True, False]


def test_two_hidden_groups_of_a_few_take_a_third_with_them():
    # 4 and 5 hidden would tell that 9 people remain
    assert secondary([40, 4, 5, 44], [False, True, True, False]).tolist() == [True, True, True, False]


def test_hidden_groups_that_all_say_the_same_take_one_more_with_them():
    # the total less the others would tell that all 12 of the first two gave the second answer
    same = [[False, True], [False, True], [False, False], [False, False]]

    assert secondary([3, 9, 20, 44], [True, True, False, False], same).tolist() == [True, True, True, False]
    assert secondary([3, 9, 20, 44], [True, True, False, False]).tolist() == [True, True, False, False]


def test_totals_with_and_without_weights_take_a_third_group():
    assert secondary([4, 14, 20, 60], [True, False, False, False], series=2).tolist() == [True, True, True, False]
    # a city has two sexes only
    assert secondary([4, 60], [True, False], series=2).tolist() == [True, True]


def test_two_hidden_groups_follow_from_totals_with_and_without_weights():
    # why a third is hidden: with known weights inside, two totals are two equations for the two
    bands = np.repeat(["a", "b", "c"], [4, 14, 60])
    weights = np.repeat([30.0, 11.0, 7.0], [4, 14, 60])
    codes = 1 + np.arange(78)[None, :] * 7 % 5
    points = (unread, 1, 2, 3, 4, 5)
    weighted, plain = (scored(Sample(w), codes, points, {"band": bands}).mean.value[0] for w in (weights, weights**0))

    left = [78 * plain[0] - 60 * plain[3], weights.sum() * weighted[0] - 420 * weighted[3]]
    sums = np.linalg.solve([[1, 1], [30, 11]], left)

    assert sums == pytest.approx([codes[0, bands == band].sum() for band in "ab"])


def test_nothing_hidden_nothing_more_to_hide():
    assert secondary([40, 12], [False, False]).tolist() == [False, False]
    assert secondary([40, 12, 0], [False, False, True]).tolist() == [False, False, True]


@given(st.lists(st.integers(0, 60), min_size=2, max_size=16))
def test_subtraction_never_leaves_fewer_than_ten_people(sizes):
    hidden = secondary(sizes, np.array(sizes) < 10)

    gone = [size for size, away in zip(sizes, hidden, strict=True) if away and size]
    assert not gone or sum(gone) >= 10 or all(hidden[np.array(sizes) > 0])


def test_a_table_is_marked_item_by_item_and_group_by_group():
    bands = np.repeat(["a", "b", "c", "d"], [5, 20, 40, 35])
    codes = np.tile([1, 2, 3, 4, 5], 20)[None, :].repeat(2, axis=0)
    codes[1, bands == "b"] = 3

    found = marks(scored(Sample([1.0] * 100), codes, (unread, 1, 2, 3, 4, 5), {"band": bands}))

    assert found[0].tolist() == [0, 2, 2, 0, 0]  # a has 5; b would give it away
    assert found[1].tolist() == [0, 2, 2, 0, 0]  # all of b say the same
