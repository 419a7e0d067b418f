import math

import pytest

from analysis.faults import Faults, WeightingFaults
from analysis.figures import half_up
from analysis.response_rates import Outcomes, Returns, by_margin, outcome, side_by_side, together, weighted

# the worked example of the R package outcomerate (Rafael Pilliard Hellwig, CC0), README, to three places:
# 12 people, I = 4, P = 2, R = NC = O = UH = UO = NE = 1, e estimated from them
TWELVE = Outcomes(complete=4, partial=2, refusal=1, non_contact=1, other=1, unknown=2, not_eligible=1)
OUTCOMERATE = {
    "RR1": 0.364, "RR2": 0.545, "RR3": 0.370, "RR4": 0.556, "RR5": 0.444, "RR6": 0.667,
    "COOP1": 0.500, "COOP2": 0.750, "COOP3": 0.571, "COOP4": 0.857,
    "REF1": 0.091, "REF2": 0.093, "REF3": 0.111, "CON1": 0.727, "CON2": 0.741, "CON3": 0.889,
}  # fmt: skip


def test_all_rates_of_aapor_are_those_of_a_worked_example():
    found = TWELVE.rates()

    assert {name: round(rate.value, 3) for name, rate in found.items()} == OUTCOMERATE
    assert TWELVE.eligible_share == 0.9


def test_every_rate_says_what_it_divides_by_what():
    found = TWELVE.rates()

    assert found["RR4"].words == "(I+P)/((I+P)+(R+NC+O)+e(UH+UO))"
    assert (found["RR4"].numerator, found["RR4"].denominator) == (6, 9 + 0.9 * 2)
    assert found["COOP3"].words == "I/((I+P)+R)"


def test_without_unknown_the_estimated_rates_are_the_plain_ones():
    found = Outcomes(complete=40, partial=10, refusal=50).rates()

    assert found["RR1"].value == found["RR3"].value == found["RR5"].value == 0.4
    assert found["RR2"].value == found["RR4"].value == found["RR6"].value == 0.5


def test_an_assumed_share_of_eligible_people_takes_the_place_of_the_estimated_one():
    # 6 / (9 + 0.5·2) and at the ends RR2 and RR6
    assert TWELVE.rates(0.5)["RR4"].value == pytest.approx(0.6)
    assert TWELVE.rates(1)["RR4"].value == TWELVE.rates()["RR2"].value
    assert TWELVE.rates(0)["RR4"].value == TWELVE.rates()["RR6"].value
    with pytest.raises(Faults):
        TWELVE.rates(90)


def test_the_city_s_rate_and_those_of_aapor_stand_side_by_side_and_differ():
    # 3,000 sent: 1,240 complete, 26 partial, 30 refused, 12 moved away, the rest never came back, 40 of it 宛先不明
    returns = Returns(sent=3000, returned=1270, valid=1266, undelivered=40)
    outcomes = Outcomes(complete=1240, partial=26, refusal=30, unknown=1692, not_eligible=12)

    found = {rate.name: rate.value for rate in side_by_side(returns, outcomes)}

    assert outcomes.sent == returns.sent
    assert found["有効回収率"] == pytest.approx(0.422)
    assert found["回収率"] == pytest.approx(1270 / 3000)
    assert found["有効回収率（不達を除く）"] == pytest.approx(1266 / 2960)
    assert (found["RR1"], found["RR2"]) == pytest.approx((1240 / 2988, 1266 / 2988))
    assert len({round(found[name], 6) for name in ("有効回収率", "有効回収率（不達を除く）", "RR1", "RR2")}) == 4


@pytest.mark.parametrize(
    ("returns", "name", "printed"),
    [
        # published: 裾野市 2017 (three blank sheets), 苫小牧市 2023 (45 returned letters taken off), 土岐市 2012 (31 not taken off)
        (Returns(sent=1000, returned=543, valid=540), "有効回収率", "54.0"),
        (Returns(sent=1042, returned=226, valid=226, undelivered=45), "有効回収率（不達を除く）", "22.7"),
        (Returns(sent=2000, returned=849, valid=849, undelivered=31), "回収率", "42.5"),
    ],
)
def test_rates_that_cities_printed_are_reproduced(returns, name, printed):
    found = {rate.name: rate.value for rate in returns.rates}

    assert str(half_up(found[name], 1, scale=100)) == printed


def test_the_rate_in_proportion_to_inhabitants_differs_where_strata_were_drawn_more_densely():
    # centre 100 of 10,000 invited, 20 answer; valley 100 of 1,000 invited, 60 answer: 0.20·10/11 + 0.60·1/11
    outcomes = {"centre": Outcomes(complete=20, unknown=80), "valley": Outcomes(complete=60, unknown=40)}

    assert together(outcomes).rates()["RR1"].value == pytest.approx(0.4)
    found = weighted(outcomes, {"centre": 10_000, "valley": 1_000})
    assert found.rates()["RR1"].value == pytest.approx(0.20 * 10 / 11 + 0.60 / 11)
    assert found.sent == pytest.approx(11_000)


def test_rates_by_a_margin_put_the_strata_of_each_class_together():
    cells = {
        ("centre", "F"): Outcomes(3, unknown=7),
        ("centre", "M"): Outcomes(1, unknown=9),
        ("hill", "F"): Outcomes(4),
    }

    by_district = by_margin(cells, lambda cell: cell[0])
    by_sex = by_margin(cells, lambda cell: cell[1])

    assert {each: found.rates()["RR1"].value for each, found in by_district.items()} == {"centre": 0.2, "hill": 1.0}
    assert by_sex["F"] == Outcomes(7, unknown=7)


def test_a_stratum_that_was_never_invited_or_is_unknown_to_the_register_is_refused():
    with pytest.raises(WeightingFaults) as refused:
        weighted({"a": Outcomes(1), "x": Outcomes(2)}, {"a": 10, "b": 20})

    assert [(fault.code, fault.fields["strata"]) for fault in refused.value.faults] == [
        ("stratum_without_population", "x"),
        ("stratum_not_invited", "b"),
    ]


@pytest.mark.parametrize(
    ("answered", "expected"),
    [(56, "complete"), (45, "complete"), (44, "partial"), (28, "partial"), (27, "refusal"), (0, "refusal")],
)
def test_a_sheet_is_complete_from_four_fifths_of_the_items_that_applied(answered, expected):
    # 80 % of 56 are 44.8, 50 % are 28
    assert outcome(answered, 56) == expected


def test_counts_that_cannot_be_are_refused():
    with pytest.raises(Faults):
        Returns(sent=100, returned=40, valid=41)
    with pytest.raises(Faults):
        Returns(sent=100, returned=40, valid=40, undelivered=61)
    with pytest.raises(Faults) as refused:
        Outcomes(complete=10, unknown=-3)
    assert refused.value.faults[0].fields == {"outcomes": "unknown"}
    with pytest.raises(Faults):
        outcome(5, 4)


def test_nobody_asked_has_no_rate():
    assert all(math.isnan(rate.value) for rate in Outcomes(0).rates().values())
    assert all(math.isnan(rate.value) for rate in Returns(0, 0, 0).rates)
    assert outcome(0, 0) == "refusal"
