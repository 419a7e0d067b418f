"""A fortnight of returns, through the doors that everybody uses: residents send, clerks receive, key, key again, settle."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from surveyapp.demo.calendar import DAYS, Calendar
from surveyapp.demo.residents import Resident, Town
from surveyapp.domain.answers import Answer
from surveyapp.domain.double_entry import Choice, Ruled
from surveyapp.domain.strata import StratumPlan
from surveyapp.operations import answering, paper_entry
from surveyapp.operations.sampling import Letter
from surveyapp.store.desk import Desk, Desks

#: returns that are worked off in one transaction: the demo need not be on disk after every page
BATCH = 20
#: slips of one keying, per answer: trained staff make 0.37 per 1,000 fields (Paulsen et al. 2012, PLoS ONE 7:e35087)
SLIPS = 0.0004
#: disputes that are left open for whoever tries the demo
LEFT_OPEN = 8
#: sheets that wait for their first and for their second keying
LEFT_UNKEYED = 6
LEFT_KEYED_ONCE = 6
BLANK_SHEETS = 3

Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Crew:
    """Who works with paper, by staff id."""

    first: int
    second: int
    third: int


class Office:
    """The office of one wave, and how many disputes lie open in it."""

    def __init__(self, wave: str, crew: Crew, town: Town) -> None:
        self.wave = wave
        self.crew = crew
        self.town = town
        self.open_disputes = 0


@dataclass(frozen=True)
class Return:
    """One letter that comes back: on which day, from whom, with which answers."""

    day: int
    letter: Letter
    resident: Resident
    answers: Mapping[str, Answer]


def returns(town: Town, letters: Sequence[Letter], strata: Sequence[StratumPlan]) -> list[Return]:
    """Who answers on which day; most in the first week. The same each time, whatever numbers the letters drew."""
    cells = {stratum.key: stratum.cells for stratum in strata}
    found = []
    for letter in sorted(letters, key=lambda letter: (letter.stratum, letter.number)):
        resident = town.resident(cells[letter.stratum])
        if resident.answers:
            found.append(Return(town.day(DAYS), letter, resident, town.answers(resident)))
    return sorted(found, key=lambda back: back.day)


def collect(desks: Desks, calendar: Calendar, office: Office, backs: Sequence[Return], tell: Tell) -> None:
    """Play the fortnight: answers on the web, sheets through the whole life of a sheet; some are left as they came."""
    paper = [back for back in backs if not back.resident.web]
    left = {id(back): 0 for back in paper[-LEFT_UNKEYED:]}
    left |= {id(back): 1 for back in paper[-LEFT_UNKEYED - LEFT_KEYED_ONCE : -LEFT_UNKEYED]}
    for start in range(0, len(backs), BATCH):
        batch = backs[start : start + BATCH]
        calendar.go_to(batch[0].day)
        with desks.desk(writing=True) as desk:
            for back in batch:
                if back.resident.web:
                    _answers_on_the_web(desk, back)
                else:
                    _comes_on_paper(desk, office, back, left.get(id(back), 2))
        tell(start + len(batch), len(backs))


def receive_blank_sheets(desks: Desks, office: Office, letters: Sequence[Letter]) -> None:
    """Some sheets come back with nothing on them."""
    with desks.desk(writing=True) as desk:
        for letter in letters[:BLANK_SHEETS]:
            sheet = paper_entry.register(desk, office.wave, letter.number, office.crew.first, desk.today)
            paper_entry.blank(desk, office.wave, sheet.office_number, office.crew.first)


def _answers_on_the_web(desk: Desk, back: Return) -> None:
    entered = answering.enter(desk, back.letter.code, "demo")
    if entered is None:
        raise AssertionError("a letter of this demo does not open its own ticket")
    for page in tuple(answering.standing(desk, entered).visit.asked_on):
        answering.keep(desk, entered, page, lambda _: back.answers)
    answering.submit(desk, entered)


def _comes_on_paper(desk: Desk, office: Office, back: Return, keyings: int) -> None:
    """A sheet comes back and is keyed so many times; with two keyings it is accepted or disputed."""
    crew, wave = office.crew, office.wave
    sheet = paper_entry.register(desk, wave, back.letter.number, crew.first, desk.today).office_number
    for clerk in (crew.first, crew.second)[:keyings]:
        paper_entry.claim(desk, wave, sheet, clerk)
        stage = paper_entry.finish(desk, wave, sheet, clerk, office.town.slip(back.answers, SLIPS)).stage
        if stage == "disputed":
            _dispute(desk, office, sheet, back)


def _dispute(desk: Desk, office: Office, sheet: int, back: Return) -> None:
    """Two keyings differ: the first few stay open, the others are settled by what stands on the paper."""
    if office.open_disputes < LEFT_OPEN:
        office.open_disputes += 1
        return
    mismatches = paper_entry.differences(desk, office.wave, sheet, office.crew.third).mismatches
    rulings = {
        mismatch.question: Ruled(
            Choice.FIRST if back.answers.get(mismatch.question) == mismatch.first else Choice.SECOND
        )
        for mismatch in mismatches
    }
    paper_entry.settle(desk, office.wave, sheet, office.crew.third, rulings)
