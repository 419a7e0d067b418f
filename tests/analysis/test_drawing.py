import numpy as np
import pytest

from analysis.drawing import draw, draw_systematically, systematic_places
from analysis.faults import WeightingFaults

WAYS = pytest.mark.parametrize("way", [draw, draw_systematically])


@WAYS
def test_the_same_seed_draws_the_same_people(way):
    population = {"a": 503, "b": 80}
    parts = {"a": 50, "b": 8}

    first, again, other = (way(population, parts, seed) for seed in (2026, 2026, 2027))

    assert all(np.array_equal(first[label], again[label]) for label in population)
    assert not np.array_equal(first["a"], other["a"])
    assert {label: len(set(drawn.tolist())) for label, drawn in first.items()} == parts
    assert all(np.array_equal(drawn, np.sort(drawn)) for drawn in first.values())
    assert first["a"].max() < 503


@WAYS
def test_a_stratum_is_drawn_the_same_whatever_the_others_get(way):
    population = {"a": 500, "b": 80}

    few, many = (way(population, {"a": wanted, "b": 8}, 2026) for wanted in (10, 400))

    assert np.array_equal(few["b"], many["b"])


@WAYS
def test_everybody_of_a_stratum_has_the_same_chance(way):
    # 4,000 draws of 3 from 10: each 1,200 times, standard deviation √(4000·0.3·0.7) = 29
    times = np.zeros(10)

    for seed in range(4000):
        times[way({"a": 10}, {"a": 3}, seed)["a"]] += 1

    assert times.sum() == 12_000
    assert np.abs(times - 1200).max() < 4 * 29


@WAYS
def test_a_stratum_may_be_taken_in_full_or_left_out(way):
    found = way({"a": 5, "b": 7, "c": 0}, {"a": 5}, 1)

    assert found["a"].tolist() == [0, 1, 2, 3, 4]
    assert found["b"].size == found["c"].size == 0


@WAYS
def test_everything_that_cannot_be_drawn_is_named_at_once(way):
    with pytest.raises(WeightingFaults) as refused:
        way({"a": 5, "b": 5}, {"a": 6, "x": 1}, 1)

    assert [(fault.code, dict(fault.fields)) for fault in refused.value.faults] == [
        ("sample_too_large", {"wanted": 6, "available": 5, "stratum": "a"}),
        ("stratum_without_population", {"strata": "x"}),
    ]


def test_systematic_places_by_hand():
    # 4 of 10: every 2.5th, from 3/4 of the way to the next
    assert systematic_places(10, 4, 0).tolist() == [0, 2, 5, 7]
    assert systematic_places(10, 4, 3).tolist() == [0, 3, 5, 8]
    assert systematic_places(10, 4, 9).tolist() == [2, 4, 7, 9]


@pytest.mark.parametrize(("inhabitants", "wanted"), [(10, 4), (17, 5), (12, 12), (30, 1), (1270, 97)])
def test_of_all_starts_exactly_as_many_take_a_person_as_are_wanted(inhabitants, wanted):
    times = np.zeros(inhabitants, dtype=int)

    for start in range(inhabitants):
        places = systematic_places(inhabitants, wanted, start)
        assert len(set(places.tolist())) == wanted
        times[places] += 1

    assert (times == wanted).all()


def test_an_ordered_list_is_spread_evenly():
    # a list by district of 600, 300 and 100: 1 in 10 of each, whatever the start
    districts = np.repeat(["centre", "hill", "pass"], [600, 300, 100])

    for seed in range(50):
        places = draw_systematically({"city": 1000}, {"city": 100}, seed)["city"]
        assert np.unique(districts[places], return_counts=True)[1].tolist() == [60, 30, 10]
