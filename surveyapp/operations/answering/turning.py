"""A resident turns the pages: what a page asks, what is kept of it, and everything read back at the end."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from surveyapp.domain import answers
from surveyapp.domain.answers import Answer
from surveyapp.domain.faults import Fault, NotThere
from surveyapp.domain.questionnaire import Question, Questionnaire
from surveyapp.domain.readback import FieldSaid, read_back
from surveyapp.operations.answering.places import Entered, Standing, open_place, standing_at
from surveyapp.store import responses
from surveyapp.store.desk import Desk


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


def standing(desk: Desk, entered: Entered) -> Standing:
    """The questionnaire of this resident with the answers so far; AlreadySent or TooLate when it is over."""
    return standing_at(desk, open_place(desk, entered))


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
    place = open_place(desk, entered, hold=True)
    found = standing_at(desk, place)
    before = found.visit
    if not 1 <= page <= len(before.parts):
        raise NotThere(Fault("no_such_page"))
    shown = {question.id: question for line in before.parts[page - 1].lines for question in line.questions}
    given = {name: answer for name, answer in read(before.questionnaire).items() if name in shown}
    faults = {name: faults_of(shown[name], answer) for name, answer in given.items()}
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


def faults_of(question: Question, answer: Answer) -> list[Fault]:
    """What is wrong with an answer to a question."""
    return answers.check(question, answer) + answers.check_limit(question, answer)
