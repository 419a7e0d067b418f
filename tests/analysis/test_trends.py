import math

import numpy as np
import pytest

from analysis.estimates import change
from analysis.faults import Faults
from analysis.figures import Estimate, Unit
from analysis.trends import Wave, since_break, steps, trend


def points(value: float, se: float = 0.03, degrees: float = 500) -> Estimate:
    return Estimate(value, se, degrees, 1000, 900.0, 1.1)


def test_a_steady_rise_is_told_per_year_with_its_error():
    # 3.0, 3.1, 3.2 in 2022, 2024, 2026: 0.05 a year; V(slope) = 0.03² / (2² + 0² + 2²), worked out on paper
    found = trend([points(3.0), points(3.1), points(3.2)], [2022, 2024, 2026])

    assert found.slope.value == pytest.approx(0.05, rel=1e-12)
    assert found.slope.standard_error == pytest.approx(0.03 / math.sqrt(8), rel=1e-12)
    assert found.slope.unit is Unit.POINT_DIFFERENCE
    assert found.slope.degrees == 1500
    assert found.at(2025) == pytest.approx(3.15, rel=1e-12)
    assert (found.fit, found.fit_degrees) == (pytest.approx(0, abs=1e-20), 1)
    assert found.fit_p == pytest.approx(1.0)
    assert found.p < 1e-5


def test_a_sure_wave_draws_the_line_more_than_an_unsure_one():
    figures, years = (
        [points(3.0, 0.02), points(3.4, 0.2), points(3.1, 0.02), points(3.15, 0.05)],
        np.array([1, 2, 3, 5]),
    )

    found = trend(figures, years)

    # numpy's weighted least squares: another road to the same line
    (slope, middle), covariance = np.polyfit(
        years - years.mean(), [each.value for each in figures], 1,
        w=[1 / each.standard_error for each in figures], cov="unscaled",
    )  # fmt: skip
    assert found.slope.value == pytest.approx(slope, rel=1e-10)
    assert found.slope.standard_error == pytest.approx(math.sqrt(covariance[0, 0]), rel=1e-10)
    assert found.middle == pytest.approx(middle, rel=1e-10)


def test_figures_that_go_up_and_down_again_are_no_line():
    found = trend([points(3.0), points(3.4), points(3.0)], [2022, 2024, 2026])

    assert found.slope.value == pytest.approx(0, abs=1e-12)
    # the line lies at 3.4/3 + 2; residuals -0.1333, 0.2667, -0.1333: Q = 0.10667/0.0009
    assert found.fit == pytest.approx(0.32 / 3 / 0.03**2, rel=1e-9)
    assert found.fit_p < 1e-20


def test_a_panel_s_line_is_surer_than_that_of_other_people_each_time():
    figures, years = [points(3.0), points(3.1), points(3.2)], [2022, 2024, 2026]
    together = 0.03**2 * (0.6 * np.ones((3, 3)) + 0.4 * np.eye(3))

    alone, panel = trend(figures, years), trend(figures, years, together)

    # of a compound covariance only the part of its own counts for the slope: 0.4 of the variance
    assert panel.slope.value == pytest.approx(alone.slope.value, rel=1e-12)
    assert panel.slope.standard_error == pytest.approx(alone.slope.standard_error * math.sqrt(0.4), rel=1e-12)


@pytest.mark.parametrize("unsure", [points(3.1, 0.0), points(3.1, math.nan), points(math.nan)])
def test_there_is_no_line_through_a_wave_whose_error_is_not_known(unsure):
    assert trend([points(3.0), unsure, points(3.2)], [2022, 2024, 2026]) is None


def test_the_first_weighted_wave_is_a_break_and_the_unweighted_change_stands_beside_it():
    waves = [
        Wave(2024, points(3.2), points(3.25)),
        Wave(2020, unweighted=points(3.0)),
        Wave(2022, points(3.1), points(3.18)),
        Wave(2018, unweighted=points(2.9)),
    ]

    before, over, after = steps(waves)

    assert (before.earlier, before.later, before.is_break, before.change) == (2018, 2020, False, None)
    assert before.unweighted == change(points(2.9), points(3.0))
    assert (over.earlier, over.later, over.is_break, over.change) == (2020, 2022, True, None)
    assert over.unweighted == change(points(3.0), points(3.18))
    assert not after.is_break
    assert after.change == change(points(3.1), points(3.2))
    assert after.unweighted == change(points(3.18), points(3.25))
    assert [wave.year for wave in since_break(waves)] == [2022, 2024]


def test_without_a_break_all_waves_belong_together():
    waves = [Wave(2020, unweighted=points(3.0)), Wave(2018, unweighted=points(3.0))]

    assert [wave.year for wave in since_break(waves)] == [2018, 2020]
    assert since_break([]) == []


def test_what_is_no_trend_is_refused_with_what_to_do():
    with pytest.raises(Faults, match=r"2 figures and 2 years .* of two waves give their change"):
        trend([points(3.0), points(3.1)], [2022, 2024])
    with pytest.raises(Faults, match="3 figures and 2 years"):
        trend([points(3.0)] * 3, [2022, 2024])
    with pytest.raises(Faults, match="The year 2022 stands there twice"):
        trend([points(3.0)] * 3, [2022, 2022, 2024])
    with pytest.raises(Faults, match="The year 2022 stands there twice"):
        steps([Wave(2022), Wave(2022)])
    with pytest.raises(Faults, match="a figure in"):
        trend([points(3.0), points(3.0), Estimate(0.5, 0.1, 9, 10, 10.0, 1.0, Unit.PERCENT)], [1, 2, 3])
