"""A questionnaire as it lies on paper: its parts and numbered lines, in the order printed.

The clerk's screen and the printed sheet are drawn from the same lines, so that both carry the same numbers.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from surveyapp.domain.questionnaire import Entry, Item, Question, Questionnaire, Section


@dataclass(frozen=True)
class Line:
    """One numbered line: a question, or an item with its scales side by side."""

    number: int
    entry: Entry
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Part:
    """A section as printed on one split form."""

    section: Section
    lines: tuple[Line, ...]


def laid_out(
    questionnaire: Questionnaire, form: str = "", sections: Iterable[Section] | None = None
) -> tuple[Part, ...]:
    """The parts and lines of a form, numbered from 1 through the whole sheet; of `sections` in another order, the web's.

    Paper shows every question to everybody: which ones a person was asked is found from the answers afterwards.
    """
    parts: list[Part] = []
    number = 0
    for section in questionnaire.sections if sections is None else sections:
        lines = []
        for entry in section.entries:
            every = entry.questions if isinstance(entry, Item) else (entry,)
            printed = tuple(question for question in every if not question.forms or form in question.forms)
            if printed:
                number += 1
                lines.append(Line(number, entry, printed))
        if lines:
            parts.append(Part(section, tuple(lines)))
    return tuple(parts)


def printed_questions(questionnaire: Questionnaire, form: str = "") -> tuple[Question, ...]:
    """Every question on the paper of a form, in the order printed."""
    return tuple(
        question for part in laid_out(questionnaire, form) for line in part.lines for question in line.questions
    )


def places(questionnaire: Questionnaire, form: str = "") -> Mapping[str, str]:
    """Where each question stands on the paper, in words short enough for a list: `12 満足度`, `57`."""
    words = questionnaire.words()
    return {
        question.id: f"{line.number} {words.say(f'scale.{question.scale}.name')}"
        if question.scale
        else str(line.number)
        for part in laid_out(questionnaire, form)
        for line in part.lines
        for question in line.questions
    }
