"""Reads what was posted from a questionnaire page: form -> answers, by WTForms. It is never used to draw.

Besides the answers a page posts which ones it was drawn with. Only what differs from that was said by this resident on
this page, so a page left open in another tab, or drawn before the answers came, takes nothing back.

A tap kept by itself comes with the name of the question that was touched, and changes no other.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Field
from wtforms.fields.core import UnboundField
from wtforms.form import BaseForm

from surveyapp.domain import answers
from surveyapp.domain.answers import SKIPPED, Answer, Packed, Wrote, packed
from surveyapp.domain.questionnaire import Question, Questionnaire

DRAWN = "drawn"
TOUCHED = "touched"


class AnswerField(Field):
    """One question's field: whatever was posted, as an answer. What is wrong with it is told by the operation."""

    def __init__(self, question: Question, **binding: Any) -> None:
        super().__init__(question.id, **binding)
        self.question = question

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = answers.read(self.question, valuelist)


class Posted:
    """One posted page, read when it is known what was asked."""

    def __init__(self, form: MultiDict[str, str]) -> None:
        self._form = form
        self._drawn = _drawn(form)

    def carried(self, questionnaire: Questionnaire) -> dict[str, Answer]:
        """Everything on the page: the answers posted, and silence where an answer that it was drawn with is gone."""
        return self._read(q for q in questionnaire.questions if q.id in self._form or self._drawn.get(q.id) is not None)

    def changed(self, questionnaire: Questionnaire) -> dict[str, Answer]:
        """The answers that differ from those the page was drawn with."""
        carried = self.carried(questionnaire)
        return {name: answer for name, answer in carried.items() if _mark(answer) != self._drawn.get(name)}

    def touched(self, questionnaire: Questionnaire) -> dict[str, Answer]:
        """The answers to the questions that were touched; silence where nothing is chosen any more."""
        names = set(self._form.getlist(TOUCHED))
        return self._read(q for q in questionnaire.questions if q.id in names)

    @property
    def stood(self) -> Collection[str]:
        """The questions of which the page says that they stood on it: all answered ones, and all that hang on others."""
        return self._drawn.keys()

    def _read(self, questions: Iterable[Question]) -> dict[str, Answer]:
        form = BaseForm({question.id: UnboundField(AnswerField, question) for question in questions})
        form.process(self._form)
        return {question: field.data for question, field in form._fields.items()}


def drawn_with(asked: Iterable[Question], shown: Mapping[str, Answer]) -> str:
    """What a page carries along to tell what it was drawn with.

    A question that hangs on others is named without an answer too: who turns the page has then seen it.
    """
    stood = [question.id for question in asked if question.id in shown or question.only_if]
    return json.dumps(marks({name: shown.get(name, SKIPPED) for name in stood}), separators=(",", ":"))


def marks(shown: Mapping[str, Answer]) -> dict[str, Packed | None]:
    """What stands for each answer in the note of what a page was drawn with."""
    return {name: _mark(answer) for name, answer in shown.items()}


def _drawn(form: MultiDict[str, str]) -> Mapping[str, Packed | None]:
    try:
        marks = json.loads(form.get(DRAWN, ""))
    except (ValueError, RecursionError):
        return {}
    return marks if isinstance(marks, dict) else {}


def _mark(answer: Answer) -> Packed | None:
    """What stands for an answer: its codes; of a text, which may be long, a digest."""
    if answer == SKIPPED:
        return None
    if isinstance(answer, Wrote):
        return {"wrote": hashlib.sha256(answer.text.encode("utf-8", "surrogatepass")).hexdigest()[:16]}
    return packed(answer)
