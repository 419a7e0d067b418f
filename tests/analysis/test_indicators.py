import math

import pytest

from analysis.faults import Faults
from analysis.figures import Estimate, Proportion, Unit
from analysis.indicators import Course, Movement, TargetForm, against_last, against_target
from analysis.quantities import Percent, Points


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
    for value, expected in ((3.17001, True), (3.16999, False)):
        assert against_target(points(value), TargetForm.RISE, 3.45, course=course, year=2017).on_course is expected
    falling = Course(18.1, 2012, 13.0, 2023)
    assert against_target(points(14.0), TargetForm.FALL, 13.0, course=falling, year=2017).on_course is True


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
    inside, outside = (against_last(points(3.20), last) for last in (3.15, 2.89))

    assert (inside.movement, outside.movement) == (Movement.CONTAINS_LAST, Movement.LAST_OUTSIDE)
    assert not inside.last_error_known
    # the difference borrows the present error for the past one
    assert inside.difference.standard_error == pytest.approx(0.03 * math.sqrt(2))


def test_a_share_against_a_printed_percentage():
    found = against_last(share(0.715), 0.739)

    assert found.movement is Movement.CONTAINS_LAST
    assert found.difference.unit is Unit.PERCENTAGE_POINT


def test_a_target_or_last_value_of_another_unit_is_refused():
    assert against_target(share(0.785), TargetForm.AT_LEAST, Percent.read(80)).within_error is True
    assert against_last(share(0.785), Percent.read(80)) == against_last(share(0.785), 0.80)
    for wrong in (Points(3.2), 80.0):
        with pytest.raises(Faults):
            against_target(share(0.785), TargetForm.AT_LEAST, wrong)
        with pytest.raises(Faults):
            against_last(share(0.785), wrong)


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
