"""The intervals hold what they promise: a seeded sample of the grids each time, the whole of them with --full."""

import numpy as np
import pytest

from tests.simulations import rows
from tests.simulations.coverage import Case, shares
from tests.simulations.grids import GRIDS, Grid
from tests.simulations.rows import City

#: from the middle of the grids and from their corners
A_SAMPLE = {
    "shares": (
        Case(30, 0.05, 0.0, 0.02),
        Case(60, 0.2, 0.5, 0.1, 1.0),
        Case(120, 0.01, 1.0, 0.05),  # 92.8 % with a cap at the answers
        Case(300, 0.05, 0.7, 0.01, 1.0, True),
        Case(300, 0.38, 1.0, 0.05),
        Case(1200, 0.5, 0.0, 0.3, 1.0),
    ),
    "means": (
        Case(30, 0.05, 0.0, "two camps"),
        Case(120, 0.2, 0.5, "around the middle", 1.0),
        Case(300, 0.05, 0.7, "mostly high"),
        Case(1200, 0.2, 0.5, "nearly all at the top", 1.0),
    ),
    "group-shares": (Case(1200, 0.05, 0.5, 0.02, 1.0, False, 0.1),),
    "group-means": (Case(1200, 0.2, 0.5, "mostly high", 1.0, False, 0.3),),
    "changes": (Case(120, 0.2, 0.5, "around the middle", 1.0),),
    "others": (Case(120, 0.2, 0.0, "two camps", 1.0),),
    "gaps": (Case(300, 0.05, 0.5, "around the middle", 1.0),),
}


@pytest.mark.parametrize(("name", "case"), [(name, case) for name, cases in A_SAMPLE.items() for case in cases])
def test_an_interval_of_the_sample_holds_as_often_as_promised(name, case):
    grid = GRIDS[name]

    found = grid.measure(case, 2_000)

    assert not found.is_marked
    assert not grid.short(found), f"{found.published.coverage:.2%}, Monte Carlo error {found.error:.2%}"


def test_a_figure_of_few_answers_is_marked_and_its_interval_looked_at_all_the_same():
    found = shares(Case(20, 0.05, 1.0, 0.3), 1_000)

    assert found.marked == 1
    assert found.counted == 1_000


def test_the_published_interval_is_there_for_every_draw_where_others_are_not():
    found = shares(Case(60, 0.05, 0.0, 0.005), 1_000)

    assert found.published.missing == 0
    assert found.intervals["xlogit"].missing == found.intervals["beta"].missing > 0.5


def test_the_same_case_is_drawn_the_same_again():
    assert shares(Case(60, 0.05, 0.5, 0.1), 500).intervals == shares(Case(60, 0.05, 0.5, 0.1), 500).intervals


def test_samples_of_a_design_have_its_sizes_fraction_and_weights():
    design = Case(300, 0.05, 0.5, 0.1).design

    assert design.drawn.sum() == 300
    assert design.fraction == pytest.approx(0.05, rel=0.01)
    assert design.variation == pytest.approx(0.5, rel=0.02)
    assert design.sample().weights.sum() == pytest.approx(design.inhabitants.sum())


def test_raked_weights_keep_the_promise_in_a_few_samples():
    found = rows.raked(City.made(12_000), 100, 60)

    told = np.mean([each.coverage for each in found])
    assert 0.9 < told <= 1  # ten figures of 60 samples: a Monte Carlo error below 2 %


@pytest.mark.full
@pytest.mark.parametrize(("name", "n"), [(name, n) for name, grid in GRIDS.items() for n in grid.people])
def test_every_unmarked_case_of_the_grid_holds_as_often_as_promised(name, n):
    grid: Grid = GRIDS[name]

    found = grid.run(n)

    assert found
    assert [each for each in found if grid.short(each)] == []


@pytest.mark.full
def test_raked_weights_hold_shares_and_means_of_a_thousand_respondents():
    found = rows.raked(City.made(12_000), 300, 1_000)

    low = {each.name: each.coverage + 3 * each.error for each in found}
    assert {name for name, reached in low.items() if reached < (0.94 if "share" in name else 0.935)} == set()
    assert {each.name for each in found if "mean" in each.name and each.coverage - 3 * each.error > 0.97} == set()


@pytest.mark.full
def test_the_ranges_of_ranks_hold_all_true_ranks_at_once():
    found = rows.ranks(City.made(12_000), 100, 500)

    assert found.coverage + 3 * found.error >= 0.95
