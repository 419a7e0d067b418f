"""Editions of the plan's table: newer figures take their place, corrected ones stay readable, nothing is overwritten."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.domain.faults import Refused
from surveyapp.domain.plan import parse
from surveyapp.domain.plan_editions import (
    Change,
    Edition,
    EditionValue,
    first_edition,
    followed,
    is_correction,
    next_edition,
    table,
)
from surveyapp.wording import say
from tests.support.plans import indicator_with, tiny_plan

PLAN = tiny_plan()
FIRST = first_edition(PLAN)
DAY = date(2022, 3, 1)
SURVEY = {"question": "family_doctor", "statistic": "share", "options": ["yes"]}


def meters(number: float | None, year: int = 2018, **fields) -> EditionValue:
    return EditionValue("meters", "current", number, year=year, **fields)


def doctor(number: float, base: str, year: int = 2021, **fields) -> EditionValue:
    return EditionValue("family_doctor", "current", number, year=year, base=base, **fields)


def printed(edition: Edition, indicator: str, column: str = "current") -> list[str]:
    (row,) = [row for row in table(PLAN, edition) if row.indicator.id == indicator]
    return [cell.printed for cell in row.cells[column]]


def refused(*changes: Change, previous: Edition = FIRST, dated: date = DAY) -> list[str]:
    with pytest.raises(Refused) as caught:
        next_edition(PLAN, previous, changes, dated)
    assert all(say(fault).endswith("。") for fault in caught.value.faults)
    return [fault.code for fault in caught.value.faults]


def test_the_printed_table_is_the_first_edition():
    assert (FIRST.number, FIRST.dated) == (1, date(2019, 3, 1))
    assert [value.text for value in FIRST.values] == ["73.9％", "71.5％", "80.0％", "＿", "1,400人", "2,000人"]
    assert {value.n for value in FIRST.values} == {None}
    assert [value.base for value in FIRST.cell("family_doctor", "current")] == ["unknown"]


def test_a_newer_figure_makes_a_dated_edition_and_the_earlier_one_stays_as_it_was():
    before = printed(FIRST, "meters")

    second = next_edition(PLAN, FIRST, [Change(meters(1500, source="健康推進課"))], DAY, source="年度の報告")

    (new,) = second.cell("meters", "current")
    assert (second.number, second.dated, second.source) == (2, DAY, "年度の報告")
    assert (new.edition, new.unit, new.corrects, new.source) == (2, "people", None, "健康推進課")
    assert printed(second, "meters") == ["1,500人（2018）"]
    assert printed(FIRST, "meters") == before == ["1,400人"]
    assert printed(second, "family_doctor") == ["71.5％"]


def test_a_figure_of_the_survey_on_an_unknown_base_shows_both_bases():
    changes = [
        Change(doctor(72.345, "answered", low=69.8, high=74.9, level=0.95, n=1210)),
        Change(doctor(69.1, "everyone", low=66.5, high=71.7, level=0.95, n=1266)),
    ]

    second = next_edition(PLAN, FIRST, changes, DAY)

    assert printed(second, "family_doctor") == ["72.3％（2021）", "69.1％（2021）"]
    assert [value.base for value in second.cell("family_doctor", "current")] == ["answered", "everyone"]
    assert [value.number for value in second.cell("family_doctor", "current")] == [72.345, 69.1]


def test_a_correction_keeps_the_old_figure_beside_the_new():
    second = next_edition(PLAN, FIRST, [Change(meters(1500))], DAY)
    right = meters(1450, note="重複して数えていた50人を除いた")

    third = next_edition(PLAN, second, [Change(right, correction=True)], date(2022, 4, 1))

    (value,) = third.cell("meters", "current")
    assert value.corrects == second.cell("meters", "current")[0]
    assert (value.edition, value.corrects.edition) == (3, 2)
    (row,) = [row for row in table(PLAN, third) if row.indicator.id == "meters"]
    assert (row.cells["current"][0].printed, row.cells["current"][0].former) == (
        "1,450人（2018）",
        ("1,500人（2018）",),
    )


def test_a_figure_corrected_twice_keeps_both_wrong_ones():
    once = next_edition(PLAN, FIRST, [Change(meters(1410, 2017, note="転記の誤り"), True)], DAY)

    twice = next_edition(PLAN, once, [Change(meters(1420, 2017, note="再計算"), True)], DAY)

    (row,) = [row for row in table(PLAN, twice) if row.indicator.id == "meters"]
    assert row.cells["current"][0].former == ("1,410人", "1,400人")


def test_a_newer_figure_after_a_correction_starts_afresh():
    corrected = next_edition(PLAN, FIRST, [Change(meters(1410, 2017, note="転記の誤り"), True)], DAY)
    newer = next_edition(PLAN, corrected, [Change(meters(1500))], DAY)
    assert newer.cell("meters", "current")[0].corrects is None


def test_a_correction_on_one_base_leaves_the_other_alone():
    both = [Change(doctor(72.3, "answered")), Change(doctor(69.1, "everyone"))]
    second = next_edition(PLAN, FIRST, both, DAY)

    third = next_edition(PLAN, second, [Change(doctor(69.5, "everyone", note="再集計"), True)], DAY)

    answered, everyone = third.cell("family_doctor", "current")
    assert answered == second.cell("family_doctor", "current")[0]
    assert (everyone.number, everyone.corrects.number) == (69.5, 69.1)


def test_an_old_figure_can_be_told_apart_into_both_bases():
    changes = [
        Change(doctor(71.5, "answered", 2017, note="母数が判明した"), True),
        Change(doctor(69.9, "everyone", 2017, note="母数が判明した"), True),
    ]

    second = next_edition(PLAN, FIRST, changes, DAY)

    assert printed(second, "family_doctor") == ["71.5％", "69.9％"]
    assert {value.corrects.base for value in second.cell("family_doctor", "current")} == {"unknown"}


def test_a_blank_of_the_printed_table_may_be_filled_in():
    value = EditionValue("meters", "baseline", 800, year=2012)

    second = next_edition(PLAN, FIRST, [Change(value)], DAY)

    assert printed(second, "meters", "baseline") == ["800人"]


def test_the_same_figure_may_be_published_again_with_its_interval():
    known = doctor(71.48, "unknown", 2017, low=69.0, high=73.9, level=0.95, n=1234)
    assert not is_correction(PLAN, FIRST, known)
    assert next_edition(PLAN, FIRST, [Change(known)], DAY).cell("family_doctor", "current")[0].n == 1234


def test_another_figure_of_the_same_date_must_say_that_it_corrects():
    other = meters(1450, 2017)
    assert is_correction(PLAN, FIRST, other)
    assert refused(Change(other)) == ["plan_same_date_is_correction"]


def test_figures_within_one_year_are_told_apart_by_their_dates():
    april = meters(1500, as_of=date(2018, 4, 30))
    may = meters(1520, as_of=date(2018, 5, 31))
    second = next_edition(PLAN, FIRST, [Change(april)], DAY)

    third = next_edition(PLAN, second, [Change(may)], DAY)

    assert third.cell("meters", "current")[0].corrects is None
    assert refused(Change(april), previous=third) == ["plan_value_is_older"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (Change(EditionValue("nobody", "current", 1)), "plan_no_such_indicator"),
        (Change(EditionValue("meters", "last_week", 1)), "plan_value_without_column"),
        (Change(EditionValue("meters", "target", 3000)), "plan_target_is_fixed"),
        (Change(meters(15, unit="percent")), "plan_value_in_another_unit"),
        (Change(meters(-1)), "plan_value_impossible"),
        (Change(meters(float("nan"))), "plan_value_impossible"),
        (Change(meters(float("inf"))), "plan_value_impossible"),
        (Change(meters(1e40)), "plan_value_impossible"),
        (Change(meters(1500, low=1400)), "plan_interval_incomplete"),
        (Change(meters(1500, low=1600, high=1700, level=0.95)), "plan_interval_beside_figure"),
        (Change(meters(1500, base="answered")), "plan_value_on_another_base"),
        (Change(doctor(72, "")), "plan_value_on_another_base"),
        (Change(meters(1300, 2016)), "plan_value_is_older"),
        (
            Change(EditionValue("family_doctor", "baseline", 72, year=2021, base="answered")),
            "plan_newer_in_past_column",
        ),
        (Change(meters(1450), correction=True), "plan_correction_without_reason"),
        (Change(meters(1400, 2017, note="確認"), correction=True), "plan_correction_changes_nothing"),
    ],
)
def test_a_change_that_cannot_stand_is_refused_with_what_to_do(change, code):
    assert refused(change) == [code]


def test_nothing_can_be_corrected_where_two_figures_stand_on_other_bases():
    both = [Change(doctor(72.3, "answered")), Change(doctor(69.1, "everyone"))]
    second = next_edition(PLAN, FIRST, both, DAY)
    wrong = doctor(70.0, "unknown", note="再集計")
    assert refused(Change(wrong, True), previous=second) == ["plan_nothing_to_correct"]


def test_every_fault_of_an_edition_is_named_at_once():
    changes = [Change(meters(1500)), Change(meters(1600)), Change(doctor(172, "answered"))]
    found = refused(*changes, dated=date(2018, 1, 1))
    assert sorted(found) == ["plan_cell_twice", "plan_edition_before_previous", "plan_value_impossible"]


def test_an_edition_changes_something():
    assert refused() == ["plan_edition_without_change"]


def test_once_the_office_states_the_base_only_that_base_is_taken():
    plan = parse(indicator_with(survey={**SURVEY, "base": "answered"}))

    with pytest.raises(Refused) as caught:
        next_edition(plan, first_edition(plan), [Change(doctor(69.1, "everyone"))], DAY)

    assert [fault.code for fault in caught.value.faults] == ["plan_value_on_another_base"]


def test_an_indicator_added_to_the_plan_later_enters_the_next_edition():
    shorter = replace(FIRST, values=tuple(value for value in FIRST.values if value.indicator != "meters"))

    second = next_edition(PLAN, shorter, [Change(meters(1500))], DAY)

    assert printed(second, "meters") == ["1,500人（2018）"]


def test_a_kept_edition_is_put_together_again_from_its_changes_as_it_was():
    second = next_edition(PLAN, FIRST, [Change(meters(1410, 2017, note="転記の誤り"), True)], DAY)
    (kept,) = second.cell("meters", "current")

    again = followed(PLAN, FIRST, [Change(replace(kept, corrects=None), True)], DAY)

    assert again == second


figures = st.tuples(st.integers(2017, 2030), st.integers(0, 5000))


@given(st.lists(figures, min_size=1, max_size=8))
def test_whatever_is_published_no_figure_is_lost_without_a_trace(published):
    editions = [FIRST]
    for year, number in sorted(published):
        before = editions[-1].cell("meters", "current")[0]
        value = meters(number, year, note="届け出により")
        corrects = is_correction(PLAN, editions[-1], value)

        editions.append(next_edition(PLAN, editions[-1], [Change(value, corrects)], DAY))

        (standing,) = editions[-1].cell("meters", "current")
        assert standing.number == number
        assert standing.corrects == (before if corrects else None)
        assert editions[-2].cell("meters", "current") == (before,)
    assert [edition.number for edition in editions] == list(range(1, len(editions) + 1))
