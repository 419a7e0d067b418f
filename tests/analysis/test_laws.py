"""What must hold whatever people answer: laws that no figure may break, tried on samples of every kind of weight."""

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import estimates, intervals
from analysis.calibration import calibrate, poststratify, rake
from analysis.classes import classes
from analysis.counting import by_item, count_codes
from analysis.gaps import gaps, joint, paired_gaps
from analysis.points import chosen
from analysis.replication import jackknife, replicated_means
from analysis.sample import Sample, variance
from analysis.tables import Figures
from analysis.tally import count, tallied
from tests.analysis import city
from tests.analysis.builders import a_sample, silence

seeds = st.integers(0, 10_000)
weightings = st.sampled_from(["cells", "raked", "given"])
JUDGED = tuple(each.name for each in fields(Figures) if each.name not in ("unit", "base", "design_effect"))
NUMBERS = (*JUDGED, "design_effect")


class Wave:
    """A random sample, three items of a scale of five with silence, and a field that some withheld."""

    def __init__(self, seed: int, weighting: str) -> None:
        self.rng = np.random.default_rng(seed)
        self.people = int(self.rng.integers(12, 60))
        self.sample = a_sample(self.rng, self.people, weighting)
        self.codes = self.rng.integers(0, 6, (self.people, 3)).astype(np.uint8)
        self.sex = self.rng.choice(["F", "M", ""], self.people)
        self.women = self.sex == "F"

    @property
    def points(self) -> np.ndarray:
        return np.where(self.codes == 0, silence, self.codes.astype(float))

    def figures(self, sample: Sample) -> list[Figures]:
        """Every kind of figure in which a weight is divided by weights."""
        y, women = self.points, self.women
        return [
            estimates.mean(sample, y, women),
            estimates.share(sample, chosen(self.codes, {4, 5})),
            estimates.share(sample, chosen(self.codes, {1}), women, "everyone"),
            estimates.gap(sample, y, y[:, ::-1], women),
            estimates.gap_paired(sample, y, y[:, ::-1]),
            estimates.difference(sample, y, women, self.sex == "M"),
        ]


def same(found: Figures, expected: Figures, close: float = 1e-12, names: tuple[str, ...] = JUDGED) -> None:
    for name in names:
        one, other = getattr(found, name), getattr(expected, name)
        np.testing.assert_allclose(one, other, rtol=close, atol=close, err_msg=name)


@given(seeds, weightings, st.floats(1e-4, 1e4))
def test_the_scale_of_the_weights_does_not_matter_for_a_figure_nor_for_its_error_and_interval(seed, weighting, scale):
    wave = Wave(seed, weighting)

    for once, scaled in zip(wave.figures(wave.sample), wave.figures(wave.sample.scaled(scale)), strict=True):
        same(scaled, once, 1e-9)
        for method in intervals.METHODS:
            np.testing.assert_allclose(scaled.interval(0.9, method), once.interval(0.9, method), rtol=1e-9, atol=1e-9)


@given(seeds, weightings, st.floats(1e-4, 1e4))
def test_a_total_and_its_error_grow_with_the_weights(seed, weighting, scale):
    wave = Wave(seed, weighting)

    once, scaled = (estimates.total(each, wave.points, wave.women) for each in (wave.sample, wave.sample.scaled(scale)))

    np.testing.assert_allclose(scaled.value, once.value * scale, rtol=1e-12)
    np.testing.assert_allclose(scaled.standard_error, once.standard_error * scale, rtol=1e-9, atol=1e-9 * scale)
    assert scaled.degrees.tolist() == once.degrees.tolist()


@given(seeds)
def test_a_design_effect_loses_its_factor_where_scaled_weights_no_longer_add_up_to_the_register(seed):
    wave = Wave(seed, "cells")
    full, half = (
        estimates.mean(each, wave.points) for each in (wave.sample.without_fpc(), wave.sample.without_fpc().scaled(0.5))
    )

    size = wave.sample.weights @ (wave.codes > 0)

    factor = 1 - full.respondents / size
    np.testing.assert_allclose(np.where(factor > 0, half.design_effect, np.nan), full.design_effect * factor, rtol=1e-9)


@given(seeds)
def test_to_rake_scaled_weights_is_to_rake_the_weights(seed):
    wave = Wave(seed, "given")
    side = np.append([0, 0, 1, 1], wave.rng.integers(0, 2, wave.people - 4))  # every pair of side and half is there
    margins = {"side": (side, {0: 450.0, 1: 550.0}), "half": (np.arange(wave.people) % 2, {0: 400.0, 1: 600.0})}

    once, scaled = (rake(each, margins) for each in (wave.sample, wave.sample.scaled(73.0)))

    np.testing.assert_allclose(scaled.weights, once.weights, rtol=1e-9)
    for first, second in zip(wave.figures(scaled), wave.figures(once), strict=True):
        same(first, second, 1e-9, NUMBERS)


