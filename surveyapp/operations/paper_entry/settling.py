"""Where two keyings differ, a third person looks at the paper and rules."""

from collections.abc import Mapping
from dataclasses import dataclass

from surveyapp.domain.answers import SKIPPED, Answer, check
from surveyapp.domain.double_entry import Mismatch, Ruled, compare
from surveyapp.domain.double_entry import settle as settled
from surveyapp.domain.faults import Fault, NotAllowed, Refused, TooLate
from surveyapp.domain.questionnaire import Questionnaire
from surveyapp.domain.stages import SheetStage
from surveyapp.operations.paper_entry.counting import count, hold_ticket
from surveyapp.operations.paper_entry.office import note, taking_sheets
from surveyapp.store import paper
from surveyapp.store.desk import Desk
from surveyapp.store.tables import Keying, Sheet


@dataclass(frozen=True)
class Differences:
    """A disputed sheet: where its keyings differ, and nothing else of it."""

    office_number: int
    form: str
    questionnaire: Questionnaire
    mismatches: tuple[Mismatch, ...]
    #: whoever rules keyed the sheet too, since the office has nobody else
    by_a_keyer: bool


def differences(desk: Desk, wave: str, office_number: int, staff: int) -> Differences:
    """Where the keyings of a disputed sheet differ, for somebody who may rule on it."""
    taking_sheets(desk, wave)
    sheet = _disputed(desk, wave, office_number)
    keyings = paper.keyings(desk.session, sheet)
    first, second = (paper.keyed(keying) for keying in keyings)
    return Differences(
        office_number,
        sheet.form,
        desk.library.opened(desk.session, wave),
        compare(first, second),
        _by_a_keyer(desk, sheet, keyings, staff),
    )


def settle(desk: Desk, wave: str, office_number: int, staff: int, rulings: Mapping[str, Ruled]) -> Sheet:
    """Rule on every difference of a sheet, and on nothing else; then the sheet counts."""
    row = taking_sheets(desk, wave)
    sheet = _disputed(desk, wave, office_number)
    keyings = paper.keyings(desk.session, sheet)
    by_a_keyer = _by_a_keyer(desk, sheet, keyings, staff)
    first, second = (paper.keyed(keying) for keying in keyings)
    ruled = _ruled(compare(first, second), rulings)
    answers = settled(first, second, ruled)
    _check(desk.library.opened(desk.session, wave), ruled)
    ticket = hold_ticket(desk, row, sheet)
    paper.take_step(desk.session, sheet, "settle")
    for question, answer in ruled.items():
        paper.keep_ruling(desk.session, sheet, question, rulings[question].choice, answer, staff, desk.now)
    note(desk, sheet, "sheet_settled", staff, rulings=len(ruled), by_a_keyer=by_a_keyer)
    count(desk, row, sheet, ticket, answers, staff)
    return sheet


def _disputed(desk: Desk, wave: str, office_number: int) -> Sheet:
    sheet = paper.sheet(desk.session, wave, office_number)
    if sheet.stage != SheetStage.DISPUTED:
        raise TooLate(Fault("sheet_not_disputed", office=office_number))
    return sheet


def _by_a_keyer(desk: Desk, sheet: Sheet, keyings: list[Keying], staff: int) -> bool:
    """Whether one of the keyers rules: allowed only where the office has nobody else who works with sheets.

    People who settle what they keyed themselves make the two keyings match one another rather than the paper.
    """
    keyers = {keying.keyer_id for keying in keyings}
    if staff not in keyers:
        return False
    if paper.paper_staff(desk.session) - keyers:
        raise NotAllowed(Fault("settler_has_keyed", office=sheet.office_number))
    return True


def _ruled(mismatches: tuple[Mismatch, ...], rulings: Mapping[str, Ruled]) -> dict[str, Answer]:
    by_question = {mismatch.question: mismatch for mismatch in mismatches}
    return {
        question: by_question[question].ruled(ruled) if question in by_question else SKIPPED
        for question, ruled in rulings.items()
    }


def _check(questionnaire: Questionnaire, ruled: Mapping[str, Answer]) -> None:
    faults = [fault for name, answer in ruled.items() for fault in check(questionnaire.by_id[name], answer)]
    if faults:
        raise Refused.of(faults)
