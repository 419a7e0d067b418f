"""The shared address of an open wave: anybody comes in, without a letter, and gets a code to come back by.

Who comes of their own accord is no probability sample: such a wave has no strata and no numbers on paper, and scoring
refuses it. Nobody can be told from anybody else here, so that one person can answer many times; all that can be done is
to count how many begin, from one side and from all sides together.
"""

import datetime
import secrets

from surveyapp.domain import access_codes
from surveyapp.domain.faults import Fault, NotThere, TooMany
from surveyapp.domain.questionnaire import Admission, Questionnaire
from surveyapp.operations.answering.door import draw_order
from surveyapp.operations.answering.places import Entered, mark_of, return_code
from surveyapp.store import journal, throttle, tickets, waves
from surveyapp.store.desk import Desk
from surveyapp.store.tables import Ticket

DOOR, ALL_DOORS = "open_start", "open_start_in_all"
WINDOW = datetime.timedelta(hours=1)
#: Who begin from one side within a window: a town hall's hour, or a school class behind one address, fits in.
STARTS = 100
#: Who begin from all sides together, beyond what a town's own interest explains: then each side has few. As with codes,
#: no limit for all together, by which one crowd could close the survey for everybody.
FLOOD = 2000
STARTS_IN_A_FLOOD = 10


def at_shared_address(desk: Desk, wave: str) -> Questionnaire:
    """What an open wave asks; NotThere where there is none of this name, TooLate when it takes no answers."""
    asked = asked_at(desk, wave)
    waves.open_wave(desk.session, wave)
    return asked


def asked_at(desk: Desk, wave: str) -> Questionnaire:
    """What an open wave asks, also after it has closed; NotThere before it has opened."""
    row = waves.wave(desk.session, wave)
    if row.admission != Admission.OPEN or row.opened_at is None:
        raise NotThere(Fault("no_such_wave", wave=wave))
    return desk.library.as_read(desk.session, wave)


def begin(desk: Desk, wave: str, side: str) -> Entered:
    """Come in without a letter; TooMany where too many have begun. `side` is the caller's address, kept as a keyed hash."""
    asked = at_shared_address(desk, wave)
    _count(desk, wave, desk.seal(DOOR, f"{wave} {throttle.origin(side)}"))
    receipt = tickets.new_receipt(desk.session, wave)
    code = access_codes.digest(return_code(desk, wave, receipt), desk.key)
    ticket = Ticket(
        wave=wave,
        stratum_id=None,
        number=None,
        code_hash=code,
        receipt=receipt,
        form=secrets.choice(asked.forms or ("",)),
        spent=False,
    )
    tickets.add_all(desk.session, [ticket])
    entered = Entered(wave, ticket.id, mark_of(ticket.code_hash))
    draw_order(desk, entered)
    return entered


def _count(desk: Desk, wave: str, sealed_side: str) -> None:
    """Count who begins; when a flood begins, the office can read it in the journal."""
    is_flood = throttle.misses(desk.session, desk.now, ALL_DOORS, wave, within=WINDOW) >= FLOOD
    most = STARTS_IN_A_FLOOD if is_flood else STARTS
    try:
        throttle.admit(desk.session, desk.now, DOOR, sealed_side, most=most, within=WINDOW)
    except TooMany as many:
        raise TooMany(Fault("open_wave_is_crowded", minutes=many.faults[0].fields["minutes"])) from None
    throttle.miss(desk.session, desk.now, DOOR, sealed_side, within=WINDOW)
    if throttle.miss(desk.session, desk.now, ALL_DOORS, wave, within=WINDOW) == FLOOD:
        journal.note(desk.session, desk.now, "open_wave_is_flooded", wave=wave, starts=FLOOD)
