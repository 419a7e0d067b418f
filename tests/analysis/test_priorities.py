"""Importance against satisfaction: places and indices by hand, then their errors, ranks and certainty."""

import math

import numpy as np
import pytest

from analysis import estimates
from analysis.calibration import rake
from analysis.faults import Faults
from analysis.priorities import (
    INDICES,
    QUADRANTS,
    Cut,
    Quadrant,
    cut_at_mean,
    cut_at_midpoint,
    gap_index,
    importance_satisfaction_rating,
    improvement_index,
    labelled,
    places,
    quadrants,
    standardised_index,
)
from analysis.priority_tables import Priority, PriorityTable, prioritised
from analysis.replication import Replicates, bootstrap, combined, jackknife, replicated_correlations, replicated_means
from analysis.sample import Sample
from tests.analysis import city
from tests.analysis.builders import seven_people, silence, twelve_people

SEED = 20260401


def rated(replicates: Replicates, importance, satisfaction, priority: Priority) -> PriorityTable:
    """A table from what each person said of importance and satisfaction, (people, items)."""
    return prioritised(priority, *(replicated_means(replicates, y) for y in (importance, satisfaction)))


def city_ratings(number: int = 56) -> tuple[np.ndarray, np.ndarray]:
    importance, satisfaction = (
        np.stack([city.column(f"{kind}{item:02d}") for item in range(1, number + 1)], axis=1) for kind in ("imp", "sat")
    )
    return importance, satisfaction


def top_two(y: np.ndarray) -> np.ndarray:
    return np.where(np.isnan(y), np.nan, y >= 4)


def test_what_matters_and_does_not_satisfy_is_the_field_of_improvement():
    found = quadrants([4.5, 4.5, 3.0, 3.0], [2.0, 4.0, 4.0, 2.0], cut_at_midpoint(1, 6))

    assert found == [Quadrant.IMPROVE, Quadrant.KEEP, Quadrant.MAINTAIN, Quadrant.WATCH]


def test_an_item_at_the_mean_is_not_above_it():
    # the city counts items above mean importance and at or below mean satisfaction
    importance, satisfaction = [4.0, 3.0, 2.0], [3.0, 3.0, 3.0]

    found = quadrants(importance, satisfaction, cut_at_mean(importance, satisfaction))

    assert found == [Quadrant.IMPROVE, Quadrant.WATCH, Quadrant.WATCH]


def test_an_item_without_a_figure_stands_nowhere_and_moves_no_cut():
    importance, satisfaction = [4.0, 2.0, math.nan], [2.0, 4.0, 5.0]

    cut = cut_at_mean(importance, satisfaction)

    assert cut == Cut(3.0, 3.0)
    assert quadrants(importance, satisfaction, cut)[2] is None
    assert np.isnan(improvement_index(importance, satisfaction)[2])


def test_the_letters_of_the_quadrants_are_the_city_s_own():
    letters = {
        Quadrant.IMPROVE: "重点改善",
        Quadrant.KEEP: "維持",
        Quadrant.MAINTAIN: "現状維持",
        Quadrant.WATCH: "改善",
    }

    assert labelled([Quadrant.IMPROVE, None], letters) == ["重点改善", ""]


def test_the_improvement_index_is_the_distance_times_the_straightness():
    # four items on a square: T-scores are 40 and 60 on both axes, every distance is 10·√2
    found = improvement_index([4, 4, 2, 2], [1, 3, 3, 1])

    far = 10 * math.sqrt(2)
    assert found == pytest.approx([far, 0, -far, 0], abs=1e-12)


def test_the_index_by_hand():
    # both axes have mean 0 and standard deviation 1, so that the first item stands at (12, -6) in T-scores: distance 6·√5 = 13.416,
    # angle to the diagonal arctan(6/18) = 18.435°, index 13.416 · (90 - 18.435)/90 = 10.668
    importance = [1.2, -1.2, math.sqrt(0.56), -math.sqrt(0.56)]
    satisfaction = [-0.6, 0.6, math.sqrt(1.64), -math.sqrt(1.64)]

    found = improvement_index(importance, satisfaction)

    assert found[0] == pytest.approx(10.668, abs=5e-4)


