"""Every kind of figure against R's survey package: tests/reference/README.md says how its numbers were made."""

import math
from collections import defaultdict

import numpy as np
import pytest

from analysis import counting, estimates, intervals, tally
from analysis.calibration import calibrate, poststratify, rake
from analysis.gaps import gaps, joint
from analysis.sample import Sample
from tests.analysis import city
from tests.analysis.builders import scored

CLOSE = 1e-12
CALIBRATED = ("base_d", "post_agesex", "rake", "greg", "calrak", "logit_0.5_2.5", "linear_0.65_1.9")


def calibrated(design: str) -> Sample:
    base, margins = city.base(), city.margins("district", "age", "sex")
    if design == "post_agesex":
        return poststratify(base, city.margins("age_sex")["age_sex"])
    if design == "rake":
        return rake(base, margins)
    return {
        "base_d": lambda: base,
        "greg": lambda: calibrate(base, margins),
        "calrak": lambda: calibrate(base, margins, "raking"),
        "logit_0.5_2.5": lambda: calibrate(base, margins, "logit", (0.5, 2.5)),
        "linear_0.65_1.9": lambda: calibrate(base, margins, "linear", (0.65, 1.9)),
    }[design]()


def test_seven_people_by_hand():
    # ref: tiny.csv; mean 95/30 and V = [10²·0.7·1/3 + 20²·0.8·(19/12)/4]/30² = 1/6, worked out on paper
    y = np.array([float(row["y"]) if row["y"] else np.nan for row in city.rows("tiny")])
    people = Sample([float(row["w"]) for row in city.rows("tiny")], list("AAABBBB"), {"A": 10, "B": 20})

    found = estimates.mean(people, np.array([1.0, 2, 3, 2, 4, 4, 5]))

    assert np.array_equal(y, [1, 2, 3, 2, 4, 4, 5])
    assert found.value == pytest.approx(95 / 30, rel=1e-15)
    assert found.standard_error == pytest.approx(1 / math.sqrt(6), rel=1e-14)


@pytest.mark.parametrize("design", ["fpc", "nofpc"])
def test_means_of_all_items_in_all_domains_agree_with_r(design):
    sample, fields = city.sample(design), city.fields()
    tables = {
        city.ITEMS: scored(sample, city.codes(city.ITEMS, 1), city.FIVE, fields),
        city.YES_NO: scored(sample, city.codes(city.YES_NO, 0), city.NO_YES, fields),
    }
    expected = [row for row in city.rows("ref_city1_means") if row["stat"] == "mean" and row["design"] == design]
    seen = defaultdict(city.Comparison)

    for row in expected:
        items, table = next((items, table) for items, table in tables.items() if row["variable"] in items)
        found = table.mean_of(items.index(row["variable"]), table.at(row["by"], row["domain"]))
        more, interval = city.aux(row), found.interval()
        seen["est"].note(found.value, row["est"])
        seen["se"].note(found.standard_error, row["se"])
        seen["n"].note(found.respondents, row["n"])
        seen["df"].note(found.degrees, more["df_domain"])
        seen["low"].note(interval.low, more["lo_domain"])
        seen["high"].note(interval.high, more["hi_domain"])
        seen["kish"].note(found.effective_size, more["kish_neff"])
        if row["deff"] != "NaN":
            seen["deff"].note(found.design_effect, row["deff"])

    assert len(expected) == 115 * 25
    assert {name: part.worst for name, part in seen.items() if part.worst > CLOSE} == {}


@pytest.mark.parametrize("design", ["fpc", "nofpc"])
@pytest.mark.parametrize("variable", ["imp01", "sat33", "yn_rare"])
def test_a_mean_from_rows_agrees_with_r(design, variable):
    sample, y = city.sample(design), city.column(variable)
    seen = city.Comparison()

    for row in city.rows("ref_city1_means"):
        if (row["stat"], row["design"], row["variable"]) == ("mean", design, variable):
            found = estimates.mean(sample, y, city.within(row))
            seen.note(found.value, row["est"])
            seen.note(found.standard_error, row["se"])
            seen.note(found.degrees, city.aux(row)["df_domain"])
            seen.note(found.effective_size, city.aux(row)["kish_neff"])

    assert len(seen.pairs) == 4 * 25
    assert seen.worst < CLOSE


def share_rows(method: str, designs: tuple[str, ...]) -> list[dict[str, str]]:
    return [
        row
        for row in city.rows("ref_city1_other")
        if row["stat"] == "prop"
        and row["option"] == f"{method}@domain"
        and row["design"] in designs
        and row["ci_lo"] not in ("", "NaN")
        and 1e-9 < float(row["est"]) < 1  # where nobody chose it R's logit iterates towards nought
    ]


def share_of(row: dict[str, str], sample: Sample) -> estimates.Proportion:
    y = city.column(row["variable"])
    return estimates.share(sample, np.where(np.isnan(y), np.nan, y == float(row["level"])), city.within(row))


@pytest.mark.parametrize(
    ("method", "tolerance"), [("xlogit", 1e-12), ("wilson", 1e-12), ("beta", 1e-12), ("logit", 1e-7)]
)
def test_intervals_of_shares_agree_with_r(method, tolerance):
    # R's "logit" ends an iteration at 3e-9; the closed form is "xlogit"
    seen = city.Comparison()

    for row in share_rows(method, ("fpc", "nofpc")):
        found = share_of(row, city.sample(row["design"]))
        seen.note(found.value, row["est"])
        seen.note(found.standard_error, row["se"])
        seen.note(found.degrees, row["df"])
        low, high = {
            "wilson": lambda f: intervals.wilson_on(
                f.value, intervals.effective_size(f.value, f.standard_error, 0), f.degrees
            ),
            "beta": lambda f: intervals.beta(f.value, f.standard_error, f.respondents, f.degrees),
        }.get(method, lambda f: intervals.xlogit(f.value, f.standard_error, f.degrees))(found)
        seen.note(low, row["ci_lo"])
        seen.note(high, row["ci_hi"])

    assert len(seen.pairs) > 5 * 150
    assert seen.worst < tolerance


