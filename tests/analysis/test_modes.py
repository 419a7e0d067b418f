import numpy as np
import pytest

from analysis.estimates import difference, mean
from analysis.faults import Faults
from analysis.figures import Unit
from analysis.modes import FEWEST, Limit, all_alike, mean_at_share, mode_effect, mode_table
from analysis.replication import jackknife
from analysis.sample import Sample, variance
from tests.analysis import city
from tests.analysis.builders import silence


def web_and_paper() -> tuple[np.ndarray, np.ndarray]:
    return city.labels("mode") == "web", city.labels("mode") == "paper"


def sex_and_age() -> np.ndarray:
    return np.char.add(np.char.add(city.labels("sex"), "/"), city.labels("age"))


def by_hand(weights: np.ndarray, y: np.ndarray, web: np.ndarray, paper: np.ndarray, classes: np.ndarray) -> float:
    """The effect from its definition, class by class."""
    answered, total, found = np.isfinite(y), 0.0, 0.0
    for each in np.unique(classes):
        here = classes == each
        ways = [here & answered & way for way in (web, paper)]
        if all(way.any() for way in ways):
            first, second = (np.average(y[way], weights=weights[way]) for way in ways)
            total += weights[here].sum()
            found += weights[here].sum() * (first - second)
    return found / total


def test_the_effect_of_the_way_is_that_of_people_of_the_same_sex_and_age():
    (web, paper), classes = web_and_paper(), sex_and_age()
    sample, y = city.sample(), city.column("sat01")

    found = mode_effect(sample, y, web, paper, classes)

    assert found.effect.value == pytest.approx(by_hand(sample.weights, y, web, paper, classes), rel=1e-12)
    assert found.effect.unit is Unit.POINT_DIFFERENCE
    plain = difference(sample, y, web, paper)
    assert (found.raw.value, found.raw.standard_error) == (plain.value, plain.standard_error)
    assert found.covered == pytest.approx(1.0)
    assert found.limits == (Limit.SELECTION,)


@pytest.mark.parametrize("item", ["sat01", "yn_half"])
def test_the_error_of_the_effect_is_what_the_jackknife_finds(item):
    # large classes: in small ones the jackknife of a ratio runs ahead of its linear part by some percent
    (web, paper), classes = web_and_paper(), city.labels("sex")
    sample, y = city.sample("nofpc"), city.column(item)
    replicates = jackknife(sample)

    found = mode_effect(sample, y, web, paper, classes)

    again = np.array([by_hand(weights, y, web, paper, classes) for weights in replicates.weights])
    expected = np.sqrt((replicates.scale * (again - again.mean()) ** 2).sum())
    assert found.effect.standard_error == pytest.approx(expected, rel=0.005)


def test_in_one_class_the_effect_is_the_plain_difference():
    web, paper = web_and_paper()
    sample, y = city.sample(), city.column("sat02")

    found = mode_effect(sample, y, web, paper, np.full(y.size, "all"))

    assert found.effect.value == pytest.approx(found.raw.value, rel=1e-12)
    assert found.effect.standard_error == pytest.approx(found.raw.standard_error, rel=1e-12)
    assert found.effect.degrees == found.raw.degrees


def test_a_class_with_one_way_only_says_nothing_and_is_told():
    sample = Sample([1.0, 1, 1, 1, 1, 1, 2, 2, 9])
    web = np.array([1, 1, 0, 0, 0, 0, 1, 1, 1], dtype=bool)
    y = np.array([5.0, 4, 3, silence, 3, 2, 1, 1, 5])
    classes = ["a", "a", "a", "a", "a", "a", "b", "b", ""]

    found = mode_effect(sample, y, web, ~web, classes, fewest=2)

    assert found.effect.value == pytest.approx(4.5 - 8 / 3)
    assert found.covered == pytest.approx(6 / 10)
    assert found.effect.respondents == 5
    assert found.limits == (Limit.SELECTION, Limit.COVERAGE)
    nobody = mode_effect(sample, y, web, web & False, classes)
    assert np.isnan(nobody.effect.value)
    assert np.isnan(nobody.effect.standard_error)
    assert nobody.covered == 0


def test_only_what_is_large_and_sure_is_flagged():
    sample = Sample(np.ones(400))
    web, classes = np.arange(400) < 200, np.where(np.arange(400) % 2, "a", "b")
    noise = np.resize([0.0, 0, 1, 1], 400)
    items = [noise + web, noise + 0.15 * web, noise * 40 * (np.arange(400) % 4 == 3), np.where(web, silence, noise)]

    found = mode_table("すべての項目", sample, items, web, ~web, classes)

    assert found.flagged.tolist() == [True, False, False, False]
    assert found.family.size == 3
    assert found.effects[1].effect.value == pytest.approx(0.15)


