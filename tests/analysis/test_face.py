"""One face for one item, for many items, and for a tally of everyone's answers."""

from dataclasses import fields

import numpy as np
import pytest

import analysis
from analysis import Sample, count, difference, mean, rake, share
from analysis.estimates import gap, gap_paired, total
from analysis.faults import Faults, SampleFaults
from analysis.figures import Unit
from analysis.tables import Figures
from tests.analysis import city
from tests.analysis.builders import silence, twelve_people

POINTS = np.array(
    [[1.0, 5], [2, 5], [3, silence], [4, 5], [5, 4], [1, 3], [2, 2], [silence, 1], [4, 1], [5, 2], [1, 3], [2, 4]]
)
OTHERS = POINTS[::-1].copy()
NUMBERS = tuple(each.name for each in fields(Figures) if each.name not in ("unit", "base"))


def same(figures: Figures, place: int, one: object) -> bool:
    return all(
        np.isclose(getattr(figures, name)[place], getattr(one, name), rtol=1e-14, equal_nan=True)
        for name in NUMBERS
        if hasattr(one, name)
    )


@pytest.mark.parametrize("within", [None, np.arange(12) < 7], ids=["everyone", "a domain"])
def test_a_matrix_gives_what_its_columns_give(within):
    people = twelve_people()
    sure = (POINTS > 3).astype(float)

    for figures, one in (
        (mean(people, POINTS, within), lambda k: mean(people, POINTS[:, k], within)),
        (share(people, sure, within), lambda k: share(people, sure[:, k], within)),
        (total(people, POINTS, within), lambda k: total(people, POINTS[:, k], within)),
        (gap(people, POINTS, OTHERS, within), lambda k: gap(people, POINTS[:, k], OTHERS[:, k], within)),
        (gap_paired(people, POINTS, OTHERS, within), lambda k: gap_paired(people, POINTS[:, k], OTHERS[:, k], within)),
    ):
        for place in (0, 1):
            assert same(figures, place, one(place))
            assert figures.unit is one(place).unit
        interval = figures.interval(0.9)
        assert interval.low[1] == one(1).interval(0.9).low
        assert interval.high[1] == one(1).interval(0.9).high


def test_a_share_of_many_items_has_every_kind_of_interval():
    found = share(twelve_people(), (POINTS > 3).astype(float))

    for method in ("korn-graubard", "wilson", "xlogit", "logit", "beta"):
        assert found.one(0).interval(method=method).low == found.interval(method=method).low[0]
    with pytest.raises(ValueError, match="no interval 'wald' for a share; choose one of korn-graubard"):
        found.interval(method="wald")


def raked() -> Sample:
    return rake(city.base(), city.margins("district", "age", "sex"))


@pytest.mark.parametrize("sample", [city.sample, raked], ids=["cells", "raked"])
def test_a_tally_of_the_city_gives_what_its_rows_give(sample):
    people, codes = sample(), city.codes(city.ITEMS[:6], 1).T
    answers = np.where(codes == 0, silence, codes.astype(float))
    sex = city.labels("sex")

    tally = count(people, codes, domains={"sex": sex})
    by_count, tops = mean(tally), share(tally, {4, 5})
    everyone = share(tally, {4, 5}, base="everyone")

    assert tally.domains == (("", ""), ("sex", "F"), ("sex", "M"))
    for domain, within in enumerate((None, sex == "F", sex == "M")):
        top = np.where(codes == 0, silence, codes >= 4)
        for counted, rows in (
            (by_count, mean(people, answers, within)),
            (tops, share(people, top, within)),
            (everyone, share(people, top, within, base="everyone")),
        ):
            for name in NUMBERS:
                np.testing.assert_allclose(getattr(counted, name)[:, domain], getattr(rows, name), rtol=1e-12)


def test_the_points_of_a_tally_are_its_codes_unless_told():
    codes = np.array([[1], [2], [3], [0]] * 3)
    upside_down = [silence, 3, 2, 1]

    plain = mean(count(twelve_people(), codes))
    turned = mean(count(twelve_people(), codes, points=upside_down))

    np.testing.assert_allclose(plain.value, 2.0)
    np.testing.assert_allclose(turned.value, 2.0)
    assert mean(count(twelve_people(), codes[:, [0, 0]], points=[upside_down, [0, 1, 2, 3]])).value.shape == (2, 1)


