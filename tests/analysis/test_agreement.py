import numpy as np
import pytest

from analysis.agreement import compare, weighting_class
from analysis.faults import Faults

# 50 people, the usual example of Cohen's kappa: 20 and 15 agree, 5 and 10 do not; p_o = 0.7, p_e = 0.5, kappa = 0.4
REGISTER = np.repeat(["F", "F", "M", "M"], [20, 5, 10, 15])
FACE = np.repeat(["F", "M", "F", "M"], [20, 5, 10, 15])


def test_the_register_s_class_is_crossed_with_the_ticked_one():
    found = compare(REGISTER, FACE)

    assert found.labels == ("F", "M")
    assert found.counts.tolist() == [[20, 5, 0], [10, 15, 0], [0, 0, 0]]
    assert (found.both, found.agreeing, found.share) == (50, 35, 0.7)
    assert found.kappa == pytest.approx(0.4)
    assert (found.share_of("F"), found.share_of("M")) == (0.8, 0.6)


def test_who_withheld_and_who_has_no_ticket_stand_apart():
    found = compare(np.array(["F", "M", "", "", "F"]), np.array(["F", "", "M", "", "M"]))

    assert found.counts.tolist() == [[1, 1, 0], [0, 0, 1], [0, 1, 1]]
    assert (found.both, found.withheld, found.unregistered) == (2, 1, 1)
    assert found.share == 0.5
    assert found.share_of("M") is None


def test_a_class_that_only_one_of_the_two_knows_is_in_the_table():
    found = compare(["70+", "60s"], ["80+", "60s"])

    assert found.labels == ("60s", "70+", "80+")
    assert found.counts[1].tolist() == [0, 0, 1, 0]
    assert found.share_of("80+") is None


def test_nobody_with_both_has_no_agreement_and_one_class_for_all_has_no_kappa():
    assert (compare([""], ["F"]).share, compare([""], ["F"]).kappa) == (None, None)
    alone = compare(["F", "F"], ["F", "F"])
    assert (alone.share, alone.kappa) == (1.0, None)


def test_lists_of_different_length_are_refused():
    with pytest.raises(Faults):
        compare(["F", "M"], ["F"])


def test_weights_take_the_register_s_class_and_else_the_ticked_one():
    assert weighting_class(["F", "", ""], ["M", "M", ""]).tolist() == ["F", "M", ""]
    assert weighting_class([3, -1], [4, 5]).tolist() == [3, 5]
