"""Calibration: the curves between weights, margins that cannot be met, and faults that say which."""

import numpy as np
import pytest

from analysis.calibration import calibrate, curve_of, rake
from analysis.faults import Fault, SampleFaults, WeightingFaults
from analysis.sample import Sample
from analysis.weighting import Drawn, cell_weights, default_weights
from tests.analysis import city
from tests.analysis.builders import twelve_people

LIMITS = {"linear": None, "raking": None, "logit": (0.4, 3.0), "linear, bounded": (0.5, 2.0)}


def fault(refused: pytest.ExceptionInfo[WeightingFaults]) -> Fault:
    (only,) = refused.value.faults
    return only


@pytest.mark.parametrize("method", LIMITS)
def test_a_curve_leaves_the_design_weight_at_first_and_says_how_fast_it_leaves_it(method):
    curve, u = curve_of(method.split(",", maxsplit=1)[0], LIMITS[method]), np.array([-0.3, 0.0, 0.2, 0.4])
    value, slope = curve(u)

    ahead, behind = curve(u + 1e-6)[0], curve(u - 1e-6)[0]

    assert (value[1], slope[1]) == (pytest.approx(1.0, rel=1e-14), pytest.approx(1.0, rel=1e-14))
    assert slope == pytest.approx((ahead - behind) / 2e-6, rel=1e-8)


def test_a_bounded_curve_stays_within_its_bounds_and_stands_still_at_them():
    far = np.array([-50.0, 50.0])

    for method in ("linear", "logit"):
        value, slope = curve_of(method, (0.4, 3.0))(far)

        assert value == pytest.approx([0.4, 3.0], rel=1e-12)
        assert slope == pytest.approx([0.0, 0.0], abs=1e-12)


def test_the_bounds_of_the_logit_are_two_fifths_and_three_unless_told():
    margins = city.margins("district", "age")

    found, told = (calibrate(city.base(), margins, "logit", bounds) for bounds in (None, (0.4, 3.0)))

    assert found.weights.tolist() == told.weights.tolist()
    assert found.calibration.bounds == (0.4, 3.0)


@pytest.mark.parametrize("bounds", [(1.0, 2.0), (0.5, 1.0), (1.1, 2.0), (0.2, 0.9)])
def test_bounds_on_one_side_of_the_design_weight_are_refused(bounds):
    with pytest.raises(WeightingFaults) as refused:
        calibrate(city.base(), city.margins("sex"), "linear", bounds)
    assert fault(refused) == Fault("bounds_exclude_one", {"low": bounds[0], "high": bounds[1]})


@pytest.mark.parametrize("size", [40, 4000])
def test_a_register_far_from_the_answers_is_met_by_smaller_steps(size):
    # one person stands for nine tenths: a whole step of Newton's method would end beyond what numbers can hold
    first = np.arange(size) == 0
    margins = {
        "class": (np.where(first, "a", "b"), {"a": 9 * size, "b": size}),
        "side": (np.arange(size) % 4 < 2, {True: 9.5 * size, False: 0.5 * size}),
    }
    people = Sample(np.linspace(1, 3, size))

    by_newton, by_fitting = calibrate(people, margins, "raking"), rake(people, margins)

    assert by_newton.weights == pytest.approx(by_fitting.weights, rel=1e-7)
    assert by_newton.weights[0] == pytest.approx(9 * size, rel=1e-9)


def test_margins_without_weights_name_the_four_worst_categories_and_no_category_that_is_met():
    # six towns of one sex each; the register has it the other way round, and the age is met whatever happens
    towns, sexes = np.repeat(list("abcdef"), 2), np.repeat(list("FMFMFM"), 2)
    register = {"a": 30.0, "b": 10, "c": 25, "d": 10, "e": 15, "f": 10}

    with pytest.raises(WeightingFaults) as refused:
        rake(
            Sample([1.0] * 12),
            {
                "age": (np.tile(["y", "o"], 6), {"y": 50, "o": 50}),
                "sex": (sexes, {"F": 30.0, "M": 70.0}),
                "town": (towns, register),
            },
        )

    # the towns were fitted last: F holds 70 for 30, M 30 for 70
    assert fault(refused) == Fault("margins_infeasible", {"rounds": 200, "worst": "sex F (133.3%), sex M (57.1%)"})


def test_at_most_four_categories_are_named_the_worst_first():
    people = Sample([1.0] * 12)
    towns = np.repeat(list("abcdef"), 2)
    other = {town: (45.0 if town == "a" else 11.0 + k) for k, town in enumerate("abcdef")}
    other["f"] += 200 - sum(other.values())

    with pytest.raises(WeightingFaults) as refused:
        rake(people, {"once": (towns, other), "again": (towns, dict.fromkeys("abcdef", 200 / 6))})

    worst = fault(refused).fields["worst"].split(", ")
    misses = [float(each.split("(")[1].rstrip("%)")) for each in worst]
    assert len(worst) == 4
    assert misses == sorted(misses, reverse=True)
    assert worst[0] == f"once b ({(200 / 6 / 12 - 1):.1%})"


