"""Answering by telephone: the caller says the number on the sheet, and a clerk keys the answers once, while they speak.

There is no paper to key a second time, so the response is marked as what it is: channel `telephone`, keyed once.
"""

from surveyapp.domain.faults import Fault, TooLate
from surveyapp.domain.stages import SheetStage
from surveyapp.domain.ways import Channel
from surveyapp.operations.paper_entry.keying import Work, claim
from surveyapp.operations.paper_entry.receiving import register
from surveyapp.store.desk import Desk


def take_call(desk: Desk, wave: str, typed_number: str, staff: int) -> Work:
    """Open a response for the caller: their ticket is spent, and the clerk has the form in hand.

    TooLate where the ticket is spent and the wave's rule lets what came first count: then nothing is written down.
    """
    sheet = register(desk, wave, typed_number, staff, desk.today, channel=Channel.TELEPHONE)
    if sheet.stage == SheetStage.DUPLICATE:
        raise TooLate(Fault("telephone_already_answered", "number"))
    return claim(desk, wave, sheet.office_number, staff)
