"""CSV as offices keep it: read with every fault at its line, written without losing a character in silence."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.domain.faults import Fault, Refused
from surveyapp.domain.tabular import read_table, refuse, whole_number, write_table


def faults_of(content: bytes, needed: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        read_table(content, "counts.csv", needed)
    return [(fault.where, fault.code) for fault in refused.value.faults]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_utf8_and_shift_jis_are_read_alike(encoding):
    table = read_table("名前,数\r\n髙橋,3\r\n".encode(encoding), "counts.csv", ["数"])

    assert table.columns == ("名前", "数")
    assert table.rows[0].cells == {"名前": "髙橋", "数": "3"}
    assert table.rows[0].line == 2


@pytest.mark.parametrize(
    "content",
    [
        "名前,数\n".encode("utf-16"),
        "名前,満足度の数\n".encode() + b"\xff\xfe\xfd",
        b"a,b\n\x00,1\n",
        "名前,満足度の数\n".encode("euc_jp"),
    ],
)
def test_another_encoding_is_refused(content):
    assert faults_of(content) == [("counts.csv", "csv_encoding_unknown")]


def test_half_width_katakana_in_shift_jis_are_no_other_encoding():
    table = read_table("ﾅﾏｴ\nﾀﾛｳ\nさとう\n".encode("cp932"), "counts.csv")

    assert [row.cells["ﾅﾏｴ"] for row in table.rows] == ["ﾀﾛｳ", "さとう"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", [("counts.csv", "csv_empty")]),
        (b"a,b\n", [("counts.csv", "csv_without_rows")]),
        (b"a,b\n\n , \n", [("counts.csv", "csv_without_rows")]),
        (b"a,c\n1,2\n", [("counts.csv:1", "csv_column_missing")]),
        (b"a,a,b\n1,2,3\n", [("counts.csv:1", "csv_column_twice")]),
        (
            b"a,b\n1,2\n1\n1,2,3\n",
            [("counts.csv:3", "csv_row_of_other_length"), ("counts.csv:4", "csv_row_of_other_length")],
        ),
        (b'a,b\n1,2\n"1,2\n', [("counts.csv:3", "csv_quotes_open")]),
    ],
)
def test_a_broken_file_is_refused_with_the_line(content, expected):
    assert faults_of(content, ("a", "b")) == expected


def test_a_cell_over_two_lines_does_not_shift_the_lines_of_those_below():
    table = read_table(b'a,b\n"1\n1",2\n3,4\n', "counts.csv")

    assert [row.line for row in table.rows] == [2, 4]


def test_a_list_of_faults_that_nobody_could_read_is_cut_and_says_so():
    with pytest.raises(Refused) as refused:
        refuse([Fault("counts_negative", value=number) for number in range(250)])

    assert len(refused.value.faults) == 101
    assert refused.value.faults[-1] == Fault("csv_more_faults", count=150)


@pytest.mark.parametrize(
    ("cell", "number"),
    [("12", 12), ("１，２３４", 1234), (" 7 ", 7), ("-3", -3), ("－３", -3), ("", None), ("1.5", None), ("二", None)],
)
def test_a_whole_number_is_read_as_people_write_it(cell, number):
    assert whole_number(cell) == number


@pytest.mark.parametrize("cell", ["=1+1", "+81", "-cmd", "@sum", "\tx", '=HYPERLINK("http://x")'])
def test_no_cell_becomes_a_formula(cell):
    content, _ = write_table(["a"], [[cell]])

    assert next(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))["a"] == f"'{cell}"


def test_a_negative_number_stays_a_number():
    assert write_table(["a"], [[-0.5]])[0].decode("utf-8-sig") == "a\r\n-0.5\r\n"


def test_every_character_that_shift_jis_does_not_have_is_told_with_its_place():
    content, unfit = write_table(["氏", "名"], [["髙", "太郎"], ["𠮷", "花😀子"]], "cp932")

    assert content.decode("cp932") == "氏,名\r\n髙,太郎\r\n〓,花〓子\r\n"
    assert [(one.line, one.column, one.character) for one in unfit] == [(3, "氏", "𠮷"), (3, "名", "😀")]


def test_marks_that_shift_jis_keeps_under_another_code_point_are_not_lost():
    content, unfit = write_table(["a"], [["10〜20−5"]], "cp932")

    assert (content.decode("cp932"), unfit) == ("a\r\n10～20－5\r\n", ())


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=5))
def test_what_is_written_is_read_again(rows):
    content, unfit = write_table(["a", "b"], [("x" + first, "y" + second) for first, second in rows])

    table = read_table(content, "again.csv")

    assert [tuple(row.cells.values()) for row in table.rows] == [
        (("x" + first).strip(), ("y" + second).strip()) for first, second in rows
    ]
    assert unfit == ()
