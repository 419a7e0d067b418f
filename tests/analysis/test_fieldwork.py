import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.faults import WeightingFaults
from analysis.fieldwork import (
    Outcomes,
    allocate,
    draw,
    needed_answers,
    sampling_error,
    sampling_error_table,
    valid_return_rate,
)
from analysis.figures import half_up

# 伊勢原市, report of the citizens' survey 2016, chapter 1: ±1.96·√((N-n)/(N-1)·p(1-p)/n), printed with (N-n)/(N-1) ≒ 1
ISEHARA = {
    100: ["4.27", "5.88", "7.84", "8.98", "9.60", "9.80"],
    200: ["3.02", "4.16", "5.54", "6.35", "6.79", "6.93"],
    500: ["1.91", "2.63", "3.51", "4.02", "4.29", "4.38"],
    1000: ["1.35", "1.86", "2.48", "2.84", "3.04", "3.10"],
    1430: ["1.13", "1.55", "2.07", "2.38", "2.54", "2.59"],
    5000: ["0.60", "0.83", "1.11", "1.27", "1.36", "1.39"],
}
registers = st.dictionaries(st.sampled_from("abcdefghijkl"), st.integers(0, 5000), min_size=1)


def test_the_table_of_sampling_errors_is_that_of_isehara_cell_by_cell():
    found = sampling_error_table(list(ISEHARA), [0.05, 0.10, 0.20, 0.30, 0.40, 0.50])

    shown = [[str(half_up(each, 2, scale=100)) for each in row] for row in found]
    assert dict(zip(ISEHARA, shown, strict=True)) == ISEHARA


def test_a_small_city_has_smaller_errors():
    assert sampling_error(1266, 0.5, population=27_000) < sampling_error(1266, 0.5)
    assert sampling_error(100, 0.5, population=100) == 0.0


def test_how_many_answers_an_error_of_three_points_needs():
    # the figure of every textbook: 1,068 of endlessly many (1067.07)
    assert needed_answers(0.03) == 1068
    assert needed_answers(0.03, population=27_000) < 1068
    assert sampling_error(needed_answers(0.03, population=27_000), 0.5, 27_000) <= 0.03


def test_the_city_s_rate_and_those_of_aapor_are_different_figures():
    # 3,000 sent: 1,240 complete, 26 partial, 30 refused, 12 moved away, the rest never came back
    outcomes = Outcomes(complete=1240, partial=26, refusal=30, unknown=1692, not_eligible=12)

    assert outcomes.sent == 3000
    assert valid_return_rate(1266, outcomes.sent) == pytest.approx(0.422)
    assert valid_return_rate(1266, outcomes.sent, undelivered=40) == pytest.approx(1266 / 2960)
    assert outcomes.rr1 == pytest.approx(1240 / 2988)
    assert outcomes.rr2 == pytest.approx(1266 / 2988)
    assert outcomes.rr4(0.5) == pytest.approx(1266 / (1296 + 846))
    assert outcomes.rr1 < outcomes.rr2 < outcomes.rr4(0.5)


def test_nobody_asked_has_no_rate():
    assert np.isnan(valid_return_rate(0, 0))


def test_invitations_follow_the_inhabitants_by_largest_remainders():
    # quotas 4.5, 3.3, 2.2: the one left goes to the largest remainder
    assert allocate({"a": 450, "b": 330, "c": 220}, 10) == {"a": 5, "b": 3, "c": 2}


def test_a_small_stratum_gets_the_minimum_and_the_others_share_the_rest():
    found = allocate({"town": 9000, "valley": 900, "pass": 20}, 300, minimum=30)

    assert found == {"town": 250, "valley": 30, "pass": 20}


@given(registers, st.integers(0, 3000), st.integers(0, 40))
def test_invitations_add_up_and_no_stratum_is_asked_for_more_than_it_has(population, size, minimum):
    least = {label: min(minimum, inhabitants) for label, inhabitants in population.items()}
    if size > sum(population.values()) or sum(least.values()) > size:
        with pytest.raises(WeightingFaults):
            allocate(population, size, minimum)
        return

    found = allocate(population, size, minimum)

    assert sum(found.values()) == size
    assert all(least[label] <= found[label] <= inhabitants for label, inhabitants in population.items())


def test_the_same_seed_draws_the_same_people():
    population = {"a": 500, "b": 80}
    parts = {"a": 50, "b": 8}

    first, again, other = (draw(population, parts, seed) for seed in (2026, 2026, 2027))

    assert all(np.array_equal(first[label], again[label]) for label in population)
    assert not np.array_equal(first["a"], other["a"])
    assert {label: len(set(drawn.tolist())) for label, drawn in first.items()} == parts
    assert first["a"].max() < 500


def test_a_stratum_is_drawn_the_same_whatever_the_others_get():
    population = {"a": 500, "b": 80}

    few, many = (draw(population, {"a": wanted, "b": 8}, 2026) for wanted in (10, 400))

    assert np.array_equal(few["b"], many["b"])


def test_more_people_than_live_there_cannot_be_drawn():
    with pytest.raises(WeightingFaults) as refused:
        draw({"a": 5}, {"a": 6}, 1)
    assert refused.value.faults[0].fields == {"wanted": 6, "available": 5, "stratum": "a"}