def test_a_bound_that_holds_one_category_off_is_refused_though_the_others_are_met():
    # half of the people may shrink to two fifths of their weight, and the register wants a tenth of them
    sexes = np.array(["F", "M"] * 6)

    with pytest.raises(WeightingFaults) as refused:
        calibrate(Sample([1.0] * 12), {"sex": (sexes, {"F": 5.0, "M": 95.0})}, "linear", (0.4, 3.0))

    found = fault(refused)
    assert (found.code, found.fields["low"], found.fields["high"]) == ("bounds_infeasible", 0.4, 3.0)
    assert found.fields["worst"] == "sex F (300.0%)"


def test_margins_that_exclude_each_other_are_refused_by_calibration_without_bounds_too():
    margins = {"sex": (list("FFMM"), {"F": 60, "M": 40}), "town": (list("NNSS"), {"N": 50, "S": 50})}

    for method in ("linear", "raking"):
        with pytest.raises(WeightingFaults) as refused:
            calibrate(Sample([1.0] * 4), margins, method)

        assert (fault(refused).fields["low"], fault(refused).fields["high"]) == (0.0, np.inf)


def test_the_linear_distance_may_need_a_weight_below_nought_and_is_then_refused():
    # a and b are few and wanted less than at all
    first, second = np.array(list("aabbbbbbbb")), np.array(list("xyxxxxxxyy"))
    margins = {"first": (first, {"a": 1.0, "b": 99.0}), "second": (second, {"x": 2.0, "y": 98.0})}

    with pytest.raises(SampleFaults, match="weights are zero or negative"):
        calibrate(Sample([10.0] * 10), margins)


def test_totals_that_differ_are_told_with_both_numbers():
    given = {"sex": (list("FM" * 6), {"F": 90, "M": 110}), "side": (list("EW" * 6), {"E": 90, "W": 100})}

    with pytest.raises(WeightingFaults) as refused:
        rake(twelve_people(), given)
    assert fault(refused) == Fault("totals_disagree", {"margin": "side", "found": 190.0, "expected": 200.0})


def test_a_margin_of_other_people_is_refused():
    with pytest.raises(WeightingFaults) as refused:
        rake(twelve_people(), {"sex": (["F"] * 11, {"F": 200})})
    assert fault(refused) == Fault("length_differs", {"name": "sex", "found": 11, "expected": 12})


@pytest.mark.parametrize("total", [0, -5.0, np.inf, np.nan])
def test_a_category_that_someone_is_in_needs_inhabitants(total):
    with pytest.raises(WeightingFaults) as refused:
        rake(twelve_people(), {"sex": (list("FM" * 6), {"F": 200, "M": total})})
    assert refused.value.faults[0] == Fault("category_total_not_positive", {"margin": "sex", "categories": "M"})


def a_margin(*held: int) -> np.ndarray:
    return np.repeat([f"area {k}" for k in range(len(held))], held)


def weighted(areas: np.ndarray, totals: list[float]) -> list[tuple[str, int, float]]:
    """The thin classes of one margin, in a town of one stratum."""
    register = {"town": Drawn(sum(totals), 2 * areas.size)}
    given = {"area": (areas, {f"area {k}": total for k, total in enumerate(totals)})}
    found = default_weights(["town"] * areas.size, register, given)
    return [(each.label, each.respondents, each.factor) for each in found.thin]


def test_twenty_respondents_make_a_class_and_nineteen_do_not():
    assert weighted(a_margin(60, 20), [600, 200]) == []
    assert weighted(a_margin(60, 19), [600, 190]) == [("area 1", 19, pytest.approx(1.0))]


def test_a_factor_above_three_times_the_median_makes_a_class_thin_however_many_hold_it():
    # the factors of the three areas are as 1 to 2.9 and 1 to 3.1
    assert weighted(a_margin(60, 20, 20), [600, 580, 200]) == []
    assert [each[:2] for each in weighted(a_margin(60, 20, 20), [600, 620, 200])] == [("area 1", 20)]


def test_a_weight_starts_from_inhabitants_per_invited_person_of_the_drawing_stratum():
    # 1000 of 100 and 2000 of 400 invited: 10 and 5, which raking on a sex found everywhere leaves in that ratio
    strata, sexes = np.array(["north"] * 40 + ["south"] * 40), np.array(["F", "M"] * 40)
    register = {"north": Drawn(1000, 100), "south": Drawn(2000, 400)}

    found = default_weights(strata, register, {"sex": (sexes, {"F": 1500, "M": 1500})}).sample

    assert found.weights[0] / found.weights[-1] == pytest.approx(2.0)
    assert found.fpc
    assert cell_weights(strata, {"north": 1000, "south": 2000}).fpc


@pytest.mark.parametrize("case", ["some have no cell", "a cell has nobody", "a cell has no inhabitants"])
def test_full_cells_need_everybody_in_a_cell_and_somebody_in_every_inhabited_one(case):
    cells = np.array(["F"] * 40 + ["M"] * 40)
    totals = {"F": 400.0, "M": 400.0}
    if case == "some have no cell":  # as many as would make a class
        cells = np.repeat(["F", "", "M"], [25, 30, 25])
    else:
        totals["X"] = 10.0 if case == "a cell has nobody" else 0.0
    margins = {"sex": (np.array(["F"] * 40 + ["M"] * 40), {"F": 400.0, "M": 400.0})}

    found = default_weights(["town"] * 80, {"town": Drawn(800, 160)}, margins, (cells, totals))

    assert found.method == ("cells" if case == "a cell has no inhabitants" else "raked")
