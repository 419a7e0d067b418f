"""Files in and out of the office: whole or not at all, and nothing that tells who answered."""

import dataclasses

import pytest

from surveyapp.domain.faults import DefinitionFaults, Refused, TooLate
from surveyapp.domain.tabular import write_table
from surveyapp.operations import handover
from surveyapp.operations.handover import File
from surveyapp.runtime import open_desks
from surveyapp.store import figures, journal, waves
from tests.support.questionnaires import tiny_document, write_folder
from tests.support.scoring import accept
from tests.support.waves import an_open_wave

COLUMNS = """
missing = [""]
stratum = "s"
channel = "how"

[channels]
net = "web"
post = "paper"

[columns]
care = "medical_care.satisfaction"
doctor = "family_doctor"
sex = "sex"
"""
REGISTER = b"stratum,district,age,sex,N,n_invited\nnorth,k01,18-29,male,100,10\nnorth,k01,70+,female,200,20\n"
RESPONSES = b"care,doctor,sex,how,s\n4,yes,male,net,north\n,no,female,post,north\n2,,,post,north\n"
COUNTS = b"code,name,kind,form,n_valid,n5,n4,n3,n2,n1\nmedical_care,x,sat,,10,1,2,3,4,0\n"


@pytest.fixture
def desks(settings, tmp_path):
    """Desks whose only definition is the wave `tiny`, with a `columns.toml`."""
    folder = write_folder(tmp_path / "questionnaires" / "tiny", tiny_document())
    (folder / "columns.toml").write_text(COLUMNS, encoding="utf-8")
    made = open_desks(dataclasses.replace(settings, questionnaires=tmp_path / "questionnaires"))
    yield made
    made.engine.dispose()


def import_responses(desks, responses=RESPONSES, register=REGISTER):
    with desks.desk() as desk:
        population = None if register is None else File("p.csv", register)
        read = handover.check_responses(desk, "tiny", File("r.csv", responses), population, "住民基本台帳")
    with desks.desk(writing=True) as desk:
        return handover.keep_responses(desk, read)


def kept(desks) -> list[str]:
    with desks.desk() as desk:
        return [wave.key for wave in waves.waves(desk.session)]


def test_responses_and_register_counts_become_a_wave_that_is_over(desks):
    import_responses(desks)

    with desks.desk() as desk:
        wave = waves.wave(desk.session, "tiny")
        (stratum,) = waves.strata(desk.session, "tiny")
        found = figures.answered(desk.session, "tiny")
        (entry,) = journal.entries(desk.session, "tiny")
    assert (wave.stage, wave.source) == ("closed", "responses")
    assert (stratum.key, stratum.population, stratum.invited) == ("north", 300, 30)
    assert sorted(one.channel for one in found) == ["paper", "paper", "web"]
    assert {one.stratum_id for one in found} == {stratum.id}
    assert (entry.deed, entry.about["responses"]) == ("responses_imported", 3)


def test_responses_without_register_counts_have_no_stratum(desks):
    import_responses(desks, register=None)

    with desks.desk() as desk:
        assert waves.strata(desk.session, "tiny") == []
        assert {one.stratum_id for one in figures.answered(desk.session, "tiny")} == {None}


def test_a_wave_is_not_imported_twice(desks):
    import_responses(desks)

    with pytest.raises(TooLate) as refused:
        import_responses(desks)

    assert refused.value.faults[0].code == "wave_already_kept"
    with desks.desk() as desk:
        assert len(figures.answered(desk.session, "tiny")) == 3


def test_a_wave_that_takes_answers_is_not_overwritten_by_a_file(desks):
    an_open_wave(desks)

    with pytest.raises(TooLate):
        import_responses(desks)


def test_of_two_imports_that_were_read_at_once_the_second_is_refused(desks):
    with desks.desk() as desk:
        first = handover.check_counts(desk, "tiny", File("c.csv", COUNTS))
        second = handover.check_counts(desk, "tiny", File("c.csv", COUNTS))
    with desks.desk(writing=True) as desk:
        handover.keep_counts(desk, first)

    with pytest.raises(TooLate), desks.desk(writing=True) as desk:
        handover.keep_counts(desk, second)


