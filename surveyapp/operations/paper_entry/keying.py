"""A sheet is claimed by one person, keyed, and claimed again by another who never sees the first keying."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from surveyapp.domain.answers import Answer, check
from surveyapp.domain.double_entry import compare
from surveyapp.domain.duplicates import later_counts
from surveyapp.domain.faults import Fault, NotAllowed, Refused, TooLate
from surveyapp.domain.paper import printed_questions
from surveyapp.domain.questionnaire import DuplicateRule, Questionnaire
from surveyapp.domain.stages import SheetStage
from surveyapp.domain.ways import Channel
from surveyapp.operations.paper_entry.counting import count, hold_ticket
from surveyapp.operations.paper_entry.office import note, taking_sheets
from surveyapp.operations.paper_entry.receiving import blank
from surveyapp.store import paper, responses
from surveyapp.store.desk import Desk
from surveyapp.store.tables import Keying, Sheet, Wave

#: A sheet that lies in one hand for longer may be taken over.
CLAIM_LASTS = datetime.timedelta(minutes=60)

IN_HAND = frozenset(paper.IN_HAND.values())


@dataclass(frozen=True)
class Work:
    """A sheet in somebody's hand: what is on it, and whether it is keyed for the first or the second time.

    Never what somebody else keyed.
    """

    office_number: int
    pass_number: int
    form: str
    questionnaire: Questionnaire
    channel: str = Channel.PAPER


def claim_next(desk: Desk, wave: str, staff: int, pass_number: int | None = None) -> Work:
    """Take the next sheet in hand: the one this person has already, or the lowest office number that waits.

    `pass_number` 1 or 2 asks for first or second keyings only; by default second ones come after first ones.
    """
    taking_sheets(desk, wave)
    for sheet, keying, _ in paper.in_hand(desk.session, wave, staff):
        if pass_number in (None, keying.pass_number):
            return _work(desk, sheet, keying)
    for number in (pass_number,) if pass_number else (1, 2):
        while waiting := paper.next_to_key(desk.session, wave, staff, number):
            # Who comes second to this very sheet finds the next one, instead of a refusal.
            if paper.try_step(desk.session, waiting, "claim"):
                return _work(desk, waiting, paper.start_keying(desk.session, waiting, number, staff, desk.now))
    raise TooLate(Fault("nothing_to_key"))


def claim(desk: Desk, wave: str, office_number: int, staff: int) -> Work:
    """Take this sheet in hand. Claiming twice is claiming once; a claim that has lain too long is taken over."""
    taking_sheets(desk, wave)
    sheet = paper.sheet(desk.session, wave, office_number)
    keyings = paper.keyings(desk.session, sheet)
    last = keyings[-1] if keyings else None
    if last is not None and last.finished_at is None:
        if last.keyer_id == staff:
            return _work(desk, sheet, last)
        if desk.now - last.claimed_at <= CLAIM_LASTS:
            raise TooLate(Fault("sheet_in_other_hands", office=office_number))
        _take_out_of_hand(desk, sheet, last, staff, "claim_taken_over")
        keyings = keyings[:-1]
    if sheet.stage not in paper.WAITING.values():
        raise TooLate(Fault("sheet_needs_no_keying", office=office_number))
    if any(keying.keyer_id == staff for keying in keyings):
        raise NotAllowed(Fault("same_clerk_twice", office=office_number))
    paper.take_step(desk.session, sheet, "claim")
    return _work(desk, sheet, paper.start_keying(desk.session, sheet, len(keyings) + 1, staff, desk.now))


def work(desk: Desk, wave: str, office_number: int, staff: int) -> Work:
    """The sheet this person has in hand; TooLate when the claim is gone."""
    taking_sheets(desk, wave)
    sheet = paper.sheet(desk.session, wave, office_number)
    return _work(desk, sheet, _claim_of(desk, sheet, staff))


def layout(desk: Desk, wave: str, office_number: int) -> Work:
    """What is on a sheet and which keying of it is due, whoever has it: to read a form that somebody sends."""
    sheet = paper.sheet(desk.session, wave, office_number)
    done = sum(keying.finished_at is not None for keying in paper.keyings(desk.session, sheet))
    return Work(office_number, min(done + 1, 2), sheet.form, desk.library.opened(desk.session, wave), sheet.channel)


def let_go(desk: Desk, wave: str, office_number: int, staff: int) -> Sheet:
    """Put a sheet back unkeyed. A supervisor may let go of anybody's, a clerk of their own."""
    taking_sheets(desk, wave)
    sheet = paper.sheet(desk.session, wave, office_number)
    claims = [keying for keying in paper.keyings(desk.session, sheet) if keying.finished_at is None]
    if not claims:
        raise TooLate(Fault("claim_is_gone"))
    (claimed,) = claims
    if claimed.keyer_id != staff and not paper.is_supervisor(desk.session, staff):
        raise NotAllowed(Fault("claim_of_somebody_else", office=office_number))
    _take_out_of_hand(desk, sheet, claimed, staff, "sheet_let_go")
    # A caller who hung up has left nothing behind that could be keyed later.
    return blank(desk, wave, office_number, staff) if sheet.channel == Channel.TELEPHONE else sheet


