import math
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import estimates
from analysis.estimates import change, mean
from analysis.families import p_value
from analysis.faults import Faults
from analysis.figures import Estimate, Interval, Proportion, Unit
from analysis.indicators import (
    ChangeVerdict,
    Course,
    Movement,
    TargetForm,
    TargetVerdict,
    against_last,
    against_target,
)
from analysis.quantities import Percent, Points
from analysis.sample import Sample


def points(value: float, se: float = 0.03) -> Estimate:
    return Estimate(value, se, 1000, 1200, 1000.0, 1.1)


def share(value: float, se: float = 0.013) -> Proportion:
    return Proportion(value, se, 1000, 1200, 1000.0, 1.1)


@pytest.mark.parametrize(
    ("form", "value", "reached"),
    [
        ("rise", 3.45, True),
        ("rise", 3.44, False),
        ("at_least", 3.50, True),
        ("fall", 3.44, True),
        ("fall", 3.46, False),
        ("ceiling", 3.45, True),
        ("hold", 3.45, True),
        ("hold", 3.46, False),
        ("equal_though_rise_wanted", 3.45, True),
        ("equal_though_rise_wanted", 3.44, False),
    ],
)
def test_a_target_is_judged_by_its_form(form, value, reached):
    assert against_target(points(value), TargetForm(form), 3.45).reached is reached


def test_the_printed_figure_decides_so_that_the_table_does_not_contradict_itself():
    assert against_target(points(3.4451), TargetForm.RISE, 3.45).reached is True
    assert against_target(points(3.4451), TargetForm.RISE, 3.45, places=3).reached is False


def test_a_target_within_the_error_is_said_beside_the_verdict():
    near, far = (against_target(share(value), TargetForm.AT_LEAST, 0.80) for value in (0.785, 0.70))

    assert (near.reached, near.within_error) == (False, True)
    assert (far.reached, far.within_error) == (False, False)


def test_a_target_that_is_not_stated_is_not_judged():
    assert against_target(points(3.0), TargetForm.NOT_STATED, 3.0).reached is None
    assert against_target(points(3.0), TargetForm.RISE, None).reached is None
    assert against_target(points(math.nan), TargetForm.RISE, 3.0).reached is None


def test_on_course_is_on_or_beyond_the_line_to_the_target():
    course = Course(baseline=2.89, baseline_year=2011, target=3.45, target_year=2023)

    assert course.at(2017) == pytest.approx(3.17)
    assert course.at(2030) == 3.45
    for value, expected in ((3.165, True), (3.1649, False)):  # the line prints 3.17
        assert against_target(points(value), TargetForm.RISE, 3.45, course=course, year=2017).on_course is expected
    falling = Course(18.1, 2012, 13.0, 2023)
    assert against_target(points(14.0), TargetForm.FALL, 13.0, course=falling, year=2017).on_course is True


def test_a_figure_on_the_line_is_on_course():
    # 2.89 + 0.56/2 is 3.1700000000000004 for the machine, and 20 - 7·3/7 is not quite 17
    rising, falling = Course(2.89, 2011, 3.45, 2023), Course(20.0, 2019, 13.0, 2026)

    assert against_target(points(3.17), TargetForm.RISE, 3.45, course=rising, year=2017).on_course is True
    assert against_target(points(17.0), TargetForm.FALL, 13.0, course=falling, year=2022).on_course is True
    assert against_target(points(17.005), TargetForm.FALL, 13.0, course=falling, year=2022).on_course is False
    assert against_target(points(17.0), TargetForm.HOLD, 13.0, course=falling, year=2022).on_course is None


@pytest.mark.parametrize(
    ("value", "expected"), [(3.30, Movement.ROSE), (3.00, Movement.FELL), (3.20, Movement.WITHIN_ERROR)]
)
def test_a_change_is_told_only_if_it_is_beyond_the_error(value, expected):
    found = against_last(points(value), points(3.15))

    assert found.movement is expected
    assert found.difference.unit is Unit.POINT_DIFFERENCE
    assert found.interval.contains(value - 3.15)
    assert found.last_error_known


def test_a_last_value_without_n_is_never_taken_as_exact():
    # 0.03·√2·1.96 = 0.083: what lies 0.06 away would be outside the interval of the present figure alone
    found = {last: against_last(points(3.20), last) for last in (3.15, 3.14, 2.89, 3.40)}

    assert [each.movement for each in found.values()] == [
        Movement.WITHIN_ERROR,
        Movement.WITHIN_ERROR,
        Movement.ROSE,
        Movement.FELL,
    ]
    assert not points(3.20).interval().contains(3.14)
    for last, each in found.items():
        assert (each.last_error_known, each.mark) == (False, "推定")
        assert each.difference.value == pytest.approx(3.20 - last)
        assert each.difference.standard_error == pytest.approx(0.03 * math.sqrt(2))
        assert each.interval == each.difference.interval(0.95)


def test_only_a_supposed_error_is_marked():
    assert against_last(points(3.30), points(3.15)).mark == ""
    assert against_last(points(3.30), None).mark == ""
    assert against_last(Estimate(3.2, math.nan, 0, 1, 1.0, math.nan), 3.1).mark == ""