@given(seeds, st.sampled_from(["cells", "given"]), st.booleans())
def test_the_order_of_the_rows_does_not_matter(seed, weighting, raked):
    wave = Wave(seed, weighting)
    order = wave.rng.permutation(wave.people)
    moved = Sample(
        wave.sample.weights[order], wave.sample.strata[order], dict(enumerate(wave.sample.population.tolist()))
    )
    other = Wave(seed, weighting)
    other.codes, other.sex, other.women, other.sample = wave.codes[order], wave.sex[order], wave.women[order], moved
    side = np.append([0, 1], wave.rng.integers(0, 2, wave.people - 2))
    if raked:
        wave.sample = rake(wave.sample, {"side": (side, {0: 450.0, 1: 550.0})})
        other.sample = rake(moved, {"side": (side[order], {0: 450.0, 1: 550.0})})

    for found, expected in zip(other.figures(other.sample), wave.figures(wave.sample), strict=True):
        same(found, expected, 1e-9, NUMBERS)
    by_count = [count(each.sample, each.codes, {"sex": each.sex}) for each in (other, wave)]
    assert by_count[0].domains == by_count[1].domains
    for statistic in (estimates.mean, lambda tally: estimates.share(tally, {4, 5}, base="everyone")):
        same(statistic(by_count[0]), statistic(by_count[1]), 1e-9, NUMBERS)


@given(seeds, weightings, st.lists(st.integers(0, 60), max_size=4))
def test_rows_may_come_in_pieces(seed, weighting, cuts):
    wave = Wave(seed, weighting)
    kinds = classes(wave.sample, {"sex": wave.sex})
    begins = sorted({0, *(cut for cut in cuts if cut < wave.people)})
    pieces = [slice(*ends) for ends in zip(begins, [*begins[1:], wave.people], strict=True)]

    parts = [count_codes(kinds.of_person[each], by_item(wave.codes[each]), kinds.number, 6) for each in pieces]
    found = tallied(kinds, np.sum(parts, axis=0), np.arange(6.0))

    whole = count(kinds, wave.codes, points=np.arange(6.0))
    assert found.counts.tolist() == whole.counts.tolist()
    same(estimates.mean(found), estimates.mean(whole), 0.0, NUMBERS)


@given(seeds, weightings)
def test_a_domain_and_its_complement_add_up(seed, weighting):
    wave = Wave(seed, weighting)
    y, women, others = wave.points, wave.women, ~wave.women

    whole, part, rest = (estimates.total(wave.sample, y, within) for within in (None, women, others))

    np.testing.assert_allclose(part.value + rest.value, whole.value, rtol=1e-12)
    assert (part.respondents + rest.respondents).tolist() == whole.respondents.tolist()
    # the parallelogram law: V(a + b) + V(a - b) = 2 V(a) + 2 V(b)
    silent = np.nan_to_num(y)
    apart = variance(wave.sample, np.where(women[:, None], silent, -silent))
    np.testing.assert_allclose(
        whole.standard_error**2 + apart, 2 * (part.standard_error**2 + rest.standard_error**2), rtol=1e-9, atol=1e-9
    )


@given(seeds, weightings)
def test_counts_give_what_rows_give(seed, weighting):
    wave = Wave(seed, weighting)
    tally = count(wave.sample, wave.codes, {"sex": wave.sex}, points=np.arange(6.0))
    tops = chosen(wave.codes, {4, 5})
    pairs = joint(wave.codes[:, :2].T, wave.codes[:, 1:].T, 6)
    pair_counts = count_codes(tally.kinds.of_person, pairs, tally.kinds.number, 36)
    of_counts = [
        estimates.mean(tally),
        estimates.share(tally, {4, 5}),
        estimates.share(tally, {4, 5}, base="everyone"),
        gaps(tally.kinds, pair_counts, np.arange(6.0)),
        paired_gaps(tally.kinds, pair_counts, np.arange(6.0)),
    ]

    for domain, (variable, label) in enumerate(tally.domains):
        within = wave.sex == label if variable else None
        of_rows = [
            estimates.mean(wave.sample, wave.points, within),
            estimates.share(wave.sample, tops, within),
            estimates.share(wave.sample, tops, within, "everyone"),
            estimates.gap(wave.sample, wave.points[:, :2], wave.points[:, 1:], within),
            estimates.gap_paired(wave.sample, wave.points[:, :2], wave.points[:, 1:], within),
        ]
        for counted, rows in zip(of_counts, of_rows, strict=True):
            same(counted.changed(lambda array, place=domain: array[:, place], counted.unit), rows)
        for counted, rows in zip(of_counts[:3], of_rows[:3], strict=True):
            here = counted.changed(lambda array, place=domain: array[:, place], counted.unit)
            same(here, rows, 1e-10, ("design_effect",))