def test_who_ticks_one_column_throughout_is_counted():
    codes = np.array(
        [[3, 3, 3, 3, 3, 3], [3, 3, 0, 3, 3, 3], [3, 3, 3, 3, 3, 4], [3, 3, 0, 0, 0, 3], [0] * 6], dtype=np.uint8
    )

    found = all_alike(codes)

    np.testing.assert_array_equal(found, [1.0, 1.0, 0.0, silence, silence])


def test_the_mean_at_the_web_share_of_the_last_wave_is_between_the_ways():
    (web, paper), sample, y = web_and_paper(), city.sample(), city.column("sat01")
    by_web, by_paper = mean(sample, y, web), mean(sample, y, paper)

    at_paper, mixed = mean_at_share(sample, y, web, paper, 0.0), mean_at_share(sample, y, web, paper, 0.3)

    assert at_paper.value == by_paper.value
    assert at_paper.standard_error == pytest.approx(by_paper.standard_error, rel=1e-12)
    assert mixed.value == pytest.approx(0.3 * by_web.value + 0.7 * by_paper.value, rel=1e-12)
    assert mixed.respondents == by_web.respondents + by_paper.respondents
    assert np.isnan(mean_at_share(sample, y, web, web & False, 0.5).standard_error)


def test_answers_of_other_people_are_refused():
    three = np.ones(3, bool)
    for name, given in (
        ("answers", ([1.0, 2], three, three, ["a"] * 3)),
        ("classes", ([1.0, 2, 3], three, three, ["a"] * 2)),
        ("first", ([1.0, 2, 3], three[:2], three, ["a"] * 3)),
        ("second", ([1.0, 2, 3], three, three[:2], ["a"] * 3)),
    ):
        with pytest.raises(Faults, match=f"{name} has"):
            mode_effect(Sample(np.ones(3)), *given)
    with pytest.raises(Faults, match="first has"):
        mean_at_share(Sample(np.ones(3)), [1.0, 2, 3], three[:2], three, 0.5)


def test_a_web_share_in_percent_is_refused():
    with pytest.raises(Faults, match="between 0 and 1, 30"):
        mean_at_share(Sample(np.ones(3)), [1.0, 2, 3], np.ones(3, bool), np.ones(3, bool), 30)


@pytest.mark.parametrize("design", ["fpc", "nofpc"])
def test_each_person_moves_the_effect_as_far_as_the_error_takes_it_to(design):
    # in classes of sex x age: the weight of one person after the other is raised a little, and the effect found again by its definition
    (web, paper), classes = web_and_paper(), sex_and_age()
    sample, y = city.sample(design), city.column("sat01")
    w, little = sample.weights, 1e-4

    u = np.empty(y.size)
    for person in range(y.size):
        ends = [by_hand(w + step * (np.arange(y.size) == person), y, web, paper, classes) for step in (little, -little)]
        u[person] = (ends[0] - ends[1]) / (2 * little)

    found = mode_effect(sample, y, web, paper, classes)
    assert found.effect.standard_error == pytest.approx(float(np.sqrt(variance(sample, u))), rel=1e-6)


def test_a_class_in_which_few_answered_by_one_way_is_left_out_since_it_has_no_spread_of_its_own():
    sample = Sample(np.ones(40))
    classes, web = np.repeat(["a", "b"], 20), np.append(np.arange(20) < 10, np.arange(20) < FEWEST - 1)
    y = np.resize([1.0, 2, 4, 5, 3], 40) + web

    found, all_of_them = (mode_effect(sample, y, web, ~web, classes, fewest=each) for each in (FEWEST, FEWEST - 1))

    assert found.covered == 0.5
    assert found.effect.respondents == 20
    assert Limit.COVERAGE in found.limits
    assert all_of_them.covered == 1.0


@pytest.mark.full
def test_the_interval_of_an_effect_holds_the_true_one_where_every_class_is_as_thin_as_is_allowed():
    # 3,000 surveys of six classes with FEWEST web answers each and no effect: at least 91 % (linearisation leaves out 1/n of the spread)
    rng = np.random.default_rng(20260401)
    classes, web = np.repeat(np.arange(6), FEWEST + 20), np.tile(np.arange(FEWEST + 20) < FEWEST, 6)
    sample = Sample(np.ones(classes.size))

    effects = [mode_effect(sample, rng.normal(3, 1, web.size), web, ~web, classes).effect for _ in range(3000)]

    assert np.mean([each.interval().contains(0.0) for each in effects]) > 0.91
