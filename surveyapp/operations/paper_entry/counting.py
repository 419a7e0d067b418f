"""What was keyed becomes the response that counts: by the wave's edit rules, on the path, once for each ticket."""

from collections.abc import Mapping

from surveyapp.domain.answers import Answer, edited
from surveyapp.domain.duplicates import later_counts
from surveyapp.domain.questionnaire import DuplicateRule, LinkMode, Questionnaire
from surveyapp.domain.routing import on_path
from surveyapp.operations.paper_entry.office import note
from surveyapp.store import paper, responses, tickets
from surveyapp.store.desk import Desk
from surveyapp.store.tables import Response, Sheet, Ticket, Wave


def hold_ticket(desk: Desk, wave: Wave, sheet: Sheet) -> Ticket | None:
    """The ticket of a sheet, held, where the wave may still tie it to a response; to be taken before the sheet moves."""
    if wave.link != LinkMode.CUT_AT_CLOSE:
        return None
    ticket = paper.ticket_of(desk.session, sheet)
    return tickets.hold(desk.session, ticket) if ticket is not None else None


def count(desk: Desk, wave: Wave, sheet: Sheet, ticket: Ticket | None, keyed: Mapping[str, Answer], staff: int) -> None:
    """Make an accepted sheet count. `ticket` comes from `hold_ticket`.

    In the anonymous mode the sheet forgets its ticket here. Where the wave keeps links until it closes, the rule for
    duplicates says whether this sheet takes the place of what stands.
    """
    if ticket is None:
        paper.untie(desk.session, sheet)
    elif not _takes_its_place(desk, wave, sheet, ticket, staff):
        return
    response = _accept(desk, wave, sheet, keyed)
    if ticket is not None:
        responses.link(desk.session, ticket.id, response)
    paper.note_response(desk.session, sheet, response)
    note(desk, sheet, "sheet_accepted", staff)


def countable(questionnaire: Questionnaire, keyed: Mapping[str, Answer], form: str) -> dict[str, Answer]:
    """The answers that count: marks made answers by the wave's rules, then those on the path."""
    rules = questionnaire.edit_rules
    by_rule = {name: edited(questionnaire.by_id[name], answer, rules) for name, answer in keyed.items()}
    return on_path(questionnaire, by_rule, form)


def _takes_its_place(desk: Desk, wave: Wave, sheet: Sheet, ticket: Ticket, staff: int) -> bool:
    standing = responses.linked(desk.session, ticket.id)
    if standing is None:
        return True
    counts = later_counts(DuplicateRule(wave.duplicates), standing.channel, sheet.channel)
    if counts:
        paper.release_response(desk.session, ticket)
        responses.withdraw(desk.session, standing)
    deed = "response_replaced" if counts else "sheet_not_counted"
    note(desk, sheet, deed, staff, rule=wave.duplicates, standing=standing.channel)
    return counts


def _accept(desk: Desk, wave: Wave, sheet: Sheet, keyed: Mapping[str, Answer]) -> Response:
    questionnaire = desk.library.opened(desk.session, wave.key)
    return responses.accept(
        desk.session,
        wave=wave.key,
        stratum_id=sheet.stratum_id,
        day=sheet.received_on,
        channel=sheet.channel,
        answers=countable(questionnaire, keyed, sheet.form),
        form=sheet.form,
    )
