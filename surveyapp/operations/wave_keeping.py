"""The life of a wave: checked, opened (its definition sealed), closed (its links cut)."""

from dataclasses import dataclass

from surveyapp.domain.faults import Fault, Refused
from surveyapp.domain.questionnaire import Questionnaire
from surveyapp.domain.revisions import sealed_changes
from surveyapp.domain.stages import WaveStage, wave_after
from surveyapp.store import closing, definitions, journal, waves
from surveyapp.store.desk import Desk, Desks
from surveyapp.store.tables import Wave


@dataclass(frozen=True)
class Listed:
    """A wave in the list: its folder, its row, or both."""

    key: str
    title: str
    stage: str


def list_waves(desk: Desk) -> list[Listed]:
    """Every wave the office has: in the database with its stage, or only as a folder (未登録)."""
    kept = {wave.key: Listed(wave.key, wave.title, wave.stage) for wave in waves.waves(desk.session)}
    folders = definitions.available(desk.questionnaires)
    return [*kept.values(), *(Listed(name, "", "") for name in folders if name not in kept)]


def check(desk: Desk, key: str) -> Questionnaire:
    """The author's copy of a wave's definition, read whole; DefinitionFaults names every fault."""
    return definitions.load(desk.questionnaires / key)


def draft(desk: Desk, key: str) -> Wave:
    """The wave's row, made from the author's copy when there is none yet."""
    known = {wave.key: wave for wave in waves.waves(desk.session)}
    return known.get(key) or waves.add(desk.session, check(desk, key))


def open_(desk: Desk, key: str, staff: int | None = None) -> Wave:
    """Seal the definition and take answers from now on."""
    questionnaire = check(desk, key)
    wave = draft(desk, key)
    wave.stage = wave_after(WaveStage(wave.stage), "open")
    # The rules are those of the definition that is sealed now, not of the one the draft was made from.
    wave.title, wave.fiscal_year = questionnaire.title, questionnaire.fiscal_year
    wave.admission = questionnaire.admission
    wave.link, wave.duplicates, wave.keyings = questionnaire.link, questionnaire.duplicates, questionnaire.keyings
    wave.synthetic = questionnaire.synthetic
    wave.opened_at = desk.now
    waves.seal(desk.session, questionnaire, desk.now)
    journal.note(desk.session, desk.now, "wave_opened", wave=key, staff=staff, definition=questionnaire.fingerprint)
    return wave


def revise_texts(desk: Desk, key: str, reason: str, staff: int | None = None) -> int:
    """Put translations and readings of an open wave right, as they stand in the author's copy; returns the number.

    What is asked, and the Japanese wording that a translation is measured by, stay as they were sealed.
    """
    if not reason.strip():
        raise Refused(Fault("revision_without_reason"))
    waves.open_wave(desk.session, key)
    written, read = check(desk, key), desk.library.as_read(desk.session, key)
    if places := sealed_changes(desk.library.opened(desk.session, key), written):
        raise Refused(Fault("revision_of_what_is_sealed", wave=key, places="、".join(places)))
    if written.fingerprint == read.fingerprint:
        raise Refused(Fault("revision_without_change", wave=key))
    number = waves.last_revision(desk.session, key) + 1
    waves.revise(desk.session, written, number, reason.strip(), desk.now)
    about = {"revision": number, "reason": reason.strip(), "definition": written.fingerprint}
    journal.note(desk.session, desk.now, "texts_revised", wave=key, staff=staff, **about)
    return number


def close(desk: Desk, key: str, staff: int | None = None, *, abandon: bool = False) -> closing.Cut:
    """Take no more answers, forget unsent drafts, and cut every link between tickets and responses.

    Sheets that are registered but not accepted stop the closing, unless the office abandons them in writing.
    """
    wave = waves.wave(desk.session, key)
    unfinished = closing.unfinished_sheets(desk.session, key)
    if unfinished and not abandon:
        raise Refused(Fault("sheets_unfinished", count=unfinished))
    wave.stage = wave_after(WaveStage(wave.stage), "close")
    wave.closed_at = desk.now
    cut = closing.cut_links(desk.session, key)
    journal.note(
        desk.session,
        desk.now,
        "wave_closed",
        wave=key,
        staff=staff,
        links_cut=cut.links,
        sheet_numbers_forgotten=cut.sheets,
        drafts_forgotten=cut.drafts,
        sheets_abandoned=unfinished,
    )
    return cut


def sweep(desks: Desks) -> None:
    """After closing: leave no trace of what was cut in freed pages or in the write-ahead log."""
    closing.sweep(desks.engine)
