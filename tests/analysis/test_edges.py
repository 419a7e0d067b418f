"""At the edges a figure is a value, a mark (nan with nobody beside it, no interval) or an error that says what to do."""

import math

import numpy as np
import pytest

from analysis import estimates, intervals
from analysis.calibration import calibrate, poststratify, rake
from analysis.classes import classes
from analysis.counting import count_codes
from analysis.faults import SampleFaults, WeightingFaults
from analysis.figures import Estimate
from analysis.gaps import gaps, joint, paired_gaps
from analysis.points import chosen
from analysis.sample import Sample
from analysis.tally import count
from analysis.weighting import cell_weights
from tests.analysis.builders import silence, twelve_people

SIDES = np.array(list("EWEWEWEWEEWW"))
CODES = np.array([1, 2, 3, 4, 5, 1, 2, 0, 4, 5, 1, 2])
OTHERS = CODES[::-1].copy()
NOBODY = np.zeros(12, dtype=bool)


def raked() -> Sample:
    return rake(twelve_people(), {"side": (SIDES, {"E": 120, "W": 80})})


def bounded() -> Sample:
    return calibrate(twelve_people(), {"side": (SIDES, {"E": 110, "W": 90})}, "linear", (0.5, 2.0))


SAMPLES = pytest.mark.parametrize("sample", [twelve_people, raked, bounded], ids=["cells", "raked", "bounded"])
METHODS = pytest.mark.parametrize("method", intervals.METHODS)


def answered(codes: np.ndarray) -> np.ndarray:
    return np.where(codes == 0, silence, codes.astype(float))


def by_rows(sample: Sample, codes: np.ndarray, others: np.ndarray, within: np.ndarray | None) -> dict[str, Estimate]:
    """Every kind of figure but the total, from rows."""
    y, z = answered(codes), answered(others)
    return {
        "mean": estimates.mean(sample, y, within),
        "share": estimates.share(sample, chosen(codes, {4, 5}), within),
        "gap": estimates.gap(sample, y, z, within),
        "paired gap": estimates.gap_paired(sample, y, z, within),
    }


def by_counts(sample: Sample, codes: np.ndarray, others: np.ndarray, within: np.ndarray | None) -> dict[str, Estimate]:
    """The same from counts; the domain is the label "in" of a field."""
    kinds = classes(sample, None if within is None else {"field": np.where(within, "in", "")}, {"field": ["in"]})
    place = (0, 0 if within is None else 1)
    tally = count(kinds, codes[:, None], points=np.arange(6.0))
    pairs = count_codes(kinds.of_person, joint(codes[None], others[None], 6), kinds.number, 36)
    return {
        "mean": estimates.mean(tally).one(*place),
        "share": estimates.share(tally, {4, 5}).one(*place),
        "gap": gaps(kinds, pairs, np.arange(6.0)).one(*place),
        "paired gap": paired_gaps(kinds, pairs, np.arange(6.0)).one(*place),
    }


PATHS = pytest.mark.parametrize("figures", [by_rows, by_counts], ids=["rows", "counts"])


def is_nobody(figure: Estimate) -> bool:
    return (
        math.isnan(figure.value)
        and math.isnan(figure.standard_error)
        and math.isnan(figure.design_effect)
        and (figure.respondents, figure.effective_size, figure.degrees) == (0, 0.0, 0.0)
        and figure.interval() is None
    )


@SAMPLES
@PATHS
def test_an_empty_domain_is_marked_as_nobody(sample, figures):
    for name, figure in figures(sample(), CODES, OTHERS, NOBODY).items():
        assert is_nobody(figure), name


@SAMPLES
@PATHS
def test_an_item_that_nobody_answered_is_marked_as_nobody(sample, figures):
    nothing = np.zeros(12, dtype=int)

    for name, figure in figures(sample(), nothing, nothing, None).items():
        assert is_nobody(figure), name


