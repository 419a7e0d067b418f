"""Answers read back to the person who gave them: by field, as keys of the questionnaire's wording in any language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from surveyapp.domain.answers import SKIPPED, Answer, Chosen, ChosenMany, Wrote
from surveyapp.domain.paper import Line, Part
from surveyapp.domain.questionnaire import Question, label_key, wording_key


@dataclass(frozen=True)
class Said:
    """One answer: the name of its scale where it is a rating, and the labels chosen; or the text that was written.

    There is neither where the question was skipped.
    """

    question: str
    scale: str
    labels: tuple[str, ...] = ()
    written: str = ""


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
    parts: Sequence[Part],
    asked: Sequence[Question],
    answers: Mapping[str, Answer],
) -> tuple[FieldSaid, ...]:
    """Everything that was asked, field by field; fields and lines that this person is not asked are left out."""
    ids = {question.id for question in asked}
    fields = []
    for page, part in enumerate(parts, start=1):
        lines = tuple(
            LineSaid(line.number, wording_key(questions[0]), tuple(said))
            for line in part.lines
            if (questions := _of(line, ids))
            if (said := [_said(question, answers) for question in questions])
        )
        if lines:
            fields.append(FieldSaid(page, f"section.{part.section.id}", lines))
    return tuple(fields)


def _of(line: Line, ids: set[str]) -> list[Question]:
    return [question for question in line.questions if question.id in ids]


def _said(question: Question, answers: Mapping[str, Answer]) -> Said:
    scale = f"scale.{question.scale}.name" if question.scale else ""
    match answers.get(question.id, SKIPPED):
        case Chosen(code):
            return Said(question.id, scale, (label_key(question, code),))
        case ChosenMany(codes):
            return Said(question.id, scale, tuple(label_key(question, code) for code in codes))
        case Wrote(text):
            return Said(question.id, scale, written=text)
        case _:
            return Said(question.id, scale)
