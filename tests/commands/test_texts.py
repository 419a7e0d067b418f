"""The author of a questionnaire is helped with readings: proposals to look at, a new file, and what nobody has read."""

import tomllib
from pathlib import Path

import pytest

from surveyapp.domain.ruby import plain
from surveyapp.settings import ROOT, Settings
from tests.support.console import surveyapp
from tests.support.questionnaires import tiny_document, write_folder

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def written(settings: Settings) -> Path:
    """A questionnaire with one reading, and a file of texts that has none."""
    document = tiny_document()
    document["texts"]["ja"]["items"]["medical_care"] = "{病院|びょういん}などの地域医療体制が整っている"
    write_folder(settings.questionnaires / "tiny", document)
    file = settings.questionnaires / "texts.ja.toml"
    file.write_text(
        '# 病院の調査\r\ntitle = "病院の調査" # 病院\r\nreview = "病院"\r\n[items]\r\n"病院" = "髙﨑の病院「𠮷」"\r\n',
        encoding="utf-8-sig",
        newline="",
    )
    return file


def test_readings_are_proposed_and_what_nobody_has_read_is_listed(settings, written):
    before = written.read_bytes()

    called = surveyapp(settings, "texts", "readings", str(written))

    lines = called.said.splitlines()
    assert (called.code, called.complained) == (0, "")
    assert lines[:2] == ["{病院|びょういん}の{調査|ちょうさ}", "髙﨑の{病院|びょういん}「𠮷」"]
    assert lines[2:] == ["案を示した文言 2 件、まだ読み方の分からない言葉 2 件", "　髙﨑", "　𠮷"]
    assert written.read_bytes() == before


def test_a_new_file_takes_the_proposals_and_keeps_keys_and_remarks(settings, written, tmp_path):
    new = tmp_path / "new.toml"

    surveyapp(settings, "texts", "readings", str(written), "-o", str(new))

    assert new.read_text(encoding="utf-8") == (
        '# 病院の調査\ntitle = "{病院|びょういん}の{調査|ちょうさ}" # 病院\nreview = "病院"\n[items]\n'
        '"病院" = "髙﨑の{病院|びょういん}「𠮷」"\n'
    )


def test_the_model_questionnaire_without_its_readings_gets_the_same_wording_back(settings, tmp_path):
    model = ROOT / "questionnaires" / "komagane-2021-model" / "texts.ja.toml"
    bare, new = tmp_path / "bare.toml", tmp_path / "new.toml"
    bare.write_text(plain(model.read_text(encoding="utf-8")), encoding="utf-8")

    called = surveyapp(settings, "texts", "readings", str(bare), "-o", str(new))

    assert called.code == 0
    proposed = new.read_text(encoding="utf-8")
    assert tomllib.loads(plain(proposed)) == tomllib.loads(bare.read_text(encoding="utf-8"))
    assert proposed.count("|") > 50  # from the words of the interface alone: the questionnaires here are others


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "ありません"), (b"title = ", "行目"), ("title = '病院'".encode("cp932"), "UTF-8")],
)
def test_a_file_that_cannot_be_read_is_told(settings, tmp_path, content, said):
    file = tmp_path / "texts.ja.toml"
    if content is not None:
        file.write_bytes(content)

    called = surveyapp(settings, "texts", "readings", str(file))

    assert (called.code, called.said) == (2, "")
    assert said in called.complained


def test_no_file_is_written_over(settings, written):
    called = surveyapp(settings, "texts", "readings", str(written), "-o", str(written))

    assert called.code == 2
    assert "すでにあります" in called.complained