def test_the_index_of_the_textbook_of_cs_portfolios():
    # istat.co.jp/special/03_6: distance 15.8, angle to the diagonal 24.4°, factor 0.729, index 11.5
    up, right = 1.58 * math.cos(math.radians(20.6)), -1.58 * math.sin(math.radians(20.6))

    # six other items, by which both axes have mean 0 and standard deviation 1
    importance, satisfaction = (
        [each, -each] + [math.sqrt((4 - each**2) / 3), -math.sqrt((4 - each**2) / 3)] * 3 for each in (up, right)
    )
    found = improvement_index(importance, satisfaction)

    assert found[0] == pytest.approx(11.5, abs=0.05)


@pytest.mark.parametrize("index", [improvement_index, standardised_index])
def test_items_that_are_all_alike_call_for_nothing(index):
    assert index([3, 3], [2, 2]).tolist() == [0, 0]
    assert index([0.1 + 0.2, 0.3], [2, 2]).tolist() == [0, 0]  # 0.30000000000000004 is 0.3


def test_the_standardised_index_is_the_difference_of_two_t_scores():
    # T-scores of importance 60, 40, 60, 40 and of satisfaction 40, 40, 60, 60
    assert standardised_index([4, 2, 4, 2], [1, 1, 3, 3]) == pytest.approx([20, 0, 0, -20])


def test_the_gap_and_the_rating_are_as_simple_as_they_are_called():
    assert gap_index([4.5, 3.0], [2.0, 3.5]).tolist() == [2.5, -0.5]
    # 60 % name it, 30 % are satisfied: 0.6 · 0.7; all satisfied: nothing to do
    assert importance_satisfaction_rating([0.6, 0.9], [0.3, 1.0]) == pytest.approx([0.42, 0.0])


@pytest.mark.parametrize("name", list(INDICES))
def test_an_index_works_row_by_row_and_an_item_without_a_figure_moves_no_other(name):
    index = INDICES[name].of
    importance, satisfaction = np.random.default_rng(SEED).uniform(0.1, 0.9, (2, 4, 5))
    importance[1, 2] = satisfaction[2, 0] = math.nan
    importance[3] = math.nan

    found = index(importance, satisfaction)

    for row, (i, s) in enumerate(zip(importance, satisfaction, strict=True)):
        there = np.isfinite(i) & np.isfinite(s)
        assert np.array_equal(np.isfinite(found[row]), there)
        assert found[row, there] == pytest.approx(index(i[there], s[there]), rel=1e-12, abs=1e-12)


def test_the_places_of_many_rows_are_those_of_each():
    importance, satisfaction = np.random.default_rng(SEED).uniform(1, 5, (2, 4, 5))
    importance[1, 2] = math.nan
    fixed = cut_at_midpoint(1, 5)

    moving, still = places(importance, satisfaction, "mean_of_items"), places(importance, satisfaction, fixed)

    for row, (i, s) in enumerate(zip(importance, satisfaction, strict=True)):
        for found, cut in ((moving, cut_at_mean(i, s)), (still, fixed)):
            names = [None if np.isnan(each) else QUADRANTS[int(each)] for each in found[row]]
            assert names == quadrants(i, s, cut)


def test_without_any_figure_there_is_no_cut():
    cut = cut_at_mean([math.nan], [3.0])

    assert np.isnan([cut.importance, cut.satisfaction]).all()
    assert quadrants([math.nan], [3.0], cut) == [None]


@pytest.fixture(scope="module")
def raked_city() -> Replicates:
    return bootstrap(rake(city.base(), city.margins("district", "age", "sex")), 1000, SEED)


