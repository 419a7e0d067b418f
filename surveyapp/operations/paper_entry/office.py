"""What every piece of work on sheets begins and ends with: an open wave, and a line in the journal."""

from surveyapp.domain.faults import Fault, TooLate
from surveyapp.domain.stages import WaveStage
from surveyapp.store import journal, waves
from surveyapp.store.desk import Desk
from surveyapp.store.tables import Sheet, Wave


def taking_sheets(desk: Desk, wave: str) -> Wave:
    """The wave while paper is worked on; TooLate before it opens and after it is closed."""
    row = waves.wave(desk.session, wave)
    if row.stage != WaveStage.OPEN:
        raise TooLate(Fault("wave_takes_no_sheets", title=row.title))
    return row


def note(desk: Desk, sheet: Sheet, deed: str, staff: int, **about: object) -> None:
    """Write down what was done with a sheet: under its office number, never the printed one."""
    journal.note(desk.session, desk.now, deed, wave=sheet.wave, staff=staff, office=sheet.office_number, **about)
