from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import counting, estimates, tally
from analysis.faults import Faults, SampleFaults
from analysis.gaps import gaps, joint, paired_gaps
from analysis.points import chosen, points
from analysis.sample import Sample
from tests.analysis.builders import a_sample, scored, twelve_people, unread

FIVE = (unread, 1, 2, 3, 4, 5)


def close(found: np.ndarray, expected: list[float]) -> bool:
    return np.allclose(found, expected, rtol=1e-10, atol=1e-12, equal_nan=True)


@given(st.integers(0, 10_000), st.sampled_from(["cells", "raked", "given"]))
def test_counts_give_what_the_rows_give(seed, weighting):
    rng = np.random.default_rng(seed)
    people = int(rng.integers(10, 60))
    sample = a_sample(rng, people, weighting)
    codes = rng.integers(0, 6, (3, people)).astype(np.uint8)
    fields = {"sex": rng.choice(["F", "M", ""], people), "band": rng.integers(-1, 3, people)}

    table = scored(sample, codes, FIVE, fields, sets=[(5,), (4, 5)])

    for domain, (variable, label) in enumerate(table.domains):
        within = fields[variable] == label if variable else None
        for item, row in enumerate(codes):
            expected = [estimates.mean(sample, points(row, dict(enumerate(FIVE))), within)]
            expected += [estimates.share(sample, chosen(row, options), within) for options in ((5,), (4, 5))]
            found = [table.mean_of(item, domain)] + [table.share_of(item, domain, place) for place in (0, 1)]
            for name in ("value", "standard_error", "degrees", "respondents", "effective_size", "design_effect"):
                assert close([getattr(each, name) for each in found], [getattr(each, name) for each in expected]), name
            assert close(
                [each.sampling_fraction for each in found[1:]], [each.sampling_fraction for each in expected[1:]]
            )


@given(st.integers(0, 10_000), st.sampled_from(["cells", "raked", "given"]))
def test_the_skewness_of_points_is_that_of_the_weighted_answers(seed, weighting):
    rng = np.random.default_rng(seed)
    people = int(rng.integers(10, 60))
    sample = a_sample(rng, people, weighting)
    codes = rng.integers(0, 6, (2, people)).astype(np.uint8)
    bands = rng.integers(-1, 3, people)

    table = scored(sample, codes, (unread, 1, 2, 3, 9, np.nan), {"band": bands})

    for domain, (variable, label) in enumerate(table.domains):
        for item, row in enumerate(codes):
            has_points = np.isin(row, (1, 2, 3, 4)) & ((bands == label) if variable else True)
            y, w = np.array([unread, 1, 2, 3, 9])[row[has_points]], sample.weights[has_points]
            if y.size == 0:
                assert np.isnan(table.skewness[item, domain])
            elif np.ptp(y) == 0:
                assert table.skewness[item, domain] == 0
            else:
                away = y - np.average(y, weights=w)
                expected = np.average(away**3, weights=w) / np.average(away**2, weights=w) ** 1.5
                assert table.skewness[item, domain] == pytest.approx(expected, rel=1e-9, abs=1e-9)


@given(st.integers(0, 10_000), st.sampled_from(["cells", "raked", "given"]))
def test_gaps_from_counts_are_gaps_from_rows(seed, weighting):
    rng = np.random.default_rng(seed)
    people = int(rng.integers(10, 60))
    sample = a_sample(rng, people, weighting)
    pair = rng.integers(0, 6, (2, 1, people)).astype(np.uint8)
    fields = {"band": rng.integers(-1, 3, people)}
    kinds = tally.classes(sample, fields)
    counts = counting.count_codes(kinds.of_person, joint(*pair, 6), kinds.number, 36)

    found = gaps(kinds, counts, FIVE), paired_gaps(kinds, counts, FIVE)

    domains = [None, *(fields["band"] == label for label in kinds.partitions[1].labels)]
    y = [points(part[0], dict(enumerate(FIVE))) for part in pair]
    for domain, within in enumerate(domains):
        for table, one in zip(found, (estimates.gap, estimates.gap_paired), strict=True):
            expected = one(sample, *y, within)
            for name in ("value", "standard_error", "degrees", "respondents", "effective_size"):
                assert close(getattr(table, name)[0, domain], getattr(expected, name)), name


@given(st.integers(0, 10_000))
def test_the_order_of_the_rows_does_not_matter(seed):
    rng = np.random.default_rng(seed)
    sample = twelve_people()
    codes, sex, order = rng.integers(0, 6, (2, 12)), rng.choice(["F", "M"], 12), rng.permutation(12)
    moved = Sample(sample.weights[order], np.array(list("AAAABBBBCCCC"))[order], {"A": 40, "B": 60, "C": 100})

    first = scored(sample, codes, FIVE, {"sex": sex})
    second = scored(moved, codes[:, order], FIVE, {"sex": sex[order]})

    assert first.domains == second.domains
    assert close(first.mean.standard_error, second.mean.standard_error)
    assert close(first.share.value, second.share.value)


