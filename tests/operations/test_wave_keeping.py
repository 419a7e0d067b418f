"""The life of a wave: opened once, sealed, closed with its links cut."""

import pytest
from sqlalchemy import func, select

from surveyapp.domain.faults import DefinitionFaults, NotThere, Refused, TooLate
from surveyapp.operations import wave_keeping
from surveyapp.store import journal, waves
from surveyapp.store.desk import Desks
from surveyapp.store.tables import DraftAnswer, Sheet, SheetTicket, Staff, Stratum, Ticket
from tests.support.questionnaires import tiny, tiny_document, write_folder


@pytest.fixture
def office(desks: Desks) -> Desks:
    """An office that has the tiny wave's folder."""
    with desks.desk() as desk:
        write_folder(desk.questionnaires / "tiny", tiny())
    return desks


def opened(desks: Desks) -> None:
    with desks.desk(writing=True) as desk:
        wave_keeping.open_(desk, "tiny")


def test_an_opened_wave_reads_its_sealed_definition_whatever_happens_to_the_folder(office: Desks) -> None:
    opened(office)
    changed = tiny_document()
    changed["texts"]["ja"]["title"] = "別の題"
    with office.desk() as desk:
        write_folder(desk.questionnaires / "tiny", changed)

    with office.desk() as desk:
        assert desk.library.opened(desk.session, "tiny").title == tiny().title
        assert desk.library.opened(desk.session, "tiny").fingerprint == tiny().fingerprint


def test_a_wave_is_opened_only_once(office: Desks) -> None:
    opened(office)

    with pytest.raises(TooLate, match="wave_step_impossible"):
        opened(office)


def test_a_wave_with_a_faulty_definition_is_not_opened(office: Desks) -> None:
    with office.desk() as desk:
        (desk.questionnaires / "tiny" / "texts.ja.toml").unlink()

    with pytest.raises(DefinitionFaults):
        opened(office)

    with office.desk() as desk:
        assert waves.waves(desk.session) == []


def test_a_wave_that_was_never_opened_cannot_be_closed(office: Desks) -> None:
    with pytest.raises(NotThere, match="no_such_wave"), office.desk(writing=True) as desk:
        wave_keeping.close(desk, "tiny")


def test_closing_forgets_drafts_and_office_numbers_and_writes_down_how_many(office: Desks) -> None:
    opened(office)
    with office.desk(writing=True) as desk:
        _a_draft_and_a_blank_sheet(desk)

    with office.desk(writing=True) as desk:
        cut = wave_keeping.close(desk, "tiny")
    wave_keeping.sweep(office)

    with office.desk() as desk:
        assert (cut.links, cut.sheets, cut.drafts) == (0, 1, 1)
        for table in (SheetTicket, DraftAnswer):
            assert desk.session.scalar(select(func.count()).select_from(table)) == 0
        closed = next(entry for entry in journal.entries(desk.session, "tiny") if entry.deed == "wave_closed")
        assert closed.about["sheet_numbers_forgotten"] == 1


def test_a_wave_with_unfinished_sheets_is_closed_only_when_the_office_abandons_them(office: Desks) -> None:
    opened(office)
    with office.desk(writing=True) as desk:
        _a_draft_and_a_blank_sheet(desk, stage="keyed_once")

    with pytest.raises(Refused, match="sheets_unfinished"), office.desk(writing=True) as desk:
        wave_keeping.close(desk, "tiny")

    with office.desk(writing=True) as desk:
        wave_keeping.close(desk, "tiny", abandon=True)
    with office.desk() as desk:
        assert waves.wave(desk.session, "tiny").stage == "closed"


def _a_draft_and_a_blank_sheet(desk, stage: str = "blank") -> None:
    session = desk.session
    clerk = Staff(name="clerk", password_hash="-", active=True, epoch=0)
    stratum = Stratum(wave="tiny", key="all", population=100, invited=30)
    session.add_all([clerk, stratum])
    session.flush()
    ticket = Ticket(
        wave="tiny", stratum_id=stratum.id, number="000018", code_hash="x", receipt="1", form="", spent=False
    )
    sheet = Sheet(wave="tiny", office_number=1, stage=stage, form="", received_on=desk.today, registered_by=clerk.id)
    session.add_all([ticket, sheet])
    session.flush()
    session.add(SheetTicket(sheet_id=sheet.id, ticket_id=ticket.id))
    session.add(DraftAnswer(ticket_id=ticket.id, question="family_doctor", answer="yes"))
