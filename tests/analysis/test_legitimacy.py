from datetime import date

import numpy as np
import pytest

from analysis.calibration import poststratify, rake
from analysis.legitimacy import Origin, Register, judge_classes
from analysis.sample import Sample
from tests.analysis import city

FRAME = Register("住民基本台帳", date(2026, 4, 1), 18)
FIRST_ANSWER = date(2026, 6, 10)
GOOD = Origin(FRAME, measured_alike=True, fixed=date(2026, 5, 1))


def judged(sizes: dict[str, int], totals: dict[str, float], origin: Origin | None = GOOD):
    labels = np.repeat(list(sizes), list(sizes.values()))
    weighted = poststratify(Sample([1.0] * labels.size), (labels, totals))
    origins = {} if origin is None else {"area": origin}
    return judge_classes(weighted, {"area": (labels, totals)}, origins, FRAME, FIRST_ANSWER)


def codes(verdicts) -> dict[object, list[str]]:
    return {each.label: [fault.code for fault in each.faults] for each in verdicts}


def test_a_class_of_the_same_register_with_enough_respondents_is_legitimate():
    found = judged({"a": 20, "b": 30}, {"a": 200, "b": 300})

    assert all(each.legitimate for each in found)
    assert [(each.label, each.respondents) for each in found] == [("a", 20), ("b", 30)]


def test_nineteen_respondents_are_too_few_for_a_weight_of_their_own():
    found = judged({"a": 19, "b": 30}, {"a": 190, "b": 300})

    assert codes(found) == {"a": ["class_too_thin"], "b": []}
    assert str(found[0].faults[0]) == "area a holds 19 respondents, a weight of its own needs 20. Join it or rake."


@pytest.mark.parametrize(("inhabitants", "expected"), [(749, []), (751, ["class_factor_too_large"])])
def test_a_factor_of_more_than_three_times_the_median_is_too_large(inhabitants, expected):
    # 25 respondents of 750 would be 30 each, the median is 10
    assert codes(judged({"a": 25, "b": 60}, {"a": inhabitants, "b": 600}))["a"] == expected


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        (Origin(Register("国勢調査", date(2020, 10, 1), 18), True, date(2026, 5, 1)), "class_of_other_register"),
        (Origin(Register("住民基本台帳", date(2026, 1, 1), 18), True, date(2026, 5, 1)), "class_of_other_register"),
        (Origin(Register("住民基本台帳", date(2026, 4, 1), 20), True, date(2026, 5, 1)), "class_of_other_register"),
        (Origin(FRAME, False, date(2026, 5, 1)), "class_measured_differently"),
        (Origin(FRAME, True, FIRST_ANSWER), "class_fixed_late"),
        (None, "class_of_other_register"),
    ],
)
def test_a_class_must_be_counted_measured_and_fixed_as_the_frame_was(origin, expected):
    found = judged({"a": 20, "b": 30}, {"a": 200, "b": 300}, origin)

    assert codes(found) == {"a": [expected], "b": [expected]}


def test_everything_that_speaks_against_a_class_is_named():
    origin = Origin(Register("国勢調査", date(2020, 10, 1), 15), False, date(2026, 7, 1))

    found = judged({"a": 2, "b": 30}, {"a": 200, "b": 300}, origin)

    assert len(found[0].faults) == 5
    assert all(str(fault).count(".") >= 2 for fault in found[0].faults)


def test_the_margins_of_the_city_are_legitimate_and_its_full_cells_are_not():
    margins = city.margins("age_sex", "district")
    cells = {"cell": (city.labels("wcell"), {row["wcell"]: float(row["N_c"]) for row in city.rows("city1_resp")})}

    by_margin = judge_classes(rake(city.base(), margins), margins, dict.fromkeys(margins, GOOD), FRAME, FIRST_ANSWER)
    by_cell = judge_classes(poststratify(city.base(), cells["cell"]), cells, {"cell": GOOD}, FRAME, FIRST_ANSWER)

    assert len(by_margin) == 12 + 16
    assert [each for each in by_margin if not each.legitimate] == []
    thin = {label for label in cells["cell"][1] if np.count_nonzero(cells["cell"][0] == label) < 20}
    assert len(thin) > 150
    assert {each.label for each in by_cell if "class_too_thin" in codes([each])[each.label]} == thin


def test_those_without_a_class_are_not_judged_as_one():
    labels = np.array(["a"] * 30 + [""] * 3)
    given = {"area": (labels, {"a": 330.0})}

    found = judge_classes(rake(Sample([1.0] * 33), given), given, {"area": GOOD}, FRAME, FIRST_ANSWER)

    assert [each.label for each in found] == ["a"]
