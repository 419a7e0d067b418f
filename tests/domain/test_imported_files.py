"""Files of counts, register and responses: every fault is named with its line, and nothing is guessed."""

import pytest

from surveyapp.domain.answers import Chosen
from surveyapp.domain.columns import parse_columns
from surveyapp.domain.counts_file import read_counts
from surveyapp.domain.definition import parse
from surveyapp.domain.faults import Refused
from surveyapp.domain.population_file import CellDrawn, read_population
from surveyapp.domain.response_file import ImportedResponse, read_responses, stratum_faults
from surveyapp.domain.strata import Cell
from surveyapp.wording import say_with_place
from tests.support.questionnaires import tiny, tiny_document

COUNTS = "code,name,kind,form,n_valid,n5,n4,n3,n2,n1\n"
REGISTER = "stratum,district,age,sex,N,n_invited\n"
RESPONSES = "care,doctor,sex,w,how,s\n"


def faults_of(reading, *given) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        reading(*given)
    assert all(say_with_place(fault) for fault in refused.value.faults)
    return [(fault.where, fault.code) for fault in refused.value.faults]


def counts(*lines: str):
    return read_counts((COUNTS + "\n".join(lines)).encode(), "c.csv", tiny())


def register(*lines: str):
    return read_population((REGISTER + "\n".join(lines)).encode(), "p.csv", tiny())


def columns():
    document = {
        "missing": ["", "9"],
        "weight": "w",
        "channel": "how",
        "stratum": "s",
        "channels": {"net": "web"},
        "columns": {"care": "medical_care.satisfaction", "doctor": "family_doctor", "sex": "sex"},
        "codes": {"sex": {"M": "male", "F": "female"}},
    }
    return parse_columns(document, tiny())


def responses(*lines: str):
    return read_responses((RESPONSES + "\n".join(lines)).encode(), "r.csv", tiny(), columns())


def test_counts_are_read_by_item_and_scale():
    one, two = counts("medical_care,医療,sat,,10,1,2,3,4,0", "medical_care,医療,importance,,３,3,0,0,0,0")

    assert (one.question, dict(one.persons)) == (
        "medical_care.satisfaction",
        {"5": 1, "4": 2, "3": 3, "2": 4, "1": 0},
    )
    assert (two.question, two.persons["5"]) == ("medical_care.importance", 3)


@pytest.mark.parametrize(
    ("line", "where", "code"),
    [
        ("medical_care,医療,sat,,11,1,2,3,4,0", "c.csv:2 n_valid", "counts_total_disagrees"),
        ("dentist,歯科,sat,,10,1,2,3,4,0", "c.csv:2 code", "counts_item_unknown"),
        ("medical_care,医療,joy,,10,1,2,3,4,0", "c.csv:2 code", "counts_item_unknown"),
        ("medical_care,医療,sat,,10,1,2,3,5,-1", "c.csv:2 n1", "counts_negative"),
        ("medical_care,医療,sat,,10,1,2,3,4,なし", "c.csv:2 n1", "counts_not_a_number"),
    ],
)
def test_a_wrong_count_is_refused_with_its_line(line, where, code):
    assert faults_of(counts, line) == [(where, code)]


def test_every_wrong_line_of_a_file_of_counts_is_named_at_once():
    found = faults_of(
        counts,
        "medical_care,医療,sat,,11,1,2,3,4,0",
        "medical_care,医療,imp,,10,1,2,3,4,0",
        "medical_care,医療,imp,,10,1,2,3,4,0",
        "dentist,歯科,sat,,10,1,2,3,4,0",
    )

    assert found == [
        ("c.csv:2 n_valid", "counts_total_disagrees"),
        ("c.csv:4", "counts_twice"),
        ("c.csv:5 code", "counts_item_unknown"),
    ]


def test_a_column_that_is_not_there_is_named():
    content = b"code,name,kind,form,n_valid,n5,n4,n3,n2\nmedical_care,x,sat,,10,1,2,3,4\n"

    assert faults_of(read_counts, content, "c.csv", tiny()) == [("c.csv:1", "csv_column_missing")]


def test_a_split_form_that_does_not_ask_the_item_is_refused():
    content = (COUNTS + "medical_care,医療,sat,B,10,1,2,3,4,0").encode()

    assert faults_of(read_counts, content, "c.csv", tiny(forms=("A", "B"))) == [("c.csv:2 form", "counts_form_differs")]


