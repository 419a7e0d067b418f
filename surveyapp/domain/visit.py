"""One resident's way through a questionnaire: the pages of their form, what they are asked, what they have answered."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from surveyapp.domain.answers import SKIPPED, Answer
from surveyapp.domain.effort import minutes
from surveyapp.domain.paper import Part, laid_out
from surveyapp.domain.questionnaire import Question, Questionnaire
from surveyapp.domain.rotation import Order, arranged
from surveyapp.domain.routing import route


@dataclass(frozen=True)
class Layout:
    """What one form of a definition looks like in one order: its pages, and all that anybody is asked on them."""

    parts: tuple[Part, ...]
    questions: tuple[Question, ...]
    questions_on: Mapping[int, tuple[Question, ...]]
    is_routed: bool


# By definition, form and order: laying out sixty lines takes longer than all the rest of a visit.
_LAYOUTS: dict[tuple[str, str, Order], Layout] = {}


@dataclass(frozen=True)
class Visit:
    """A questionnaire as one resident meets it. Pages are the parts of the sheet, so both carry the same numbers.

    Where the wave lets fields change places, pages and numbers follow the `order` drawn for this resident instead.
    """

    questionnaire: Questionnaire
    form: str
    answers: Mapping[str, Answer]
    order: Order = ()

    @property
    def parts(self) -> tuple[Part, ...]:
        """What stands on each page, whether asked or not."""
        return self._layout.parts

    @property
    def is_routed(self) -> bool:
        """Whether an answer may open or close questions."""
        return self._layout.is_routed

    @cached_property
    def asked(self) -> tuple[Question, ...]:
        """The questions on this person's path."""
        if not self._layout.is_routed:
            return self._layout.questions
        return route(self.questionnaire, self.answers, self.form)

    @cached_property
    def asked_on(self) -> Mapping[int, tuple[Question, ...]]:
        """The questions asked by page; a page on which nothing is asked is left out."""
        if not self._layout.is_routed:
            return self._layout.questions_on
        asked = {question.id for question in self.asked}
        found = {
            page: tuple(question for question in questions if question.id in asked)
            for page, questions in self._layout.questions_on.items()
        }
        return {page: questions for page, questions in found.items() if questions}

    @property
    def fields_in_order(self) -> Order | None:
        """In which order the fields that change places were met; None where none do."""
        rotated = (section.id for section in arranged(self.questionnaire, self.order) if section.rotated)
        return tuple(rotated) or None

    @property
    def answered(self) -> int:
        """How many of the questions asked have an answer."""
        return sum(question.id in self.answers for question in self.asked)

    @property
    def lines_asked(self) -> int:
        """How many numbered lines this person is asked: a statement with its two scales is one."""
        asked = {question.id for question in self.asked}
        return sum(
            any(question.id in asked for question in line.questions) for part in self.parts for line in part.lines
        )

    @property
    def minutes(self) -> int:
        """How long answering takes."""
        return minutes(self.questionnaire, self.form)

    @property
    def page_to_go_on(self) -> int | None:
        """The first page without any answer; none when there is something on each."""
        return next(
            (page for page, questions in self.asked_on.items() if not any(q.id in self.answers for q in questions)),
            None,
        )

    def after(self, page: int) -> int | None:
        """The next page; none when the answers are to be checked next."""
        return min((other for other in self.asked_on if other > page), default=None)

    def before(self, page: int) -> int | None:
        """The page before; none when that is the start."""
        return max((other for other in self.asked_on if other < page), default=None)

    def further(self, given: Mapping[str, Answer]) -> "Visit":
        """The same visit after more answers; a skipped question loses the answer it had."""
        merged = {name: answer for name, answer in {**self.answers, **given}.items() if answer != SKIPPED}
        return replace(self, answers=merged)

    @cached_property
    def _layout(self) -> Layout:
        key = (self.questionnaire.fingerprint, self.form, self.order)
        if key not in _LAYOUTS:
            _LAYOUTS[key] = lay_out(self.questionnaire, self.form, self.order)
        return _LAYOUTS[key]


def lay_out(questionnaire: Questionnaire, form: str, order: Order = ()) -> Layout:
    """The pages of a form in an order, not kept."""
    parts = laid_out(questionnaire, form, arranged(questionnaire, order))
    questions_on = {
        page: tuple(question for line in part.lines for question in line.questions)
        for page, part in enumerate(parts, start=1)
    }
    questions = tuple(question for page in questions_on.values() for question in page)
    return Layout(parts, questions, questions_on, any(question.only_if for question in questions))
