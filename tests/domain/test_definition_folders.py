"""A folder of files is a definition; a file that cannot be read is named, with what to do."""

from pathlib import Path
from typing import Any

import pytest

from surveyapp.domain.faults import DefinitionFaults, Fault
from surveyapp.store.definitions import available, load, load_columns
from surveyapp.wording import say_with_place
from tests.support.questionnaires import tiny, tiny_document, write_folder


def faults_of(folder: Path) -> tuple[Fault, ...]:
    with pytest.raises(DefinitionFaults) as refused:
        load(folder)
    return refused.value.faults


def codes_of(folder: Path) -> list[tuple[str, str]]:
    return [(fault.code, fault.where) for fault in faults_of(folder)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(tmp_path / "tiny", tiny())


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_folder_is_read_as_the_questionnaire_it_was_written_from(folder):
    assert load(folder) == tiny()


def test_a_folder_holds_a_wave_where_it_holds_a_questionnaire(folder):
    (folder.parent / "plans").mkdir()
    (folder.parent / "README.md").write_text("書き方", encoding="utf-8")

    assert available(folder.parent) == ["tiny"]
    assert available(folder.parent / "nowhere") == []


def test_a_folder_that_is_not_there_is_named(tmp_path):
    assert codes_of(tmp_path / "tinny") == [("folder_missing", "tinny")]


def test_missing_files_are_named_together_with_faults_in_the_others(tmp_path):
    (tmp_path / "empty").mkdir()

    assert ("file_missing", "questionnaire.toml") in codes_of(tmp_path / "empty")


def test_a_missing_japanese_file_is_named(folder):
    (folder / "texts.ja.toml").unlink()

    assert codes_of(folder) == [("japanese_missing", "texts.ja.toml")]


def test_a_file_that_is_not_toml_is_named_with_the_line(folder):
    (folder / "questionnaire.toml").write_text('wave = "tiny"\nfiscal_year = 2021\nlink = cut\n', encoding="utf-8")

    (fault,) = faults_of(folder)

    assert say_with_place(fault) == (
        "questionnaire.toml: questionnaire.toml の 3 行目付近が TOML として読めません。"
        '「"」の閉じ忘れ、「=」の抜け、かっこの対応、同じ項目の重なりを確かめてください。'
    )


def test_a_file_that_ends_too_early_is_named_with_its_last_line(folder):
    (folder / "questionnaire.toml").write_text('wave = "tiny"\nforms = ["A",\n"B"', encoding="utf-8")

    (fault,) = faults_of(folder)

    assert (fault.code, fault.fields["line"]) == ("file_not_toml", 3)


def test_a_shift_jis_file_is_recognised(folder):
    text = (folder / "texts.ja.toml").read_text(encoding="utf-8")
    (folder / "texts.ja.toml").write_text(text, encoding="cp932")

    (fault,) = faults_of(folder)

    assert fault.code == "file_shift_jis"
    assert "UTF-8 を選んで保存し直してください" in say_with_place(fault)


@pytest.mark.parametrize("content", ['title = "調査"'.encode("utf-16"), b'title = "\xa0\xfd\xfe\x81"'])
def test_a_file_in_another_encoding_is_refused(folder, content):
    (folder / "texts.ja.toml").write_bytes(content)

    assert codes_of(folder) == [("file_not_utf8", "texts.ja.toml")]


def test_files_that_cannot_be_read_are_all_named(folder):
    (folder / "questionnaire.toml").write_text("wave", encoding="utf-8")
    (folder / "texts.en.toml").write_bytes('title = "調査"'.encode("cp932"))

    assert codes_of(folder) == [("file_not_toml", "questionnaire.toml"), ("file_shift_jis", "texts.en.toml")]


def test_a_file_saved_by_notepad_is_read(folder):
    for file in folder.iterdir():
        text = file.read_text(encoding="utf-8").replace("\n", "\r\n")
        file.write_bytes(b"\xef\xbb\xbf" + text.encode())

    assert load(folder) == tiny()


def test_a_wave_is_named_like_its_folder(folder):
    copied = folder.rename(folder.with_name("tiny-2023"))
    change(copied / "questionnaire.toml", '"fiscal_year" = 2021', '"fiscal_year" = "2023"')

    assert codes_of(copied) == [
        ("wave_not_folder", "questionnaire.toml: wave"),
        ("not_a_whole_number", "questionnaire.toml: fiscal_year"),
    ]


def test_a_directory_in_place_of_a_file_is_refused(folder):
    (folder / "questionnaire.toml").unlink()
    (folder / "questionnaire.toml").mkdir()

    assert codes_of(folder) == [("definition_unreadable", "questionnaire.toml")]


def based(folder: Path, base: str, **own: Any) -> Path:
    """A neighbouring wave `next` that says only what is different."""
    structure = {"based_on": base, "wave": "next", **own}
    return write_folder(folder.parent / "next", {"questionnaire": structure, "texts": {"ja": {"title": "次の調査"}}})


def test_a_wave_based_on_another_says_only_what_is_different(folder):
    questionnaire = load(based(folder, "tiny", synthetic=True))

    assert (questionnaire.wave, questionnaire.synthetic, questionnaire.title) == ("next", True, "次の調査")
    assert questionnaire.sections == tiny().sections
    assert questionnaire.words().say("organisation") == "駒ヶ根市"


def test_the_document_of_a_wave_based_on_another_stands_by_itself(folder):
    questionnaire = load(based(folder, "tiny"))

    expected = tiny_document(wave="next")
    expected["texts"]["ja"]["title"] = "次の調査"
    assert questionnaire.document == expected


@pytest.mark.parametrize("base", ["nowhere", "next", "../tiny", ""])
def test_a_base_that_is_not_beside_the_wave_is_refused(folder, base):
    assert codes_of(based(folder, base)) == [("base_missing", "questionnaire.toml: based_on")]


def test_a_wave_is_not_based_on_one_that_is_based_itself(folder):
    based(folder, "tiny")
    third = write_folder(
        folder.parent / "third", {"questionnaire": {"based_on": "next", "wave": "third"}, "texts": {"ja": {}}}
    )

    assert codes_of(third) == [("base_of_a_base", "questionnaire.toml: based_on")]


def test_a_base_that_cannot_be_read_is_named_with_its_folder(folder):
    (folder / "texts.ja.toml").write_text("title", encoding="utf-8")

    assert codes_of(based(folder, "tiny")) == [("file_not_toml", "tiny/texts.ja.toml")]


def test_columns_are_read_from_beside_the_questionnaire(folder):
    (folder / "columns.toml").write_text('[columns]\nQ1 = "family_doctor"\n', encoding="utf-8")

    assert load_columns(folder, tiny()).questions == {"Q1": "family_doctor"}


def test_a_wave_without_a_list_of_columns_says_so(folder):
    with pytest.raises(DefinitionFaults) as refused:
        load_columns(folder, tiny())

    assert [(fault.code, fault.where) for fault in refused.value.faults] == [("file_missing", "columns.toml")]
