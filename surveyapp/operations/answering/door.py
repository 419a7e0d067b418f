"""The door: what is said before any code, and how a code opens the way to the answers of its letter."""

import datetime
from dataclasses import dataclass

from surveyapp.domain import access_codes, rotation
from surveyapp.domain.faults import Fault, Refused
from surveyapp.domain.languages import LANGUAGES
from surveyapp.domain.questionnaire import Admission, Questionnaire
from surveyapp.domain.stages import WaveStage
from surveyapp.operations.answering.places import Entered, is_over, mark_of, sealed
from surveyapp.store import journal, responses, throttle, tickets, visits, waves
from surveyapp.store.desk import Desk

DOOR, ALL_DOORS = "access_code", "access_code_in_all"
WINDOW = datetime.timedelta(minutes=10)
#: Wrong codes from one side before the rest of the window takes none from it. A household or a town hall that stands
#: behind one address never comes near: a slip is told by the check character and not counted, but for one in 31.
#: A code is one of 31^11: a side that uses its limit up for two months finds one of 10,000 letters with 0.0004 %.
WRONG_CODES = 1000
#: Wrong codes from all sides together within a window that nobody's slips explain: somebody guesses from many places.
#: Then, and only then, each side has few. Nobody is shut out whose own neighbours did not guess, and the codes are long
#: enough for that: a limit for all together would let one guesser close the survey for everybody.
SIEGE = 5000
WRONG_CODES_IN_A_SIEGE = 30


@dataclass(frozen=True)
class Doorstep:
    """What the entrance tells before any code.

    The one survey by letter that is open, if there is just one; every language; the surveys that anybody may answer.
    """

    questionnaire: Questionnaire | None
    languages: tuple[str, ...]
    shared: tuple[Questionnaire, ...] = ()


def doorstep(desk: Desk) -> Doorstep:
    """What can be said to somebody who has not come in yet."""
    found, shared = (
        [desk.library.as_read(desk.session, key) for key in waves.open_waves(desk.session, admission)]
        for admission in (Admission.LETTER, Admission.OPEN)
    )
    offered = {language for questionnaire in (*found, *shared) for language in questionnaire.languages}
    languages = tuple(tag for tag in LANGUAGES if tag in offered)
    return Doorstep(found[0] if len(found) == 1 else None, languages, tuple(shared))


def enter(desk: Desk, typed: str, side: str) -> Entered | None:
    """Come in with an access code, however it is written. None for a code of no letter: that try is counted.

    `side` is the caller's address, kept as a keyed hash. A slip that the check character shows is not counted, since
    nothing is learnt from it; nor is a right code, however many come from one address.
    """
    code = access_codes.normalised(typed)
    if not access_codes.is_well_formed(code):
        raise Refused(Fault("access_code_malformed", "code"))
    sealed_side = desk.seal(DOOR, throttle.origin(side))
    throttle.admit(desk.session, desk.now, DOOR, sealed_side, most=_most(desk), within=WINDOW)
    ticket = tickets.by_code(desk.session, access_codes.digest(code, desk.key))
    if ticket is None:
        _count(desk, sealed_side)
        return None
    entered = Entered(ticket.wave, ticket.id, mark_of(ticket.code_hash))
    draw_order(desk, entered)
    return entered


def _most(desk: Desk) -> int:
    """How many wrong codes one side has in a window."""
    is_besieged = throttle.misses(desk.session, desk.now, ALL_DOORS, "", within=WINDOW) >= SIEGE
    return WRONG_CODES_IN_A_SIEGE if is_besieged else WRONG_CODES


def _count(desk: Desk, sealed_side: str) -> None:
    """Count a wrong code for its side and for all; when a siege begins, the office can read it in the journal."""
    throttle.miss(desk.session, desk.now, DOOR, sealed_side, within=WINDOW)
    if throttle.miss(desk.session, desk.now, ALL_DOORS, "", within=WINDOW) == SIEGE:
        journal.note(desk.session, desk.now, "codes_are_guessed", tries=SIEGE)


def draw_order(desk: Desk, entered: Entered) -> None:
    """Who comes in first has the order of the fields drawn, where the wave lets it change."""
    fingerprint = waves.definition_fingerprint(desk.session, entered.wave)
    if fingerprint is None or not desk.library.sealed(desk.session, entered.wave, fingerprint).rotated:
        return
    place = visits.place(desk.session, entered.wave, entered.ticket, hold=True)
    if place.stage == WaveStage.OPEN and rotation.KEY not in place.draft and not is_over(desk, place):
        responses.keep_order(desk.session, place.ticket, rotation.draw(sealed(desk, place)))