@given(seeds, weightings, st.floats(-50, 50), st.floats(-10, 10))
def test_points_moved_and_stretched_move_and_stretch_the_mean(seed, weighting, moved, stretched):
    wave = Wave(seed, weighting)

    plain = estimates.mean(wave.sample, wave.points, wave.women)
    changed = estimates.mean(wave.sample, moved + stretched * wave.points, wave.women)

    np.testing.assert_allclose(changed.value, moved + stretched * plain.value, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(changed.standard_error, abs(stretched) * plain.standard_error, rtol=1e-7, atol=1e-9)


@given(seeds, weightings)
def test_who_did_not_choose_is_the_mirror_of_who_chose(seed, weighting):
    wave = Wave(seed, weighting)

    some, others = (estimates.share(wave.sample, chosen(wave.codes, each), wave.women) for each in ({1, 2}, {3, 4, 5}))

    same(others, replace(some, value=1 - some.value), 1e-9, NUMBERS)
    for method in intervals.METHODS:
        low, high = some.interval(method=method)
        np.testing.assert_allclose(others.interval(method=method), (1 - high, 1 - low), rtol=1e-9, atol=1e-9)


@given(seeds, weightings)
def test_a_gap_and_a_difference_turned_round_change_their_sign_alone(seed, weighting):
    wave = Wave(seed, weighting)
    y, women, men = wave.points, wave.women, wave.sex == "M"

    for one, other in (
        (estimates.gap(wave.sample, y, y[:, ::-1]), estimates.gap(wave.sample, y[:, ::-1], y)),
        (estimates.difference(wave.sample, y, women, men), estimates.difference(wave.sample, y, men, women)),
    ):
        same(other, replace(one, value=-one.value))


@given(seeds, weightings)
def test_the_correction_for_a_finite_population_only_takes_off(seed, weighting):
    wave = Wave(seed, weighting)

    with_it, without = (
        estimates.mean(each, wave.points, wave.women) for each in (wave.sample, wave.sample.without_fpc())
    )

    told = np.isfinite(with_it.standard_error)
    assert (with_it.standard_error[told] <= without.standard_error[told] + 1e-12).all()
    assert (without.sampling_fraction == 0).all()
    same(with_it, without, 1e-12, ("value", "degrees", "respondents", "effective_size"))


def test_weights_that_meet_their_margins_are_left_as_they_are():
    margins = city.margins("district", "age_sex")

    once = rake(city.base(), margins)
    twice = rake(once, margins)

    assert twice.weights == pytest.approx(once.weights, rel=1e-8)
    assert calibrate(city.base(), margins, "raking").weights == pytest.approx(once.weights, rel=1e-7)


@given(seeds)
def test_what_a_class_explains_does_not_touch_the_error(seed):
    # y and y + 3 in one class differ by what the register knows: the value moves by the class's share, the error not at all
    wave = Wave(seed, "given")
    side = np.append([0, 1], wave.rng.integers(0, 2, wave.people - 2))
    weighted = poststratify(wave.sample, (side, {0: 450.0, 1: 550.0}))
    y = wave.rng.normal(size=wave.people)

    plain, moved = estimates.mean(weighted, y), estimates.mean(weighted, y + 3 * side)

    assert moved.value - plain.value == pytest.approx(3 * 0.55, rel=1e-9)
    assert moved.standard_error == pytest.approx(plain.standard_error, rel=1e-6, abs=1e-9)


@given(seeds)
def test_answers_that_the_strata_explain_have_no_error(seed):
    wave = Wave(seed, "cells")
    codes = (wave.rng.permutation(4)[wave.sample.strata][:, None] + 1).astype(np.uint8)
    y, some = codes.astype(float), np.isin(codes, (1, 2)).astype(float)
    tally = count(wave.sample, codes, {"sex": wave.sex})
    pairs = count_codes(tally.kinds.of_person, joint(codes.T, 5 - codes.T, 5), tally.kinds.number, 25)

    by_row = [estimates.mean(wave.sample, y), estimates.share(wave.sample, some), estimates.gap(wave.sample, y, 5 - y)]
    by_count = [estimates.mean(tally), estimates.share(tally, {1, 2}), gaps(tally.kinds, pairs, np.arange(5.0))]

    for rows, counts in zip(by_row, by_count, strict=True):
        assert rows.standard_error[0] == pytest.approx(0.0, abs=1e-14)
        assert counts.standard_error[0, 0] == 0.0
        np.testing.assert_allclose(
            [end[0, 0] for end in counts.interval()], [end[0] for end in rows.interval()], rtol=1e-12, atol=1e-12
        )


@given(seeds, st.sampled_from(["cells", "given"]))
def test_the_jackknife_of_what_is_linear_is_the_formula_itself(seed, weighting):
    # a total is; a mean is where all answered and the weights of every replicate add up to the register
    wave = Wave(seed, weighting)
    replicates, y = jackknife(wave.sample), np.nan_to_num(wave.points)

    totals = replicates.weights @ np.where(wave.women[:, None], y, 0.0)
    spread = replicates.scale @ (totals - estimates.total(wave.sample, y, wave.women).value) ** 2

    assert spread**0.5 == pytest.approx(estimates.total(wave.sample, y, wave.women).standard_error, rel=1e-9, abs=1e-9)
    if weighting == "cells":
        of_all = replicated_means(replicates, y).standard_error
        assert of_all == pytest.approx(estimates.mean(wave.sample, y).standard_error, rel=1e-9, abs=1e-9)