def test_a_share_against_a_printed_percentage():
    found = against_last(share(0.715), 0.739)

    assert found.movement is Movement.WITHIN_ERROR
    assert found.difference.unit is Unit.PERCENTAGE_POINT


def test_a_target_or_last_value_of_another_unit_is_refused():
    assert against_target(share(0.785), TargetForm.AT_LEAST, Percent.read(80)).within_error is True
    assert against_last(share(0.785), Percent.read(80)) == against_last(share(0.785), 0.80)
    for wrong in (Points(3.2), 80.0):
        with pytest.raises(Faults):
            against_target(share(0.785), TargetForm.AT_LEAST, wrong)
        with pytest.raises(Faults):
            against_last(share(0.785), wrong)


@given(st.floats(1, 5), st.floats(1, 5), st.floats(0.005, 0.3), st.floats(0.005, 0.3))
def test_rose_or_fell_is_told_if_and_only_if_the_test_rejects_at_five_percent(value, last, se, last_se):
    found = against_last(points(value, se), points(last, last_se))

    p = p_value(change(points(last, last_se), points(value, se)))
    told = {True: Movement.ROSE, False: Movement.FELL}[value > last]
    assert abs(p - 0.05) < 1e-9 or found.movement is (told if p < 0.05 else Movement.WITHIN_ERROR)


def test_the_unrounded_difference_decides_on_the_change():
    # both print 3.15, yet differ; 3.14 and 3.16 print apart, and may be the same
    assert against_last(points(3.1549, 0.001), points(3.1451, 0.001)).movement is Movement.ROSE
    assert against_last(points(3.1551), points(3.1449)).movement is Movement.WITHIN_ERROR


def test_a_change_is_told_from_errors_without_finite_population_correction():
    # 400 of 500 answered in each wave, 54 % and 59 %: with the correction z is 3.2, as if the 100 others hardly mattered; without it 1.4
    waves = [np.repeat([1.0, 0.0], [yes, 400 - yes]) for yes in (216, 236)]
    sample = Sample(np.full(400, 1.25), population=500)

    with_it = [estimates.share(sample, wave) for wave in waves]
    found = against_last(*reversed([estimates.share(sample.without_fpc(), wave) for wave in waves]))

    corrected = change(*with_it)
    assert corrected.standard_error == pytest.approx(found.difference.standard_error * math.sqrt(0.2))
    assert found.movement is Movement.WITHIN_ERROR
    assert not corrected.interval().contains(0.0)
    for last in (with_it[0], 0.54):
        with pytest.raises(Faults) as refused:
            against_last(with_it[1], last)
        assert str(refused.value).startswith("A figure holds a finite-population correction")


def test_no_verdict_tells_how_probable_it_is_that_a_target_is_reached():
    assert [each.name for each in fields(TargetVerdict)] == ["reached", "within_error", "on_course"]
    assert [each.name for each in fields(ChangeVerdict)] == ["movement", "difference", "interval", "last_error_known"]


def test_no_last_value_and_no_degrees_of_freedom_are_no_verdict():
    assert against_last(points(3.2), None).movement is Movement.NOT_JUDGED
    assert against_last(points(math.nan), 3.1).movement is Movement.NOT_JUDGED
    alone = Estimate(3.2, math.nan, 0, 1, 1.0, math.nan)
    assert against_last(alone, 3.1).movement is Movement.NOT_JUDGED
    assert against_target(alone, TargetForm.RISE, 3.0).within_error is None


@pytest.mark.parametrize("last", [0.715, Proportion(0.0, 0.0, 39, 40, 40.0, math.nan)])
def test_a_change_to_everybody_is_not_taken_as_free_of_error(last):
    everybody = Proportion(1.0, 0.0, 39, 40, 40.0, math.nan)

    found = against_last(everybody, last)

    assert found.difference is not None
    assert found.interval is None
    assert found.movement is not Movement.ROSE


def test_an_end_of_an_interval_that_prints_as_the_target_holds_it():
    # 3.4504 to 4.05 prints 3.45 to 4.05: to say met without a word on the error would contradict the table
    close = Interval(3.4504, 4.05, 0.95)

    assert against_target(points(3.75), TargetForm.RISE, 3.45, interval=close).within_error is True
    assert against_target(points(3.75), TargetForm.RISE, 3.44, interval=close).within_error is False


def test_where_all_say_the_same_the_error_is_not_known():
    assert against_target(points(3.75, 0.0), TargetForm.RISE, 3.45).within_error is None


def test_a_target_that_is_no_number_is_refused():
    with pytest.raises(Faults) as refused:
        against_target(points(3.75), TargetForm.RISE, math.nan)
    assert refused.value.faults[0].code == "target_not_a_number"


def test_a_mean_with_finite_population_correction_is_in_no_statement_on_a_trend():
    corrected = mean(Sample.simple(10, 20), np.arange(10.0))

    with pytest.raises(Faults) as refused:
        against_last(corrected, 3.0)
    assert refused.value.faults[0].code == "correction_in_trend"
    assert against_last(mean(Sample.simple(10, 20).without_fpc(), np.arange(10.0)), 3.0).difference is not None
