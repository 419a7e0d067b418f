"""No row of R's numbers is left out in silence: each is compared, or its reason is counted here."""

import pytest

from tests.analysis import city
from tests.reference import pairs, roads
from tests.reference.comparing import Seen, Uncompared, compared

LEFT_OUT = {
    "ref_city1_means": {},
    "ref_city1_other": {
        pairs.NO_QUANTILES: 288,
        pairs.OTHER_TESTS: 24,
        pairs.WALD: 304,
        pairs.NO_INTERVAL.format("asin"): 304,
        pairs.NO_INTERVAL.format("likelihood"): 304,
        **{pairs.AT_NOUGHT.format(method): 14 for method in ("beta", "logit", "wilson", "xlogit")},
    },
    "ref_gap_city1": {},
    "ref_waves_lonely": {roads.LONELY: 136, pairs.OTHER_TESTS: 4},
}


@pytest.mark.parametrize("name", roads.FILES)
def test_every_row_of_r_agrees_or_is_named(name):
    result = compared(city.rows(name), roads.road_of)

    assert result.beyond == {}
    assert dict(result.reasons) == LEFT_OUT[name]
    assert result.rows == len(city.rows(name))
    assert result.compared == result.rows - sum(result.reasons[reason] for reason in result.whole_rows)


def test_a_number_that_differs_is_found():
    def off(_row):
        yield "value", 3.0, 3.0 * (1 + 3e-10)
        yield "standard error", 0.1, 0.1
        yield "degrees", float("nan"), 7.0
        yield "design effect", 1.0, float("nan")
        yield Uncompared("no interval")

    result = compared([{}], lambda _row: off)

    assert result.beyond == {"value": pytest.approx(3e-10, rel=1e-6), "degrees": float("inf")}
    assert (result.rows, result.compared, dict(result.reasons)) == (1, 1, {"no interval": 1})
    assert result.seen["standard error"] == Seen(1, 0.0)
    assert "design effect" not in result.seen
