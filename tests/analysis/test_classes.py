"""Respondents put together: who has no label, which labels are shown, and when two people are not the same."""

import numpy as np
import pytest

from analysis import estimates
from analysis.calibration import rake
from analysis.classes import classes, coded_labels
from analysis.counting import count_codes
from analysis.gaps import gaps, joint
from analysis.sample import Sample
from analysis.tally import count, counts_only, tabulate
from tests.analysis import city
from tests.analysis.builders import a_sample, twelve_people, unread

SIDES = np.array(list("EWEWEWEWEEWW"))


def test_minus_one_none_and_the_empty_text_are_no_labels_and_every_other_is():
    for given, labels, codes in (
        ([-2, -1, 3, -1, -2], (-2, 3), [0, -1, 1, -1, 0]),
        (["b", "", "a"], ("a", "b"), [1, -1, 0]),
        (np.array(["b", None, "a", np.nan], dtype=object), ("a", "b"), [1, -1, 0, -1]),
        ([2.0, np.nan, 1.0, np.nan], (1.0, 2.0), [1, -1, 0, -1]),
    ):
        found, index = coded_labels(given)

        assert found == labels
        assert index.tolist() == codes


def test_a_label_that_the_order_leaves_out_has_no_domain_and_neither_has_who_is_unknown():
    bands = np.array(["old", "young", "", "other"] * 3)

    table = tabulate(count(twelve_people(), np.full((12, 1), 3), {"age": bands}, orders={"age": ["young", "old"]}))

    assert table.domains == (("", ""), ("age", "young"), ("age", "old"))
    assert table.mean.respondents[0].tolist() == [12, 3, 3]


def test_people_of_one_weight_in_two_classes_of_the_register_are_not_the_same():
    # the margins are met before, so that raking moves no weight, and only what it explains tells the classes apart
    raked = rake(twelve_people(), {"side": (SIDES, {"E": 98.0, "W": 102.0})})
    even = rake(Sample([1.0] * 12), {"side": (SIDES, {"E": 6.0, "W": 6.0})})
    codes = np.where(SIDES == "E", 5, 2)[:, None] - np.arange(12)[:, None] % 2
    assert even.weights.tolist() == [1.0] * 12

    for people in (raked, even):
        by_count = estimates.mean(count(people, codes)).standard_error[0, 0]
        assert by_count == pytest.approx(estimates.mean(people, codes.astype(float)).standard_error[0], rel=1e-12)
    assert classes(even).number == 2


def test_counts_of_what_the_margins_explain_have_no_error_left():
    raked = rake(city.base(), city.margins("district", "age", "sex"))
    codes = np.where(city.labels("sex") == "F", 2, 1)[:, None]

    found = estimates.share(count(raked, codes, {"age": city.labels("age")}), {2})

    assert found.standard_error[0, 0] == 0.0
    assert (found.standard_error[0, 1:] > 0).all()


def test_answers_that_are_all_the_same_have_no_design_effect_whatever_their_points():
    rng = np.random.default_rng(4)
    for weighting in ("cells", "raked", "given"):
        sample = a_sample(rng, 50, weighting)

        for points in ([unread, 0.1, 1 / 3], [unread, 1 / 7, 0.3]):
            found = estimates.mean(count(sample, np.full((50, 1), 2), {"band": rng.integers(0, 3, 50)}, points=points))

            assert found.value == pytest.approx(points[2], rel=1e-15)
            assert (found.standard_error == 0).all()
            assert np.isnan(found.design_effect).all()


def test_where_all_inhabitants_answered_there_is_nothing_to_compare_a_design_with():
    people = Sample([1.0] * 12, list("AAAABBBBCCCC"), dict.fromkeys("ABC", 4), fpc=False)
    codes = np.arange(12)[:, None] % 3 + 1

    by_row, by_count = estimates.mean(people, codes.astype(float)), estimates.mean(count(people, codes))

    for found in (by_row, by_count):
        assert (found.standard_error > 0).all()
        assert np.isnan(found.design_effect).all()


def test_nobody_is_no_part_of_the_inhabitants():
    nobody = np.zeros(12, dtype=bool)
    tally = count(twelve_people(), np.full((12, 1), 3), {"sex": [""] * 12}, orders={"sex": ["F"]})

    assert estimates.share(twelve_people(), np.ones(12), nobody).sampling_fraction == 0.0
    assert estimates.share(tally, {3}).sampling_fraction[0].tolist() == [pytest.approx(0.06), 0.0]
    pairs = count_codes(
        tally.kinds.of_person, joint(np.full((1, 12), 3), np.full((1, 12), 2), 6), tally.kinds.number, 36
    )
    assert gaps(tally.kinds, pairs, np.arange(6.0)).sampling_fraction[0].tolist() == [pytest.approx(0.06), 0.0]


def test_a_table_holds_a_share_for_every_code_from_one_to_the_largest():
    table = tabulate(count(twelve_people(), np.full((12, 1), 3)))

    assert table.sets == ({1}, {2}, {3})
    assert table.share.value[0, 0].tolist() == [0.0, 0.0, 1.0]


def test_published_counts_without_the_number_of_sheets_are_of_those_who_are_counted():
    # silence 6, answers 9 and 15: 30 sheets, p = 9/24, V = 30/29·Σ(y - p)²/24² over the 24 who answered
    known = counts_only([[6, 9, 15]], [unread, 1, 2])
    told = counts_only([[0, 9, 15]], [unread, 1, 2], respondents=[30])

    for table in (known, told):
        found = table.share_of(0, 0, 0)
        assert (found.value, found.respondents, found.degrees) == (9 / 24, 24, 23)
        assert found.standard_error == pytest.approx((30 / 29 * 24 * (9 / 24) * (15 / 24)) ** 0.5 / 24, rel=1e-14)