def test_counts_are_of_item_cell_and_code():
    counts = counting.count_codes([0, 0, 1, 1], [[1, 2, 0, 2], [0, 0, 1, 1]], n_cells=2, n_codes=3)

    assert counts.tolist() == [[[0, 1, 1], [1, 0, 1]], [[2, 0, 0], [0, 2, 0]]]


def test_a_code_beyond_the_scale_is_refused():
    with pytest.raises(Faults) as refused:
        counting.count_codes([0, 0], [[1, 6]], 1, 6)
    assert refused.value.faults[0].fields == {"found": 6, "largest": 5}


def test_codes_of_other_people_are_refused():
    with pytest.raises(SampleFaults):
        counting.count_codes([0, 0, 0], [[1, 2]], 1, 6)
    with pytest.raises(SampleFaults):
        tally.classes(twelve_people(), {"sex": ["F"] * 11})


def test_who_withheld_the_sex_counts_in_the_whole_and_in_neither_sex():
    sex = np.array(["F", "M", "", None] * 3, dtype=object)
    codes = np.full((1, 12), 3)

    table = scored(twelve_people(), codes, FIVE, {"sex": sex})

    assert table.domains == (("", ""), ("sex", "F"), ("sex", "M"))
    assert table.mean.respondents[0].tolist() == [12, 3, 3]


def test_domains_stand_in_the_order_asked_for_even_where_nobody_is_in_one():
    bands = np.array(["young", "old"] * 6)

    table = scored(
        twelve_people(), np.full((1, 12), 3), FIVE, {"age": bands}, orders={"age": ["young", "middle", "old"]}
    )

    assert [label for _, label in table.domains] == ["", "young", "middle", "old"]
    assert table.mean.respondents[0].tolist() == [12, 6, 0, 6]
    assert np.isnan(table.mean.value[0, 2])
    assert np.isnan(table.share.standard_error[0, 2]).all()


def test_a_variable_that_nobody_answered_has_no_domains():
    table = scored(twelve_people(), np.full((1, 12), 3), FIVE, {"sex": [""] * 12, "side": ["E", "W"] * 6})

    assert table.domains == (("", ""), ("side", "E"), ("side", "W"))


def test_dont_know_is_in_the_base_of_the_shares_and_not_in_the_mean():
    dont_know = [np.nan, 1, 2, np.nan]
    codes = np.array([[1, 2, 3, 0] * 3])

    table = scored(Sample([1.0] * 12), codes, dont_know)

    assert (table.mean_of(0).value, table.mean_of(0).respondents) == (1.5, 6)
    assert [table.share_of(0, 0, place).value for place in range(3)] == pytest.approx([1 / 3] * 3)
    assert table.share_of(0, 0, 0).respondents == 9


def test_silence_can_be_in_the_base_of_the_shares():
    codes = np.array([[1, 2, 2, 0] * 3])

    table = scored(Sample([1.0] * 12), codes, [unread, 1, 2], sets=[(1,), (2,), (0,)], base="everyone")

    assert table.share.value[0, 0].tolist() == pytest.approx([0.25, 0.5, 0.25])
    assert table.share.respondents[0, 0].tolist() == [12, 12, 12]
    assert table.mean.respondents[0, 0] == 9


def test_all_the_same_answer_has_no_error_and_a_share_of_one():
    rng = np.random.default_rng(9)
    table = scored(a_sample(rng, 40, "raked"), np.full((1, 40), 4), FIVE, {"band": rng.integers(0, 3, 40)})

    assert (table.mean.value == 4).all()
    assert (table.mean.standard_error == 0).all()
    assert (table.share.value[..., 3] == 1).all()
    low, high = table.share.interval()
    assert (high[..., 3] == 1).all()
    assert (low[..., 0] == 0).all()


def test_an_item_that_nobody_answered_is_no_number_and_no_error():
    table = scored(twelve_people(), np.zeros((1, 12), dtype=np.uint8), FIVE)

    found = table.mean_of(0)
    assert np.isnan([found.value, found.standard_error, found.design_effect]).all()
    assert (found.respondents, found.effective_size, found.interval()) == (0, 0.0, None)


def test_every_item_may_have_its_own_scale():
    codes = np.array([[1, 2, 3, 4] * 3, [1, 2, 1, 2] * 3])
    scales = np.array([[unread, 1, 2, 3, 4], [unread, 0, 100, np.nan, np.nan]])

    table = scored(Sample([1.0] * 12), codes, scales)

    assert table.mean.value[:, 0].tolist() == [2.5, 50.0]


