import math

import numpy as np
import pytest

from analysis.faults import Faults
from analysis.figures import Proportion
from analysis.reliability import NCHS_SUPPRESSES, NONE, Doubt, doubts, doubts_of
from analysis.sample import Sample
from tests.analysis import city
from tests.analysis.builders import scored, unread


def of(chosen: int, n: int, degrees: int | None = None, se: float | None = None) -> Proportion:
    """``chosen`` of ``n`` in a simple random sample of very many."""
    p = chosen / n
    error = math.sqrt(p * (1 - p) / n) if se is None else se
    return Proportion(p, error, n - 1 if degrees is None else degrees, n, float(n), 1.0)


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        # Clopper-Pearson at 95 %: 50 of 100 is 39.8-60.2 %
        (of(50, 100), NONE),
        # 20 of 40 is 33.8-66.2 %: 32 points wide
        (of(20, 40), Doubt.WIDE),
        # 5 of 100 is 1.6-11.3 %: 9.6 points, 1.9 times the share
        (of(5, 100), Doubt.RELATIVE),
        (of(95, 100), Doubt.COMPLEMENT),
        # 10 of 1,000 is 0.48-1.83 %: 1.35 times the share, but narrow
        (of(10, 1000), NONE),
        (of(0, 100), Doubt.ALL_ALIKE),
        (of(100, 100), Doubt.ALL_ALIKE),
        (of(12, 29), Doubt.FEW | Doubt.WIDE),
        # of 100 answers worth 25 in a sample of unequal weights
        (of(50, 100, se=0.1), Doubt.FEW | Doubt.WIDE),
    ],
)
def test_shares_are_flagged_by_the_standards_of_the_nchs(figure, expected):
    assert doubts(figure) == expected


def test_few_degrees_of_freedom_are_flagged_for_review():
    assert Doubt.FEW_DEGREES in doubts(of(500, 1000, degrees=7))
    assert doubts(of(500, 1000, degrees=8)) == NONE


def test_a_share_without_an_interval_is_not_taken_as_reliable():
    found = doubts(of(1, 2, degrees=0))

    assert found == Doubt.FEW | Doubt.WIDE | Doubt.FEW_DEGREES
    assert doubts(Proportion(math.nan, math.nan, 0, 0, 0.0, math.nan)) & NCHS_SUPPRESSES


def test_an_effective_size_of_thirty_less_a_hair_is_thirty():
    assert Doubt.FEW not in doubts(Proportion(0.5, math.sqrt(0.25 / (30 - 1e-12)), 29, 30, 30.0, 1.0))


def test_a_table_is_flagged_as_its_shares_one_by_one():
    codes = city.codes(city.YES_NO, 0)
    shares = scored(city.sample(), codes, city.NO_YES, city.fields()).share

    found = doubts_of(shares)

    assert found.shape == shares.value.shape == (3, 25, 2)
    assert all(found[place] == doubts(shares.one(*place)) for place in np.ndindex(*found.shape))
    # in most districts nobody or one person is of the 0.7 %
    rare = found[1, 9:, 1]
    assert np.count_nonzero(rare & (Doubt.ALL_ALIKE | Doubt.RELATIVE)) >= 12
    assert Doubt(int(found[2, 0, 1])) == NONE


def test_means_have_no_such_flags():
    table = scored(Sample([1.0] * 40), np.tile([1, 2], 20)[None, :], (unread, 1, 2))

    with pytest.raises(Faults):
        doubts_of(table.mean)
