from decimal import Decimal

import pytest

from analysis.figures import Estimate, Interval, Proportion, Unit, half_up, printed


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (2.5, 0, "3"),  # Python's round gives 2
        (2.675, 2, "2.68"),  # kept as 2.67499999999999982
        (-0.25, 1, "-0.3"),
        (1.005, 2, "1.01"),
        (3.145, 2, "3.15"),
        (0.1 + 0.2, 1, "0.3"),
        (-0.001, 2, "0.00"),
    ],
)
def test_a_half_is_rounded_up_as_on_paper(value, places, expected):
    assert str(half_up(value, places)) == expected


def test_a_share_is_multiplied_before_it_is_rounded():
    # 0.7145 is 71.45 %, and 71.5 % in print; rounded first it would be 71.0 or 71.4
    assert half_up(0.7145, 1, scale=100) == Decimal("71.5")


def test_a_share_is_printed_in_percent_and_a_mean_in_points():
    assert printed(0.71549, Unit.PERCENT) == "71.5"
    assert printed(3.14499, Unit.POINT) == "3.14"
    assert printed(3.14499, Unit.POINT, places=3) == "3.145"


def test_the_difference_of_two_shares_is_in_percentage_points():
    assert Unit.PERCENT.difference is Unit.PERCENTAGE_POINT
    assert Unit.POINT.difference is Unit.POINT_DIFFERENCE
    assert Unit.PERCENTAGE_POINT.difference is Unit.PERCENTAGE_POINT


def test_a_figure_without_degrees_of_freedom_has_no_interval():
    assert Estimate(3.0, 0.5, 0, 1, 1.0, 1.0).interval() is None
    assert Proportion(0.5, 0.1, 0, 2, 2.0, 1.0).interval() is None


def test_an_interval_holds_its_ends():
    assert Interval(2.0, 3.0, 0.95).contains(3.0)
    assert not Interval(2.0, 3.0, 0.95).contains(3.0001)


def test_a_wider_level_gives_a_wider_interval():
    figure = Estimate(3.0, 0.1, 50, 100, 90.0, 1.1)

    usual, strict = figure.interval(0.95), figure.interval(0.99)

    assert strict.low < usual.low < 3.0 < usual.high < strict.high


def test_an_unknown_kind_of_interval_is_refused_by_name():
    with pytest.raises(ValueError) as fault:
        Proportion(0.5, 0.1, 20, 30, 28.0, 1.0).interval(method="wald")
    assert "korn-graubard" in str(fault.value)
