import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import estimates
from analysis.calibration import calibrate, poststratify, rake
from analysis.faults import SampleFaults, WeightingFaults, named
from analysis.sample import Sample
from analysis.weighting import Drawn, WeightClass, cell_weights, default_weights, disagreement
from tests.analysis import city
from tests.analysis.builders import twelve_people

SIDES = np.array(list("EWEWEWEWEEWW"))
HOMES = np.array(list("AAAABBBBCCCC"))


def held(sample: Sample, labels: np.ndarray) -> dict[str, float]:
    return {label: sample.weights[labels == label].sum() for label in np.unique(labels).tolist()}


def codes_of(refused: pytest.ExceptionInfo[WeightingFaults]) -> list[str]:
    return [fault.code for fault in refused.value.faults]


@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3), st.floats(0.5, 50)), min_size=60, max_size=120),
    st.lists(st.floats(1, 5), min_size=3, max_size=3),
    st.lists(st.floats(1, 5), min_size=4, max_size=4),
)
def test_raked_weights_reach_every_margin(people, rows, columns):
    # every pair of classes is answered by someone, so that weights exist for any totals
    people = [*((a, b, 1.0) for a in range(3) for b in range(4)), *people]
    first, second, weights = (np.array(part) for part in zip(*people, strict=True))
    totals = [{k: 1000 * share / sum(margin) for k, share in enumerate(margin)} for margin in (rows, columns)]

    raked = rake(Sample(weights), {"first": (first, totals[0]), "second": (second, totals[1])})

    for labels, wanted in ((first, totals[0]), (second, totals[1])):
        for label, total in wanted.items():
            assert raked.weights[labels == label].sum() == pytest.approx(total, rel=2e-9)


def test_raking_the_textbook_table_that_r_ends_too_early():
    # margins (150, 100, 90) and (120, 130, 90); R's rake() stops at 148.8 for 150 with its defaults
    table = np.array([[1, 40, 1], [40, 1, 40], [1, 40, 1]])
    cells = [(i, j) for i in range(3) for j in range(3) for _ in range(table[i, j])]
    rows, columns = np.array(cells).T

    raked = rake(
        Sample(np.ones(len(cells))),
        {
            "rows": (rows, {0: 150, 1: 100, 2: 90}),
            "columns": (columns, {0: 120, 1: 130, 2: 90}),
        },
    )

    assert raked.weights[rows == 0].sum() == pytest.approx(150, rel=1e-9)


def test_design_weights_differences_survive_inside_a_class():
    people = Sample([1.0, 3.0, 1.0, 3.0])

    raked = rake(people, {"all": (["x"] * 4, {"x": 80})})

    assert raked.weights.tolist() == pytest.approx([10, 30, 10, 30])
    assert raked.design_weights.sum() == pytest.approx(80)


def test_margins_that_exclude_each_other_are_refused_with_the_worst_categories():
    # all women live in the north: 60 women cannot stand for 50 in the north
    with pytest.raises(WeightingFaults) as refused:
        rake(
            Sample([1.0] * 4),
            {
                "sex": (list("FFMM"), {"F": 60, "M": 40}),
                "area": (list("NNNS"), {"N": 50, "S": 50}),
            },
        )

    assert codes_of(refused) == ["margins_infeasible"]
    assert "sex F" in str(refused.value)


def test_the_textbook_margins_without_people_to_carry_them_are_refused_by_name():
    # whoever is in row 0 is in column 0, and 150 of its 120 cannot be
    table = np.array([[40, 0, 0], [10, 40, 20], [5, 20, 40]])
    cells = [(i, j) for i in range(3) for j in range(3) for _ in range(table[i, j])]
    rows, columns = np.array(cells).T

    with pytest.raises(WeightingFaults) as refused:
        rake(
            Sample(np.ones(len(cells))),
            {"rows": (rows, {0: 150, 1: 100, 2: 90}), "columns": (columns, {0: 120, 1: 130, 2: 90})},
        )

    assert codes_of(refused) == ["margins_infeasible"]
    assert refused.value.faults[0].fields["worst"].startswith("rows 0 (20.0%)")


def test_margins_that_add_up_differently_are_refused_and_not_met_half():
    # 340 people by rows, 360 by columns: R takes the last margin
    with pytest.raises(WeightingFaults) as refused:
        rake(
            Sample(np.ones(12)),
            {"home": (HOMES, {"A": 150, "B": 100, "C": 90}), "side": (SIDES, {"E": 180, "W": 180})},
        )

    assert codes_of(refused) == ["totals_disagree"]
    assert "adds up to 360.0, the first margin to 340.0" in str(refused.value)


