"""The demo's residents: who was drawn, who answers, on the web or on paper, and what. Everything is made up by a seed.

Answers lie near the published points of the city's own survey where there are any; all else is drawn around the means
such surveys usually show. Response rates rise with age, the web's share falls with it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from surveyapp.domain.answers import Answer, Chosen, ChosenMany, Wrote
from surveyapp.domain.questionnaire import Face, Kind, Question, Questionnaire
from surveyapp.domain.routing import route
from surveyapp.domain.strata import Cell

#: the chance to answer, and to do so on the web, by age band: 42 % and a third over all
RESPONSE_RATES = {"18-29": 0.21, "30-39": 0.29, "40-49": 0.35, "50-59": 0.42, "60-69": 0.53, "70+": 0.54}
WEB_SHARES = {"18-29": 0.75, "30-39": 0.65, "40-49": 0.55, "50-59": 0.42, "60-69": 0.25, "70+": 0.10}

#: the latest satisfaction that is published of an item: general plan (2017) and 長野日報 (2015, 2019, 2021)
PUBLISHED_POINTS = {
    "medical_care": 3.15,
    "health_promotion": 3.20,
    "mutual_support": 3.25,
    "waste_facilities": 3.38,
    "rivers": 4.2,
    "waste_manners": 3.82,
    "procedures": 3.66,
    "business_attraction": 3.02,
    "tourism": 2.81,
    "town_centre": 2.6,
    "clean_air_water": 4.5,
    "attachment": 4.0,
    "landscape": 4.0,
    "citizens_voice": 2.6,
    "finance_information": 2.6,
    "participation": 2.7,
    "access": 2.7,
}
SILENT_AT_AN_ITEM = 0.04
REGISTER_AND_FACE_DISAGREE = 0.01
SEX_WITHHELD = 0.02
COMMENTS = (
    "（合成データ）バスの本数を増やしてほしい。",
    "（合成データ）休日も診てもらえるお医者さんがあると安心です。",
    "（合成データ）景色がきれいで気に入っています。",
    "（合成データ）除雪をもう少し早くしてほしい。",
)


@dataclass(frozen=True)
class Resident:
    """One person drawn: where they stand in the register, and whether and how they answer."""

    cell: Cell
    answers: bool
    web: bool


class Town:
    """Draws residents and their answers, one after the other, from one seed."""

    def __init__(self, questionnaire: Questionnaire, seed: int) -> None:
        self._questionnaire = questionnaire
        self._random = np.random.Generator(np.random.PCG64(seed))
        self._means = self._item_means()

    def resident(self, cells: Sequence[Cell]) -> Resident:
        """A person drawn from the register cells of one stratum."""
        persons = np.array([cell.persons for cell in cells], dtype=float)
        cell = cells[int(self._random.choice(len(cells), p=persons / persons.sum()))]
        answers = self._chance(RESPONSE_RATES[cell.age])
        return Resident(cell, answers, self._chance(WEB_SHARES[cell.age]))

    def answers(self, resident: Resident) -> dict[str, Answer]:
        """What this person answers: on the path of the questionnaire, with some silence."""
        mood = float(self._random.normal(0, 0.5))
        given: dict[str, Answer] = {}
        for question in self._questionnaire.questions:
            answer = self._answer(question, resident.cell, mood)
            if answer is not None:
                given[question.id] = answer
        asked = {question.id for question in route(self._questionnaire, given)}
        return {question: answer for question, answer in given.items() if question in asked}

    def slip(self, answers: Mapping[str, Answer], rate: float) -> dict[str, Answer]:
        """What a clerk keys from a sheet with these answers: now and then one option off."""
        keyed = dict(answers)
        for name, answer in answers.items():
            if isinstance(answer, Chosen) and self._chance(rate):
                keyed[name] = Chosen(self._another(self._questionnaire.by_id[name], answer.code))
        return keyed

    def day(self, days: int) -> int:
        """The day on which a letter comes back: most in the first week, none on the very first day."""
        return 1 + int(min(self._random.gamma(3.0, days / 9), days - 2))

    def _answer(self, question: Question, cell: Cell, mood: float) -> Answer | None:
        if question.face is not None:
            return self._face(question, question.face, cell)
        if question.kind is Kind.TEXT:
            return Wrote(str(self._random.choice(COMMENTS))) if self._chance(0.15) else None
        if self._chance(SILENT_AT_AN_ITEM):
            return None
        if question.kind is Kind.MULTIPLE:
            limit = question.limit or 4
            wanted = 1 + int(self._random.integers(0, min(limit, len(question.options))))
            picked = set(self._random.choice(list(question.by_code), size=wanted, replace=False))
            return ChosenMany(tuple(code for code in question.by_code if code in picked))
        if all(option.points is not None for option in question.options):
            return self._rating(question, mood)
        return self._plain_choice(question, cell)

    def _face(self, question: Question, face: Face, cell: Cell) -> Answer:
        code = {Face.SEX: cell.sex, Face.AGE: cell.age, Face.DISTRICT: cell.district}[face]
        withheld = [option.code for option in question.options if option.withheld]
        if withheld and self._chance(SEX_WITHHELD):
            return Chosen(withheld[0])
        return Chosen(self._another(question, code) if self._chance(REGISTER_AND_FACE_DISAGREE) else code)

    def _rating(self, question: Question, mood: float) -> Answer:
        centre = self._means.get(question.id, 3.6)
        points = float(np.clip(np.rint(self._random.normal(centre + mood * 0.6, 0.95)), 1, 5))
        nearest = min(question.options, key=lambda option: abs((option.points or 0.0) - points))
        return Chosen(nearest.code)

    def _plain_choice(self, question: Question, cell: Cell) -> Answer:
        codes = list(question.by_code)
        if question.id == "family_doctor":
            # Published: 71.5 % in 2017; more of the old have one.
            has_one = {"18-29": 0.5, "30-39": 0.58, "40-49": 0.62, "50-59": 0.68, "60-69": 0.78, "70+": 0.9}[cell.age]
            return Chosen("yes" if self._chance(has_one) else "no")
        falling = np.arange(len(codes), 0, -1, dtype=float) ** 2
        return Chosen(codes[int(self._random.choice(len(codes), p=falling / falling.sum()))])

    def _another(self, question: Question, code: str) -> str:
        others = [other for other in question.by_code if other != code]
        return others[int(self._random.integers(0, len(others)))]

    def _item_means(self) -> dict[str, float]:
        means = {}
        for item in self._questionnaire.items:
            for question in item.questions:
                satisfied = question.scale == "satisfaction"
                drawn = float(self._random.normal(3.1, 0.35) if satisfied else self._random.normal(4.1, 0.25))
                means[question.id] = PUBLISHED_POINTS.get(item.id, drawn) if satisfied else drawn
        return means

    def _chance(self, probability: float) -> bool:
        return bool(self._random.random() < probability)
