"""Sheets come back: each gets an office number, and its printed number spends its ticket."""

from datetime import date

from surveyapp.domain.access_codes import is_sheet_number, normalised
from surveyapp.domain.duplicates import later_counts
from surveyapp.domain.faults import Fault, NotThere, Refused, TooLate
from surveyapp.domain.questionnaire import DuplicateRule
from surveyapp.domain.stages import SheetStage
from surveyapp.domain.ways import Channel
from surveyapp.operations.paper_entry.office import note, taking_sheets
from surveyapp.store import paper, responses, tickets
from surveyapp.store.desk import Desk
from surveyapp.store.tables import Response, Sheet, Ticket, Wave


def register(
    desk: Desk, wave: str, typed_number: str, staff: int, received_on: date, channel: Channel = Channel.PAPER
) -> Sheet:
    """Receive a sheet by its printed number, and spend its ticket; or a call by the number that the caller says.

    A ticket that is spent already makes the sheet a duplicate, unless the wave's rule lets what comes later count.
    From here on the sheet goes by its office number; the journal never knows the printed one.
    """
    row = taking_sheets(desk, wave)
    _check_day(desk, received_on)
    ticket = _ticket(desk, wave, typed_number)
    if tickets.spend(desk.session, ticket):
        return _received(desk, row, ticket, staff, received_on, channel)
    return _came_again(desk, row, ticket, staff, received_on, channel)


def register_without_number(desk: Desk, wave: str, staff: int, received_on: date, form: str = "") -> Sheet:
    """Receive a sheet whose number was torn off: it counts, in no stratum. `form` is what its split form says."""
    taking_sheets(desk, wave)
    _check_day(desk, received_on)
    forms = desk.library.opened(desk.session, wave).forms
    if form not in (forms or ("",)):
        raise Refused(Fault("form_not_named", "form", forms="・".join(forms)))
    sheet = paper.add(desk.session, wave, SheetStage.REGISTERED, received_on, staff, form=form)
    note(desk, sheet, "sheet_registered_without_number", staff)
    return sheet


def blank(desk: Desk, wave: str, office_number: int, staff: int) -> Sheet:
    """A sheet came back with nothing on it: it counts for nothing and gives its ticket back.

    Whoever has it in hand for the first keying may say so as well.
    """
    taking_sheets(desk, wave)
    sheet = paper.sheet(desk.session, wave, office_number)
    if sheet.stage not in (SheetStage.REGISTERED, SheetStage.KEYING):
        raise TooLate(Fault("sheet_not_blank", office=office_number))
    ticket = paper.ticket_of(desk.session, sheet)
    # The ticket before the sheet, as everywhere, so that two people cannot wait for each other.
    if ticket is not None and responses.linked(desk.session, ticket.id) is None:
        tickets.give_back(desk.session, ticket)
    if sheet.stage == SheetStage.KEYING:
        (claim,) = paper.keyings(desk.session, sheet)
        if claim.keyer_id != staff:
            raise TooLate(Fault("sheet_in_other_hands", office=office_number))
        paper.take_step(desk.session, sheet, "let_go")
        paper.drop_claim(desk.session, claim)
    paper.take_step(desk.session, sheet, "blank")
    paper.untie(desk.session, sheet)
    note(desk, sheet, "sheet_blank", staff)
    return sheet


def _ticket(desk: Desk, wave: str, typed_number: str) -> Ticket:
    number = normalised(typed_number)
    if not is_sheet_number(number):
        raise Refused(Fault("sheet_number_mistyped", "number", typed=typed_number.strip()[:20]))
    ticket = tickets.by_number(desk.session, wave, number)
    if ticket is not None:
        return ticket
    if title := paper.is_number_elsewhere(desk.session, wave, number):
        raise NotThere(Fault("sheet_of_another_wave", "number", typed=number, title=title))
    raise NotThere(Fault("sheet_number_unknown", "number", typed=number))


def _received(desk: Desk, row: Wave, ticket: Ticket, staff: int, received_on: date, channel: Channel) -> Sheet:
    sheet = paper.add(
        desk.session,
        row.key,
        SheetStage.REGISTERED,
        received_on,
        staff,
        stratum_id=ticket.stratum_id,
        form=ticket.form,
        channel=channel,
    )
    paper.tie(desk.session, sheet, ticket)
    note(desk, sheet, "sheet_registered" if channel is Channel.PAPER else "call_taken", staff)
    return sheet


def _came_again(desk: Desk, row: Wave, ticket: Ticket, staff: int, received_on: date, channel: Channel) -> Sheet:
    """A sheet whose ticket is spent. `spend` holds the ticket's row, so what stands cannot change meanwhile."""
    earlier = paper.sheet_of(desk.session, ticket)
    response = responses.linked(desk.session, ticket.id)
    standing = _standing(earlier, response)
    if not later_counts(DuplicateRule(row.duplicates), standing, channel):
        sheet = paper.add(
            desk.session,
            row.key,
            SheetStage.DUPLICATE,
            received_on,
            staff,
            stratum_id=ticket.stratum_id,
            form=ticket.form,
            channel=channel,
        )
        note(desk, sheet, "sheet_duplicate", staff, rule=row.duplicates, counted=_standing_words(row, standing))
        return sheet
    if earlier is not None and earlier.stage != SheetStage.ACCEPTED:
        paper.take_step(desk.session, earlier, "give_way")
        note(desk, earlier, "sheet_gave_way", staff, rule=row.duplicates)
    sheet = _received(desk, row, ticket, staff, received_on, channel)
    note(desk, sheet, "sheet_will_replace", staff, rule=row.duplicates, replaced=standing)
    return sheet


def _standing(earlier: Sheet | None, response: Response | None) -> str:
    """The channel of what a ticket brought first."""
    if earlier is not None:
        return earlier.channel
    return Channel.PAPER if response is None else response.channel


def _standing_words(row: Wave, standing: str) -> str:
    """What the journal may say about the answer that stands: nothing in the anonymous mode, where nobody knows."""
    return standing if row.link == "cut_at_close" else "earlier"


def _check_day(desk: Desk, received_on: date) -> None:
    if received_on > desk.today:
        raise Refused(Fault("received_in_future", "received_on", day=received_on.isoformat()))
