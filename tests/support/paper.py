"""A paper office for tests: three clerks, a supervisor, an open wave, and sheets brought to any stage in one line."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from surveyapp.domain.answers import Answer, Chosen, ChosenMany, Wrote
from surveyapp.domain.questionnaire import Questionnaire
from surveyapp.operations import accounts, paper_entry
from surveyapp.store import journal, people
from surveyapp.store.desk import Desks
from surveyapp.store.tables import Sheet
from tests.support.people import PASSWORD
from tests.support.waves import OpenWave, an_open_wave

DAY = datetime.date(2021, 10, 5)

ANSWERS: Mapping[str, Answer] = {
    "medical_care.importance": Chosen("5"),
    "medical_care.satisfaction": Chosen("2"),
    "health_promotion.importance": Chosen("4"),
    "health_promotion.satisfaction": Chosen("3"),
    "family_doctor": Chosen("yes"),
    "info_sources": ChosenMany(("newsletter", "friends")),
    "free_text": Wrote("バスの本数を増やしてほしい"),
    "sex": Chosen("female"),
    "age": Chosen("40-49"),
    "district": Chosen("k02"),
}
#: the same sheet with one slip of a finger
SLIPPED: Mapping[str, Answer] = {**ANSWERS, "medical_care.satisfaction": Chosen("3")}


@dataclass
class Office:
    """People, sheets and a wave. Methods are the operations, each in a transaction of its own."""

    desks: Desks
    wave: OpenWave
    ayumi: int
    ben: int
    chika: int
    boss: int
    unused: int = field(default=0)

    def do(self, operation: Any, *arguments: Any, **named: Any) -> Any:
        """One operation on this wave."""
        with self.desks.desk(writing=True) as desk:
            return operation(desk, self.wave.key, *arguments, **named)

    def receive(self, number: str | None = None, by: int | None = None) -> Sheet:
        """Register a sheet: the next letter's, unless a number is given."""
        if number is None:
            number, self.unused = self.wave.letters[self.unused].number, self.unused + 1
        sheet: Sheet = self.do(paper_entry.register, number, by or self.ayumi, DAY)
        return sheet

    def key(self, office_number: int, by: int, answers: Mapping[str, Answer] = ANSWERS) -> Sheet:
        """Claim a sheet and key it."""
        self.do(paper_entry.claim, office_number, by)
        sheet: Sheet = self.do(paper_entry.finish, office_number, by, answers)
        return sheet

    def key_twice(self, first: Mapping[str, Answer] = ANSWERS, second: Mapping[str, Answer] = ANSWERS) -> Sheet:
        """Register a sheet and have it keyed by two people."""
        number = self.receive().office_number
        self.key(number, self.ayumi, first)
        return self.key(number, self.ben, second)

    def deeds(self) -> list[str]:
        """What the journal says, oldest first."""
        with self.desks.desk() as desk:
            return [entry.deed for entry in reversed(journal.entries(desk.session, self.wave.key))]


def an_office(desks: Desks, questionnaire: Questionnaire | None = None, **more: Any) -> Office:
    """An office with the clerks Ayumi, Ben and Chika and the supervisor Boss, who all sign in with `PASSWORD`."""
    with desks.desk(writing=True) as desk:
        ayumi, ben, chika, boss = (
            people.add(desk.session, name, hashed(PASSWORD), [role]).id
            for name, role in (("ayumi", "clerk"), ("ben", "clerk"), ("chika", "clerk"), ("boss", "supervisor"))
        )
    return Office(desks, an_open_wave(desks, questionnaire, **more), ayumi, ben, chika, boss)


@cache
def hashed(password: str) -> str:
    """A password as accounts keep it; made once for all tests, since hashing is slow on purpose."""
    return accounts.HASHER.hash(password)
