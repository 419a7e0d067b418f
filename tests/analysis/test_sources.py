"""Files as cities have them: whatever Excel and older systems saved."""

import subprocess
import sys
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np
import pytest

from analysis.faults import SourceFaults
from analysis.files.findings import Findings
from analysis.files.sources import Columns, read_table


def workbook(path: Path, rows: list[list[object]], sheet: str = "回答") -> Path:
    """The least that is an Excel workbook: one sheet, text within its cells."""
    lines = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{types}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        f'<sheet name="{sheet}" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{lines}</sheetData></worksheet>',
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{content}')
    return path


def cell(value: object) -> str:
    if value is None:
        return "<c/>"
    if isinstance(value, str) and value.startswith("<"):
        return value
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f"<c><v>{value}</v></c>"


def a_file(folder: Path, content: str, encoding: str = "utf-8", name: str = "responses.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode(encoding))
    return path


def text(table: Columns, name: str) -> np.ndarray:
    column = table.column(name)
    return np.array(column.values)[column.index]


def codes(table: Columns, name: str, options: list[str], silence: list[str]) -> np.ndarray:
    findings = Findings()
    meaning = {value: code for code, value in enumerate(options, start=1)} | dict.fromkeys(silence, 0)
    found, _ = table.coded(findings, name, meaning, "value_off_scale")
    findings.refuse()
    return found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_japanese_files_are_read_whatever_they_were_saved_as(tmp_path, encoding):
    found = read_table(a_file(tmp_path, "地区,満足度\r\n中沢,4\r\n赤穂, 5 \r\n\r\n", encoding))

    assert found.names == ("地区", "満足度")
    assert text(found, "地区").tolist() == ["中沢", "赤穂"]
    assert found.numbers("満足度").tolist() == [4, 5]


def test_a_file_that_is_neither_is_refused(tmp_path):
    path = tmp_path / "picture.csv"
    path.write_bytes(b"a,b\n\x81\x20,\x89\x01\n")

    with pytest.raises(SourceFaults) as refused:
        read_table(path)
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
        read_table(a_file(tmp_path, content))
    assert [fault.code for fault in refused.value.faults] == [code]


def test_every_value_off_the_scale_is_told_with_line_and_column(tmp_path):
    found = read_table(a_file(tmp_path, 'q1,note\n1,"two\nlines"\n7,\n,\n２,x\n'))

    with pytest.raises(SourceFaults) as refused:
        codes(found, "q1", ["1", "2"], [""])

    # a full-width digit is the digit
    assert [(fault.fields["line"], fault.fields["value"]) for fault in refused.value.faults] == [(4, "7")]


def test_codes_follow_the_order_of_the_options_and_silence_is_declared(tmp_path):
    found = read_table(a_file(tmp_path, "q1,x\nはい,1\nいいえ,1\n無回答,1\n"))

    assert codes(found, "q1", ["はい", "いいえ"], ["無回答"]).tolist() == [1, 2, 0]


def test_a_missing_column_is_named_with_those_that_are_there(tmp_path):
    found = read_table(a_file(tmp_path, "q1,q2\n1,1\n"))

    with pytest.raises(SourceFaults) as refused:
        text(found, "q3")
    assert "q1, q2" in str(refused.value)


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
    found = read_table(a_file(tmp_path, "w,x\n1.5,1\nabc,1\n"))

    with pytest.raises(SourceFaults) as refused:
        found.numbers("w")
    assert refused.value.faults[0].fields["line"] == 3
    assert np.array_equal(found.numbers("x"), [1, 1])


def test_a_workbook_is_read_as_its_cells_stand(tmp_path):
    path = workbook(
        tmp_path / "回答.xlsx",
        [["地区", "満足度", "備考"], ["中沢", 4, "髙﨑"], ["赤穂", 5.5, None], [None, None, None]],
    )

    found = read_table(path)

    assert found.names == ("地区", "満足度", "備考")
    assert text(found, "備考").tolist() == ["髙﨑", ""]
    assert text(found, "満足度").tolist() == ["4", "5.5"]
    assert found.lines.tolist() == [2, 3]
    assert found.provenance.read_as == "Excel, sheet 回答"
    with pytest.raises(SourceFaults, match=r"has no sheet 集計\. Name one of these: 回答"):
        read_table(path, sheet="集計")
    with pytest.raises(SourceFaults, match="is no workbook"):
        read_table(a_file(tmp_path, "a\n1\n"), sheet="集計")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"%PDF-1.7 ...", "not_a_table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "not_a_table"),
        (b"PK\x03\x04 no workbook", "not_a_table"),
        ("地区,満足度\n".encode("utf-16"), "not_a_table"),
        (b"a,b\n1,\x00\n", "not_a_table"),
        ("地区\t満足度\n中沢\t4\n".encode(), "separator_differs"),
        (b'a,b\n1,"2\n3,4\n', "quotes_wrong"),
        (b"\n\n , \n", "file_empty"),
    ],
)
def test_a_wrong_file_is_told_for_what_it_is(tmp_path, content, code):
    path = tmp_path / "responses.csv"
    path.write_bytes(content)

    with pytest.raises(SourceFaults) as refused:
        read_table(path)

    assert [fault.code for fault in refused.value.faults] == [code]


