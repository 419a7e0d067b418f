import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.estimates import change
from analysis.families import benjamini_hochberg, detectable, family, family_of, holm, p_value
from analysis.figures import Estimate, Proportion

p_values = st.lists(st.one_of(st.floats(0, 1), st.just(math.nan)), max_size=12)


def points(value: float, se: float, degrees: float = 900) -> Estimate:
    return Estimate(value, se, degrees, 1000, 950.0, 1.1)


def stepped_up(p: list[float], q: float) -> list[bool]:
    """Benjamini & Hochberg (1995), (1): the largest k with p_(k) <= k q / m, and all up to it are rejected."""
    tested = sorted(each for each in p if not math.isnan(each))
    kept = [each for k, each in enumerate(tested, 1) if each <= k * q / len(tested)]
    return [bool(kept) and each <= max(kept) for each in p]


def stepped_down(p: list[float], q: float) -> list[bool]:
    """Holm (1979): from the smallest on, until the first p_(k) > q / (m - k + 1)."""
    found, left = [False] * len(p), [place for place, each in enumerate(p) if not math.isnan(each)]
    while left:
        least = min(left, key=lambda place: p[place])
        if p[least] > q / len(left):
            break
        found[least] = True
        left.remove(least)
    return found


@given(p_values, st.floats(0.001, 0.5))
def test_marks_are_those_of_the_stepwise_definitions(p, q):
    for adjust, definition in ((benjamini_hochberg, stepped_up), (holm, stepped_down)):
        adjusted = adjust(p)
        near = any(abs(each - q) < 1e-9 for each in adjusted)

        assert near or [bool(each <= q) for each in adjusted] == definition(p, q)


@given(p_values)
def test_adjusting_never_makes_a_p_smaller_nor_changes_the_order(p):
    raw = np.array(p, dtype=float)
    tested = np.isfinite(raw)

    for adjusted in (benjamini_hochberg(raw), holm(raw)):
        assert np.array_equal(np.isfinite(adjusted), tested)
        assert (adjusted[tested] >= raw[tested] - 1e-15).all()
        assert (adjusted[tested] <= 1).all()
        in_order = adjusted[tested][np.argsort(raw[tested], kind="stable")]
        assert (np.diff(in_order) >= 0).all()
    assert np.nan_to_num(holm(raw) - benjamini_hochberg(raw)).min(initial=0.0) >= -1e-15


@given(st.permutations([0.001, 0.013, 0.02, 0.04, 0.3, math.nan]))
def test_the_order_of_the_comparisons_does_not_matter(p):
    expected = {0.001: 0.005, 0.013: 0.0325, 0.02: 0.1 / 3, 0.04: 0.05, 0.3: 0.3}

    for raw, adjusted in zip(p, benjamini_hochberg(p), strict=True):
        assert math.isnan(adjusted) if math.isnan(raw) else adjusted == pytest.approx(expected[raw], rel=1e-14)


def test_a_family_says_out_of_how_many_comparisons_it_marks():
    found = family("satisfaction 2026 to 2028", [0.001, 0.02, 0.6, math.nan], q=0.05)

    assert found.size == 3
    assert found.rejected.tolist() == [True, True, False, False]
    assert str(found) == "satisfaction 2026 to 2028: 2 marked out of 3 comparisons (benjamini-hochberg, q = 0.05)"


def test_a_family_of_nothing_tested_marks_nothing():
    for p in ([], [math.nan, math.nan]):
        found = family("nothing", p)
        assert (found.size, found.rejected.any()) == (0, np.False_)


def test_a_comparison_that_was_not_tested_costs_the_others_nothing():
    alone, beside = family("a", [0.04]), family("b", [0.04, math.nan, math.nan])

    assert alone.rejected[0]
    assert beside.adjusted[0] == alone.adjusted[0] == 0.04


def test_holm_marks_less_than_benjamini_and_hochberg():
    p = [0.012, 0.024, 0.035, 0.04]

    assert family("ranks", p).rejected.tolist() == [True, True, True, True]
    assert family("ranks", p, method="holm").rejected.tolist() == [True, False, False, False]


def test_a_p_of_a_difference_is_that_of_its_t():
    # t tables: 2.228 leaves 5 % outside with 10 degrees of freedom, 1.960 with very many
    assert p_value(points(2.228, 1.0, 10)) == pytest.approx(0.05, abs=2e-5)
    assert p_value(points(-1.959964, 1.0, 1e9)) == pytest.approx(0.05, abs=1e-8)
    assert p_value(points(0.0, 1.0)) == 1.0


@given(st.floats(-1, 1), st.floats(0.001, 1), st.integers(1, 2000))
def test_a_difference_is_marked_if_and_only_if_its_interval_leaves_out_nought(value, se, degrees):
    difference = points(value, se, degrees)
    interval = difference.interval(0.95)
    p = p_value(difference)

    assert abs(p - 0.05) < 1e-9 or (p < 0.05) is not interval.contains(0.0)


@pytest.mark.parametrize(("se", "degrees"), [(0.0, 900), (math.nan, 900), (0.03, 0), (0.03, -1)])
def test_without_an_error_nothing_is_tested(se, degrees):
    assert math.isnan(p_value(points(0.4, se, degrees)))


def test_a_family_of_changes_holds_one_test_for_each():
    earlier = [points(3.1, 0.03), points(3.2, 0.03), Proportion(0.0, 0.0, 39, 40, 40.0, math.nan)]
    later = [points(3.3, 0.03), points(3.21, 0.03), Proportion(1.0, 0.0, 39, 40, 40.0, math.nan)]

    found = family_of("changes", [change(*pair) for pair in zip(earlier, later, strict=True)])

    assert found.size == 2
    assert found.rejected.tolist() == [True, False, False]


def test_a_difference_that_can_be_found_is_so_many_standard_errors():
    found = detectable([0.03, 0.04, 0.0, math.nan], [0.04, 0.03, 0.03, 0.03])

    assert found[:2] == pytest.approx([0.14, 0.14])
    assert np.isnan(found[2:]).all()