def finish(desk: Desk, wave: str, office_number: int, staff: int, answers: Mapping[str, Answer]) -> Sheet:
    """Keep what this person keyed, marks and all, and bring the sheet on: keyed once, accepted, or disputed.

    Finishing twice with the same answers is finishing once.
    """
    row = taking_sheets(desk, wave)
    sheet = paper.sheet(desk.session, wave, office_number)
    questionnaire = desk.library.opened(desk.session, wave)
    if _is_finished_already(desk, sheet, staff, answers):
        return sheet
    claimed = _claim_of(desk, sheet, staff)
    if faults := _faults(questionnaire, sheet.form, answers):
        raise Refused(*faults)
    ticket = hold_ticket(desk, row, sheet)
    step = _step(desk, row, sheet, claimed, answers)
    if claimed.pass_number == 1:
        _forget_draft(desk, row, sheet)
    paper.take_step(desk.session, sheet, step)
    paper.finish_keying(desk.session, claimed, answers, desk.now)
    note(desk, sheet, "sheet_keyed", staff, pass_number=claimed.pass_number)
    if sheet.stage == SheetStage.ACCEPTED:
        count(desk, row, sheet, ticket, answers, staff)
    elif sheet.stage == SheetStage.DISPUTED:
        note(desk, sheet, "sheet_disputed", staff)
    return sheet


def _step(desk: Desk, wave: Wave, sheet: Sheet, claimed: Keying, answers: Mapping[str, Answer]) -> str:
    if claimed.pass_number == 1:
        return "finish" if wave.keyings == 2 and sheet.channel == Channel.PAPER else "accept"
    first = paper.keyed(paper.keyings(desk.session, sheet)[0])
    return "dispute" if compare(first, answers) else "accept"


def _faults(questionnaire: Questionnaire, form: str, answers: Mapping[str, Answer]) -> list[Fault]:
    """Everything that is wrong with a keying. How many options may be chosen is for the wave's rule, not for the clerk."""
    printed = {question.id for question in printed_questions(questionnaire, form)}
    strangers = [Fault("question_not_on_sheet", name) for name in answers if name not in printed]
    checked = [
        fault
        for name, answer in answers.items()
        if name in printed
        for fault in check(questionnaire.by_id[name], answer)
    ]
    return strangers + checked


def _claim_of(desk: Desk, sheet: Sheet, staff: int) -> Keying:
    for keying in paper.keyings(desk.session, sheet):
        if keying.keyer_id == staff and keying.finished_at is None and sheet.stage in IN_HAND:
            return keying
    raise TooLate(Fault("claim_is_gone"))


def _is_finished_already(desk: Desk, sheet: Sheet, staff: int, answers: Mapping[str, Answer]) -> bool:
    mine = [keying for keying in paper.keyings(desk.session, sheet) if keying.keyer_id == staff and keying.finished_at]
    if not mine:
        return False
    if compare(paper.keyed(mine[0]), answers):
        raise TooLate(Fault("keyed_already", office=sheet.office_number))
    return True


def _take_out_of_hand(desk: Desk, sheet: Sheet, claimed: Keying, staff: int, deed: str) -> None:
    paper.take_step(desk.session, sheet, "let_go")
    paper.drop_claim(desk.session, claimed)
    note(desk, sheet, deed, staff, pass_number=claimed.pass_number)


def _forget_draft(desk: Desk, wave: Wave, sheet: Sheet) -> None:
    """The sheet is not blank, so what its sender began on the web will never be sent."""
    ticket = paper.ticket_of(desk.session, sheet)
    if ticket is not None and not later_counts(DuplicateRule(wave.duplicates), sheet.channel, Channel.WEB):
        responses.forget_draft(desk.session, ticket.id)


def _work(desk: Desk, sheet: Sheet, keying: Keying) -> Work:
    questionnaire = desk.library.opened(desk.session, sheet.wave)
    return Work(sheet.office_number, keying.pass_number, sheet.form, questionnaire, sheet.channel)
