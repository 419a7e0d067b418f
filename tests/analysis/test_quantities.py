import math

import pytest

from analysis.faults import Faults
from analysis.figures import Estimate, Proportion, Unit, printed
from analysis.quantities import Percent, PercentagePoints, PointDifference, Points, quantity


def test_the_difference_of_two_shares_is_in_percentage_points():
    fell = Percent.read(71.5) - Percent.read(73.9)

    assert isinstance(fell, PercentagePoints)
    assert fell.printed() == "-2.4"
    assert (Percent.read(73.9) + fell).printed() == "71.5"


def test_the_difference_of_two_means_is_no_mean():
    gap = Points(4.1) - Points(3.2)

    assert isinstance(gap, PointDifference)
    assert gap.printed() == "0.90"
    assert Points(3.2) + gap == Points(3.2 + gap.value)
    assert gap - PointDifference(0.4) == PointDifference(gap.value - 0.4)


@pytest.mark.parametrize(
    "mixed",
    [
        lambda: Percent(0.7) - Points(3.2),
        lambda: Percent(0.7) - PercentagePoints(0.1),
        lambda: Percent(0.7) + Percent(0.1),
        lambda: Points(3.2) + Points(0.1),
        lambda: Points(3.2) < Percent(0.7),
        lambda: PercentagePoints(0.1) + PointDifference(0.1),
        lambda: PercentagePoints(0.1) >= PointDifference(0.1),
        lambda: Percent(0.7) - 0.1,
    ],
)
def test_units_that_do_not_go_together_are_refused(mixed):
    with pytest.raises(Faults) as refused:
        mixed()
    assert refused.value.faults[0].code == "units_differ"


def test_the_same_number_in_two_units_is_not_equal():
    assert Percent(0.5) != Points(0.5)
    assert PercentagePoints(0.5) != PointDifference(0.5)


def test_quantities_of_one_unit_are_compared():
    assert Percent(0.5) < Percent(0.6) <= Percent(0.6)
    assert Points(3.2) > Points(3.1) >= Points(3.1)


def test_eighty_is_no_share():
    with pytest.raises(Faults) as refused:
        Percent(80)
    assert "Give 0.5 for 50 %" in str(refused.value)


@pytest.mark.parametrize(
    ("figure", "kind"),
    [
        (Estimate(3.2, 0.1, 50, 60, 55.0, 1.0), Points),
        (Proportion(0.7, 0.1, 50, 60, 55.0, 1.0), Percent),
        (Estimate(0.9, 0.1, 50, 60, 55.0, 1.0, Unit.POINT_DIFFERENCE), PointDifference),
        (Estimate(-0.1, 0.1, 50, 60, 55.0, 1.0, Unit.PERCENTAGE_POINT), PercentagePoints),
    ],
)
def test_a_figure_gives_a_number_that_knows_its_unit(figure, kind):
    found = quantity(figure)

    assert type(found) is kind
    assert (found.value, found.unit) == (figure.value, figure.unit)


def test_a_number_of_people_is_neither_points_nor_percent():
    with pytest.raises(Faults):
        quantity(Estimate(3000.0, 50.0, 50, 60, 55.0, math.nan, Unit.PERSON))


def test_where_there_is_no_number_a_dash_is_printed():
    assert printed(math.nan, Unit.POINT) == printed(math.inf, Unit.PERCENT) == "－"
