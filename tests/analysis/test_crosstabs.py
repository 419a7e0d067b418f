import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.calibration import rake
from analysis.crosstabs import CrossTable, crosstab
from analysis.estimates import share
from analysis.faults import Faults, SampleFaults
from analysis.independence import RaoScott, Untested, Wald, rao_scott, wald
from analysis.sample import Sample, variance
from tests.analysis.builders import twelve_people

KINDS = ("value", "standard_error", "degrees", "respondents", "effective_size", "design_effect", "sampling_fraction")


def a_city(seed: int, people: int = 120, raked: bool = False) -> tuple[Sample, np.ndarray, np.ndarray]:
    """A sample of four strata with a question of three options (0 silence) and an attribute ("" withheld)."""
    rng = np.random.default_rng(seed)
    strata = np.sort(np.append(np.tile(np.arange(4), 2), rng.integers(0, 4, people - 8)))
    held = np.bincount(strata)
    population = np.ceil(held * rng.uniform(2, 40, 4))
    sample = Sample((population / held)[strata], strata, dict(enumerate(population.tolist())))
    side = np.append([0, 1], rng.integers(0, 2, people - 2))
    if raked:
        total = population.sum()
        sample = rake(sample, {"side": (side, {0: 0.45 * total, 1: 0.55 * total})})
    return sample, rng.integers(0, 4, people), rng.choice(["F", "M", "X", ""], people)


def outcome(table: CrossTable) -> RaoScott:
    assert isinstance(table.test, RaoScott)
    return table.test


@given(st.integers(0, 10_000), st.booleans())
def test_every_share_of_a_table_is_the_share_asked_for_alone(seed, raked):
    sample, codes, attribute = a_city(seed, 60, raked)
    within = np.random.default_rng(seed + 1).random(60) < 0.8

    table = crosstab(sample, codes, attribute, within, rows=(3, 1, 2), columns=("M", "F", "X"))

    both = within & (codes > 0) & (attribute != "")
    for r, code in enumerate(table.rows):
        for c, label in enumerate(table.columns):
            row, column = codes == code, attribute == label
            assert table.respondents[r, c] == np.count_nonzero(both & row & column)
            for found, chosen, base in (
                (table.shares.of_column.one(r, c), row, both & column),
                (table.shares.of_row.one(r, c), column, both & row),
                (table.shares.of_total.one(r, c), row & column, both),
                (table.shares.row_margin.one(r), row, both),
                (table.shares.column_margin.one(c), column, both),
            ):
                expected = share(sample, chosen.astype(float), base)
                pairs = [(getattr(found, kind), getattr(expected, kind)) for kind in KINDS]
                assert np.allclose(*zip(*pairs, strict=True), rtol=1e-9, atol=1e-11, equal_nan=True)


def rao_scott_slowly(sample: Sample, codes: np.ndarray, attribute: np.ndarray) -> tuple[float, float]:
    """F and its first degrees of freedom from single variances only: 4 Cov(a, b) = V(a + b) - V(a - b)."""
    both = (codes > 0) & (attribute != "")
    cells = [(code, label) for code in np.unique(codes[both]) for label in np.unique(attribute[both])]
    chosen = np.array([both & (codes == code) & (attribute == label) for code, label in cells], dtype=float).T
    w = sample.weights[both]
    p = w @ chosen[both] / w.sum()
    u = np.where(both[:, None], chosen - p, 0.0) / w.sum()
    covariance = np.array(
        [[float(variance(sample, u[:, a] + u[:, b]) - variance(sample, u[:, a] - u[:, b])) / 4 for b in range(len(p))]
         for a in range(len(p))]
    )  # fmt: skip
    shape = np.unique(codes[both]).size, np.unique(attribute[both]).size
    table = p.reshape(shape)
    expected = np.outer(table.sum(axis=1), table.sum(axis=0))
    pearson = both.sum() * ((table - expected) ** 2 / expected).sum()
    one = [np.vstack([np.eye(number - 1), -np.ones(number - 1)]) for number in shape]
    inverse = np.diag(1 / p)
    c = np.kron(*one)
    delta = np.linalg.solve(c.T @ inverse @ c / both.sum(), c.T @ inverse @ covariance @ inverse @ c)
    return pearson / np.trace(delta), np.trace(delta) ** 2 / np.trace(delta @ delta)


