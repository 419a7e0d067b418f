"""A resident answers: comes in with a code, turns the pages, reads the answers back, sends once."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace

from surveyapp.domain import access_codes, answers
from surveyapp.domain.answers import Answer
from surveyapp.domain.duplicates import later_counts
from surveyapp.domain.faults import Fault, NotThere, Refused, TooLate
from surveyapp.domain.questionnaire import DuplicateRule, LinkMode, Question, Questionnaire
from surveyapp.domain.readback import FieldSaid, read_back
from surveyapp.domain.routing import on_path
from surveyapp.domain.visit import Visit
from surveyapp.store import journal, responses, throttle, tickets, waves
from surveyapp.store.desk import Desk
from surveyapp.store.tables import Ticket, Wave

WEB = "web"
DOOR = "access_code"
#: Wrong codes from one side before the door stays shut for the rest of the window. A code has 54 random bits, so the
#: limit is there to keep the house quiet; it is wide enough for a town hall that stands behind one address.
WRONG_CODES = 30
WINDOW = datetime.timedelta(minutes=10)


class AlreadySent(TooLate):
    """These answers are in: every way leads to the receipt."""

    def __init__(self) -> None:
        super().__init__(Fault("already_sent"))


@dataclass(frozen=True, slots=True)
class Entered:
    """A resident who has come in. `mark` changes with the code, so that a replaced letter opens nothing any more."""

    wave: str
    ticket: int
    mark: str


@dataclass(frozen=True)
class Doorstep:
    """What the entrance tells before any code: the one survey that is open, if there is just one."""

    title: str
    organisation: str
    contact: str
    synthetic: bool


@dataclass(frozen=True)
class Standing:
    """Where a resident stands: their way through the questionnaire, and what the survey promises them."""

    visit: Visit
    synthetic: bool
    link: LinkMode


@dataclass(frozen=True)
class Kept:
    """What became of a page that was turned: what was wrong, and which questions its answers opened on it."""

    standing: Standing
    faults: tuple[Fault, ...]
    opened: tuple[str, ...]


@dataclass(frozen=True)
class Summary:
    """All answers by field, and how many questions were left out."""

    standing: Standing
    fields: tuple[FieldSaid, ...]
    skipped: int


@dataclass(frozen=True)
class Receipt:
    """What a resident keeps: a number that says nothing about the person or the answers."""

    number: str
    questionnaire: Questionnaire
    synthetic: bool
    link: LinkMode


def doorstep(desk: Desk) -> Doorstep | None:
    """What can be said to somebody who has not come in yet."""
    wave = waves.only_open_wave(desk.session)
    if wave is None:
        return None
    words = desk.library.opened(desk.session, wave.key).words()
    return Doorstep(wave.title, words.say("organisation"), words.say("contact"), wave.synthetic)


def enter(desk: Desk, typed: str, side: str) -> Entered | None:
    """Come in with an access code, however it is written. None for a code of no letter: that try is counted.

    `side` is the caller's address, kept as a keyed hash. A slip that the check character shows is not counted, since
    nothing is learnt from it.
    """
    code = access_codes.normalised(typed)
    if not access_codes.is_well_formed(code):
        raise Refused(Fault("access_code_malformed", "code"))
    sealed = desk.seal(DOOR, side)
    throttle.admit(desk.session, desk.now, DOOR, sealed, most=WRONG_CODES, within=WINDOW)
    ticket = tickets.by_code(desk.session, access_codes.digest(code, desk.key))
    if ticket is None:
        throttle.miss(desk.session, desk.now, DOOR, sealed, within=WINDOW)
        return None
    return Entered(ticket.wave, ticket.id, _mark(ticket))


def questionnaire(desk: Desk, entered: Entered) -> Questionnaire:
    """What is asked of a resident who has come in: enough to read what they posted."""
    return desk.library.opened(desk.session, entered.wave)


def standing(desk: Desk, entered: Entered) -> Standing:
    """The questionnaire of this resident with the answers so far; AlreadySent or TooLate when it is over."""
    return _standing(desk, *_admitted(desk, entered))


def keep(desk: Desk, entered: Entered, page: int, given: Mapping[str, Answer]) -> Kept:
    """Keep the answers of one page, one row a question. What is wrong is told, and never takes the rest with it."""
    ticket, wave = _admitted(desk, entered, hold=True)
    found = _standing(desk, ticket, wave)
    before = found.visit
    if not 1 <= page <= len(before.parts):
        raise NotThere(Fault("no_such_page"))
    shown = {question.id: question for line in before.parts[page - 1].lines for question in line.questions}
    known = {name: answer for name, answer in given.items() if name in shown}
    faults = {name: _faults(shown[name], answer) for name, answer in known.items()}
    good = {name: answer for name, answer in known.items() if not faults[name]}
    if good:
        responses.keep(desk.session, ticket.id, good)
    after = before.further(good)
    earlier = {question.id for question in before.asked_on.get(page, ())}
    return Kept(
        replace(found, visit=after),
        tuple(fault for wrong in faults.values() for fault in wrong),
        tuple(question.id for question in after.asked_on.get(page, ()) if question.id not in earlier),
    )


def summary(desk: Desk, entered: Entered, language: str = "ja") -> Summary:
    """Everything answered, to be checked before it is sent."""
    found = standing(desk, entered)
    visit = found.visit
    fields = read_back(visit.questionnaire, visit.parts, visit.asked, visit.answers, language)
    return Summary(found, fields, len(visit.asked) - visit.answered)


def submit(desk: Desk, entered: Entered, language: str = "ja") -> None:
    """Make the answers count, once. Whoever sends again finds that it is done; a fault leaves everything as it was.

    The ticket is spent first, so that of many senders one goes on; an exception gives it back with all the rest.
    """
    try:
        ticket, wave = _admitted(desk, entered, hold=True, to_spend=True)
    except AlreadySent:
        return
    first = tickets.spend(desk.session, ticket)
    earlier = None if first else responses.linked(desk.session, ticket.id)
    visit = _standing(desk, ticket, wave).visit
    given = on_path(visit.questionnaire, visit.answers, ticket.form)
    if faults := _faults_of_all(visit.asked, given):
        raise Refused.of(faults)
    if not first:
        journal.note(desk.session, desk.now, "duplicate_settled", wave=wave.key, rule=wave.duplicates, counted=WEB)
    if earlier is not None:
        responses.withdraw(desk.session, earlier)
    response = responses.accept(
        desk.session,
        wave=wave.key,
        stratum_id=ticket.stratum_id,
        day=desk.today,
        channel=WEB,
        answers=given,
        form=ticket.form,
        language=language,
    )
    if wave.link == LinkMode.CUT_AT_CLOSE:
        responses.link(desk.session, ticket.id, response)
    responses.forget_draft(desk.session, ticket.id)


def receipt(desk: Desk, entered: Entered) -> Receipt | None:
    """The receipt of answers that were sent, also after the survey has closed; None before they are."""
    ticket, wave = _place(desk, entered)
    if not _is_over(desk, ticket, wave):
        return None
    return Receipt(ticket.receipt, desk.library.opened(desk.session, wave.key), wave.synthetic, LinkMode(wave.link))


def _place(desk: Desk, entered: Entered) -> tuple[Ticket, Wave]:
    ticket = tickets.by_id(desk.session, entered.wave, entered.ticket)
    if _mark(ticket) != entered.mark:
        raise NotThere(Fault("no_such_ticket"))
    return ticket, waves.wave(desk.session, entered.wave)


def _admitted(desk: Desk, entered: Entered, *, hold: bool = False, to_spend: bool = False) -> tuple[Ticket, Wave]:
    """The ticket (held while something is written) and its wave; AlreadySent or TooLate when nothing can be answered."""
    ticket, wave = _place(desk, entered)
    if hold:
        ticket = tickets.hold(desk.session, ticket, to_spend=to_spend)
    if _is_over(desk, ticket, wave):
        raise AlreadySent
    waves.open_wave(desk.session, wave.key)
    return ticket, wave


def _is_over(desk: Desk, ticket: Ticket, wave: Wave) -> bool:
    """Whether the ticket is spent for good. Where the wave's rule prefers the web, a sheet before it is not the end."""
    if not ticket.spent:
        return False
    earlier = responses.linked(desk.session, ticket.id)
    channel = "paper" if earlier is None else earlier.channel
    return channel == WEB or not later_counts(DuplicateRule(wave.duplicates), channel, WEB)


def _standing(desk: Desk, ticket: Ticket, wave: Wave) -> Standing:
    draft = responses.draft(desk.session, ticket.id)
    return Standing(
        Visit(desk.library.opened(desk.session, wave.key), ticket.form, draft), wave.synthetic, LinkMode(wave.link)
    )


def _faults(question: Question, answer: Answer) -> list[Fault]:
    return answers.check(question, answer) + answers.check_limit(question, answer)


def _faults_of_all(asked: tuple[Question, ...], given: Mapping[str, Answer]) -> list[Fault]:
    if not given:
        return [Fault("nothing_answered")]
    faults = [fault for question in asked if question.id in given for fault in _faults(question, given[question.id])]
    missing = [Fault("answer_required", question.id) for question in asked if question.required]
    return faults + [fault for fault in missing if fault.where not in given]


def _mark(ticket: Ticket) -> str:
    return ticket.code_hash[:16]
