import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.allocation import allocate, allocate_by_roots, allocate_by_spread, allocate_equally, compared, expected
from analysis.faults import Faults, WeightingFaults
from analysis.fieldwork import sampling_error

registers = st.dictionaries(st.sampled_from("abcdefghijkl"), st.integers(0, 5000), min_size=1)
VALLEYS = {"town": 9000, "valley": 900, "pass": 20}


def test_invitations_follow_the_inhabitants_by_largest_remainders():
    # quotas 4.5, 3.3, 2.2: the one left goes to the largest remainder
    assert allocate({"a": 450, "b": 330, "c": 220}, 10) == {"a": 5, "b": 3, "c": 2}


def test_a_small_stratum_gets_the_minimum_and_the_others_share_the_rest():
    assert allocate(VALLEYS, 300, minimum=30) == {"town": 250, "valley": 30, "pass": 20}


def test_equal_parts_take_a_small_stratum_in_full():
    # 100 each; the pass has 20, the other 280 are halved
    assert allocate_equally(VALLEYS, 300) == {"town": 140, "valley": 140, "pass": 20}


def test_a_stratum_without_inhabitants_gets_no_part():
    assert allocate_equally({"a": 100, "b": 0, "c": 100}, 10) == {"a": 5, "b": 0, "c": 5}


def test_square_roots_lie_between_equal_and_proportional_parts():
    # roots 20, 10, 5 of 35
    assert allocate_by_roots({"a": 400, "b": 100, "c": 25}, 70) == {"a": 40, "b": 20, "c": 10}


def test_neyman_s_parts_follow_inhabitants_times_spread():
    # 100,000·20 : 500,000·12 = 1 : 3
    assert allocate_by_spread({"H": 100_000, "L": 500_000}, 100, {"H": 20, "L": 12}) == {"H": 25, "L": 75}
    # 4000, 4500, 4000, 3000 of 15500: 25.8, 29.03, 25.8, 19.4
    found = allocate_by_spread({"a": 400, "b": 300, "c": 200, "d": 100}, 100, {"a": 10, "b": 15, "c": 20, "d": 30})
    assert found == {"a": 26, "b": 29, "c": 26, "d": 19}


def test_a_stratum_of_which_more_is_wanted_than_it_has_is_taken_in_full():
    # 10·40 : 100·2 : 300·1 = 4 : 2 : 3 of 90 would take 40 of the first 10; the other 80 go 2 : 3
    found = allocate_by_spread({"a": 10, "b": 100, "c": 300}, 90, {"a": 40, "b": 2, "c": 1})

    assert found == {"a": 10, "b": 32, "c": 48}


def test_no_other_allocation_has_a_smaller_variance_than_neyman_s():
    population, spread = {"a": 12, "b": 30, "c": 40}, {"a": 3.0, "b": 1.0, "c": 0.6}

    def variance(parts):
        return sum(
            (people * spread[label]) ** 2 * (1 / parts[label] - 1 / people) for label, people in population.items()
        )

    found = allocate_by_spread(population, 18, spread, minimum=1)

    every = [
        dict(zip("abc", parts, strict=True)) for parts in itertools.product(range(1, 13), range(1, 18), range(1, 18))
    ]
    assert variance(found) == pytest.approx(min(variance(parts) for parts in every if sum(parts.values()) == 18))


def test_neyman_s_parts_need_a_spread_for_every_stratum():
    with pytest.raises(WeightingFaults) as refused:
        allocate_by_spread({"a": 10, "b": 10, "c": 10}, 6, {"a": 1.0, "b": -1.0})
    assert refused.value.faults[0].fields == {"strata": "b, c"}


def test_where_nobody_differs_parts_follow_the_inhabitants():
    assert allocate_by_spread({"a": 30, "b": 10}, 4, {"a": 0.0, "b": 0.0}) == {"a": 3, "b": 1}


@given(registers, st.integers(0, 3000), st.integers(0, 40), st.sampled_from(["size", "equal", "root", "spread"]))
def test_invitations_add_up_and_no_stratum_is_asked_for_more_than_it_has(population, size, minimum, way):
    ways = {
        "size": allocate,
        "equal": allocate_equally,
        "root": allocate_by_roots,
        "spread": lambda people, n, least: allocate_by_spread(
            people, n, {label: ord(label) % 5 for label in people}, least
        ),
    }
    least = {label: min(minimum, inhabitants) for label, inhabitants in population.items()}
    if size > sum(population.values()) or sum(least.values()) > size:
        with pytest.raises(WeightingFaults):
            ways[way](population, size, minimum)
        return

    found = ways[way](population, size, minimum)

    assert sum(found.values()) == size
    assert all(least[label] <= found[label] <= inhabitants for label, inhabitants in population.items())


def test_what_equal_parts_cost_the_city_is_told():
    # so many inhabitants that nothing is taken in: n·ΣW²/n_h = 100·(0.81 + 0.01)/50 = 1.64 (Kish 1965, section 11.7)
    million = 10**9
    found = compared({"a": 9 * million, "b": million}, 100)

    assert found["equal"].design_effect == pytest.approx(1.64, rel=1e-6)
    assert found["proportional"].design_effect == pytest.approx(1, rel=1e-6)
    assert 1 < found["square root"].design_effect < 1.64
    assert found["equal"].error == pytest.approx(0.098 * 1.64**0.5, rel=1e-6)
    assert found["equal"].errors["b"] == pytest.approx(1.96 * (0.25 / 50) ** 0.5, rel=1e-6)


def test_expected_answers_follow_the_response_rates():
    found = expected({"young": 4000, "old": 6000}, {"young": 1000, "old": 1000}, {"young": 0.25, "old": 0.55})

    assert found.answers == {"young": 250, "old": 550}
    assert found.errors["old"] == pytest.approx(sampling_error(550, 0.5, 6000))
    # W²·v added: 0.4²·0.0580² + 0.6²·0.0398²
    assert found.error == pytest.approx((0.16 * found.errors["young"] ** 2 + 0.36 * found.errors["old"] ** 2) ** 0.5)


def test_a_stratum_that_nobody_is_invited_from_leaves_the_city_without_a_figure():
    found = expected({"a": 100, "b": 50}, {"a": 20})

    assert (found.error, found.design_effect, found.errors["b"]) == (None, None, None)


def test_the_ways_compared_include_neyman_s_where_the_spread_is_known():
    assert list(compared(VALLEYS, 300)) == ["proportional", "equal", "square root"]
    assert list(compared(VALLEYS, 300, spread=dict.fromkeys(VALLEYS, 1.0)))[-1] == "Neyman"
    with pytest.raises(Faults):
        compared(VALLEYS, 300, rate=42)


def test_more_people_than_live_there_or_a_minimum_that_cannot_be_kept_is_refused():
    with pytest.raises(WeightingFaults) as refused:
        allocate({"a": 5}, 6)
    assert refused.value.faults[0].fields == {"wanted": 6, "available": 5, "stratum": "in all"}
    with pytest.raises(WeightingFaults) as refused:
        allocate({"a": 50, "b": 50}, 30, minimum=20)
    assert refused.value.faults[0].fields == {"strata": 2, "minimum": 20, "needed": 40, "size": 30}