@pytest.mark.parametrize("raked", [False, True])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_test_of_a_raked_table_uses_the_variance_of_residuals(seed, raked):
    sample, codes, attribute = a_city(seed, raked=raked)

    found = outcome(crosstab(sample, codes, attribute))

    statistic, numerator = rao_scott_slowly(sample, codes, attribute)
    assert found.statistic == pytest.approx(statistic, rel=1e-9)
    assert found.numerator == pytest.approx(numerator, rel=1e-9)


def test_in_a_simple_random_sample_the_test_is_that_of_pearson():
    # 2 x 2 with 30, 10, 20, 40: X² = 100 (30·40 - 10·20)² / (40·60·50·50) = 50/3, worked out on paper
    codes = np.repeat([1, 1, 2, 2], [30, 10, 20, 40])
    attribute = np.repeat(["F", "M", "F", "M"], [30, 10, 20, 40])

    found = outcome(crosstab(Sample(np.ones(100)), codes, attribute))

    assert found.pearson == pytest.approx(50 / 3, rel=1e-13)
    assert found.design_effect == pytest.approx(100 / 99, rel=1e-13)
    assert (found.degrees, found.numerator, found.denominator) == (1, pytest.approx(1.0), pytest.approx(99.0))
    assert found.statistic == pytest.approx(16.5, rel=1e-13)
    assert found.smallest_expected == pytest.approx(20.0)


@given(st.integers(0, 10_000), st.floats(0.001, 1000), st.booleans())
def test_neither_the_order_of_the_people_nor_the_scale_of_the_weights_changes_a_test(seed, scale, raked):
    sample, codes, attribute = a_city(seed, 60, raked)
    order = np.random.default_rng(seed).permutation(60)
    moved = Sample(sample.design_weights[order], sample.strata[order], dict(enumerate(sample.population.tolist())))
    if sample.calibration is not None:
        calibration = sample.calibration
        moved = moved.calibrated(sample.weights[order], calibration.index[order], calibration.rows)

    first = outcome(crosstab(sample, codes, attribute))
    others = (
        outcome(crosstab(moved, codes[order], attribute[order])),
        outcome(crosstab(sample.scaled(scale), codes, attribute)),
    )

    for second in others:
        for name in ("statistic", "numerator", "denominator", "p", "pearson", "first_order_p"):
            assert getattr(second, name) == pytest.approx(getattr(first, name), rel=1e-8, abs=1e-12)


@given(st.integers(0, 10_000))
def test_it_does_not_matter_which_of_the_two_stands_in_the_rows(seed):
    sample, codes, attribute = a_city(seed, 60)
    turned = np.searchsorted(["", "F", "M", "X"], attribute)

    upright, lying = (
        crosstab(sample, codes, attribute),
        crosstab(sample, turned, np.where(codes > 0, codes, -1)),
    )

    assert np.array_equal(upright.respondents, lying.respondents.T)
    assert outcome(upright).statistic == pytest.approx(outcome(lying).statistic, rel=1e-9)
    assert np.allclose(upright.shares.of_row.value, lying.shares.of_column.value.T)


def test_a_row_and_a_column_that_nobody_has_stand_in_the_table_and_not_in_the_test():
    sample, codes, attribute = a_city(7)

    plain = crosstab(sample, codes, attribute)
    wide = crosstab(sample, codes, attribute, rows=(1, 2, 3, 9), columns=("F", "M", "X", "Y"))

    assert wide.respondents[3].sum() == wide.respondents[:, 3].sum() == 0
    assert wide.shares.row_margin.value[3] == 0.0
    assert wide.shares.of_column.respondents[0, 3] == 0
    assert math.isnan(wide.shares.of_column.value[0, 3])
    assert wide.shares.of_column.one(0, 3).interval() is None
    assert wide.test == plain.test