def test_a_city_prints_several_priorities_side_by_side(raked_city):
    importance, satisfaction = (replicated_means(raked_city, y) for y in city_ratings())
    listed = (
        Priority("改善度指数", "improvement"),
        Priority("改善要望度", "standardised", cut_at_midpoint(1, 5)),
        Priority("重要度との差", "gap"),
    )

    tables = [prioritised(each, importance, satisfaction) for each in listed]

    assert [table.priority.name for table in tables] == ["改善度指数", "改善要望度", "重要度との差"]
    means = importance.value, satisfaction.value
    for table in tables:
        assert table.value == pytest.approx(INDICES[table.priority.index].of(*means), rel=1e-12)
        low, high = table.interval()
        assert (low < table.value).all()
        assert (table.value < high).all()
        assert table.interval_kind == "percentile"
        assert table.ranks.rank[np.argmax(table.value)] == 1
        assert (table.standard_error > 0).all()
        assert list(table.quadrant) == quadrants(*means, table.cut)
        assert table.shares.sum(axis=1) == pytest.approx(np.ones(56))
        assert (table.certainty >= 0.25).all()
    assert tables[0].cut == cut_at_mean(*means)
    assert tables[1].cut == Cut(3, 3)


def test_the_error_of_a_gap_is_nearly_that_of_the_formula(raked_city):
    importance, satisfaction = city_ratings(8)

    table = rated(raked_city, importance, satisfaction, Priority("差", "gap"))

    formula = estimates.gap(raked_city.sample, importance, satisfaction)
    assert table.value == pytest.approx(formula.value, rel=1e-12)
    # 1,000 replicates tell a standard error to 2.2 %: three times that
    assert table.standard_error == pytest.approx(formula.standard_error, rel=0.07)


@pytest.mark.parametrize(
    ("index", "near"), [("standardised", 0.08), ("importance_satisfaction", 0.08), ("improvement", 0.25)]
)
def test_bootstrap_and_jackknife_nearly_agree_on_the_error_of_an_index(raked_city, index, near):
    # the improvement index has an edge on its diagonals and a point in the middle, where no tangent tells the error
    ratings = [top_two(y) for y in city_ratings()]
    left_out = jackknife(raked_city.sample)

    drawn = rated(raked_city, *ratings, Priority("", index))

    again = combined(INDICES[index].of, *(replicated_means(left_out, y) for y in ratings))
    assert drawn.standard_error == pytest.approx(again.standard_error, rel=near)
    assert np.median(drawn.standard_error / again.standard_error) == pytest.approx(1, abs=0.02)


def test_a_cut_that_moves_with_the_items_keeps_places_that_a_fixed_cut_shakes():
    # everybody has a mood of their own that moves all items alike; the first satisfies a little more than the second, always
    rng = np.random.default_rng(SEED)
    mood = rng.normal(0, 1, 120)
    satisfaction = mood[:, None] + [3.1, 2.9, 3.05, 2.95] + rng.normal(0, 0.1, (120, 4))
    importance = np.array([4.0, 4.0, 2.0, 2.0]) + rng.normal(0, 0.1, (120, 4))
    replicates = bootstrap(Sample.simple(120), 500, SEED)
    means = [replicated_means(replicates, y) for y in (importance, satisfaction)]
    here = cut_at_mean(*(each.value for each in means))

    moving, fixed = (prioritised(Priority("", "gap", cut), *means) for cut in ("mean_of_items", here))

    assert moving.cut == fixed.cut
    assert moving.quadrant == fixed.quadrant == (*QUADRANTS[1::-1], *QUADRANTS[2:])
    assert (moving.certainty > 0.99).all()
    assert moving.sure.all()
    assert (fixed.certainty < 0.95).all()
    assert not fixed.sure.any()


def test_from_which_share_on_a_place_is_sure_is_data():
    importance, satisfaction = np.random.default_rng(SEED).integers(1, 6, (2, 12, 4)).astype(float)
    replicates = bootstrap(twelve_people(), 300, SEED)

    tables = [rated(replicates, importance, satisfaction, Priority("", "gap", sure_from=s)) for s in (0.5, 0.8)]

    assert np.array_equal(tables[0].certainty, tables[1].certainty)
    for table, threshold in zip(tables, (0.5, 0.8), strict=True):
        assert table.sure.tolist() == [share >= threshold for share in table.certainty]
    assert tables[0].sure.sum() > tables[1].sure.sum()