def test_every_fault_of_the_margins_is_named_at_once():
    with pytest.raises(WeightingFaults) as refused:
        rake(
            twelve_people(),
            {
                "home": (HOMES, {"A": 50, "B": 50, "D": 100}),
                "side": (SIDES, {"E": 120, "W": -20}),
            },
        )

    named = {(fault.code, fault.fields.get("margin"), fault.fields.get("categories")) for fault in refused.value.faults}
    assert named == {
        ("category_without_total", "home", "C"),
        ("category_without_respondents", "home", "D"),
        ("category_total_not_positive", "side", "W"),
        ("totals_disagree", "side", None),
    }


def test_who_has_no_class_keeps_the_share_of_the_base_weight():
    # 3 of 12 equal people withheld: a quarter of 200; the known classes are brought to three quarters of their totals
    sexes = np.array(["F"] * 6 + ["M"] * 3 + [""] * 3)

    raked = poststratify(Sample([5.0] * 12), (sexes, {"F": 104, "M": 96}))

    assert held(raked, sexes) == pytest.approx({"": 50, "F": 78, "M": 72})
    assert raked.weights.sum() == pytest.approx(200)


def test_an_empty_category_without_inhabitants_is_no_fault():
    raked = rake(twelve_people(), {"home": (HOMES, {"A": 40, "B": 60, "C": 100, "D": 0})})

    assert raked.weights.sum() == pytest.approx(200)


def test_what_the_margins_explain_has_no_error_left():
    raked = rake(twelve_people(), {"side": (SIDES, {"E": 120, "W": 80}), "home": (HOMES, {"A": 40, "B": 60, "C": 100})})

    found = estimates.share(raked, (SIDES == "E").astype(float))

    assert found.value == pytest.approx(0.6, rel=1e-9)
    assert found.standard_error < 1e-8


def test_bounded_weights_stay_within_their_bounds():
    margins = city.margins("district", "age", "sex")
    for method in ("linear", "logit"):
        found = calibrate(city.base(), margins, method, (0.6, 2.0))
        factors = found.weights / found.design_weights

        assert factors.min() >= 0.6 - 1e-12
        assert factors.max() <= 2.0 + 1e-12
        assert held(found, city.labels("age")) == pytest.approx(margins["age"][1], rel=1e-9)


def test_bounds_that_cannot_be_kept_are_refused():
    with pytest.raises(WeightingFaults) as refused:
        calibrate(city.base(), city.margins("district", "age", "sex"), "linear", (0.95, 1.05))
    assert codes_of(refused) == ["bounds_infeasible"]


def test_bounds_must_leave_the_design_weight_as_it_is():
    with pytest.raises(WeightingFaults) as refused:
        calibrate(city.base(), city.margins("sex"), "linear", (1.1, 2.0))
    assert codes_of(refused) == ["bounds_exclude_one"]


def test_a_cell_weight_is_inhabitants_per_respondent():
    found = cell_weights(list("AAB" * 2), {"A": 40, "B": 10})

    assert found.weights.tolist() == [10, 10, 5] * 2
    assert found.weights_add_up


def test_cell_weights_need_the_inhabitants_of_every_cell():
    with pytest.raises(SampleFaults) as refused:
        cell_weights(list("AAB"), {"A": 40})
    assert refused.value.faults[0].fields["strata"] == "B"


