import numpy as np
import pytest

from analysis.calibration import rake
from analysis.faults import WeightingFaults
from analysis.nonresponse import adjusted
from analysis.sample import Sample
from tests.analysis import city


def test_the_silent_give_their_weight_to_their_class():
    # class a: 100 invited in weight, 20 answered: factor 5; class b: 60 of 40: 1.5
    found = adjusted(Sample([10.0] * 6), np.array(list("aabbbb")), {"a": 100.0, "b": 60.0})

    assert found.sample.weights.tolist() == pytest.approx([50, 50, 15, 15, 15, 15])
    assert [(each.label, each.respondents, each.factor) for each in found.classes] == [
        ("a", 2, pytest.approx(5)),
        ("b", 4, pytest.approx(1.5)),
    ]


def test_in_a_cell_of_the_register_it_is_inhabitants_per_respondent():
    # where a class is a cell: N/n of the drawing times n/r of the response; w of the file is N_c/r_c
    cells = city.labels("wcell")
    population = {row["wcell"]: float(row["N_c"]) for row in city.rows("city1_resp")}
    alone = city.column("N_h") == city.column("N_c")

    found = adjusted(Sample(city.column("d_w"), cells, population), cells, population)

    assert np.count_nonzero(alone) > 500
    assert found.sample.weights[alone] == pytest.approx(city.column("w")[alone], rel=1e-12)
    assert found.sample.weights_add_up


def test_the_two_steps_end_at_the_register():
    labels, invited = city.margins("age_sex")["age_sex"]
    margins = city.margins("district")

    found = adjusted(city.base(), labels, invited)
    last = rake(found.sample, margins)

    assert found.thin == ()
    assert found.sample.weights[labels == "70+/F"].sum() == pytest.approx(invited["70+/F"])
    for label, total in margins["district"][1].items():
        assert last.weights[city.labels("district") == label].sum() == pytest.approx(total)
    assert np.array_equal(
        last.design_weights, found.sample.design_weights * (last.design_weights[0] / found.sample.design_weights[0])
    )


def test_who_has_no_class_gets_the_factor_of_all():
    # 160 invited for 60 that answered
    found = adjusted(Sample([10.0] * 6), np.array(["a", "a", "b", "b", "b", ""]), {"a": 100.0, "b": 60.0})

    assert found.sample.weights[-1] == pytest.approx(10 * 160 / 60)
    assert found.sample.weights.sum() == pytest.approx(160)
    assert [each.label for each in found.classes] == ["a", "b"]


def test_thin_classes_and_extreme_factors_are_told():
    labels = np.repeat(["a", "b", "c"], [40, 19, 25])

    found = adjusted(Sample([10.0] * 84), labels, {"a": 800.0, "b": 380.0, "c": 1600.0})

    # factors 2, 2 and 6.4: above three times the median of 2
    assert [(each.label, each.few, each.extreme) for each in found.thin] == [("b", True, False), ("c", False, True)]


def test_a_class_in_which_everybody_was_silent_is_refused():
    with pytest.raises(WeightingFaults) as refused:
        adjusted(Sample([10.0] * 2), ["a", "a"], {"a": 100.0, "b": 60.0})
    assert refused.value.faults[0].fields["categories"] == "b"
