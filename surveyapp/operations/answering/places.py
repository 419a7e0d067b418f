"""Where a resident stands: the ticket behind an entry, what was kept for it, and whether it is still the time to answer."""

from dataclasses import dataclass, replace

from surveyapp.domain import access_codes, answers, rotation
from surveyapp.domain.duplicates import later_counts
from surveyapp.domain.faults import Fault, NotThere, Refused, TooLate
from surveyapp.domain.questionnaire import DuplicateRule, LinkMode, Questionnaire
from surveyapp.domain.stages import WaveStage
from surveyapp.domain.visit import Visit
from surveyapp.store import responses, visits
from surveyapp.store.desk import Desk
from surveyapp.store.visits import Place

WEB = "web"


class AlreadySent(TooLate):
    """These answers are in: every way leads to the receipt."""

    def __init__(self) -> None:
        super().__init__(Fault("already_sent"))


class WordNeeded(Refused):
    """A word stands before these answers, and this entry has not given it."""

    def __init__(self) -> None:
        super().__init__(Fault("own_word_needed"))


@dataclass(frozen=True, slots=True)
class Entered:
    """A resident who has come in. `mark` changes with the code, so that a replaced letter opens nothing any more.

    `word` is the mark of the resident's own word, once it was given here; it changes with the word.
    """

    wave: str
    ticket: int
    mark: str
    word: str = ""


@dataclass(frozen=True)
class Standing:
    """Where a resident stands: their way through the questionnaire, and what the survey promises them."""

    visit: Visit
    synthetic: bool
    link: LinkMode
    has_word: bool = False
    #: by which somebody without a letter comes back
    return_code: str = ""


def place_of(desk: Desk, entered: Entered, *, hold: bool = False) -> Place:
    """The ticket of this entry, whatever has become of it; NotThere when its letter was replaced."""
    place = visits.place(desk.session, entered.wave, entered.ticket, hold=hold)
    if mark_of(place.code_hash) != entered.mark:
        raise NotThere(Fault("no_such_ticket"))
    return place


def open_place(desk: Desk, entered: Entered, *, hold: bool = False) -> Place:
    """Where the ticket stands, with its answers (held while something is written).

    AlreadySent or TooLate when it is over; WordNeeded where a word stands before the answers that was not given here.
    Whoever has given a word that is no more has an entry to answers that are no more: NotThere.
    """
    place = locked_place(desk, entered, hold=hold)
    if place.word == entered.word:
        return place
    if place.word:
        raise WordNeeded
    raise NotThere(Fault("no_such_ticket"))


def locked_place(desk: Desk, entered: Entered, *, hold: bool = False) -> Place:
    """The same whether the word was given or not: for what shows no answer."""
    place = place_of(desk, entered, hold=hold)
    if is_over(desk, place):
        raise AlreadySent
    if place.stage != WaveStage.OPEN:
        raise TooLate(Fault("wave_not_open", title=place.title))
    return place


def is_over(desk: Desk, place: Place) -> bool:
    """Whether the ticket is spent for good. Where the wave's rule prefers the web, a sheet before it is not the end."""
    if not place.spent:
        return False
    earlier = responses.linked(desk.session, place.ticket)
    channel = "paper" if earlier is None else earlier.channel
    return channel == WEB or not later_counts(DuplicateRule(place.duplicates), channel, WEB)


def standing_at(desk: Desk, place: Place) -> Standing:
    """The questionnaire as this resident meets it, with the answers kept at this place."""
    draft = {question: answer for question, answer in place.draft.items() if question != rotation.KEY}
    order = rotation.order_in(place.draft)
    visit = Visit(sealed(desk, place), place.form, answers.unpacked_all(draft), order)
    standing = Standing(visit, place.synthetic, LinkMode(place.link), bool(place.word))
    if place.stratum is not None:
        return standing
    code = access_codes.printed(return_code(desk, place.wave, place.receipt))
    return replace(standing, return_code=code)


def sealed(desk: Desk, place: Place) -> Questionnaire:
    """What is asked at this place."""
    return desk.library.sealed(desk.session, place.wave, place.fingerprint)


def return_code(desk: Desk, wave: str, receipt: str) -> str:
    """The code of somebody who came without a letter: it follows from the ticket, so that any page can show it again."""
    return access_codes.code_from(desk.key, f"{wave} {receipt}")


def mark_of(code_hash: str) -> str:
    """What an entry carries of its code: it changes with the code and gives nothing of it away."""
    return code_hash[:16]
