"""Ranks say no more than the differences of the items do."""

import math

import numpy as np
import pytest

from analysis import estimates
from analysis.calibration import rake
from analysis.families import holm, p_value
from analysis.ranks import Ranks, rank_ranges, ranks_of, ranks_of_means
from analysis.replication import bootstrap, combined, jackknife, replicated_means
from analysis.sample import Sample
from tests.analysis import city
from tests.analysis.builders import silence, twelve_people

SEED = 20260401


def rows(ranks: Ranks) -> list[tuple[int, int, int]]:
    return list(zip(ranks.rank.tolist(), ranks.best.tolist(), ranks.worst.tolist(), strict=True))


def test_far_items_keep_their_rank_and_near_ones_share_a_range():
    # 10, 3.1, 3.0, 1 with errors of 0.1 each: of the middle two neither is ahead
    found = rank_ranges([10, 3.1, 3.0, 1], np.eye(4) * 0.01, [50] * 4)

    assert rows(found) == [(1, 1, 1), (2, 2, 3), (3, 2, 3), (4, 4, 4)]


def test_where_low_comes_first_the_list_is_turned_round():
    found = rank_ranges([10, 3.1, 3.0, 1], np.eye(4) * 0.01, [50] * 4, orientation="low_first")

    assert rows(found) == [(4, 4, 4), (3, 2, 3), (2, 2, 3), (1, 1, 1)]


def test_a_range_by_hand():
    # 6 one-sided statements in each direction: 12. t of (3, 2, 1, 0) over errors sqrt(2)/2: 1.41, 2.83, 4.24 with 1,000 degrees;
    # one-sided p 0.0788, 0.0024, 0.0000121; times 12, 11, 10: 0.000145, 0.026 and 0.024, then 0.71
    found = rank_ranges([3, 2, 1, 0], np.eye(4) / 4, [1000] * 4)

    assert rows(found) == [(1, 1, 2), (2, 1, 3), (3, 2, 4), (4, 3, 4)]


def test_a_common_error_does_not_blur_the_order():
    # everybody's mood moves all items alike: each mean has an error of 1, their differences one of 0.1
    shared = np.full((3, 3), 1.0) + np.eye(3) * 0.005

    assert rows(rank_ranges([3, 2, 1], shared, [50] * 3)) == [(1, 1, 1), (2, 2, 2), (3, 3, 3)]
    assert rows(rank_ranges([3, 2, 1], np.eye(3), [50] * 3)) == [(1, 1, 3), (2, 1, 3), (3, 1, 3)]


def test_equal_figures_share_a_rank():
    assert rank_ranges([2, 3, 2, 1], np.eye(4), [50] * 4).rank.tolist() == [2, 1, 2, 4]


def test_an_item_without_a_figure_has_no_rank_and_takes_none():
    covariances = np.full((3, 3), np.nan)
    covariances[np.ix_([0, 2], [0, 2])] = np.eye(2) * 0.01

    found = rank_ranges([1, math.nan, 2], covariances, [50, 0, 50])

    assert rows(found) == [(2, 2, 2), (0, 0, 0), (1, 1, 1)]


def test_one_item_is_first_and_last():
    assert rows(rank_ranges([3.0], [[0.2]], [50])) == [(1, 1, 1)]


def test_a_difference_without_an_error_proves_nothing_unless_everybody_was_asked():
    # everybody in the sample gave 5 to the one and 1 to the other
    some = rank_ranges([5, 1], np.zeros((2, 2)), [50, 50])
    everybody = rank_ranges([5, 1], np.zeros((2, 2)), [50, 50], without_error=True)

    assert rows(some) == [(1, 1, 2), (2, 1, 2)]
    assert rows(everybody) == [(1, 1, 1), (2, 2, 2)]


def test_what_rounding_leaves_of_a_difference_is_no_error():
    # one item is the other and one point more, for each person: their difference does not vary
    y = np.random.default_rng(SEED).integers(1, 5, (12, 1)) + np.array([0.1, 1.1])

    found = ranks_of_means(twelve_people(), y)

    assert rows(found) == [(2, 1, 2), (1, 1, 2)]


def test_figures_without_degrees_of_freedom_prove_nothing():
    assert rows(rank_ranges([5, 1], np.eye(2) * 0.01, [0, 50])) == [(1, 1, 2), (2, 1, 2)]