def test_codes_of_another_shape_than_people_by_items_are_refused():
    with pytest.raises(SampleFaults, match=r"codes has \(2, 12\) entries"):
        count(twelve_people(), np.ones((2, 12), dtype=np.uint8))
    with pytest.raises(Faults, match=r"answers has \(2, 12\) entries"):
        mean(twelve_people(), np.ones((2, 12)))


def panel(variable: str) -> tuple[np.ndarray, np.ndarray, np.ndarray, Sample]:
    """Points, both waves as masks, and the people of both waves drawn by stratum, each person's rows together."""
    rows = city.rows("panel_long")
    y = np.array([float(row[variable]) if row[variable] else silence for row in rows])
    wave = np.array([row["wave"] for row in rows])
    person, stratum = ([row[name] for row in rows] for name in ("id", "stratum"))
    return y, wave == "1", wave == "2", Sample([float(row["w"]) for row in rows], stratum, clusters=person)


@pytest.mark.parametrize("variable", ["y", "z"])
def test_the_change_of_a_panel_counts_that_people_are_in_both_waves(variable):
    # ref_waves_lonely: svydesign(ids=~id, strata=~stratum, weights=~w), 35 % of the people in both waves
    y, first, second, people = panel(variable)
    expected = {
        row["stat"] + row["domain"]: row
        for row in city.rows("ref_waves_lonely")
        if row["design"] == "nofpc_cluster_id" and row["variable"] == variable
    }

    found = difference(people, y, second, first)
    means = mean(people, y, first), mean(people, y, second)

    assert found.value == pytest.approx(float(expected["diff"]["est"]), rel=1e-12)
    assert found.standard_error == pytest.approx(float(expected["diff"]["se"]), rel=1e-12)
    assert people.degrees_of() == float(expected["diff"]["df"])
    for one, row in zip(means, (expected["mean1"], expected["mean2"]), strict=True):
        assert one.value == pytest.approx(float(row["est"]), rel=1e-12)
        assert one.standard_error == pytest.approx(float(row["se"]), rel=1e-12)
        assert one.degrees == float(city.aux(row)["df_domain"])
    alone = np.hypot(*(one.standard_error for one in means))
    assert found.standard_error < 0.96 * alone


def test_rows_of_one_cluster_count_as_one_that_was_drawn():
    y = np.array([1.0, 1, 5, 5, 2, 2, 4, 4])
    doubled = Sample([1.0] * 8, clusters=list("aabbccdd"), population=40)
    once = Sample([2.0] * 4, population=40)

    found, expected = mean(doubled, y), mean(once, y[::2])

    assert found.value == expected.value
    assert found.standard_error == pytest.approx(expected.standard_error, rel=1e-14)
    assert found.degrees == expected.degrees == 3
    assert found.respondents == 8


def test_a_label_in_two_strata_is_two_clusters():
    people = Sample([1.0] * 8, list("AAAABBBB"), clusters=list("aabbaabb"))

    assert people.sizes.tolist() == [2.0, 2.0]
    assert people.degrees_of() == 2
    assert people.degrees_of(np.arange(8) < 4) == 1


def test_clusters_that_cannot_be_are_refused():
    with pytest.raises(SampleFaults, match="clusters has 3 entries, the weights have 4"):
        Sample([1.0] * 4, clusters=list("abc"))
    with pytest.raises(SampleFaults, match=r"1 rows have no cluster \(first at row 2\)"):
        Sample([1.0] * 4, clusters=["a", "", "b", "c"])
    with pytest.raises(SampleFaults, match=r"Only one person \(or cluster\) answered in the strata B"):
        Sample([1.0] * 4, list("AABB"), clusters=list("abcc"))
    with pytest.raises(SampleFaults, match="Counts cannot tell which rows belong to one cluster"):
        count(Sample([1.0] * 4, clusters=list("aabb")), np.ones((4, 1), dtype=np.uint8))


def test_the_face_of_the_package_holds_what_it_promises():
    assert {"Sample", "count", "mean", "share", "difference", "poststratify", "rake", "calibrate"} <= set(
        analysis.__all__
    )
    assert mean(twelve_people(), POINTS).unit is Unit.POINT
    assert share(twelve_people(), POINTS > 3).unit is Unit.PERCENT
