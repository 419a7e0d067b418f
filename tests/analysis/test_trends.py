import math

import numpy as np
import pytest

from analysis.estimates import change, difference, influences, mean
from analysis.faults import Faults
from analysis.figures import Estimate, Proportion, Unit
from analysis.sample import Sample, variance
from analysis.trends import Wave, since_break, steps, trend, trend_of_panel, waves_of_panel
from tests.analysis import city


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


def panel() -> tuple[Sample, np.ndarray, np.ndarray]:
    """tests/reference/r_survey/panel_long.csv: two waves, 35 % of the people in both."""
    rows = city.rows("panel_long")
    y = np.array([float(row["y"]) if row["y"] else np.nan for row in rows])
    sample = Sample(
        [float(row["w"]) for row in rows], [row["stratum"] for row in rows], clusters=[row["id"] for row in rows]
    )
    return sample, y, np.array([float(row["wave"]) for row in rows])


def test_the_covariance_of_overlapping_waves_agrees_with_r():
    sample, y, year = panel()
    row = next(
        row
        for row in city.rows("ref_waves_lonely")
        if (row["design"], row["stat"], row["variable"]) == ("nofpc_cluster_id", "diff", "y")
    )
    more, seen = city.aux(row), city.Comparison()

    found = waves_of_panel(sample, y, year)

    for place, name in enumerate(("1", "2")):
        seen.note(found.figures[place].value, more[f"m{name}"])
        seen.note(found.figures[place].standard_error, more[f"se{name}"])
        seen.note(math.sqrt(found.covariances[place, place]), more[f"se{name}"])
    seen.note(found.covariances[0, 1], more["cov12"])
    seen.note(math.sqrt(np.array([-1, 1]) @ found.covariances @ [-1, 1]), row["se"])
    assert found.years == (1.0, 2.0)
    assert found.degrees == difference(sample, y, year == 2, year == 1).degrees
    assert len(seen.pairs) == 8
    assert seen.worst < 1e-12


def three_waves(overlapping: bool) -> tuple[Sample, np.ndarray, np.ndarray]:
    """300 answers in each of 2022, 2024 and 2026, by the same people or by others, in two strata."""
    rng = np.random.default_rng(4)
    person, year = np.tile(np.arange(300), 3), np.repeat([2022.0, 2024.0, 2026.0], 300)
    y = np.clip(np.round(3 + np.tile(rng.normal(0, 1, 300), 3) + rng.normal(0, 0.5, 900) + 0.03 * (year - 2022)), 1, 5)
    stratum = np.where(person < 120, "A", "B")
    weights = np.where(person < 120, 10.0, 20.0)
    if overlapping:
        return Sample(weights, stratum, clusters=person), y, year
    return (
        Sample(
            weights, np.char.add(stratum, year.astype(str)), {f"{s}{t}": 6000 for s in "AB" for t in np.unique(year)}
        ),
        y,
        year,
    )


def test_the_trend_of_a_panel_counts_that_the_same_people_answered():
    sample, y, year = three_waves(overlapping=True)
    waves = waves_of_panel(sample, y, year)

    found = trend_of_panel(sample, y, year)

    # the slope is a sum of the waves' means: the variance of each person's part in that sum is its variance
    x = np.stack([np.ones(3), np.array(waves.years) - 2024], axis=1)
    inverse = np.linalg.inv(waves.covariances)
    parts = (np.linalg.solve(x.T @ inverse @ x, x.T @ inverse))[1]
    u = sum(part * influences(sample, y, year == each)[:, 0] for part, each in zip(parts, waves.years, strict=True))
    assert found.slope.value == pytest.approx(float(parts @ [each.value for each in waves.figures]), rel=1e-10)
    assert found.slope.standard_error == pytest.approx(math.sqrt(float(variance(sample, u))), rel=1e-10)
    assert found.slope.degrees == 298
    alone = trend(waves.figures, waves.years)
    assert found.slope.standard_error < 0.6 * alone.slope.standard_error


def test_waves_of_other_people_have_the_same_trend_together_as_apart():
    sample, y, year = three_waves(overlapping=False)
    apart = [mean(sample.without_fpc(), y, year == each) for each in np.unique(year)]

    together, found = trend_of_panel(sample, y, year), trend(apart, np.unique(year))

    assert together.slope.value == pytest.approx(found.slope.value, rel=1e-10)
    assert together.slope.standard_error == pytest.approx(found.slope.standard_error, rel=1e-10)
    assert together.slope.degrees == found.slope.degrees == 894
    assert together.fit == pytest.approx(found.fit, rel=1e-8)


def test_the_same_answers_of_the_same_people_have_no_line():
    same = np.full((3, 3), 0.0009)

    assert trend([points(3.0)] * 3, [1, 2, 3], same) is None
    assert trend([points(3.0, degrees=0)] * 3, [1, 2, 3]) is None


def test_a_wave_that_did_not_ask_is_no_break():
    waves = [Wave(2020, points(3.0), points(3.0)), Wave(2022), Wave(2024, points(3.2), points(3.1))]

    (only,) = steps(waves)

    assert (only.earlier, only.later, only.is_break) == (2020, 2024, False)
    assert only.change == change(points(3.0), points(3.2))
    assert [wave.year for wave in since_break(waves)] == [2020, 2024]


def test_a_trend_of_figures_with_a_finite_population_correction_is_refused():
    corrected = Proportion(0.5, 0.01, 500, 1000, 900.0, 1.0, sampling_fraction=0.4)

    with pytest.raises(Faults, match="finite-population correction"):
        trend([corrected] * 3, [2022, 2024, 2026])
    with pytest.raises(Faults, match="finite-population correction"):
        steps([Wave(2022, corrected), Wave(2024, corrected)])


def test_waves_without_a_year_and_covariances_of_other_waves_are_refused():
    sample, y, year = three_waves(overlapping=True)

    for call in (
        lambda: trend([points(3.0)] * 3, [2022, math.nan, 2026]),
        lambda: steps([Wave(math.nan, points(3.0))]),
        lambda: trend_of_panel(sample, y, np.where(year == 2022, np.nan, year)),
    ):
        with pytest.raises(Faults, match="A wave has no year"):
            call()
    with pytest.raises(Faults, match=r"covariances are \(2, 2\) for 3 waves"):
        trend([points(3.0)] * 3, [2022, 2024, 2026], np.eye(2))
    with pytest.raises(Faults, match="years has"):
        trend_of_panel(sample, y, year[:5])
    with pytest.raises(Faults, match="answers has"):
        trend_of_panel(sample, y[:5], year)


@pytest.mark.full
def test_the_interval_of_a_slope_holds_the_true_one_and_a_true_line_is_seldom_called_bent():
    # 2,000 series of four waves of 400 answers each: 95 % and 5 % within 2.5 errors of 0.49
    rng, years = np.random.default_rng(7), np.array([2020.0, 2022.0, 2024.0, 2026.0])
    sample, held, bent = Sample(np.ones(400)), [], []

    for _ in range(2000):
        found = trend([mean(sample, rng.normal(3 + 0.02 * (t - 2020), 1, 400).tolist()) for t in years], years)
        held.append(found.slope.interval().contains(0.02))
        bent.append(found.fit_p < 0.05)

    assert 0.937 < np.mean(held) < 0.963
    assert 0.037 < np.mean(bent) < 0.063
