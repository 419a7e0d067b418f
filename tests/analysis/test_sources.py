"""Files as cities have them, and the scoring of a survey from files alone."""

import csv
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from analysis.__main__ import main
from analysis.faults import SourceFaults
from analysis.scoring_file import read_scoring_file
from analysis.sources import read_csv
from tests.analysis import city

DEFINITION = """
strata = "wcell"
domains = ["sex"]
[[scales]]
items = ["sat0?"]
points = { "1" = 1, "2" = 2, "3" = 3, "4" = 4, "5" = 5 }
silence = [""]
[population]
stratum = "wcell"
inhabitants = "N_c"
"""


def a_file(folder: Path, content: str, encoding: str = "utf-8", name: str = "responses.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_japanese_files_are_read_whatever_they_were_saved_as(tmp_path, encoding):
    found = read_csv(a_file(tmp_path, "地区,満足度\r\n中沢,4\r\n赤穂, 5 \r\n\r\n", encoding))

    assert found.names == ("地区", "満足度")
    assert found.text("地区").tolist() == ["中沢", "赤穂"]
    assert found.numbers("満足度").tolist() == [4, 5]


def test_a_file_that_is_neither_is_refused(tmp_path):
    path = tmp_path / "picture.csv"
    path.write_bytes(b"a,b\n\x81\x20,\x89\x00\n")

    with pytest.raises(SourceFaults) as refused:
        read_csv(path)
    assert refused.value.faults[0].code == "file_not_readable"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "file_empty"),
        ("a,b\n", "file_empty"),
        ("a,b,a\n1,2,3\n", "column_twice"),
        ("a,b\n1,2\n1,2,3\n", "row_too_long"),
    ],
)
def test_a_broken_table_is_refused(tmp_path, content, code):
    with pytest.raises(SourceFaults) as refused:
        read_csv(a_file(tmp_path, content))
    assert [fault.code for fault in refused.value.faults] == [code]


def test_every_value_off_the_scale_is_told_with_line_and_column(tmp_path):
    found = read_csv(a_file(tmp_path, 'q1,note\n1,"two\nlines"\n7,\n,\n２,x\n'))

    with pytest.raises(SourceFaults) as refused:
        found.codes("q1", ["1", "2"], [""])

    assert [(fault.fields["line"], fault.fields["value"]) for fault in refused.value.faults] == [(4, "7"), (6, "２")]


def test_codes_follow_the_order_of_the_options_and_silence_is_declared(tmp_path):
    found = read_csv(a_file(tmp_path, "q1,x\nはい,1\nいいえ,1\n無回答,1\n"))

    assert found.codes("q1", ["はい", "いいえ"], ["無回答"]).tolist() == [1, 2, 0]


def test_a_missing_column_is_named_with_those_that_are_there(tmp_path):
    found = read_csv(a_file(tmp_path, "q1,q2\n1,1\n"))

    with pytest.raises(SourceFaults) as refused:
        found.text("q3")
    assert "q1, q2" in str(refused.value)


def test_a_definition_with_faults_names_them_all(tmp_path):
    path = a_file(
        tmp_path, 'strata = 3\ndomains = "sex"\n[[scales]]\nitems = ["q"]\npoints = { a = "x" }\n', name="scoring.toml"
    )

    with pytest.raises(SourceFaults) as refused:
        read_scoring_file(path)

    assert [fault.fields["key"] for fault in refused.value.faults] == ["strata", "domains", "points"]


def test_a_definition_that_is_not_toml_is_refused(tmp_path):
    with pytest.raises(SourceFaults) as refused:
        read_scoring_file(a_file(tmp_path, "strata = ", name="scoring.toml"))
    assert refused.value.faults[0].code == "not_toml"


def test_a_survey_is_scored_from_files_alone(tmp_path, capsys):
    responses = city.FOLDER / "city1_resp.csv"
    definition = a_file(tmp_path, DEFINITION, name="scoring.toml")

    done = main(
        [str(responses), "--definition", str(definition), "--population", str(responses), "--out", str(tmp_path)]
    )

    assert done == 0
    assert "sat01" in capsys.readouterr().out
    with (tmp_path / "estimates.csv").open(encoding="utf-8", newline="") as file:
        lines = {(row["item"], row["statistic"], row["domain"]): row for row in csv.DictReader(file)}
    expected = [
        row
        for row in city.rows("ref_city1_means")
        if row["variable"] in city.ITEMS[56:65] and row["design"] == "fpc" and row["by"] in ("", "sex")
    ]
    for row in expected:
        line = lines[row["variable"], "mean", row["domain"]]
        assert float(line["value"]) == pytest.approx(float(row["est"]), rel=1e-12)
        assert float(line["standard_error"]) == pytest.approx(float(row["se"]), rel=1e-12)
        assert float(line["ci_low"]) == pytest.approx(float(city.aux(row)["lo_domain"]), rel=1e-12)
    assert len(expected) == 27
    assert lines["sat01", "share 5", "F"]["unit"] == "percent"


def test_given_weights_are_taken_as_they_are(tmp_path, capsys):
    responses = a_file(tmp_path, "q1,w\n1,1\n2,1\n3,2\n")
    definition = a_file(
        tmp_path, '[[scales]]\nitems = ["q1"]\npoints = { "1" = 1, "2" = 2, "3" = 3 }\n', name="scoring.toml"
    )

    assert main([str(responses), "--definition", str(definition), "--weights", "w"]) == 0

    assert "2.25" in capsys.readouterr().out


def test_a_fault_on_the_command_line_ends_with_two_and_says_what_to_do(tmp_path, capsys):
    responses = a_file(tmp_path, "sat01,wcell,sex\n1,A,F\n9,A,M\n")
    definition = a_file(tmp_path, DEFINITION, name="scoring.toml")

    assert main([str(responses), "--definition", str(definition)]) == 2

    assert "line 3, column sat01: 9 is not on the scale" in capsys.readouterr().err


def test_importing_the_package_loads_no_more_than_numpy_and_scipy_special():
    program = (
        "import sys, analysis, analysis.tally, analysis.weighting, analysis.indicators\n"
        "print([name for name in ('scipy.stats', 'scipy.linalg', 'scipy.optimize', 'pandas', 'flask') if name in sys.modules])"
    )

    found = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]
    )

    assert found.stdout.strip() == "[]"


def test_numbers_that_are_none_are_told(tmp_path):
    found = read_csv(a_file(tmp_path, "w,x\n1.5,1\nabc,1\n"))

    with pytest.raises(SourceFaults) as refused:
        found.numbers("w")
    assert refused.value.faults[0].fields["line"] == 3
    assert np.array_equal(found.numbers("x"), [1, 1])