@SAMPLES
@METHODS
def test_a_share_of_nobody_has_no_interval_of_any_kind(sample, method):
    low, high = estimates.share(sample(), chosen(np.zeros((12, 2), dtype=int), {5})).interval(method=method)

    assert np.isnan([low, high]).all()
    assert estimates.share(sample(), chosen(CODES, {5}), NOBODY).interval(method=method) is None


@SAMPLES
def test_a_total_of_nobody_is_nought_and_of_nobody(sample):
    empty = estimates.total(sample(), answered(CODES), NOBODY)
    silent = estimates.total(sample(), np.full(12, silence))

    assert (empty.value, empty.standard_error, empty.respondents, empty.interval()) == (0.0, 0.0, 0, None)
    assert (silent.value, silent.standard_error, silent.respondents) == (0.0, 0.0, 0)


@SAMPLES
def test_a_difference_from_nobody_is_marked(sample):
    women = np.arange(12) % 2 == 0

    for first, second in ((women, NOBODY), (NOBODY, women), (NOBODY, NOBODY)):
        found = estimates.difference(sample(), answered(CODES), first, second)

        assert np.isnan([found.value, found.standard_error, found.design_effect]).all()
        assert found.interval() is None


def test_a_change_from_nobody_is_marked():
    somebody = estimates.mean(twelve_people(), answered(CODES))

    found = estimates.change(estimates.mean(twelve_people(), answered(CODES), NOBODY), somebody)

    assert math.isnan(found.value)
    assert found.interval() is None


@SAMPLES
@PATHS
def test_one_person_has_a_value_and_no_interval(sample, figures):
    alone = np.arange(12) == 2

    found = figures(sample(), CODES, OTHERS, alone)

    assert {name: figure.value for name, figure in found.items()} == {
        "mean": pytest.approx(3.0),
        "share": 0.0,
        "gap": pytest.approx(-2.0),
        "paired gap": pytest.approx(-2.0),
    }
    for figure in found.values():
        assert (figure.standard_error, figure.respondents, figure.degrees) == (pytest.approx(0, abs=1e-14), 1, 0)
        assert math.isnan(figure.design_effect)
        assert figure.interval() is None


@METHODS
def test_a_share_of_one_person_has_no_interval_of_any_kind(method):
    assert estimates.share(twelve_people(), chosen(CODES, {3}), np.arange(12) == 2).interval(method=method) is None


@SAMPLES
@PATHS
def test_where_all_say_the_same_nothing_varies(sample, figures):
    fives, threes = np.full(12, 5), np.full(12, 3)

    found = figures(sample(), fives, threes, None)

    assert [found[name].value for name in ("mean", "share")] == [5.0, 1.0]
    assert [found[name].value for name in ("gap", "paired gap")] == pytest.approx([2.0, 2.0], rel=1e-14)
    for name, figure in found.items():
        assert figure.standard_error == pytest.approx(0, abs=1e-15), name
        assert math.isnan(figure.design_effect), name
    assert found["mean"].interval().low == found["mean"].interval().high == 5.0
    assert 0 < found["share"].interval().low < found["share"].interval().high == 1.0


@pytest.mark.parametrize(
    ("method", "ends"),
    [("korn-graubard", (True, True)), ("wilson", (True, True)), ("xlogit", None), ("logit", None), ("beta", None)],
)
def test_at_nought_and_one_a_share_has_the_published_interval_and_wilson_s_and_no_other(method, ends):
    for code, share in ((5, 1.0), (1, 0.0)):
        found = estimates.share(twelve_people(), chosen(np.full(12, code), {5}))
        interval = found.interval(method=method)

        assert (found.value, found.standard_error) == (share, 0.0)
        assert ends is None if interval is None else (0 <= interval.low < interval.high <= 1) is all(ends)


@PATHS
@pytest.mark.parametrize("fpc", [True, False])
def test_a_stratum_taken_in_full_adds_nothing(figures, fpc):
    # all 4 inhabitants of A answered, and all of B said the same
    people = Sample([1.0] * 4 + [10.0] * 4, list("AAAABBBB"), {"A": 4, "B": 40}, fpc=fpc)
    codes = np.array([1, 2, 3, 5, 4, 4, 4, 4])

    for name, figure in figures(people, codes, codes[::-1].copy() * 0 + 3, None).items():
        assert (figure.standard_error == pytest.approx(0, abs=1e-15)) is fpc, name
        assert math.isfinite(figure.standard_error)


