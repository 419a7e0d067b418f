"""The demo's register: persons aged 18 and over by sex, age band and district.

What is known: the 2020 census for 駒ヶ根市 by sex in 15–64, 65–74 and 75 and over (SSDSE-A-2026, row R20210, without
the persons of unknown age), and for 長野県 by sex and single year, here summed to the bands that are needed.
What is assumed: inside 15–64 and inside 65–74 the city is as old as the prefecture, and the districts share every
sex and age alike, by shares that are made up. No count by district is published; the demo says so wherever it shows.
"""

from collections.abc import Sequence

from surveyapp.domain.strata import Cell, allocate

SOURCE = "令和2年国勢調査（駒ヶ根市）をもとにした合成データ。区ごとの人数は仮定です"

#: 15–64, 65–74, 75 and over
CITY = {"male": (9163, 2133, 2221), "female": (8793, 2297, 3270)}

#: 15–17, 18–29, 30–39, 40–49, 50–59, 60–64 | 65–69, 70–74 of 長野県
PREFECTURE = {
    "male": ((30215, 107129, 104342, 146488, 135340, 63158), (69394, 76032)),
    "female": ((28332, 97002, 98740, 140219, 132893, 64306), (71805, 81711)),
}

#: made up, in the order of the definition's 16 districts; in hundredths
DISTRICT_SHARES = (5, 6, 9, 11, 10, 9, 6, 4, 7, 4, 5, 4, 3, 5, 8, 4)


def register(districts: Sequence[str]) -> tuple[Cell, ...]:
    """The register in cells, for the district codes of the definition; adds up to the city's persons aged 18 and over."""
    return tuple(
        Cell(sex, age, district, persons)
        for sex in CITY
        for age, band in _bands(sex).items()
        for district, persons in zip(districts, _split(band, DISTRICT_SHARES), strict=True)
    )


def _bands(sex: str) -> dict[str, int]:
    working, early_old, late_old = CITY[sex]
    of_working, of_early_old = PREFECTURE[sex]
    _, twenties, thirties, forties, fifties, sixty = _split(working, of_working)
    sixty_five, seventy = _split(early_old, of_early_old)
    return {
        "18-29": twenties,
        "30-39": thirties,
        "40-49": forties,
        "50-59": fifties,
        "60-69": sixty + sixty_five,
        "70+": seventy + late_old,
    }


def _split(persons: int, shares: Sequence[int]) -> list[int]:
    return allocate(shares, persons)
