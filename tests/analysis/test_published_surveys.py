"""Real surveys: what their cities printed, from the data they published."""

import csv
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from analysis import tally
from analysis.figures import Unit, half_up, printed
from analysis.priorities import Quadrant, cut_at_mean, labelled, quadrants
from analysis.sample import Sample
from tests.analysis.builders import scored

QUESTIONNAIRES = Path(__file__).parents[2] / "questionnaires"
FIVE = (np.nan, 1, 2, 3, 4, 5)
OF_TAKAMATSU = {Quadrant.KEEP: "A", Quadrant.MAINTAIN: "B", Quadrant.IMPROVE: "C", Quadrant.WATCH: "D"}


def read(path: str) -> list[dict[str, str]]:
    with (QUESTIONNAIRES / path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def takamatsu(kind: str) -> tuple[list[str], np.ndarray]:
    """(item codes, counts (items, codes 0..5)) of 高松市's survey R7, CC BY 4.0."""
    rows = [row for row in read("takamatsu-r7/data/r7_counts_exact.csv") if row["kind"] == kind]
    counts = [[0, *(int(row[f"n{point}"]) for point in range(1, 6))] for row in rows]
    return [row["code"] for row in rows], np.array(counts)


@pytest.mark.parametrize("kind", ["sat", "imp"])
def test_every_index_of_takamatsu_agrees_to_the_printed_third_decimal(kind):
    codes, counts = takamatsu(kind)
    printed_indices = {
        row["code"]: Decimal(row[f"{kind}_index"]) for row in read("takamatsu-r7/data/r7_quadrant_published.csv")
    }

    table = tally.counts_only(counts, FIVE)

    found = {code: half_up(table.mean_of(item).value, 3) for item, code in enumerate(codes)}
    assert len(found) == 43
    assert found == printed_indices


@pytest.mark.parametrize(("kind", "expected"), [("sat", "3.197"), ("imp", "3.997")])
def test_the_pooled_index_of_takamatsu_is_the_printed_one(kind, expected):
    _, counts = takamatsu(kind)

    table = tally.counts_only(counts.sum(axis=0, keepdims=True), FIVE)

    assert str(half_up(table.mean_of(0).value, 3)) == expected


def test_all_quadrants_of_takamatsu_are_those_it_printed():
    codes, satisfaction = takamatsu("sat")
    importance = takamatsu("imp")[1]
    means = [tally.counts_only(counts, FIVE).mean.value[:, 0] for counts in (importance, satisfaction)]

    places = labelled(quadrants(*means, cut_at_mean(*means)), OF_TAKAMATSU)

    published = {row["code"]: row["quadrant"] for row in read("takamatsu-r7/data/r7_quadrant_published.csv")}
    assert dict(zip(codes, places, strict=True)) == published


# Weighted percent of 4 and 5 among those who know: the mayor's release of 2 March 2016 on the resident survey (Q1), KUSI on city services (Q3).
# The station says 24 for the streets, where the city's own file gives 23.4.
SAN_DIEGO = {"Q1_1": "87", "Q1_2": "76", "Q1_6": "64", "Q3_5": "78", "Q3_6": "76", "Q3_12": "70", "Q3_8": "23"}


def test_the_weighted_percentages_of_san_diego_are_those_the_city_published():
    rows = read("sandiego-2015/data/responses_unique_weighted.csv")
    sample = Sample([float(row["weight"]) for row in rows])
    codes = np.array([[int(row[item] or 9) % 9 for row in rows] for item in SAN_DIEGO])

    table = scored(sample, codes, FIVE, sets=[(4, 5)])

    found = {item: printed(table.share.value[place, 0, 0], Unit.PERCENT, 0) for place, item in enumerate(SAN_DIEGO)}
    assert found == SAN_DIEGO