@METHODS
def test_where_everybody_answered_a_share_is_known(method):
    people = Sample([1.0] * 12, list("AAAABBBBCCCC"), dict.fromkeys("ABC", 4))

    interval = estimates.share(people, chosen(CODES, {4, 5})).interval(method=method)

    if method == "beta":
        assert interval is None  # R's needs a variance
    else:
        assert (interval.low, interval.high) == pytest.approx((4 / 11, 4 / 11), rel=1e-14)


@PATHS
def test_weights_from_a_hundredth_to_ten_thousand_do_no_harm(figures):
    weights = 10.0 ** np.linspace(-2, 4, 12)
    margins = {"side": (SIDES, {"E": 4e4, "W": 1e4})}
    wide = Sample(weights, list("AAAABBBBCCCC"))

    for people in (wide, rake(wide, margins), Sample(weights[::-1].copy())):
        for within in (None, np.arange(12) % 2 == 1):
            for figure in figures(people, CODES, OTHERS, within).values():
                interval = figure.interval()

                assert math.isfinite(figure.value)
                assert figure.standard_error > 0
                assert 0 < figure.effective_size < figure.respondents
                assert interval.low < figure.value < interval.high


@METHODS
def test_every_interval_of_a_share_bears_weights_from_a_hundredth_to_ten_thousand(method):
    for weights in (10.0 ** np.linspace(-2, 4, 12), 10.0 ** np.linspace(4, -2, 12)):
        interval = estimates.share(Sample(weights), chosen(CODES, {4, 5})).interval(method=method)

        assert 0 <= interval.low < interval.high <= 1


def test_a_register_cell_with_nobody_is_refused_by_every_road_to_weights():
    cells = list("AAAABBBBCCCC")
    register = {"A": 40, "B": 60, "C": 90, "D": 10}
    margins = {"cell": (cells, register)}
    people = Sample([1.0] * 12)

    with pytest.raises(SampleFaults, match="Nobody answered in the strata D"):
        Sample([1.0] * 12, cells, register)
    with pytest.raises(SampleFaults, match="Nobody answered in the strata D"):
        cell_weights(cells, register)
    for road in (lambda: rake(people, margins), lambda: poststratify(people, margins["cell"])):
        with pytest.raises(WeightingFaults, match="Nobody answered in the categories D of the margin c"):
            road()
    for method in ("linear", "raking", "logit"):
        with pytest.raises(WeightingFaults, match="Nobody answered in the categories D of the margin cell"):
            calibrate(people, margins, method)


def test_a_register_cell_without_inhabitants_needs_nobody():
    register = {"A": 40, "B": 60, "C": 100, "D": 0}

    assert Sample([1.0] * 12, list("AAAABBBBCCCC"), register).labels == ("A", "B", "C")
    assert cell_weights(list("AAAABBBBCCCC"), register).weights_add_up


def test_a_code_that_nobody_chose_was_chosen_by_nobody():
    tally = count(twelve_people(), np.full((12, 1), 3, dtype=np.uint8))

    found = [estimates.share(tally, options).one(0, 0).value for options in ({3, 5}, {4, 5}, {200}, set())]

    assert found == [1.0, 0.0, 0.0, 0.0]


def test_a_file_in_which_nobody_answered_anything_is_no_error():
    found = estimates.mean(count(twelve_people(), np.zeros((12, 2), dtype=np.uint8)))

    assert np.isnan([found.value, found.standard_error]).all()
    assert (found.respondents == 0).all()


def test_no_item_gives_no_figure():
    nothing = estimates.mean(twelve_people(), np.zeros((12, 0)))
    counted = estimates.mean(count(twelve_people(), np.zeros((12, 0), dtype=np.uint8)))

    assert (nothing.value.shape, counted.value.shape) == ((0,), (0, 1))
