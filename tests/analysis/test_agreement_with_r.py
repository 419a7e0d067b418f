"""The road of counts, and weights person by person, against R's survey package; tests/reference takes every row by the road of rows."""

import math
from collections import defaultdict

import numpy as np
import pytest

from analysis import counting, estimates, tally
from analysis.gaps import gaps, joint
from analysis.sample import Sample
from tests.analysis import city
from tests.analysis.builders import scored
from tests.reference.designs import sample_of

CLOSE = 1e-12
CALIBRATED = ("base_d", "post_agesex", "rake", "greg", "calrak", "logit_0.5_2.5", "linear_0.65_1.9")


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


@pytest.mark.parametrize("design", CALIBRATED)
def test_calibrated_weights_agree_with_r(design):
    found = sample_of("city1", design).weights

    expected = np.array([float(row[design]) for row in city.rows("city1_weights")])

    assert np.max(np.abs(found / expected - 1)) < (1e-10 if design == "rake" else 1e-12)


@pytest.mark.parametrize("design", CALIBRATED)
def test_errors_of_a_calibrated_sample_are_those_of_residuals(design):
    # R's rake() iterates the projections; the joint one differs from it by up to 2e-4, see the README
    sample = sample_of("city1", design)
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
