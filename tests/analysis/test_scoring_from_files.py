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


IN_CELLS = 'strata = "cell"\n' + SMALL
OF_SEX = 'domains = [{ column = "F1", name = "性別", labels = { "1" = "男性", "2" = "女性" }, unknown = ["", "9"] }]'


def in_cells(labels: str) -> list[list[str]]:
    rows = small()
    return [["cell", *rows[0]], *([labels[place % len(labels)], *row] for place, row in enumerate(rows[1:]))]


def test_full_width_digits_are_digits_in_strata_and_domains_without_labels_too(tmp_path):
    register = a_file(tmp_path, "pop.csv", "cell,N\n1,100\n２,300\n")
    definition = IN_CELLS.replace(OF_SEX, 'domains = ["cell"]')

    plain = scored(tmp_path, definition, a_file(tmp_path, "a.csv", as_csv(in_cells("12"))), "--population", register)
    wide = scored(tmp_path, definition, a_file(tmp_path, "b.csv", as_csv(in_cells("1２"))), "--population", register)

    assert wide == plain


@pytest.mark.parametrize(
    ("line", "named"), [("計,400", "計"), ("全市,400", "全市"), ("総数,401", "総数"), ("Total,9", "Total")]
)
def test_a_total_among_the_rows_of_the_register_is_told(tmp_path, capsys, line, named):
    register = a_file(tmp_path, "pop.csv", f"cell,N\na,100\nb,300\n{line}\n")
    definition = IN_CELLS + "[collapse]\nminimum = 2\n"

    told = refused(
        tmp_path, capsys, definition, a_file(tmp_path, "a.csv", as_csv(in_cells("ab"))), "--population", register
    )

    assert f"rows that are totals of others ({named})" in told


def test_a_stratum_column_that_is_not_there_is_told_also_without_a_register(tmp_path, capsys):
    told = refused(tmp_path, capsys, IN_CELLS.replace('"cell"', '"cel"'), a_file(tmp_path, "a.csv", as_csv(small())))

    assert "no column cel" in told
    assert "F1, 問1" in told


def test_a_weight_that_is_not_above_nought_is_told_with_its_line(tmp_path, capsys):
    rows = [[*row[:2], "w" if not place else "0" if place == 5 else "2"] for place, row in enumerate(small())]

    told = refused(tmp_path, capsys, SMALL, a_file(tmp_path, "a.csv", as_csv(rows)), "--weights", "w")

    assert "a.csv, line 6, column w: the weight 0 is not above nought" in told


def test_the_files_that_are_read_are_never_written_over(tmp_path, capsys):
    out = tmp_path / "out"
    out.mkdir()
    responses = a_file(out, "estimates.csv", as_csv(small()))
    toml, before = a_file(tmp_path, "scoring.toml", SMALL), responses.read_bytes()

    assert main([str(responses), "--definition", str(toml), "--out", str(out)]) == 2

    assert "would be overwritten" in capsys.readouterr().err
    assert {path.name for path in out.iterdir()} == {"estimates.csv"}
    assert responses.read_bytes() == before


def test_where_one_file_cannot_be_put_none_is(tmp_path, capsys, monkeypatch):
    responses = a_file(tmp_path, "a.csv", as_csv(small()))
    scored(tmp_path, SMALL, responses)
    out = tmp_path / "out"
    (out / "log.txt").unlink()
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    put = Path.replace

    def locked(path, target):
        if Path(target).name == "log.txt":
            raise PermissionError(errno.EACCES, "somebody has it open")
        return put(path, target)

    monkeypatch.setattr(Path, "replace", locked)
    assert main([str(responses), "--definition", str(tmp_path / "scoring.toml"), "--out", str(out)]) == 2

    assert "somebody has it open" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_a_folder_in_the_place_of_a_file_is_told_and_nothing_is_written(tmp_path, capsys):
    (tmp_path / "out" / "table.md").mkdir(parents=True)
    responses, toml = a_file(tmp_path, "a.csv", as_csv(small())), a_file(tmp_path, "scoring.toml", SMALL)

    assert main([str(responses), "--definition", str(toml), "--out", str(tmp_path / "out")]) == 2

    assert "table.md is a folder" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["table.md"]


def test_no_cell_starts_a_formula_in_a_spreadsheet(tmp_path):
    rows = small()
    rows = [
        ["=cmd|calc", rows[0][1], rows[0][2]],
        *([("=1+1", "@SUM(A1)")[place % 2], *row[1:]] for place, row in enumerate(rows[1:])),
    ]

    found = scored(tmp_path, SMALL.replace(OF_SEX, 'domains = ["=cmd|calc"]'), a_file(tmp_path, "a.csv", as_csv(rows)))

    assert {key[2:] for key in found} == {("", ""), ("'=cmd|calc", "'=1+1"), ("'=cmd|calc", "'@SUM(A1)")}


def test_labels_of_several_columns_are_never_taken_for_one_another(tmp_path):
    rows = [["x", "y", *small()[0]]]
    rows += [[*(("a|b", "c") if place % 2 else ("a", "b|c")), *row] for place, row in enumerate(small()[1:])]
    register = a_file(tmp_path, "pop.csv", "x,y,N\na|b,c,100\na,b|c,300\n")

    found = scored(
        tmp_path, 'strata = ["x", "y"]\n' + SMALL, a_file(tmp_path, "a.csv", as_csv(rows)), "--population", register
    )

    assert "400 inhabitants in 2 strata" in (tmp_path / "out" / "table.md").read_text("utf-8")
    assert float(found["問1", "mean", "", ""]["design_effect"]) > 1


def test_thin_strata_items_without_their_pair_and_strata_without_an_answer_are_told(tmp_path):
    rows = [["cell", "重要1", "満足1", "重要2"]]
    rows += [["ab"[place % 2] if place < 38 else "c", "4", "3", "5"] for place in range(40)]
    register = a_file(tmp_path, "pop.csv", "cell,N\na,100\nb,100\nc,900\nd,50\n")
    definition = """
strata = "cell"
[[scales]]
items = ["重要*", "満足*"]
points = { "1" = 1, "2" = 2, "3" = 3, "4" = 4, "5" = 5 }
[[pairs]]
importance = "重要*"
satisfaction = "満足*"
[collapse]
minimum = 2
"""

    scored(tmp_path, definition, a_file(tmp_path, "a.csv", as_csv(rows)), "--population", register)

    for name in ("table.md", "log.txt"):
        told = (tmp_path / "out" / name).read_text("utf-8")
        assert "Register: 1,150 inhabitants in 4 strata." in told
        assert "Nobody answered in d; joined to a neighbour." in told
        assert "Thin strata" in told
        assert "No gap for 重要2" in told


def test_a_set_of_answers_that_everybody_in_a_small_group_gave_is_hidden(tmp_path):
    rows = small()
    rows[1:] = [["1" if place < 15 else "2", "12"[place % 2], row[2]] for place, row in enumerate(rows[1:])]

    found = scored(
        tmp_path, SMALL.replace("[titles]", 'shares = [["1", "2"]]\n[titles]'), a_file(tmp_path, "a.csv", as_csv(rows))
    )

    assert found["問1", "share 1+2", "性別", "男性"]["flag"] == "suppressed"


def test_a_set_that_is_wanted_twice_is_told(tmp_path, capsys):
    told = refused(
        tmp_path,
        capsys,
        SMALL.replace("[titles]", 'shares = [["1", "2"], ["2", "1"]]\n[titles]'),
        a_file(tmp_path, "a.csv", as_csv(small())),
    )

    assert "each value and each set once" in told
