"""Strata: nobody is lost, nobody stands alone."""

from hypothesis import given
from hypothesis import strategies as st

from surveyapp.domain.strata import LEAST_INVITED, Cell, allocate, form_strata

AGES = ("young", "middle", "old")
DISTRICTS = ("d1", "d2", "d3", "d4")

registers = st.lists(st.integers(0, 900), min_size=24, max_size=24).filter(lambda counts: sum(counts) >= 400)


def cells_of(counts: list[int]) -> list[Cell]:
    """A register of two sexes, three age bands and four districts."""
    places = [(sex, age, district) for district in DISTRICTS for age in AGES for sex in ("m", "f")]
    return [Cell(*place, persons) for place, persons in zip(places, counts, strict=True)]


@given(registers)
def test_every_person_of_the_register_is_in_exactly_one_stratum(counts: list[int]) -> None:
    cells = cells_of(counts)

    strata = form_strata(cells, AGES, DISTRICTS, size=200)

    assert sorted(str(cell) for stratum in strata for cell in stratum.cells) == sorted(str(cell) for cell in cells)


@given(registers, st.integers(LEAST_INVITED + 1, 400))
def test_at_least_thirty_are_invited_in_each_stratum(counts: list[int], size: int) -> None:
    strata = form_strata(cells_of(counts), AGES, DISTRICTS, size)

    invited = allocate([stratum.population for stratum in strata], size)

    assert min(invited) >= LEAST_INVITED
    assert sum(invited) == size


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=40).filter(any), st.integers(0, 5_000))
def test_the_allocation_is_within_one_person_of_the_exact_share(populations: list[int], size: int) -> None:
    shares = allocate(populations, size)

    everybody = sum(populations)
    assert sum(shares) == size
    assert all(abs(share - size * persons / everybody) < 1 for share, persons in zip(shares, populations, strict=True))


def test_neighbouring_age_bands_of_a_small_district_are_joined() -> None:
    cells = [Cell("m", age, "d1", 100) for age in AGES] + [Cell("m", age, "d2", 1000) for age in AGES]

    strata = form_strata(cells, AGES, DISTRICTS, size=600)

    assert [stratum.key for stratum in strata] == ["d1|young..old", "d2|young", "d2|middle", "d2|old"]
