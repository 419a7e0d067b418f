"""The door: what is said before any code, and how a code opens the way to the answers of its letter."""

import datetime
from dataclasses import dataclass

from surveyapp.domain import access_codes, rotation
from surveyapp.domain.faults import Fault, Refused
from surveyapp.domain.languages import LANGUAGES
from surveyapp.domain.questionnaire import Questionnaire
from surveyapp.domain.stages import WaveStage
from surveyapp.operations.answering.places import Entered, is_over, mark_of, sealed
from surveyapp.store import responses, throttle, tickets, visits, waves
from surveyapp.store.desk import Desk

DOOR = "access_code"
#: Wrong codes from one side before the door stays shut for the rest of the window. A code has 54 random bits, so the
#: limit is there to keep the house quiet; it is wide enough for a town hall that stands behind one address.
WRONG_CODES = 30
WINDOW = datetime.timedelta(minutes=10)


@dataclass(frozen=True)
class Doorstep:
    """What the entrance tells before any code: the one survey that is open, if there is just one; every language."""

    questionnaire: Questionnaire | None
    languages: tuple[str, ...]


def doorstep(desk: Desk) -> Doorstep:
    """What can be said to somebody who has not come in yet."""
    found = [desk.library.as_read(desk.session, key) for key in waves.open_waves(desk.session)]
    offered = {language for questionnaire in found for language in questionnaire.languages}
    return Doorstep(found[0] if len(found) == 1 else None, tuple(tag for tag in LANGUAGES if tag in offered))


def enter(desk: Desk, typed: str, side: str) -> Entered | None:
    """Come in with an access code, however it is written. None for a code of no letter: that try is counted.

    `side` is the caller's address, kept as a keyed hash. A slip that the check character shows is not counted, since
    nothing is learnt from it.
    """
    code = access_codes.normalised(typed)
    if not access_codes.is_well_formed(code):
        raise Refused(Fault("access_code_malformed", "code"))
    sealed_side = desk.seal(DOOR, throttle.origin(side))
    throttle.admit(desk.session, desk.now, DOOR, sealed_side, most=WRONG_CODES, within=WINDOW)
    ticket = tickets.by_code(desk.session, access_codes.digest(code, desk.key))
    if ticket is None:
        throttle.miss(desk.session, desk.now, DOOR, sealed_side, within=WINDOW)
        return None
    entered = Entered(ticket.wave, ticket.id, mark_of(ticket.code_hash))
    _draw_order(desk, entered)
    return entered


def _draw_order(desk: Desk, entered: Entered) -> None:
    """Who comes in first has the order of the fields drawn, where the wave lets it change."""
    fingerprint = waves.definition_fingerprint(desk.session, entered.wave)
    if fingerprint is None or not desk.library.sealed(desk.session, entered.wave, fingerprint).rotated:
        return
    place = visits.place(desk.session, entered.wave, entered.ticket, hold=True)
    if place.stage == WaveStage.OPEN and rotation.KEY not in place.draft and not is_over(desk, place):
        responses.keep_order(desk.session, place.ticket, rotation.draw(sealed(desk, place)))