def test_register_counts_are_read_with_their_strata():
    assert register("north,k01,18-29,male,120,12", "north,k01,70+,female,１，０００,30") == (
        CellDrawn(Cell("male", "18-29", "k01", 120), "north", 12),
        CellDrawn(Cell("female", "70+", "k01", 1000), "north", 30),
    )


def test_a_total_that_agrees_with_its_cells_is_no_cell():
    found = register(
        "a,k01,18-29,male,100,10", "a,k01,18-29,female,50,5", "合計,合計,合計,合計,150,15", ",k01,計,male,100,"
    )

    assert sum(drawn.cell.persons for drawn in found) == 150


@pytest.mark.parametrize(
    ("lines", "where", "code"),
    [
        (("a,k01,18-29,male,100,10", ",合計,合計,合計,150,10"), "p.csv:3 N", "population_total_disagrees"),
        (("a,k01,18-29,male,100,10", ",k01,計,male,100,11"), "p.csv:3 n_invited", "population_total_disagrees"),
        (("a,k01,18-29,male,100,101",), "p.csv:2 n_invited", "more_invited_than_live"),
        (("a,k09,18-29,male,100,10",), "p.csv:2 district", "population_code_unknown"),
        (("a,k01,18-29,male,many,10",), "p.csv:2 N", "population_not_a_number"),
        (("a,k01,18-29,male,-5,0",), "p.csv:2 N", "population_not_a_number"),
        (("a,k01,18-29,male,100,10", "a,k01,18-29,male,100,10"), "p.csv:3", "population_cell_twice"),
    ],
)
def test_a_wrong_register_count_is_refused_with_its_line(lines, where, code):
    assert faults_of(register, *lines) == [(where, code)]


def test_register_counts_need_the_face_items_of_the_questionnaire():
    document = tiny_document()
    entries = document["questionnaire"]["sections"][0]["entries"]
    entries[:] = [entry for entry in entries if entry.get("face") != "sex"]
    document["texts"]["ja"]["questions"].pop("sex")
    document["texts"]["ja"]["options"].pop("sex")

    found = faults_of(read_population, (REGISTER + "a,k01,18-29,male,1,1").encode(), "p.csv", parse(document))

    assert found == [("p.csv", "face_missing")]


def test_responses_are_read_by_their_columns():
    (one,) = responses("4,yes,F,2.5,net,north")

    assert one == ImportedResponse(
        channel="web",
        stratum="north",
        form="",
        weight=2.5,
        answers={
            "medical_care.satisfaction": Chosen("4"),
            "family_doctor": Chosen("yes"),
            "sex": Chosen("female"),
        },
    )


@pytest.mark.parametrize(
    ("line", "where", "code"),
    [
        ("7,yes,F,1,net,a", "r.csv:2 care", "response_value_unknown"),
        ("4,perhaps,F,1,net,a", "r.csv:2 doctor", "response_value_unknown"),
        ("4,yes,F,0,net,a", "r.csv:2 w", "response_weight_impossible"),
        ("4,yes,F,nan,net,a", "r.csv:2 w", "response_weight_impossible"),
        ("4,yes,F,,net,a", "r.csv:2 w", "response_weight_impossible"),
        ("4,yes,F,1,fax,a", "r.csv:2 how", "response_channel_unknown"),
    ],
)
def test_a_wrong_response_is_refused_with_its_line_and_column(line, where, code):
    assert faults_of(responses, line) == [(where, code)]


def test_a_missing_answer_is_silence():
    (one,) = responses("9,,,1,net,a")

    assert not any(isinstance(answer, Chosen) for answer in one.answers.values())


@pytest.mark.parametrize(
    ("strata", "invited", "answered", "codes"),
    [
        (["a", "a"], 5, 2, []),
        (["a", "b"], 5, 1, ["stratum_not_in_population"]),
        (["a", "a"], 1, 2, ["more_returned_than_invited"]),
        (["a", "a"], 5, 3, ["returned_disagrees"]),
        (["a", "a"], 5, None, []),
    ],
)
def test_responses_must_fit_the_strata_they_come_from(strata, invited, answered, codes):
    everybody = [ImportedResponse("import", stratum, "", None, {}) for stratum in strata]
    population = [CellDrawn(Cell("male", "18-29", "k01", 100), "a", invited, answered)]

    assert [fault.code for fault in stratum_faults(everybody, population, "r.csv")] == codes