@pytest.mark.parametrize("design", CALIBRATED)
def test_calibrated_weights_agree_with_r(design):
    found = calibrated(design).weights

    expected = np.array([float(row[design]) for row in city.rows("city1_weights")])

    assert np.max(np.abs(found / expected - 1)) < (1e-10 if design == "rake" else 1e-12)


@pytest.mark.parametrize("design", CALIBRATED)
def test_errors_of_a_calibrated_sample_are_those_of_residuals(design):
    # R's rake() iterates the projections; the joint one differs from it by up to 2e-4, see the README
    sample = calibrated(design)
    items = ("imp01", "sat01", "sat02", "sat56", *city.YES_NO)
    codes = np.concatenate([city.codes(items[:4], 1), city.codes(items[4:], 0)])
    points = np.array([city.FIVE] * 4 + [(*city.NO_YES, np.nan, np.nan, np.nan)] * 3)
    table = scored(sample, codes, points, city.fields())
    values, errors = city.Comparison(), city.Comparison()

    for row in city.rows("ref_city1_other"):
        if row["stat"] == "mean" and row["design"] == design:
            by_row = estimates.mean(sample, city.column(row["variable"]), city.within(row))
            by_count = table.mean_of(items.index(row["variable"]), table.at(row["by"], row["domain"]))
            for found in (by_row, by_count):
                values.note(found.value, row["est"])
                values.note(found.effective_size, city.aux(row)["kish_neff"])
                values.note(found.degrees, city.aux(row)["df_domain"])
                errors.note(found.standard_error, row["se"])
                errors.note(found.design_effect, row["deff"])

    assert len(errors.pairs) == 57 * 4
    assert values.worst < (1e-10 if design == "rake" else CLOSE)
    assert errors.worst < (4e-4 if design == "rake" else CLOSE)


@pytest.mark.parametrize("design", [design for design in CALIBRATED if design != "rake"])
@pytest.mark.parametrize("method", ["xlogit", "beta", "wilson"])
def test_intervals_of_shares_in_a_calibrated_sample_agree_with_r(design, method):
    # R's "beta" counts all rows of a calibrated design; with the same number we must find the same interval
    sample, seen = calibrated(design), city.Comparison()

    for row in share_rows(method, (design,)):
        found = share_of(row, sample)
        rows = float(city.aux(row)["nrow_design"])
        low, high = {
            "xlogit": lambda f: intervals.xlogit(f.value, f.standard_error, f.degrees),
            "wilson": lambda f: intervals.wilson_on(
                f.value, intervals.effective_size(f.value, f.standard_error, 0), f.degrees
            ),
            "beta": lambda f, n=rows: intervals.beta(f.value, f.standard_error, n, f.degrees),
        }[method](found)
        seen.note(low, row["ci_lo"])
        seen.note(high, row["ci_hi"])

    assert len(seen.pairs) == 4
    assert seen.worst < 1e-11


@pytest.mark.parametrize("design", ["fpc", "nofpc"])
def test_gaps_agree_with_r_from_counts_and_from_rows(design):
    sample = city.sample(design)
    kinds = tally.classes(sample, {"age": city.labels("age")})
    pairs = joint(city.codes(city.ITEMS[:56], 1), city.codes(city.ITEMS[56:], 1), 6)
    table = gaps(kinds, counting.count_codes(kinds.of_person, pairs, kinds.number, 36), city.FIVE)
    places = [(part.variable, label) for part in kinds.partitions for label in part.labels]
    seen = city.Comparison()

    for row in city.rows("ref_gap_city1"):
        if row["design"] == design:
            first, second = row["variable"].split("-")
            by_row = estimates.gap(sample, city.column(first), city.column(second), city.within(row))
            by_count = table.one(city.ITEMS.index(first), places.index((row["by"], row["domain"])))
            for found in (by_row, by_count):
                seen.note(found.value, row["est"])
                seen.note(found.standard_error, row["se"])
                seen.note(found.respondents, row["n"])
            assert by_row.degrees == by_count.degrees <= float(row["df"])
            seen.note(sample.degrees_of(city.within(row)), row["df"])

    assert len(seen.pairs) == 74 * 7
    assert seen.worst < CLOSE


@pytest.mark.parametrize("design", ["fpc", "nofpc"])
def test_differences_of_two_waves_agree_with_r(design):
    first, second = city.sample(design, "city1"), city.sample(design, "city2")
    seen = city.Comparison()

    for row in city.rows("ref_waves_lonely"):
        if row["stat"] == "diff" and row["dataset"] == "city1+city2" and row["design"].split("/")[0] == design:
            sex = row["design"].partition("sex=")[2]
            masks = [city.labels("sex", each) == sex if sex else None for each in ("city1", "city2")]
            means = [
                estimates.mean(wave, city.column(row["variable"], each), mask)
                for wave, each, mask in zip((first, second), ("city1", "city2"), masks, strict=True)
            ]
            found = estimates.change(*means)
            seen.note(found.value, row["est"])
            seen.note(found.standard_error, row["se"])
            seen.note(first.degrees_of() + second.degrees_of(), row["df"])
            assert found.degrees == means[0].degrees + means[1].degrees

    assert len(seen.pairs) == 71 * 3
    assert seen.worst < 1e-11
