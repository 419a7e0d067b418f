"""A resident answers: comes in with a code, turns the pages, reads the answers back, sends once."""

import datetime
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from surveyapp.domain import access_codes, answers, rotation
from surveyapp.domain.answers import Answer
from surveyapp.domain.duplicates import later_counts
from surveyapp.domain.faults import Fault, NotThere, Refused, TooLate
from surveyapp.domain.languages import JAPANESE, LANGUAGES
from surveyapp.domain.questionnaire import DuplicateRule, LinkMode, Question, Questionnaire
from surveyapp.domain.readback import FieldSaid, read_back
from surveyapp.domain.routing import on_path
from surveyapp.domain.stages import WaveStage
from surveyapp.domain.visit import Visit
from surveyapp.domain.ways import FilledBy
from surveyapp.store import journal, paper, responses, throttle, tickets, visits, waves
from surveyapp.store.database import empty_log
from surveyapp.store.desk import Desk, Desks
from surveyapp.store.visits import Place

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
    """What the entrance tells before any code: the one survey that is open, if there is just one; every language."""

    questionnaire: Questionnaire | None
    languages: tuple[str, ...]


@dataclass(frozen=True)
class Standing:
    """Where a resident stands: their way through the questionnaire, and what the survey promises them."""

    visit: Visit
    synthetic: bool
    link: LinkMode


@dataclass(frozen=True)
class Kept:
    """What became of a page that was turned: what was kept, what was wrong, which questions its answers opened on it."""

    standing: Standing
    good: Mapping[str, Answer]
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
    sealed = desk.seal(DOOR, throttle.origin(side))
    throttle.admit(desk.session, desk.now, DOOR, sealed, most=WRONG_CODES, within=WINDOW)
    ticket = tickets.by_code(desk.session, access_codes.digest(code, desk.key))
    if ticket is None:
        throttle.miss(desk.session, desk.now, DOOR, sealed, within=WINDOW)
        return None
    entered = Entered(ticket.wave, ticket.id, _mark(ticket.code_hash))
    _draw_order(desk, entered)
    return entered


def standing(desk: Desk, entered: Entered) -> Standing:
    """The questionnaire of this resident with the answers so far; AlreadySent or TooLate when it is over."""
    return _standing(desk, _open_place(desk, entered))


def keep(
    desk: Desk,
    entered: Entered,
    page: int,
    read: Callable[[Questionnaire], Mapping[str, Answer]],
    stood: Collection[str] | None = None,
) -> Kept:
    """Keep the answers of one page, one row a question. What is wrong is told, and never takes the rest with it.

    `read` reads what was posted once it is known what was asked. `stood` names the questions hanging on others that
    stood on the page: an answer kept tap by tap may have opened one that its reader has not seen.
    """
    place = _open_place(desk, entered, hold=True)
    found = _standing(desk, place)
    before = found.visit
    if not 1 <= page <= len(before.parts):
        raise NotThere(Fault("no_such_page"))
    shown = {question.id: question for line in before.parts[page - 1].lines for question in line.questions}
    given = {name: answer for name, answer in read(before.questionnaire).items() if name in shown}
    faults = {name: _faults(shown[name], answer) for name, answer in given.items()}
    good = {name: answer for name, answer in given.items() if not faults[name]}
    if good:
        responses.keep(desk.session, place.ticket, good)
    after = before.further(good)
    earlier = {q.id for q in before.asked_on.get(page, ()) if stood is None or not q.only_if or q.id in stood}
    return Kept(
        replace(found, visit=after),
        good,
        tuple(fault for wrong in faults.values() for fault in wrong),
        tuple(question.id for question in after.asked_on.get(page, ()) if question.id not in earlier),
    )


def summary(desk: Desk, entered: Entered) -> Summary:
    """Everything answered, to be checked before it is sent."""
    found = standing(desk, entered)
    visit = found.visit
    fields = read_back(visit.parts, visit.asked, visit.answers)
    return Summary(found, fields, len(visit.asked) - visit.answered)


