import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.collapse import Cell, collapse
from analysis.faults import SampleFaults, WeightingFaults
from analysis.weighting import cell_weights
from tests.analysis import city

AGES = ("18-29", "30-49", "50-69", "70+")


def street(*answered: int, sex: str = "F", district: str = "D1", population: int = 100) -> list[Cell]:
    """One sex of one district, by age: how many answered of 100 inhabitants and 20 invited each."""
    return [Cell(district, sex, age, population, held, 20) for age, held in zip(AGES, answered, strict=True)]


def parts(cells: list[Cell], **rule: object) -> list[str]:
    return list(collapse(cells, **rule).population)


@pytest.mark.parametrize("name", ["city1", "city2"])
def test_the_cells_of_the_city_are_those_the_rule_made_for_r(name):
    cells = [
        Cell(row["district"], row["sex"], row["age"], float(row["N"]), int(row["n_respondents"]), int(row["n_invited"]))
        for row in city.rows(f"{name}_pop")
    ]

    found = collapse(cells, minimum=2, ratio=None)

    for row in city.rows(f"{name}_resp"):
        label = found.label_of[row["district"], row["sex"], row["age"]]
        assert (label, found.population[label], found.respondents[label]) == (
            row["wcell"],
            float(row["N_c"]),
            int(row["r_c"]),
        )


def test_a_thin_band_goes_with_the_next_older_one():
    assert parts(street(1, 5, 5, 5)) == ["D1|18-29..30-49|F", "D1|50-69|F", "D1|70+|F"]


def test_the_last_band_goes_with_the_one_before():
    assert parts(street(5, 5, 5, 0)) == ["D1|18-29|F", "D1|30-49|F", "D1|50-69..70+|F"]


def test_a_weight_above_three_times_the_median_is_joined_too():
    cells = street(20, 20, 20, 4)

    assert parts(cells)[-1] == "D1|50-69..70+|F"
    assert parts(cells, ratio=None)[-1] == "D1|70+|F"


def test_a_sex_that_hardly_answered_goes_with_the_other_in_its_district():
    found = parts(street(0, 1, 0, 0, sex="M") + street(5, 5, 5, 5))

    assert found == ["D1|18-29|M+F", "D1|30-49|M+F", "D1|50-69|M+F", "D1|70+|M+F"]


def test_a_district_that_hardly_answered_goes_with_its_neighbour():
    quiet = street(0, 1, 0, 0)
    loud = street(5, 5, 5, 5, district="D2")

    assert parts(quiet + loud, ratio=None)[0] == "D1+D2|18-29|F"
    assert parts(loud + [Cell("D3", "F", age, 100, 0, 20) for age in AGES], ratio=None)[-1] == "D2+D3|70+|F"


def test_every_joining_is_logged_with_the_largest_ratio_of_response_rates():
    found = collapse(street(1, 10, 5, 0), ratio=None)

    assert [(line.label, line.empty) for line in found.log] == [("D1|18-29..30-49|F", 0), ("D1|50-69..70+|F", 1)]
    assert found.largest_rate_ratio == pytest.approx(10)


def test_an_answer_from_a_cell_that_was_not_invited_has_no_rate_to_compare():
    cells = [
        Cell("D1", "F", "18-29", 100, 1, 0),
        Cell("D1", "F", "30-49", 100, 5, 20),
        Cell("D1", "F", "50-69", 0, 1, 0),
    ]

    assert collapse(cells, ratio=None).largest_rate_ratio == 1.0


def test_a_stratum_of_one_that_was_not_joined_is_refused_with_what_to_do():
    with pytest.raises(SampleFaults) as refused:
        cell_weights(list("AAB"), {"A": 40, "B": 30})

    assert "Only one person (or cluster) answered in the strata B" in str(refused.value)
    assert "Join each to a neighbour before estimating" in str(refused.value)


def test_too_few_answers_in_all_are_refused():
    with pytest.raises(WeightingFaults) as refused:
        collapse(street(1, 0, 0, 0))
    assert refused.value.faults[0].fields == {"minimum": 2, "found": 1}


@given(
    st.lists(st.tuples(st.integers(1, 200), st.integers(0, 30)), min_size=48, max_size=48),
    st.integers(1, 25),
    st.sampled_from([None, 2.0, 3.0]),
)
def test_no_inhabitant_is_lost_and_every_cell_holds_enough(counts, minimum, ratio):
    places = [(district, sex, age) for district in ("D1", "D2", "D3", "D4", "D5", "D6") for sex in "FM" for age in AGES]
    cells = [
        Cell(*place, population, min(held, population))
        for place, (population, held) in zip(places, counts, strict=True)
    ]
    if sum(cell.respondents for cell in cells) < minimum:
        return

    found = collapse(cells, minimum, ratio)

    assert sum(found.population.values()) == sum(cell.population for cell in cells)
    assert sum(found.respondents.values()) == sum(cell.respondents for cell in cells)
    assert min(found.respondents.values()) >= minimum
    assert len(found.label_of) == 48


def test_a_response_rate_is_of_the_invited_and_where_they_are_not_known_of_the_inhabitants():
    assert Cell("D1", "F", "70+", 200, 5, 20).rate == 0.25
    assert Cell("D1", "F", "70+", 200, 5).rate == 0.025
    assert Cell("D1", "F", "70+", 0, 0, 0).rate == 0.0


def test_rates_that_are_joined_are_compared_by_what_was_asked_of_each():
    # 2 of 40 invited beside 6 of 20: 5 % and 30 %
    found = collapse([Cell("", "", "young", 100, 2, 40), Cell("", "", "old", 100, 6, 20)], minimum=3, ratio=None)

    assert found.largest_rate_ratio == pytest.approx(6)


def test_three_times_the_median_weight_is_allowed_and_more_is_not_unless_told():
    # weights 5, 5, 5 and then 15 or 16 inhabitants for each answer
    for population, kept in ((150, True), (160, False)):
        cells = [*street(20, 20, 20, 20)[:3], Cell("D1", "F", "70+", population, 10, 20)]

        assert (parts(cells)[-1] == "D1|70+|F") is kept
        assert parts(cells, ratio=4.0)[-1] == "D1|70+|F"


def test_as_many_answers_as_one_cell_needs_make_one_cell():
    assert parts(street(1, 0, 0, 1), ratio=None) == ["D1|18-29..70+|F"]


def test_the_last_district_joins_the_one_before_and_no_other():
    streets = [street(5, 5, 5, 5, district=name) for name in ("D1", "D2")] + [street(0, 1, 0, 0, district="D3")]

    found = parts([cell for each in streets for cell in each], ratio=None)

    assert found[:4] == ["D1|18-29|F", "D1|30-49|F", "D1|50-69|F", "D1|70+|F"]
    assert found[4:] == ["D2+D3|18-29|F", "D2+D3|30-49|F", "D2+D3|50-69|F", "D2+D3|70+|F"]
    small = [street(5, 5, 5, 5), street(0, 0, 2, 0, district="D2"), street(0, 1, 0, 0, district="D3")]
    assert parts([cell for each in small for cell in each], ratio=None)[4:] == ["D2+D3|18-29..70+|F"]
