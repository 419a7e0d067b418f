"""What cannot be is refused, with a sentence that says what to do, and not computed into a figure."""

import math

import numpy as np
import pytest

from analysis import estimates
from analysis.calibration import calibrate, rake
from analysis.faults import Faults, SampleFaults, WeightingFaults
from analysis.gaps import joint
from analysis.sample import Sample
from analysis.tally import counts_only
from analysis.weighting import Drawn, default_weights
from tests.analysis.builders import silence, twelve_people


def codes_of(refused: pytest.ExceptionInfo[Faults]) -> list[str]:
    return [fault.code for fault in refused.value.faults]


@pytest.mark.parametrize("strange", [math.nan, -1.0])
def test_a_register_cell_whose_number_is_none_is_refused_even_where_nobody_answered(strange):
    with pytest.raises(SampleFaults, match="population of the strata D is not a positive number"):
        Sample([1.0] * 12, list("AAAABBBBCCCC"), {"A": 40, "B": 60, "C": 100, "D": strange})


def test_weighting_by_no_margin_or_by_an_empty_one_is_refused():
    with pytest.raises(WeightingFaults, match="There is no margin to weight by"):
        rake(twelve_people(), {})
    for empty in ({}, {"E": 0}):
        with pytest.raises(WeightingFaults, match="The margin side holds no inhabitants") as refused:
            calibrate(twelve_people(), {"side": ([""] * 12, empty)})
        assert codes_of(refused) == ["margin_without_inhabitants"]


def test_nobody_has_a_class_is_refused():
    with pytest.raises(WeightingFaults) as refused:
        rake(twelve_people(), {"side": ([""] * 12, {"E": 120, "W": 80})})
    assert codes_of(refused) == ["category_without_respondents"]


def test_answers_where_nobody_was_invited_are_refused():
    with pytest.raises(WeightingFaults, match="in the strata b, where nobody was invited"):
        default_weights(["a", "a", "b", "b"], {"a": Drawn(10, 5), "b": Drawn(10, 0), "c": Drawn(10, 0)}, {})


def test_infinite_answers_are_refused_and_not_taken_for_silence():
    with pytest.raises(Faults, match="1 answers are infinite"):
        estimates.mean(twelve_people(), np.append(np.ones(11), np.inf))


@pytest.mark.parametrize("strange", [2.0, -1.0])
def test_a_share_of_points_is_refused(strange):
    with pytest.raises(Faults, match=rf"not of {strange}. Make it by points.chosen"):
        estimates.share(twelve_people(), np.append(np.ones(11), strange))


@pytest.mark.parametrize("level", [0, 1, 95, math.nan])
def test_a_level_that_is_no_probability_is_refused(level):
    with pytest.raises(ValueError, match="A level lies between 0 and 1"):
        estimates.mean(twelve_people(), np.arange(12.0)).interval(level)


def test_more_answers_than_sheets_are_refused():
    with pytest.raises(SampleFaults, match="Item 2 has 15 answers on 10 sheets"):
        counts_only([[0, 5, 5], [0, 10, 5]], [silence, 1, 2], respondents=[10, 10])


@pytest.mark.parametrize(("pair", "code"), [(6, "code_too_large"), (-1, "code_negative"), (1.5, "code_not_whole")])
def test_a_pair_of_codes_beyond_the_scale_is_refused(pair, code):
    for first, second in (([[pair]], [[1]]), ([[1]], [[pair]])):
        with pytest.raises(Faults) as refused:
            joint(first, second, 6)
        assert codes_of(refused) == [code]
    with pytest.raises(ValueError, match="not 16 x 16"):
        joint([[1]], [[1]], 16)