def submit(desk: Desk, entered: Entered, language: str = "ja", filled_by: FilledBy | None = None) -> None:
    """Make the answers count, once; `filled_by` is who filled in, where somebody says so. Whoever sends again finds that it is done; a fault leaves everything as it was.

    The ticket is spent first, so that of many senders one goes on; an exception gives it back with all the rest.
    """
    ticket = tickets.by_id(desk.session, entered.wave, entered.ticket)
    tickets.hold(desk.session, ticket, to_spend=True)
    try:
        place = _open_place(desk, entered)
    except AlreadySent:
        return
    first = tickets.spend(desk.session, ticket)
    earlier = None if first else responses.linked(desk.session, place.ticket)
    visit = _standing(desk, place).visit
    given = on_path(visit.questionnaire, visit.answers, place.form)
    if faults := _faults_of_all(visit.asked, given):
        raise Refused.of(faults)
    if not first:
        # By the rule the web counts: a sheet of the same ticket is keyed no further, or lets its response go.
        paper.give_way(desk.session, ticket)
        journal.note(desk.session, desk.now, "duplicate_settled", wave=place.wave, rule=place.duplicates, counted=WEB)
    if earlier is not None:
        responses.withdraw(desk.session, earlier)
    response = responses.accept(
        desk.session,
        wave=place.wave,
        stratum_id=place.stratum,
        day=desk.today,
        channel=WEB,
        answers=given,
        form=place.form,
        language=language if language in visit.questionnaire.languages else JAPANESE,
        text_revision=place.text_revision,
        order=visit.fields_in_order,
        filled_by=filled_by,
    )
    if place.link == LinkMode.CUT_AT_CLOSE:
        responses.link(desk.session, place.ticket, response)
    responses.forget_draft(desk.session, place.ticket)


def settle(desks: Desks) -> None:
    """After sending: leave no trace of it in the log of the database. To be done when no desk is open."""
    empty_log(desks.engine)


def asked(desk: Desk, entered: Entered) -> Questionnaire:
    """What this resident was asked, also after the survey has closed."""
    return _questionnaire(desk, _place(desk, entered))


def receipt(desk: Desk, entered: Entered) -> Receipt | None:
    """The receipt of answers that were sent, also after the survey has closed; None before they are."""
    place = _place(desk, entered)
    if not _is_over(desk, place):
        return None
    return Receipt(place.receipt, _questionnaire(desk, place), place.synthetic, LinkMode(place.link))


def _draw_order(desk: Desk, entered: Entered) -> None:
    """Who comes in first has the order of the fields drawn, where the wave lets it change."""
    fingerprint = waves.definition_fingerprint(desk.session, entered.wave)
    if fingerprint is None or not desk.library.sealed(desk.session, entered.wave, fingerprint).rotated:
        return
    place = visits.place(desk.session, entered.wave, entered.ticket, hold=True)
    if place.stage == WaveStage.OPEN and rotation.KEY not in place.draft and not _is_over(desk, place):
        responses.keep_order(desk.session, place.ticket, rotation.draw(_questionnaire(desk, place)))


def _place(desk: Desk, entered: Entered, *, hold: bool = False) -> Place:
    place = visits.place(desk.session, entered.wave, entered.ticket, hold=hold)
    if _mark(place.code_hash) != entered.mark:
        raise NotThere(Fault("no_such_ticket"))
    return place


def _open_place(desk: Desk, entered: Entered, *, hold: bool = False) -> Place:
    """Where the ticket stands (held while something is written); AlreadySent or TooLate when it is over."""
    place = _place(desk, entered, hold=hold)
    if _is_over(desk, place):
        raise AlreadySent
    if place.stage != WaveStage.OPEN:
        raise TooLate(Fault("wave_not_open", title=place.title))
    return place


def _is_over(desk: Desk, place: Place) -> bool:
    """Whether the ticket is spent for good. Where the wave's rule prefers the web, a sheet before it is not the end."""
    if not place.spent:
        return False
    earlier = responses.linked(desk.session, place.ticket)
    channel = "paper" if earlier is None else earlier.channel
    return channel == WEB or not later_counts(DuplicateRule(place.duplicates), channel, WEB)


def _standing(desk: Desk, place: Place) -> Standing:
    draft = {question: answer for question, answer in place.draft.items() if question != rotation.KEY}
    order = rotation.order_in(place.draft)
    visit = Visit(_questionnaire(desk, place), place.form, answers.unpacked_all(draft), order)
    return Standing(visit, place.synthetic, LinkMode(place.link))


def _questionnaire(desk: Desk, place: Place) -> Questionnaire:
    return desk.library.sealed(desk.session, place.wave, place.fingerprint)


def _faults(question: Question, answer: Answer) -> list[Fault]:
    return answers.check(question, answer) + answers.check_limit(question, answer)


def _faults_of_all(asked: tuple[Question, ...], given: Mapping[str, Answer]) -> list[Fault]:
    if not given:
        return [Fault("nothing_answered")]
    faults = [fault for question in asked if question.id in given for fault in _faults(question, given[question.id])]
    missing = [Fault("answer_required", question.id) for question in asked if question.required]
    return faults + [fault for fault in missing if fault.where not in given]


def _mark(code_hash: str) -> str:
    return code_hash[:16]
