"""What staff type for a figure of the plan is read as people write it, and nothing is guessed."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.domain.faults import Refused
from surveyapp.domain.plan_entry import fiscal_year, read_day, read_figure, read_fiscal_year
from surveyapp.wording import say
from tests.support.plans import tiny_plan

DOCTOR = tiny_plan().indicator("family_doctor")
METERS = tiny_plan().indicator("meters")


@pytest.mark.parametrize(
    ("typed", "number"),
    [("71.6", 71.6), ("７１．６％", 71.6), (" 71.6 % ", 71.6), ("0", 0.0), ("100", 100.0), ("071.60", 71.6)],
)
def test_a_percentage_is_read_in_any_width_with_or_without_its_sign(typed: str, number: float):
    assert read_figure(DOCTOR, typed) == (number, "")


@pytest.mark.parametrize("typed", ["1,450", "１，４５０人", "1450人", "1 450"])
def test_a_count_is_read_with_separators_and_its_unit(typed: str):
    assert read_figure(METERS, typed) == (1450.0, "")


@pytest.mark.parametrize("typed", ["＿", "_", "＿＿"])
def test_the_printed_line_says_that_nothing_was_measured(typed: str):
    assert read_figure(DOCTOR, typed) == (None, "＿")


@pytest.mark.parametrize(
    "typed", ["", "  ", "四十一", "約70", "71.6ポイント", "1.2.3", "７１．６％％", "nan", "inf", "1e3"]
)
def test_what_is_no_number_is_refused_with_what_to_do(typed: str):
    with pytest.raises(Refused) as caught:
        read_figure(DOCTOR, typed)

    assert [fault.code for fault in caught.value.faults] == ["plan_figure_unreadable"]
    assert "「＿」と入れてください" in say(caught.value.faults[0])


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2019-03-31", datetime.date(2019, 3, 31)),
        ("２０１９／３／３１", datetime.date(2019, 3, 31)),
        ("2019年3月31日", datetime.date(2019, 3, 31)),
        ("平成31年3月31日", datetime.date(2019, 3, 31)),
        ("令和元年5月1日", datetime.date(2019, 5, 1)),
        ("令和 6.4.1", datetime.date(2024, 4, 1)),
    ],
)
def test_a_day_is_read_as_offices_write_it(typed: str, day: datetime.date):
    assert read_day(typed) == day


@pytest.mark.parametrize("typed", ["", "昨日", "2019-02-30", "2019-3", "31/3/2019", "平成31年"])
def test_what_is_no_day_is_refused(typed: str):
    with pytest.raises(Refused):
        read_day(typed)


@given(st.dates(datetime.date(1926, 12, 25), datetime.date(2100, 12, 31)))
def test_every_day_written_by_the_machine_is_read_back(day: datetime.date):
    assert read_day(day.isoformat()) == day


@pytest.mark.parametrize(("typed", "year"), [("", None), ("2018", 2018), ("２０１８年度", 2018), ("2018年", 2018)])
def test_a_fiscal_year_may_be_left_empty(typed: str, year: int | None):
    assert read_fiscal_year(typed) == year


@pytest.mark.parametrize("typed", ["平成30", "18", "いつも"])
def test_a_fiscal_year_of_another_form_is_refused(typed: str):
    with pytest.raises(Refused):
        read_fiscal_year(typed)


def test_the_fiscal_year_begins_in_april():
    assert [fiscal_year(datetime.date(2019, 3, 31)), fiscal_year(datetime.date(2019, 4, 1))] == [2018, 2019]
