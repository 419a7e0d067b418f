"""`surveyapp import …`, `export`, `score`, `work` as a person at the console meets them."""

import errno
from pathlib import Path

import pytest

from surveyapp.commands import files
from surveyapp.domain.faults import Refused
from tests.support import console
from tests.support.scoring import a_city, accept
from tests.support.source import CHECKOUT
from tests.support.waves import an_open_wave

TAKAMATSU = CHECKOUT / "questionnaires" / "takamatsu-r7" / "data" / "r7_counts_exact.csv"


@pytest.fixture
def surveyapp(settings):
    """The console command in the test's own place."""

    def call(*arguments: str | Path) -> console.Called:
        return console.surveyapp(settings, *map(str, arguments))

    return call


def test_published_counts_are_imported_scored_and_printed(surveyapp):
    imported = surveyapp("import", "counts", "takamatsu-r7", TAKAMATSU)
    run = surveyapp("score", "run", "takamatsu-r7")
    again = surveyapp("import", "counts", "takamatsu-r7", TAKAMATSU)

    assert (imported.code, imported.complained) == (0, "")
    assert "86 問分" in imported.said
    assert run.code == 0
    assert "単純無作為抽出とみなした" in run.said
    assert "t111.satisfaction\t446\t3.26\t3.18～3.33\t3.26" in run.said
    assert again.code == 2
    assert "すでに登録されています" in again.complained


def test_a_file_with_faults_is_refused_with_each_line_and_exit_code_2(surveyapp, tmp_path):
    broken = tmp_path / "counts.csv"
    broken.write_bytes(
        TAKAMATSU.read_bytes().replace(b"33,116,243,40,14", b"34,116,243,40,14").replace(b"\n112,", b"\n999,")
    )

    refused = surveyapp("import", "counts", "takamatsu-r7", broken)

    told = refused.complained.splitlines()
    assert refused.code == 2
    assert told[0].startswith("counts.csv:2 n_valid: 選択肢の人数の計（447）が有効回答数（446）と合いません")
    assert [line.split(":")[1] for line in told] == ["2 n_valid", "4 code", "5 code"]
    assert surveyapp("wave", "list").said.count("closed") == 0


def test_a_file_in_shift_jis_is_read(surveyapp, tmp_path):
    file = tmp_path / "counts.csv"
    file.write_bytes(TAKAMATSU.read_text(encoding="utf-8-sig").encode("cp932"))

    assert surveyapp("import", "counts", "takamatsu-r7", file).code == 0


def test_a_file_that_is_not_there_is_told(surveyapp):
    refused = surveyapp("import", "counts", "takamatsu-r7", "nowhere.csv")

    assert refused.code == 2
    assert "nowhere.csv" in refused.complained


def test_a_run_that_cannot_be_made_ends_with_exit_code_2(surveyapp, desks):
    an_open_wave(desks)

    refused = surveyapp("score", "run", "tiny")

    assert refused.code == 2
    assert "集計できる回答がまだありません" in refused.complained


def test_waiting_jobs_are_worked_off(surveyapp, desks):
    a_city(desks)

    assert surveyapp("work", "--once").said == "0 件の仕事をしました。\n"
    assert surveyapp("score", "run", "tiny", "--weights", "cells:2").code == 0


def test_an_export_is_written_once_and_never_over_another_file(surveyapp, desks, tmp_path):
    accept(desks, an_open_wave(desks), {"family_doctor": "yes"})
    file = tmp_path / "out.csv"

    first = surveyapp("export", "tiny", "--format", "csv", "-o", file)
    written = file.read_bytes()
    second = surveyapp("export", "tiny", "-o", file)

    assert (first.code, second.code) == (0, 2)
    assert written.startswith(b"\xef\xbb\xbfstratum,form,channel,weight,")
    assert file.read_bytes() == written
    assert [path.name for path in tmp_path.glob("*.part")] == []


def test_a_full_disk_leaves_no_half_written_file(tmp_path, monkeypatch):
    def full(_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    def write() -> None:
        with files.new_file(tmp_path / "out.csv") as file:
            file.write(b"half of it")

    monkeypatch.setattr(files, "to_disk", full)

    with pytest.raises(Refused) as refused:
        write()

    assert refused.value.faults[0].code == "path_unwritable"
    assert list(tmp_path.iterdir()) == []


def test_an_export_in_shift_jis_tells_every_character_that_does_not_fit(surveyapp, desks, tmp_path):
    accept(desks, an_open_wave(desks), {"free_text": "𠮷野家の前の道"})
    file = tmp_path / "out.csv"

    exported = surveyapp("export", "tiny", "--encoding", "cp932", "--with-text", "-o", file)

    assert exported.code == 0
    assert "〓野家の前の道" in file.read_bytes().decode("cp932")
    assert "2 行目 free_text: 𠮷（U+20BB7）" in exported.complained
