"""Answers read back to the person who gave them: by field, in the words of the questionnaire."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from surveyapp.domain.answers import SKIPPED, Answer, Chosen, ChosenMany, Wrote
from surveyapp.domain.paper import Line, Part
from surveyapp.domain.questionnaire import Question, Questionnaire


@dataclass(frozen=True)
class Said:
    """One answer: the name of its scale where it is a rating, and its words; no words where it was skipped."""

    question: str
    scale: str
    words: tuple[str, ...]
    is_text: bool = False


@dataclass(frozen=True)
class LineSaid:
    """A numbered line and what was answered there."""

    number: int
    asked: str
    said: tuple[Said, ...]


@dataclass(frozen=True)
class FieldSaid:
    """A field with its page and its lines."""

    page: int
    title: str
    lines: tuple[LineSaid, ...]


def read_back(
    questionnaire: Questionnaire,
    parts: Sequence[Part],
    asked: Sequence[Question],
    answers: Mapping[str, Answer],
    language: str = "ja",
) -> tuple[FieldSaid, ...]:
    """Everything that was asked, field by field; fields and lines that this person is not asked are left out."""
    ids = {question.id for question in asked}
    words = questionnaire.words(language)
    fields = []
    for page, part in enumerate(parts, start=1):
        lines = tuple(
            LineSaid(line.number, questionnaire.wording(questions[0], language), tuple(said))
            for line in part.lines
            if (questions := _of(line, ids))
            if (said := [_said(questionnaire, question, answers, language) for question in questions])
        )
        if lines:
            fields.append(FieldSaid(page, words.say(f"section.{part.section.id}"), lines))
    return tuple(fields)


def _of(line: Line, ids: set[str]) -> list[Question]:
    return [question for question in line.questions if question.id in ids]


def _said(questionnaire: Questionnaire, question: Question, answers: Mapping[str, Answer], language: str) -> Said:
    scale = questionnaire.words(language).say(f"scale.{question.scale}.name") if question.scale else ""
    match answers.get(question.id, SKIPPED):
        case Chosen(code):
            return Said(question.id, scale, (questionnaire.label(question, code, language),))
        case ChosenMany(codes):
            return Said(question.id, scale, tuple(questionnaire.label(question, code, language) for code in codes))
        case Wrote(text):
            return Said(question.id, scale, (text,), is_text=True)
        case _:
            return Said(question.id, scale, ())