def test_a_file_that_is_not_there_or_is_a_folder_is_told(tmp_path):
    for path, code in ((tmp_path / "none.csv", "file_missing"), (tmp_path, "file_not_opened")):
        with pytest.raises(SourceFaults) as refused:
            read_table(path)
        assert refused.value.faults[0].code == code


def test_characters_beyond_the_old_sets_are_kept(tmp_path):
    found = read_table(a_file(tmp_path, "名,意見\n𠮷野,道が😀暗い\n髙﨑,\n"))

    assert text(found, "名").tolist() == ["𠮷野", "髙﨑"]
    assert text(found, "意見").tolist() == ["道が😀暗い", ""]


def test_of_many_wrong_places_the_first_are_listed_and_the_others_counted(tmp_path):
    found = read_table(a_file(tmp_path, "q1\n" + "9\n" * 100_000))

    with pytest.raises(SourceFaults) as refused:
        codes(found, "q1", ["1"], [""])

    assert len(refused.value.faults) == 21
    assert "99,980 more" in str(refused.value)


def test_a_cell_that_shows_an_error_is_told_and_not_taken_for_silence(tmp_path):
    rows = [["q1", "q2"], ['<c r="A2"><v>4</v></c>', '<c r="B2" t="e"><v>#N/A</v></c>']]

    with pytest.raises(SourceFaults) as refused:
        read_table(workbook(tmp_path / "a.xlsx", rows))

    assert [(fault.code, fault.fields["cell"], fault.fields["value"]) for fault in refused.value.faults] == [
        ("cell_shows_error", "B2", "#N/A")
    ]


def test_a_formula_that_was_never_worked_out_is_told_and_one_that_was_is_read(tmp_path):
    rows = [["q1", "q2"], ['<c r="A2"><f>2+2</f><v>4</v></c>', '<c r="B2"><f>A2+1</f></c>']]

    with pytest.raises(SourceFaults) as refused:
        read_table(workbook(tmp_path / "a.xlsx", rows))

    assert [(fault.code, fault.fields["cell"]) for fault in refused.value.faults] == [("cell_without_value", "B2")]
    assert text(read_table(workbook(tmp_path / "b.xlsx", [rows[0], [rows[1][0], 5]])), "q1").tolist() == ["4"]


def test_a_title_above_the_headings_is_told_once(tmp_path):
    content = "令和6年度 市民満足度調査\n" + "".join(f"{k},{k},{k}\n" for k in range(50))

    with pytest.raises(SourceFaults) as refused:
        read_table(a_file(tmp_path, content))

    assert [fault.code for fault in refused.value.faults] == ["headings_short"]
    assert "above the headings" in str(refused.value)