def test_who_gave_a_code_that_has_no_row_is_not_in_the_table():
    sample, codes, attribute = a_city(8)

    without = crosstab(sample, codes, attribute, rows=(1, 2))

    silenced = crosstab(sample, np.where(codes == 3, 0, codes), attribute)
    assert np.array_equal(without.respondents, silenced.respondents)
    assert outcome(without) == outcome(silenced)


def test_a_mask_keeps_everybody_in_the_sample():
    sample, codes, attribute = a_city(9)
    women = attribute == "F"

    masked = crosstab(sample, codes, sample.strata, within=women)

    silenced = crosstab(sample, np.where(women, codes, 0), sample.strata)
    assert outcome(masked) == outcome(silenced)
    assert masked.respondents.sum() == np.count_nonzero(women & (codes > 0))


@pytest.mark.parametrize(
    ("codes", "attribute"),
    [
        ([1] * 12, list("FM" * 6)),
        ([1, 2] * 6, ["F"] * 12),
        ([0] * 12, list("FM" * 6)),
        ([1, 2] * 6, [""] * 12),
    ],
)
def test_a_table_of_one_row_or_one_column_or_nobody_is_not_tested(codes, attribute):
    table = crosstab(twelve_people(), codes, attribute)

    assert table.test is Untested.ONE_ROW_OR_COLUMN
    assert table.shares.of_total.value.shape == table.respondents.shape


def test_a_named_table_of_nobody_has_bases_of_nought():
    table = crosstab(twelve_people(), [0] * 12, ["F"] * 12, rows=(1, 2), columns=("F", "M"))

    assert table.respondents.sum() == 0
    assert (table.shares.of_total.respondents == 0).all()
    assert np.isnan(table.shares.of_total.value).all()
    assert table.test is Untested.ONE_ROW_OR_COLUMN


def test_one_person_of_each_stratum_leaves_no_degrees_of_freedom():
    within = np.array([True, False, False, False] * 3)

    table = crosstab(twelve_people(), [1, 1, 1, 1, 2, 2, 2, 2, 1, 1, 1, 1], list("F" * 8 + "M" * 4), within)

    assert table.test is Untested.NO_DEGREES


def test_where_everybody_was_asked_there_is_nothing_to_test():
    everybody = Sample(np.ones(12), list("AAAABBBBCCCC"), {"A": 4, "B": 4, "C": 4})

    table = crosstab(everybody, [1, 2, 2] * 4, list("FFMM" * 3))

    assert table.test is Untested.NO_VARIANCE
    assert (table.shares.of_total.standard_error == 0).all()


def test_a_table_that_the_weights_fix_is_not_tested():
    side, home = np.array(list("EWEWEWEWEEWW")), np.array(list("AAAABBBBCCCC"))
    cross = np.char.add(side, home)
    totals = {label: 20.0 + 7 * place for place, label in enumerate(np.unique(cross).tolist())}
    sample = rake(Sample(np.ones(12)), {"cross": (cross, totals)})

    table = crosstab(sample, np.where(side == "E", 1, 2), home)

    assert table.test is Untested.NO_VARIANCE


def test_options_that_exclude_one_another_are_found_to_depend_on_the_attribute():
    codes = np.repeat([1, 2, 3], 4)

    found = outcome(crosstab(twelve_people([1.0, 2, 1, 2] * 3), codes, np.array(list("FMXFFFXMMXMX"))))
    alike = crosstab(Sample(np.linspace(1, 2, 12)), codes, np.repeat(list("FMX"), 4))

    assert 0 < found.p <= 1
    assert 0 < found.numerator <= found.degrees + 1e-9
    assert outcome(alike).p < 0.01


def test_codes_that_are_no_codes_are_refused():
    for codes in ([1.0, math.nan] * 6, [-1, 1] * 6, ["1", "2"] * 6):
        with pytest.raises(Faults) as refused:
            crosstab(twelve_people(), codes, list("FM" * 6))
        assert refused.value.faults[0].code == "codes_not_whole"
    with pytest.raises(Faults) as refused:
        crosstab(twelve_people(), [1, 2] * 5, list("FM" * 6))
    assert str(refused.value).startswith("codes has (10,) entries, the weights have 12")


