"""Once a wave is open, translations and readings can be put right, with a number and a reason; nothing else can."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from surveyapp.domain.faults import DefinitionFaults, Refused
from surveyapp.operations import wave_keeping
from surveyapp.store import journal, schema
from surveyapp.store.database import open_engine
from surveyapp.store.desk import Desks
from surveyapp.store.tables import TextRevision
from tests.support.questionnaires import tiny, tiny_document, write_folder
from tests.support.residents import AN_ANSWER, accepted, answer_and_send, come_in, send, turn
from tests.support.waves import OpenWave, an_open_wave, close

REASON = "設問の訳を直した"


@pytest.fixture
def wave(desks) -> OpenWave:
    return an_open_wave(desks, tiny(synthetic=True))


@pytest.fixture
def folder(settings) -> Path:
    return settings.questionnaires


def document(**english: str) -> dict:
    made = tiny_document(synthetic=True)
    made["questionnaire"]["languages"] = ["ja", "en"]
    made["texts"]["en"] = english
    return made


def revise(desks: Desks, made: dict, folder: Path, reason: str = REASON) -> int:
    write_folder(folder / "tiny", made)
    with desks.desk(writing=True) as desk:
        return wave_keeping.revise_texts(desk, "tiny", reason)


def test_a_response_names_the_revision_it_was_given_to(desks, wave, folder):
    answer_and_send(desks, wave.letters[0])
    assert revise(desks, document(title="A small survey"), folder) == 1
    answer_and_send(desks, wave.letters[1])
    begun = come_in(desks, wave.letters[2])
    turn(desks, begun, AN_ANSWER)
    assert revise(desks, document(title="A short survey"), folder) == 2

    send(desks, begun)

    assert sorted(response.text_revision for response in accepted(desks, wave.key)) == [0, 1, 2]


def test_residents_read_the_newest_revision_and_the_office_what_was_sealed(desks, wave, folder):
    revise(desks, document(title="A small survey"), folder)
    revise(desks, document(title="A short survey"), folder)

    with desks.desk() as desk:
        read, sealed = desk.library.as_read(desk.session, wave.key), desk.library.opened(desk.session, wave.key)
    assert (read.words("en").say("title"), read.languages) == ("A short survey", ("ja", "en"))
    assert sealed.fingerprint == wave.questionnaire.fingerprint


def test_readings_may_be_added_to_the_japanese_wording(desks, wave, folder):
    made = document()
    made["texts"]["ja"]["items"]["medical_care"] = "{病院|びょういん}などの地域医療体制が整っている"

    assert revise(desks, made, folder) == 1


def test_what_is_asked_and_its_japanese_wording_stay_as_they_were_sealed(desks, wave, folder):
    made = document()
    made["questionnaire"]["keyings"] = 1
    made["texts"]["ja"]["items"]["medical_care"] = "病院が近くにある"

    with pytest.raises(Refused) as refused:
        revise(desks, made, folder)

    (fault,) = refused.value.faults
    assert fault.code == "revision_of_what_is_sealed"
    assert fault.fields["places"] == "questionnaire.toml: keyings、texts.ja.toml: item.medical_care"


@pytest.mark.parametrize("reason", ["", "　 "])
def test_a_revision_without_a_reason_is_refused(desks, wave, folder, reason):
    with pytest.raises(Refused, match="revision_without_reason"):
        revise(desks, document(title="A small survey"), folder, reason)


def test_a_revision_that_changes_nothing_is_refused(desks, wave, folder):
    revise(desks, document(title="A small survey"), folder)

    with pytest.raises(Refused, match="revision_without_change"):
        revise(desks, document(title="A small survey"), folder)


def test_a_closed_wave_is_not_revised(desks, wave, folder):
    close(desks, wave)

    with pytest.raises(Refused, match="wave_not_open"):
        revise(desks, document(title="A small survey"), folder)


def test_a_real_wave_takes_no_machine_translation_by_revision_either(desks, folder):
    an_open_wave(desks, tiny())
    made = document(title="A small survey")
    made["questionnaire"]["synthetic"] = False

    with pytest.raises(DefinitionFaults, match="language_not_reviewed"):
        revise(desks, made, folder)


def test_the_journal_says_what_was_revised_and_why_and_no_revision_is_changed_afterwards(desks, wave, folder):
    revise(desks, document(title="A small survey"), folder)

    with desks.desk() as desk:
        entry = journal.entries(desk.session, wave.key)[0]
        kept = desk.session.scalars(sa.select(TextRevision)).one()
    assert (entry.deed, entry.about["revision"], entry.about["reason"]) == ("texts_revised", 1, REASON)
    assert (kept.number, kept.reason) == (1, REASON)
    with pytest.raises(sa.exc.DBAPIError, match="add-only"), desks.desk(writing=True) as desk:
        desk.session.execute(sa.text("UPDATE text_revision SET reason = ''"))


def test_responses_from_before_there_were_revisions_keep_their_answers_and_are_of_what_was_sealed(bare_database_url):
    schema.upgrade(bare_database_url, "0001")
    engine = open_engine(bare_database_url)
    with engine.begin() as connection:
        connection.execute(
            sa.text(
                "INSERT INTO wave (key, title, fiscal_year, stage, link, duplicates, keyings, source, synthetic)"
                " VALUES ('tiny', '髙﨑𠮷', 2021, 'draft', 'cut_on_acceptance', 'first', 2, 'fieldwork', :no)"
            ),
            {"no": False},
        )
        connection.execute(
            sa.text(
                "INSERT INTO response (id, wave, channel, language, form, answers)"
                " VALUES (:id, 'tiny', 'web', 'ja', '', :answers)"
            ),
            {"id": "0" * 31 + "1", "answers": '{"free_text": {"wrote": "😀"}}'},
        )

    schema.upgrade(bare_database_url)

    with engine.connect() as connection:
        kept = connection.execute(sa.text("SELECT text_revision, answers FROM response")).one()
        in_sqlite = connection.dialect.name == "sqlite"
        shape = sa.text("SELECT sql FROM sqlite_master WHERE name = 'response'") if in_sqlite else None
        said = "WITHOUT ROWID" if shape is None else connection.scalar(shape)
    engine.dispose()
    assert (kept.text_revision, "😀" in str(kept.answers)) == (0, True)
    assert "WITHOUT ROWID" in said, "a copy of the table would keep the order of arrival"