def test_published_counts_are_a_simple_random_sample_within_the_form():
    # by hand: 60 sheets, 50 answers 1..5 ten each; mean 3, S² over the 60 with noughts, V = 60/59·Σ(y-3)²/50²
    found = tally.counts_only([[0, 10, 10, 10, 10, 10]], FIVE, respondents=[60]).mean_of(0)

    assert (found.value, found.respondents, found.degrees) == (3.0, 50, 49)
    assert found.standard_error == pytest.approx(np.sqrt(60 / 59 * 100 / 50**2), rel=1e-14)


def test_weights_from_a_hundredth_to_ten_thousand_do_no_harm():
    rng = np.random.default_rng(11)
    weights = 10 ** rng.uniform(-2, 4, 200)
    sample = Sample(weights, rng.integers(0, 5, 200))

    table = scored(sample, rng.integers(0, 6, (4, 200)), FIVE, {"band": rng.integers(0, 4, 200)})

    assert np.isfinite(table.mean.standard_error).all()
    assert (table.mean.effective_size < table.mean.respondents).all()


def exactly(
    weights: list[str], strata: str, y: list[int | None], sizes: dict[str, int] | None
) -> tuple[Fraction, Fraction]:
    """Mean and its variance in fractions, by the formula as it is printed: nothing is lost in them."""
    w = [Fraction(each) for each in weights]
    held = [place for place, each in enumerate(y) if each is not None]
    whole = sum(w[place] for place in held)
    mean = sum((w[place] * (y[place] or 0) for place in held), Fraction(0)) / whole
    z = [
        w[place] * ((y[place] or 0) - mean) / whole if y[place] is not None else Fraction(0) for place in range(len(y))
    ]
    found = Fraction(0)
    for stratum in set(strata):
        of = [each for each, label in zip(z, strata, strict=True) if label == stratum]
        n = len(of)
        left = 1 - Fraction(n, sizes[stratum]) if sizes else Fraction(1)
        found += left * Fraction(n, n - 1) * (sum(each**2 for each in of) - sum(of) ** 2 / n)
    return mean, found


@pytest.mark.parametrize("sizes", [None, {"A": 90, "B": 4, "C": 9}])
def test_where_large_sums_swallow_the_digits_of_a_small_spread_it_is_reckoned_from_the_answers(sizes):
    weights = ["10000"] * 30 + ["0.01", "0.02", "0.03"] + ["0.5"] * 3
    strata = "A" * 30 + "B" * 3 + "C" * 3
    codes = [[5] * 30 + [1, 5, 2] + [0, 4, 4], [2] * 29 + [0] + [2, 1, 3] + [2, 2, 1]]
    sample = Sample([float(each) for each in weights], list(strata), sizes)

    table = scored(sample, codes, FIVE, sets=[(5,), (1, 2), (3,)])

    for item, row in enumerate(codes):
        mean, variance = exactly(weights, strata, [code or None for code in row], sizes)
        assert table.mean.value[item, 0] == pytest.approx(float(mean), rel=1e-12)
        assert table.mean.standard_error[item, 0] == pytest.approx(float(variance) ** 0.5, rel=1e-9)
        for place, options in enumerate(({5}, {1, 2}, {3})):
            chose = [int(code in options) if code else None for code in row]
            part, variance = exactly(weights, strata, chose, sizes)
            assert table.share.value[item, 0, place] == pytest.approx(float(part), rel=1e-9)
            assert table.share.standard_error[item, 0, place] == pytest.approx(float(variance) ** 0.5, rel=1e-9)


def test_a_table_says_how_many_items_it_has():
    assert scored(twelve_people(), [[1] * 12] * 3, FIVE, {"band": list("aabbccddeeff")}).items == 3


def test_nobody_s_answers_have_no_option():
    table = tally.tabulate(tally.count(twelve_people(), np.zeros((12, 2), dtype=np.uint8)))

    assert table.sets == ()
    assert np.isnan(table.mean.value).all()


def test_every_sheet_may_have_an_answer_and_none_more_than_one():
    counts = [[0, 3, 4], [0, 1, 2]]

    table = tally.counts_only(counts, (unread, 1, 2), respondents=[7, 3])

    assert table.share.value.shape == (2, 1, 2)
    assert table.share.value[:, 0, 1] == pytest.approx([4 / 7, 2 / 3])
    with pytest.raises(SampleFaults) as refused:
        tally.counts_only(counts, (unread, 1, 2), respondents=[7, 2])
    assert refused.value.faults[0].fields["item"] == 2


def test_fifteen_codes_make_pairs_that_fit_a_byte_and_sixteen_do_not():
    codes = np.array([[0, 14]], dtype=np.uint8)

    assert joint(codes, codes, 15).tolist() == [[0, 224]]
    with pytest.raises(ValueError, match="15 x 15"):
        joint(codes, codes, 16)