def test_ranks_of_means_rest_on_each_difference_and_its_own_error():
    sample = rake(city.base(), city.margins("district", "age", "sex"))
    items = ("sat01", "sat02", "sat03", "sat04", "sat05", "sat06")
    y = np.stack([city.column(item) for item in items], axis=1)
    y = np.where(
        np.isnan(y).any(axis=1)[:, None], np.nan, y
    )  # differences of pairs who answered all are gaps of the same means

    found = ranks_of_means(sample, y)

    pairs = [(a, b) for a in range(6) for b in range(6) if a != b]
    gaps = {pair: estimates.gap(sample, y[:, pair[0]], y[:, pair[1]]) for pair in pairs}
    one_sided = [p_value(gaps[p]) / 2 if gaps[p].value > 0 else 1 - p_value(gaps[p]) / 2 for p in pairs]
    ahead = {pair for pair, p in zip(pairs, holm(one_sided), strict=True) if p <= 0.05}
    assert found.best.tolist() == [1 + sum(b == item for _, b in ahead) for item in range(6)]
    assert found.worst.tolist() == [6 - sum(a == item for a, _ in ahead) for item in range(6)]
    assert 0 < len(ahead) < 15


def test_ranks_from_replicates_are_nearly_those_from_the_formula():
    sample = city.sample()
    y = np.stack([city.column(item) for item in city.ITEMS[56:]], axis=1)
    formula = ranks_of_means(sample, y)

    left_out = ranks_of(replicated_means(jackknife(sample), y))
    drawn = ranks_of(replicated_means(bootstrap(sample, 1000, SEED), y))

    assert np.array_equal(left_out.rank, formula.rank)
    assert np.abs(left_out.best - formula.best).max() <= 1
    assert np.abs(left_out.worst - formula.worst).max() <= 1
    assert np.abs(drawn.best - formula.best).max() <= 3
    assert np.abs(drawn.worst - formula.worst).max() <= 3
    assert (formula.worst > formula.best).sum() > 40


@pytest.mark.parametrize("orientation", ["high_first", "low_first"])
def test_a_rank_lies_in_its_range_which_grows_with_the_level(orientation):
    sample = city.sample()
    y = np.stack([city.column(item) for item in city.ITEMS], axis=1)
    elderly = city.labels("age") == "70+"

    narrow, wide = (ranks_of_means(sample, y, elderly, level, orientation) for level in (0.8, 0.99))

    assert (narrow.best <= narrow.rank).all()
    assert (narrow.rank <= narrow.worst).all()
    assert (wide.best <= narrow.best).all()
    assert (wide.worst >= narrow.worst).all()
    assert (wide.worst - wide.best).sum() > (narrow.worst - narrow.best).sum()


def test_all_ranges_together_hold_the_true_ranks_as_often_as_they_say():
    # ten items, four of which are exactly equal: any order of those is true, so that no range may end among them
    truth = np.array([0, 0, 0, 0, 0.05, 0.1, 0.4, 1.2, 2, 3])
    errors = np.random.Generator(np.random.PCG64(SEED)).normal(size=(1000, 10)) * 0.1
    best = 1 + (truth[:, None] < truth).sum(axis=1)
    worst = 10 - (truth[:, None] > truth).sum(axis=1)

    ranks = [rank_ranges(truth + error, np.eye(10) * 0.01, [1000] * 10) for error in errors]

    right = [((each.best <= best) & (each.worst >= worst)).all() for each in ranks]
    assert np.mean(right) >= 0.95
    # and they say something: the last three are told from all others in most samples
    assert np.mean([each.best[9] == each.worst[9] == 1 for each in ranks]) > 0.99
    assert np.mean([each.worst[7] <= 3 for each in ranks]) > 0.9


def test_a_list_in_which_everybody_was_asked_is_certain():
    sample = Sample([1.0] * 4, list("AABB"), {"A": 2, "B": 2})
    y = np.array([[5.0, 1, 1], [4, 2, 2], [5, 1, 1], [5, 3, 3]])

    assert rows(ranks_of_means(sample, y)) == [(1, 1, 1), (2, 2, 3), (2, 2, 3)]
    assert rows(ranks_of(replicated_means(bootstrap(sample, 10), y))) == [(1, 1, 1), (2, 2, 3), (2, 2, 3)]


def test_an_item_without_answers_has_no_rank_from_replicates_either():
    y = np.random.default_rng(SEED).integers(1, 6, (12, 3)).astype(float)
    y[:, 1] = silence
    y[:, 2] += 20
    sample = twelve_people()

    for found in (ranks_of_means(sample, y), ranks_of(replicated_means(jackknife(sample), y))):
        assert rows(found) == [(2, 2, 2), (0, 0, 0), (1, 1, 1)]


def test_an_index_has_ranks_too():
    asked = np.random.default_rng(SEED).integers(1, 6, (12, 6)).astype(float)
    asked[:, :3] += [0, 50, 100]
    replicates = bootstrap(twelve_people(), 200, SEED)

    gap = combined(np.subtract, *(replicated_means(replicates, part) for part in (asked[:, :3], asked[:, 3:])))

    assert rows(ranks_of(gap)) == [(3, 3, 3), (2, 2, 2), (1, 1, 1)]