def test_people_of_one_cluster_are_tested_together_and_not_counted():
    sample, codes, attribute = a_city(11)
    row, column = codes - 1, np.searchsorted(["F", "M", "X"], attribute, side="left") - (attribute == "")
    pairs = Sample(np.repeat(sample.weights, 2), np.repeat(sample.strata, 2), clusters=np.repeat(np.arange(120), 2))

    alone = rao_scott(sample.without_fpc(), row, column)
    together = rao_scott(pairs, np.repeat(row, 2), np.repeat(column, 2))

    # each person twice is no more than each person once: the chi-square doubles, and so does its design effect
    assert isinstance(alone, RaoScott)
    assert isinstance(together, RaoScott)
    assert together.statistic == pytest.approx(alone.statistic, rel=1e-10)
    assert together.denominator == pytest.approx(alone.denominator, rel=1e-10)
    assert together.design_effect == pytest.approx(2 * alone.design_effect, rel=1e-10)
    with pytest.raises(SampleFaults, match="one cluster"):
        crosstab(pairs, np.repeat(codes, 2), np.repeat(attribute, 2))


def test_in_a_table_of_two_by_two_every_form_of_the_test_asks_the_same():
    # both are squares of the same distance over its variance: taken from the odds and from the difference, alike where it is small
    codes = np.repeat([1, 1, 2, 2], [250, 250, 251, 249])
    attribute = np.repeat([0, 1, 0, 1], [250, 250, 251, 249])
    sample = Sample(np.ones(1000))

    found, plain = rao_scott(sample, codes, attribute), wald(sample, codes, attribute)

    assert isinstance(found, RaoScott)
    assert isinstance(plain, Wald)
    assert plain.adjusted == plain.statistic
    assert plain.statistic == pytest.approx(found.statistic, rel=1e-4)


def test_cells_are_not_asked_one_by_one_where_nothing_can_be_told_of_them():
    everybody = Sample(np.ones(12), list("AAAABBBBCCCC"), {"A": 4, "B": 4, "C": 4})
    side, home = np.tile([0, 1], 6), np.repeat([0, 1, 2], 4)
    cross = side * 3 + home
    raked = rake(twelve_people(), {"cross": (cross, {place: 20.0 + 7 * place for place in range(6)})})
    many = np.arange(12)

    assert wald(everybody, side, np.tile([0, 0, 1, 1], 3)) is Untested.NO_VARIANCE
    assert wald(raked, side, home) is Untested.NO_VARIANCE
    assert wald(twelve_people(), many, many) is Untested.NO_DEGREES
    assert wald(twelve_people(), side, np.zeros(12, dtype=np.int64)) is Untested.ONE_ROW_OR_COLUMN


def test_an_attribute_of_numbers_may_be_withheld():
    bands = np.array([20.0, 30.0, math.nan] * 4)

    table = crosstab(twelve_people(), [1, 2, 1, 2] * 3, bands)

    assert table.columns == (20.0, 30.0)
    assert table.respondents.sum() == 8


@pytest.mark.full
def test_an_answer_that_does_not_depend_on_age_is_called_dependent_in_five_of_a_hundred_surveys():
    # 3,000 surveys of a made city, age and weight going with the stratum: a true 5 % is found between 4.0 and 6.0 (2.5 errors of 0.4)
    rng = np.random.default_rng(20260401)
    sizes, drawn = np.array([4000, 900, 2500, 600]), np.array([60, 90, 50, 120])
    strata = np.repeat(np.arange(4), sizes)
    age = np.where(rng.random(strata.size) < np.array([0.2, 0.5, 0.35, 0.6])[strata], "old", "young")
    answer = rng.choice([1, 2, 3], strata.size, p=[0.5, 0.35, 0.15])
    rejected = []

    for _ in range(3000):
        who = np.concatenate([rng.choice(np.flatnonzero(strata == h), k, replace=False) for h, k in enumerate(drawn)])
        sample = Sample((sizes / drawn)[strata[who]], strata[who])
        rejected.append(outcome(crosstab(sample, rng.permutation(answer)[who], age[who])).p < 0.05)

    assert 0.04 < np.mean(rejected) < 0.06