def test_a_certainty_is_the_share_of_replicates_counted_one_by_one():
    importance, satisfaction = np.random.default_rng(SEED).integers(1, 6, (2, 12, 4)).astype(float)
    replicates = bootstrap(twelve_people(), 40, SEED)
    parts = [replicated_means(replicates, y) for y in (importance, satisfaction)]

    table = prioritised(Priority("", "gap"), *parts)

    rows = list(zip(*(part.replicated for part in parts), strict=True))
    again = [quadrants(i, s, cut_at_mean(i, s)) for i, s in rows]
    for item, place in enumerate(table.quadrant):
        assert table.certainty[item] == sum(row[item] is place for row in again) / 40


def test_an_index_that_is_read_from_below_has_its_lowest_first():
    importance, satisfaction = np.random.default_rng(SEED).integers(1, 6, (2, 12, 3)).astype(float)
    replicates = bootstrap(twelve_people(), 100, SEED)

    high, low = (
        rated(replicates, importance, satisfaction, Priority("", "gap", orientation=each))
        for each in ("high_first", "low_first")
    )

    assert high.ranks.rank[np.argmax(high.value)] == 1
    assert low.ranks.rank[np.argmin(low.value)] == 1
    assert np.array_equal(low.ranks.best, 4 - high.ranks.worst)


def test_the_scale_of_the_weights_changes_no_table():
    importance, satisfaction = np.random.default_rng(SEED).integers(1, 6, (2, 12, 4)).astype(float)
    sample = rake(twelve_people(), {"sex": (list("MF") * 6, {"M": 110.0, "F": 90.0})})

    one, scaled = (
        rated(bootstrap(each, 200, SEED), importance, satisfaction, Priority("", "improvement"))
        for each in (sample, sample.scaled(1000))
    )

    assert scaled.value == pytest.approx(one.value, rel=1e-9, abs=1e-9)
    assert scaled.standard_error == pytest.approx(one.standard_error, rel=1e-6)
    assert np.array_equal(scaled.shares, one.shares)
    assert np.array_equal(scaled.ranks.best, one.ranks.best)


def test_an_importance_can_follow_from_overall_satisfaction(raked_city):
    # what goes with overall satisfaction matters, whatever people say of it: the first item is half of it
    satisfaction = city_ratings(5)[1]
    rng = np.random.default_rng(SEED)
    overall = np.where(np.isnan(satisfaction[:, 0]), silence, satisfaction[:, 0] + rng.normal(0, 1, len(satisfaction)))
    derived = replicated_correlations(raked_city, satisfaction, overall)

    table = prioritised(
        Priority("I-S", "importance_satisfaction"), derived, replicated_means(raked_city, top_two(satisfaction))
    )

    assert np.argmax(derived.value) == 0
    assert derived.value[0] > 0.5
    low, high = derived.interval()
    assert (low < derived.value).all()
    assert (derived.value < high).all()
    assert (low > 0).tolist() == [True, *(low[1:] > 0)]
    assert table.value == pytest.approx(derived.value * (1 - replicated_means(raked_city, top_two(satisfaction)).value))
    assert (table.standard_error > 0).all()


