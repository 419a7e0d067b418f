import math

import numpy as np
import pytest

from analysis.priorities import Cut, Quadrant, cut_at_mean, cut_at_midpoint, improvement_index, labelled, quadrants


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


def test_items_that_are_all_alike_call_for_nothing():
    assert improvement_index([3, 3], [2, 2]).tolist() == [0, 0]
