import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.faults import Faults
from analysis.fieldwork import needed_answers, needed_invitations, sampling_error, sampling_error_table
from analysis.figures import half_up

# 伊勢原市, report of the citizens' survey 2016, chapter 1 (https://expydoc.com/doc/9949484/):
# ±1.96·√((N-n)/(N-1)·p(1-p)/n), printed with (N-n)/(N-1) ≒ 1
SHARES = [0.05, 0.10, 0.20, 0.30, 0.40, 0.50]
ISEHARA = {
    100: ["4.27", "5.88", "7.84", "8.98", "9.60", "9.80"],
    200: ["3.02", "4.16", "5.54", "6.35", "6.79", "6.93"],
    500: ["1.91", "2.63", "3.51", "4.02", "4.29", "4.38"],
    1000: ["1.35", "1.86", "2.48", "2.84", "3.04", "3.10"],
    1430: ["1.13", "1.55", "2.07", "2.38", "2.54", "2.59"],
    5000: ["0.60", "0.83", "1.11", "1.27", "1.36", "1.39"],
}


def test_the_table_of_sampling_errors_is_that_of_isehara_cell_by_cell():
    found = sampling_error_table(list(ISEHARA), SHARES)

    shown = [[str(half_up(each, 2, scale=100)) for each in row] for row in found]
    assert dict(zip(ISEHARA, shown, strict=True)) == ISEHARA


def test_a_sample_in_two_stages_has_the_errors_that_its_report_printed():
    # ±2·√(2·(N-n)/(N-1)·P(100-P)/n): n = 1,000 gives 4.5 %, n = 1,910 gives 3.2 % at 50 %
    found = [sampling_error(n, 0.5, z=2, design_effect=2) for n in (1000, 1910)]

    assert [str(half_up(each, 1, scale=100)) for each in found] == ["4.5", "3.2"]


def test_a_small_city_has_smaller_errors():
    # by hand: 1.96·√(25734/26999·0.25/1266)
    assert sampling_error(1266, 0.5, population=27_000) == pytest.approx(1.96 * (25734 / 26999 * 0.25 / 1266) ** 0.5)
    assert sampling_error(1266, 0.5, population=27_000) < sampling_error(1266, 0.5)
    assert sampling_error(100, 0.5, population=100) == 0.0
    assert sampling_error(0.4, 0.5, population=1) == sampling_error(0.4, 0.5)


def test_how_many_answers_an_error_of_three_points_needs():
    # the figure of every textbook: 1,068 of endlessly many (1067.07), 384.16 -> 385 for five points
    assert needed_answers(0.03) == 1068
    assert needed_answers(0.05) == 385
    # 1067.07/(1 + 1066.07/27000) = 1026.5
    assert needed_answers(0.03, population=27_000) == 1027
    # the smallest that suffices is a whole number itself: 1.96²·0.25/0.098² = 100
    assert needed_answers(0.098) == 100
    assert needed_answers(0.03, population=0) == 0


@given(st.floats(0.005, 0.2), st.floats(0.01, 0.99), st.integers(2, 100_000), st.floats(1, 3))
def test_the_answers_needed_suffice_and_one_fewer_does_not(error, share, population, effect):
    found = needed_answers(error, share, population, design_effect=effect)

    assert sampling_error(found, share, population, design_effect=effect) <= error * (1 + 1e-6)
    if found > 1:
        assert sampling_error(found - 1, share, population, design_effect=effect) > error * (1 - 1e-6)


def test_invitations_for_the_city_and_for_each_domain_that_shall_be_as_sure():
    # 5 points of 9,000 and 1,000: 384.16/(1 + 383.16/9000) = 368.5, 384.16/(1 + 383.16/1000) = 277.7; city 369.98
    found = needed_invitations({"town": 9000, "valley": 1000}, 0.05, {"town": 0.4, "valley": 0.5})

    assert (found.city.answers, found.city.invited) == (370, 903)  # 370/0.41 = 902.4
    assert (found.domains["town"].answers, found.domains["town"].invited) == (369, 923)  # 922.5
    assert (found.domains["valley"].answers, found.domains["valley"].invited) == (278, 556)
    assert found.for_all_domains == 923 + 556


def test_a_domain_too_small_for_the_error_is_asked_in_full_and_told():
    # 385 of 100 at 40 %: 384.16/(1 + 383.16/100) = 79.5 -> 80 answers, 200 invitations of 100
    found = needed_invitations({"town": 9000, "pass": 100}, 0.05, 0.4)

    assert (found.domains["pass"].invited, found.domains["pass"].reachable) == (200, False)
    assert found.domains["town"].reachable
    assert found.for_all_domains == 923 + 100


def test_numbers_that_cannot_be_are_refused():
    for refused in (
        lambda: sampling_error(0, 0.5),
        lambda: sampling_error(100, 50),
        lambda: needed_answers(0),
        lambda: needed_answers(0.03, 50),
        lambda: needed_invitations({"a": 100}, 0.05, 42),
        lambda: needed_invitations({"a": 100, "b": 10}, 0.05, {"a": 0.4}),
    ):
        with pytest.raises(Faults):
            refused()