def a_town(people: int = 200) -> tuple[np.ndarray, np.ndarray, dict[str, Drawn]]:
    """Two strata; the first was drawn twice as densely. Sexes alternate."""
    strata = np.array(["north"] * (people // 2) + ["south"] * (people - people // 2))
    sexes = np.array(["F", "M"] * (people // 2))
    return strata, sexes, {"north": Drawn(1000, 400), "south": Drawn(2000, 400)}


def test_default_weights_start_from_the_drawing_and_end_at_the_register():
    strata, sexes, register = a_town()

    found = default_weights(strata, register, {"sex": (sexes, {"F": 1600, "M": 1400})})

    assert (found.method, found.thin, found.unknown) == ("raked", (), {})
    assert held(found.sample, sexes) == pytest.approx({"F": 1600, "M": 1400})
    ratio = found.sample.weights[strata == "south"].sum() / found.sample.weights[strata == "north"].sum()
    assert ratio == pytest.approx(2)
    assert found.sample.population.tolist() == [1000, 2000]


def test_full_cells_are_taken_only_if_each_holds_twenty():
    strata, sexes, register = a_town()
    margins = {"sex": (sexes, {"F": 1600, "M": 1400})}
    cells = np.array([f"{stratum} {sex}" for stratum, sex in zip(strata, sexes, strict=True)])
    totals = {"north F": 550.0, "north M": 450.0, "south F": 1050.0, "south M": 950.0}

    enough = default_weights(strata, register, margins, (cells, totals))
    thin = default_weights(
        strata[:130], register, {"sex": (sexes[:130], {"F": 1600, "M": 1400})}, (cells[:130], totals)
    )

    assert enough.method == "cells"
    assert held(enough.sample, cells) == pytest.approx(totals)
    assert thin.method == "raked"  # 15 men and 15 women of the south


def test_thin_classes_of_a_margin_are_told():
    strata, _, register = a_town()
    areas = np.array(["centre"] * 185 + ["hills"] * 15)

    found = default_weights(strata, register, {"area": (areas, {"centre": 2000, "hills": 1000})})

    assert [(each.label, each.respondents) for each in found.thin] == [("hills", 15)]
    assert found.largest_weight > 5
    assert found.design_effect > 1.5


def test_unknown_classes_are_told_with_their_share():
    strata, sexes, register = a_town()

    found = default_weights(
        strata, register, {"sex": (np.where(np.arange(200) < 20, "", sexes), {"F": 1600, "M": 1400})}
    )

    # 20 of the densely drawn north: 20·2.5 of 100·2.5 + 100·5
    assert found.unknown == {"sex": pytest.approx(50 / 750)}


def test_a_stratum_where_one_person_answered_is_joined_with_its_neighbour_for_the_variance():
    strata = np.array(["a"] * 30 + ["b"] + ["c"] * 30)
    register = {"a": Drawn(300, 60), "b": Drawn(40, 8), "c": Drawn(300, 60), "d": Drawn(10, 2)}

    found = default_weights(strata, register, {})

    assert found.method == "strata"
    assert found.sample.labels == ("a", "b..d")
    assert found.sample.population.tolist() == [300, 350]
    assert [(line.label, line.empty) for line in found.joined] == [("b..d", 1)]
    # 30 of 60 in c and 1 of 8 in b answered
    assert found.largest_rate_ratio == pytest.approx(4)


def test_two_who_answered_are_enough_for_a_variance_and_nothing_joined_has_a_ratio_of_one():
    found = default_weights(["a", "a", "b", "b", "b"], {"a": Drawn(20, 4), "b": Drawn(30, 6)}, {})

    assert found.sample.labels == ("a", "b")
    assert found.joined == ()
    assert found.largest_rate_ratio == 1.0


def test_of_several_strata_joined_the_largest_ratio_of_rates_is_told():
    # 1 of 10 with 20 of 40 is a ratio of 5; 1 of 8 with 20 of 40 one of 4
    strata = ["a"] + ["b"] * 20 + ["c"] + ["d"] * 20
    register = {"a": Drawn(100, 10), "b": Drawn(400, 40), "c": Drawn(80, 8), "d": Drawn(400, 40)}

    found = default_weights(strata, register, {})

    assert sorted(line.rate_ratio for line in found.joined) == pytest.approx([4, 5])
    assert found.largest_rate_ratio == pytest.approx(5)


def test_a_stratum_that_the_register_does_not_know_is_refused():
    with pytest.raises(WeightingFaults) as refused:
        default_weights(["a", "a", "x"], {"a": Drawn(10, 5)}, {})
    assert codes_of(refused) == ["stratum_not_in_register"]


def test_strata_that_the_register_does_not_know_are_named_in_order():
    with pytest.raises(WeightingFaults) as refused:
        default_weights(["a", *"hgfedcb"], {"a": Drawn(10, 5)}, {})
    assert refused.value.faults[0].fields == {"strata": named(list("bcdefgh"))}


def test_three_times_the_median_is_no_extreme_factor_and_more_is():
    assert [WeightClass("age", "70+", 20, 1.5, times).extreme for times in (3.0, 3.01)] == [False, True]


def test_the_default_weights_of_the_city_reach_the_register():
    register = {row["stratum"]: Drawn(float(row["N"]), int(row["n_invited"])) for row in city.rows("city1_pop")}
    margins = city.margins("age_sex", "district")

    found = default_weights(city.labels("stratum"), register, margins)

    assert found.method == "raked"
    assert found.sample.weights_add_up
    for labels, totals in margins.values():
        assert held(found.sample, labels) == pytest.approx(totals, rel=1e-9)


def test_the_share_whose_ticked_class_is_not_the_register_s_is_printed():
    found = disagreement(np.array(["F", "M", "F", "M", ""]), np.array(["F", "F", "F", "", "M"]))

    assert found == pytest.approx(1 / 3)
    assert disagreement(np.array([""]), np.array(["F"])) == 0.0


def test_unequal_weights_cost_precision_by_kish_s_formula():
    strata, sexes, register = a_town()

    found = default_weights(strata, register, {"sex": (sexes, {"F": 1500, "M": 1500})})

    w = found.sample.weights
    assert found.design_effect == pytest.approx(1 + w.var() / w.mean() ** 2)
    assert math.isclose(found.largest_weight, w.max() / np.median(w))