@pytest.mark.parametrize(
    ("responses", "register", "code"),
    [
        (RESPONSES.replace(b"north", b"south"), REGISTER, "stratum_not_in_population"),
        (RESPONSES, REGISTER.replace(b"100,10", b"100,1").replace(b"200,20", b"200,1"), "more_returned_than_invited"),
        (RESPONSES, REGISTER + b",x,\n", "csv_row_of_other_length"),
        (RESPONSES, REGISTER + "合計,合計,合計,合計,301,30\n".encode(), "population_total_disagrees"),
        (RESPONSES.replace(b"4,yes", b"8,yes"), REGISTER, "response_value_unknown"),
    ],
)
def test_files_that_do_not_fit_leave_nothing_behind(desks, responses, register, code):
    with pytest.raises(Refused) as refused:
        import_responses(desks, responses, register)

    assert refused.value.faults[0].code == code
    assert kept(desks) == []


def test_a_wave_without_columns_file_says_which_file_is_missing(desks, tmp_path):
    (tmp_path / "questionnaires" / "tiny" / "columns.toml").unlink()

    with pytest.raises(DefinitionFaults) as refused:
        import_responses(desks)

    assert refused.value.faults[0].where == "columns.toml"


def test_a_break_while_keeping_leaves_nothing_behind(desks):
    with desks.desk() as desk:
        read = handover.check_counts(desk, "tiny", File("c.csv", COUNTS))

    def keep_and_break() -> None:
        with desks.desk(writing=True) as desk:
            handover.keep_counts(desk, read)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        keep_and_break()

    assert kept(desks) == []


def test_an_export_says_what_was_answered_and_not_by_whom(desks):
    wave = an_open_wave(desks)
    accept(desks, wave, {"medical_care.satisfaction": "4", "info_sources": ["website"], "sex": "male"})
    accept(desks, wave, {"family_doctor": "yes"})

    with desks.desk(writing=True) as desk:
        exported = handover.export(desk, "tiny")

    rows = sorted((dict(zip(exported.columns, row, strict=True)) for row in exported.rows), key=str)
    assert exported.columns[:4] == ("stratum", "form", "channel", "weight")
    assert "free_text" not in exported.columns
    assert not {"id", "day", "ticket", "number"} & set(exported.columns)
    answers = {name: row[name] for row in rows for name in row if row[name] not in ("", None)}
    assert answers["medical_care.satisfaction"] == "4"
    assert [row["info_sources.website"] for row in rows].count("1") == 1
    assert [row["info_sources.friends"] for row in rows].count("0") == 1
    with desks.desk() as desk:
        assert journal.entries(desk.session, "tiny")[0].deed == "exported"


def test_free_texts_leave_only_when_asked_for_and_never_as_a_formula(desks):
    wave = an_open_wave(desks)
    accept(desks, wave, {"free_text": "=1+1"})

    with desks.desk(writing=True) as desk:
        exported = handover.export(desk, "tiny", with_text=True)

    content, _ = write_table(exported.columns, exported.rows)
    assert "'=1+1" in content.decode("utf-8-sig")


def test_a_wave_without_answers_cannot_be_exported(desks):
    an_open_wave(desks)

    with pytest.raises(Refused) as refused, desks.desk(writing=True) as desk:
        handover.export(desk, "tiny")

    assert refused.value.faults[0].code == "nothing_to_export"


def test_a_wave_of_counts_is_exported_as_counts(desks):
    with desks.desk() as desk:
        read = handover.check_counts(desk, "tiny", File("c.csv", COUNTS))
    with desks.desk(writing=True) as desk:
        handover.keep_counts(desk, read)

    with desks.desk(writing=True) as desk:
        exported = handover.export(desk, "tiny")

    assert exported.columns == ("question", "form", "option", "persons")
    assert ("medical_care.satisfaction", "", "2", 4) in exported.rows
