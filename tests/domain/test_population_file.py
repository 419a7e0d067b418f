"""Register counts as an office types them."""

import pytest

from surveyapp.domain.faults import Refused
from surveyapp.domain.population_file import read_population
from surveyapp.domain.strata import Cell
from tests.support.questionnaires import tiny


def read(text: str) -> list[Cell]:
    return [drawn.cell for drawn in read_population(text.encode(), "人口.csv", tiny())]


def test_words_of_the_options_codes_full_width_digits_and_thousands_are_understood() -> None:
    label = tiny().label(tiny().by_id["sex"], "male")

    cells = read(f'sex,age,district,N\n{label},18-29,k01,１２３\nfemale,30-39,k02,"1,234"\n')

    assert cells == [Cell("male", "18-29", "k01", 123), Cell("female", "30-39", "k02", 1234)]


def test_a_printed_total_that_agrees_is_not_counted_again() -> None:
    cells = read("sex,age,district,N\nmale,18-29,k01,10\nmale,30-39,k01,5\nmale,計,k01,15\n計,計,計,15\n")

    assert sum(cell.persons for cell in cells) == 15


def test_every_total_that_disagrees_is_named_with_its_line() -> None:
    with pytest.raises(Refused) as refused:
        read("sex,age,district,N\nmale,18-29,k01,10\nmale,30-39,k01,5\nmale,計,k01,16\n計,計,計,14\n")

    assert [(fault.code, fault.where) for fault in refused.value.faults] == [
        ("population_total_disagrees", "人口.csv:4 N"),
        ("population_total_disagrees", "人口.csv:5 N"),
    ]


def test_every_count_that_is_no_number_is_named_with_its_line() -> None:
    with pytest.raises(Refused) as refused:
        read("sex,age,district,N\nmale,18-29,k01,十\nmale,30-39,k01,-5\n")

    assert [(fault.code, fault.where) for fault in refused.value.faults] == [
        ("population_not_a_number", "人口.csv:2 N"),
        ("population_not_a_number", "人口.csv:3 N"),
    ]


def test_a_table_without_a_needed_column_is_refused_with_its_name() -> None:
    with pytest.raises(Refused, match="csv_column_missing"):
        read("sex,age,N\nmale,18-29,10\n")
