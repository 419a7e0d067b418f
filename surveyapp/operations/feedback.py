"""What people think of the service itself, asked after they have sent: kept apart from the answers, with the day only."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from surveyapp.domain.answers import Wrote, check, read
from surveyapp.domain.faults import Fault, Refused, TooMany
from surveyapp.domain.questionnaire import Kind, Question
from surveyapp.store import feedback, waves
from surveyapp.store.database import empty_log
from surveyapp.store.desk import Desk, Desks

RATINGS = ("5", "4", "3", "2", "1")
LONGEST = 1000
#: Remarks on a wave in one day before the rest of the day takes no more. Only who has sent can speak at all; to count
#: for each ticket or each address would tell when somebody sent, which nothing here may tell.
MOST_A_DAY = 500

_QUESTION = Question("remark", Kind.TEXT, most=LONGEST)


@dataclass(frozen=True)
class Remark:
    """What somebody said on a day."""

    day: datetime.date
    rating: int | None
    text: str


@dataclass(frozen=True)
class Heard:
    """All remarks on a wave: how many gave each rating, and those with words."""

    title: str
    synthetic: bool
    ratings: Mapping[int, int]
    remarks: tuple[Remark, ...]


def give(desk: Desk, wave: str, rating: str, text: str) -> None:
    """Take a remark; the same one twice on a day is one. Refused where nothing is said, or far too much."""
    written = read(_QUESTION, [text])
    said = written.text if isinstance(written, Wrote) else ""
    stars = int(rating) if rating in RATINGS else None
    if stars is None and not said:
        raise Refused(Fault("feedback_empty", "rating"))
    if faults := check(_QUESTION, written):
        raise Refused.of(faults)
    if feedback.is_there(desk.session, wave, desk.today, stars, said) and said:
        return
    if feedback.count(desk.session, wave, desk.today) >= MOST_A_DAY:
        raise TooMany(Fault("feedback_enough"))
    feedback.add(desk.session, wave, desk.today, stars, said)


def settle(desks: Desks) -> None:
    """After a remark: leave no trace of its moment in the log of the database. To be done when no desk is open."""
    empty_log(desks.engine)


def heard(desk: Desk, wave: str) -> Heard:
    """Everything that was said about a wave."""
    row = waves.wave(desk.session, wave)
    found = feedback.of_wave(desk.session, wave)
    ratings = {int(rating): sum(one.rating == int(rating) for one in found) for rating in RATINGS}
    remarks = tuple(Remark(one.day, one.rating, one.text) for one in found if one.text)
    return Heard(row.title, row.synthetic, ratings, remarks)