def test_an_item_without_answers_stands_nowhere_and_moves_no_other():
    importance, satisfaction = np.random.default_rng(SEED).integers(1, 6, (2, 12, 4)).astype(float)
    importance[:, 1] = silence
    replicates = bootstrap(twelve_people(), 100, SEED)

    table = rated(replicates, importance, satisfaction, Priority("", "improvement"))

    others = [0, 2, 3]
    alone = rated(replicates, importance[:, others], satisfaction[:, others], Priority("", "improvement"))
    assert table.quadrant[1] is None
    assert np.isnan([table.value[1], table.standard_error[1], table.certainty[1], table.interval().low[1]]).all()
    assert np.isnan(table.shares[1]).all()
    assert not table.sure[1]
    assert table.ranks.rank[1] == 0
    assert table.value[others] == pytest.approx(alone.value, rel=1e-9)
    assert table.certainty[others] == pytest.approx(alone.certainty)
    assert np.array_equal(table.ranks.worst[others], alone.ranks.worst)


def test_silences_are_left_out_item_by_item():
    importance, satisfaction = np.random.default_rng(SEED).integers(1, 6, (2, 12, 3)).astype(float)
    importance[:3, 0] = satisfaction[5:8, 2] = silence

    table = rated(bootstrap(twelve_people(), 100, SEED), importance, satisfaction, Priority("", "gap"))

    w = twelve_people().weights
    assert table.value[0] == pytest.approx(
        np.average(importance[3:, 0], weights=w[3:]) - np.average(satisfaction[:, 0], weights=w)
    )
    assert np.isfinite(table.standard_error).all()


@pytest.mark.parametrize("index", [name for name in INDICES if name != "importance_satisfaction"])
def test_one_item_alone_is_first_and_not_above_its_own_mean(index):
    importance, satisfaction = np.random.default_rng(SEED).integers(1, 6, (2, 12, 1)).astype(float)

    table = rated(bootstrap(twelve_people(), 50, SEED), importance, satisfaction, Priority("", index))

    assert (table.ranks.rank[0], table.ranks.best[0], table.ranks.worst[0]) == (1, 1, 1)
    assert table.quadrant == (Quadrant.WATCH,)
    assert table.certainty.tolist() == [1.0]
    assert (table.value[0] == 0) == (index != "gap")


@pytest.mark.parametrize("index", list(INDICES))
def test_where_all_answers_are_the_same_nothing_varies(index):
    same = np.full((12, 3), 0.7)

    table = rated(bootstrap(twelve_people(), 50, SEED), same, same, Priority("", index))

    assert table.standard_error.tolist() == [0.0] * 3
    assert table.quadrant == (Quadrant.WATCH,) * 3
    assert table.certainty.tolist() == [1.0] * 3
    assert table.ranks.rank.tolist() == [1] * 3
    assert table.ranks.worst.tolist() == [3] * 3


def test_where_everybody_was_asked_places_are_certain():
    sample = Sample([1.0] * 4, list("AABB"), {"A": 2, "B": 2})
    importance, satisfaction = np.random.default_rng(SEED).integers(1, 6, (2, 4, 5)).astype(float)

    table = rated(bootstrap(sample, 50, SEED), importance, satisfaction, Priority("", "standardised"))

    assert table.certainty.tolist() == [1.0] * 5
    assert np.array_equal(table.ranks.best, table.ranks.rank)
    assert table.standard_error.tolist() == [0.0] * 5


def test_a_rating_of_points_instead_of_shares_is_refused():
    importance, satisfaction = np.random.default_rng(SEED).integers(1, 6, (2, 12, 3)).astype(float)

    with pytest.raises(Faults) as refused:
        rated(bootstrap(twelve_people(), 50), importance, satisfaction, Priority("", "importance_satisfaction"))

    assert refused.value.faults[0].code == "not_a_share"


def test_an_index_that_is_none_is_refused_with_those_there_are():
    with pytest.raises(Faults) as refused:
        Priority("必要度", "need")

    assert "improvement, standardised, gap, importance_satisfaction" in str(refused.value)


def test_how_sure_a_place_is_cannot_be_read_off_a_jackknife():
    y = np.array([[1.0, 2], [2, 3], [3, 3], [2, 1], [4, 4], [4, 2], [5, 5]])

    with pytest.raises(Faults) as refused:
        rated(jackknife(seven_people()), y, y, Priority("", "gap"))

    assert refused.value.faults[0].code == "bootstrap_needed"
