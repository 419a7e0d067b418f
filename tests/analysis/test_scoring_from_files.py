"""A survey scored from files alone, through the command itself."""

import csv
import errno
import os
from pathlib import Path

import pytest

from analysis.__main__ import main
from analysis.files import report
from tests.analysis import city
from tests.analysis.test_sources import workbook

RESPONSES, REGISTER = city.FOLDER / "city1_resp.csv", city.FOLDER / "city1_pop.csv"
CLOSE = 1e-10
SCALES = """
[silence]
no_answer = [""]
[[scales]]
items = ["imp*", "sat*"]
points = { "1" = 1, "2" = 2, "3" = 3, "4" = 4, "5" = 5 }
shares = [["4", "5"]]
[[scales]]
items = ["yn_*"]
points = { "0" = 0, "1" = 1 }
[[pairs]]
importance = "imp*"
satisfaction = "sat*"
"""
CELLS = (
    'domains = ["sex", "age", "district"]\nstrata = "wcell"\npopulation = { inhabitants = "N_c", repeated = "same" }\n'
)


def a_file(folder: Path, name: str, content: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(content.encode(encoding))
    return path


def scored(
    folder: Path, definition: str, responses: Path, *more: object
) -> dict[tuple[str, str, str, str], dict[str, str]]:
    """The rows of estimates.csv by item, statistic, domain variable and domain."""
    toml, out = a_file(folder, "scoring.toml", definition), folder / "out"
    assert main([str(responses), "--definition", str(toml), "--out", str(out), *map(str, more)]) == 0
    with (out / "estimates.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {(row["item"], row["statistic"], row["domain_variable"], row["domain"]): row for row in rows}


def refused(folder: Path, capsys, definition: str, responses: Path, *more: object) -> str:
    toml, out = a_file(folder, "scoring.toml", definition), folder / "out"
    assert main([str(responses), "--definition", str(toml), "--out", str(out), *map(str, more)]) == 2
    assert not out.exists()
    return capsys.readouterr().err


def compare_means(found: dict, design: str, count: int) -> None:
    seen, intervals = city.Comparison(), city.Comparison()
    for row in city.rows("ref_city1_means"):
        if row["stat"] == "mean" and row["design"] == design:
            line, more = found[row["variable"], "mean", row["by"], row["domain"]], city.aux(row)
            for name, expected in (
                ("n", row["n"]), ("value", row["est"]), ("standard_error", row["se"]), ("degrees", more["df_domain"]),
                ("effective_size", more["kish_neff"]), ("design_effect", row["deff"].replace("NaN", "")),
            ):  # fmt: skip
                if expected:
                    seen.note(float(line[name]), expected)
            intervals.note(float(line["ci_low"]), more["lo_domain"])
            intervals.note(float(line["ci_high"]), more["hi_domain"])
    assert len(intervals.pairs) == 2 * count
    assert seen.worst < CLOSE
    assert intervals.worst < CLOSE


def test_every_mean_of_the_city_agrees_with_r(tmp_path):
    found = scored(tmp_path, CELLS + SCALES, RESPONSES, "--population", RESPONSES)

    compare_means(found, "fpc", 115 * 25)
    gaps = city.Comparison()
    for row in city.rows("ref_gap_city1"):
        if row["design"] == "fpc":
            line = found[row["variable"].replace("-", " - "), "gap", row["by"], row["domain"]]
            gaps.note(float(line["value"]), row["est"])
            gaps.note(float(line["standard_error"]), row["se"])
            assert line["unit"] == "point difference"
    assert len(gaps.pairs) == 74 * 2
    assert gaps.worst < CLOSE


def test_a_register_by_cells_is_joined_by_the_written_rule_and_then_agrees_with_r(tmp_path):
    definition = 'domains = ["sex", "age", "district"]\nstrata = ["district", "age", "sex"]\n'
    definition += 'fpc = false\n[collapse]\nminimum = 2\ndistrict = "district"\nsex = "sex"\nage = "age"\n'

    found = scored(tmp_path, definition + SCALES, RESPONSES, "--population", REGISTER)

    compare_means(found, "nofpc", 115 * 25)
    log = (tmp_path / "out" / "log.txt").read_text(encoding="utf-8")
    assert "strata joined: " in log
    assert "largest ratio of response rates joined: " in log


def test_weights_of_a_column_are_raked_to_the_margins_of_the_register(tmp_path):
    # R's rake() of city1: value to 1e-10, the error by another projection to 2e-4
    margins = "".join(
        f'[margins.{name}]\ncolumns = "{name}"\nfile = "{city.FOLDER}/city1_margin_{name}.csv"\ninhabitants = "Freq"\n'
        for name in ("district", "age", "sex")
    )

    found = scored(tmp_path, CELLS + SCALES + margins, RESPONSES, "--population", RESPONSES, "--weights", "d_w")

    values, errors = city.Comparison(), city.Comparison()
    for row in city.rows("ref_city1_other"):
        if (row["stat"], row["design"]) == ("mean", "rake"):
            line = found[row["variable"], "mean", row["by"], row["domain"]]
            values.note(float(line["value"]), row["est"])
            errors.note(float(line["standard_error"]), row["se"])
    assert len(values.pairs) == 57
    assert values.worst < CLOSE
    assert errors.worst < 2e-4
    log = (tmp_path / "out" / "log.txt").read_text(encoding="utf-8")
    assert "weights: column d_w, taken as it is" in log
    assert "raked to district: 16 categories, 0.00% of weight without one" in log


SMALL = """title = "市民意識調査"
domains = [{ column = "F1", name = "性別", labels = { "1" = "男性", "2" = "女性" }, unknown = ["", "9"] }]
[silence]
no_answer = ["", "9"]
dont_know = ["8"]
[[scales]]
items = "問*"
points = { "1" = 2, "2" = 1 }
base = "dont_know"
[titles]
"問1" = "髙﨑の道 | 橋"
"""


def small(widths: str = "12") -> list[list[str]]:
    """Forty people: a third each says 1, 2, and does not know or does not answer."""
    rows = [["F1", "問1", "ご意見"]]
    for person in range(40):
        answer = (widths[0], widths[1], "8" if person % 2 else "9")[person % 3]
        rows.append([str(1 + person % 2), answer, 'とても"良い"、\n別の行'])
    return rows


def as_csv(rows: list[list[str]]) -> str:
    return "".join(",".join('"' + value.replace('"', '""') + '"' for value in row) + "\r\n" for row in rows)


@pytest.mark.parametrize("kind", ["utf-8", "utf-8-sig", "cp932", "excel"])
def test_the_same_answers_give_the_same_figures_whatever_file_they_come_in(tmp_path, kind):
    rows = small()
    if kind == "excel":
        responses = workbook(tmp_path / "回答.xlsx", rows)
    else:
        responses = a_file(tmp_path, "回答.csv", as_csv(rows), kind)

    found = scored(tmp_path, SMALL, responses)

    # 14 said 1 (2 points) and 13 said 2 (1 point); 6 do not know, 7 are silent
    assert float(found["問1", "mean", "", ""]["value"]) == pytest.approx((14 * 2 + 13) / 27)
    assert found["問1", "mean", "", ""]["n"] == "27"
    # who does not know stays in the base of the shares, silence does not
    assert float(found["問1", "share 1", "", ""]["value"]) == pytest.approx(14 / 33)
    assert float(found["問1", "share dont_know", "", ""]["value"]) == pytest.approx(6 / 33)
    assert found["問1", "share 1", "性別", "男性"]["n"] == "13"


def test_full_width_digits_are_digits_and_are_told(tmp_path):
    plain = scored(tmp_path, SMALL, a_file(tmp_path, "a.csv", as_csv(small())))
    wide = scored(tmp_path, SMALL, a_file(tmp_path, "b.csv", as_csv(small("１２"))))

    assert wide == plain
    assert "column 問1: 27 full-width digits read as digits" in (tmp_path / "out" / "log.txt").read_text("utf-8")


def test_the_table_to_read_rounds_hides_and_names(tmp_path):
    rows = small()
    rows[1:] = [[("1" if place < 4 else "2"), *row[1:]] for place, row in enumerate(rows[1:])]

    scored(tmp_path, SMALL, a_file(tmp_path, "a.csv", as_csv(rows)))

    table = (tmp_path / "out" / "table.md").read_text(encoding="utf-8")
    assert "# 市民意識調査" in table
    assert "| 問1 髙﨑の道 \\| 橋 | mean | 27 | 1.52 |" in table
    assert "| 問1 髙﨑の道 \\| 橋 | 秘匿 | 秘匿 |" in table


def test_a_value_outside_the_scale_is_told_with_line_and_column_and_nothing_is_written(tmp_path, capsys):
    rows = small()
    rows[2][1], rows[5][0] = "7", "3"

    told = refused(tmp_path, capsys, SMALL, a_file(tmp_path, "a.csv", as_csv(rows)))

    # each record spans two lines of the file
    assert "line 4, column 問1: 7 is not on the scale" in told
    assert "line 10, column F1: 3 is neither labelled nor declared unknown" in told


def test_all_that_is_wrong_in_several_files_is_told_at_once(tmp_path, capsys):
    definition = 'strata = "cell"\n' + SMALL + '[[scales]]\nitems = "x*"\npoints = { "1" = 1 }\n'
    register = a_file(tmp_path, "pop.csv", "cell,N\na,100\na,50\nb,-3\n")

    told = refused(
        tmp_path,
        capsys,
        definition,
        a_file(tmp_path, "a.csv", as_csv(small())),
        "--population",
        register,
        "--weights",
        "w",
    )

    for part in (
        "no column that fits x*",
        "no column cell",
        "no column w",
        "strata a in several rows",
        "column N: -3 is below nought",
    ):
        assert part in told


def test_one_respondent_in_a_stratum_and_a_stratum_of_nobody_say_what_to_do(tmp_path, capsys):
    rows = [["cell", *row] if not place else ["a" if place > 1 else "b", *row] for place, row in enumerate(small())]
    register = a_file(tmp_path, "pop.csv", "cell,N\na,100\nb,50\nc,30\n")

    told = refused(
        tmp_path, capsys, 'strata = "cell"\n' + SMALL, a_file(tmp_path, "a.csv", as_csv(rows)), "--population", register
    )

    assert "Nobody answered in the strata c" in told
    assert "[collapse]" in told


def test_a_full_disk_leaves_what_stood_there(tmp_path, capsys, monkeypatch):
    responses = a_file(tmp_path, "a.csv", as_csv(small()))
    scored(tmp_path, SMALL, responses)
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}

    def full(_handle):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(report.os, "fsync", full)
    done = main(
        [
            str(responses),
            "--definition",
            str(tmp_path / "scoring.toml"),
            "--out",
            str(tmp_path / "out"),
            "--weights",
            "F1",
        ]
    )

    assert done == 2
    assert "No space left on device" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before


def test_a_hundred_thousand_rows_are_scored(tmp_path):
    rows = small()
    lines = as_csv(rows[:1]) + as_csv(rows[1:]) * 2500

    found = scored(tmp_path, SMALL, a_file(tmp_path, "a.csv", lines))

    assert found["問1", "mean", "", ""]["n"] == "67500"
    assert float(found["問1", "mean", "", ""]["value"]) == pytest.approx(41 / 27)
