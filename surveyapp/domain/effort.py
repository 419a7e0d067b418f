"""How long answering takes, told to residents before they start, and to officers page by page before a wave opens."""

import math
from dataclasses import dataclass

from surveyapp.domain.paper import Line, Part, laid_out
from surveyapp.domain.questionnaire import Kind, Question, Questionnaire

# Assumed, not measured: a rating is one glance and one tap; a question has to be read with its options; free text is
# counted as a few sentences, although most people leave it empty.
SECONDS_A_RATING = 7
SECONDS_A_CHOICE = 10
SECONDS_A_TEXT = 60
STEP = 5


@dataclass(frozen=True)
class Load:
    """What one page asks of a reader: how much there is to read, to answer, and how long that takes.

    `conditional` of its questions are asked only of those who answered something before.
    """

    page: int
    title: str
    lines: int
    questions: int
    conditional: int
    characters: int
    seconds: int


def minutes(questionnaire: Questionnaire, form: str = "") -> int:
    """Minutes for a form when everything in it is answered, rounded up to five."""
    asked = (one for one in questionnaire.questions if not one.forms or form in one.forms)
    return max(STEP, math.ceil(sum(map(seconds, asked)) / 60 / STEP) * STEP)


def seconds(question: Question) -> int:
    """Seconds for one question."""
    if question.kind is Kind.TEXT:
        return SECONDS_A_TEXT
    return SECONDS_A_RATING if question.scale else SECONDS_A_CHOICE


def loads(questionnaire: Questionnaire, form: str = "", language: str = "ja") -> tuple[Load, ...]:
    """The load of each page of a form, as somebody meets it who is asked everything."""
    return tuple(
        _load(questionnaire, part, page, language) for page, part in enumerate(laid_out(questionnaire, form), start=1)
    )


def _load(questionnaire: Questionnaire, part: Part, page: int, language: str) -> Load:
    words = questionnaire.words(language)
    title = words.say(f"section.{part.section.id}")
    questions = [question for line in part.lines for question in line.questions]
    texts = [title, words.said.get(f"note.{part.section.id}", "")]
    texts += [text for line in part.lines for text in _texts(questionnaire, line, language)]
    return Load(
        page=page,
        title=title,
        lines=len(part.lines),
        questions=len(questions),
        conditional=sum(bool(question.only_if) for question in questions),
        characters=sum(not sign.isspace() for text in texts for sign in text),
        seconds=sum(map(seconds, questions)),
    )


def _texts(questionnaire: Questionnaire, line: Line, language: str) -> list[str]:
    """Everything that a line shows to be read; the words of a scale stand there once for each rating."""
    words = questionnaire.words(language)
    texts = [questionnaire.wording(line.questions[0], language), words.said.get(f"note.{line.entry.id}", "")]
    for question in line.questions:
        texts += [words.say(f"scale.{question.scale}")] if question.scale else []
        texts += [questionnaire.label(question, code, language) for code in question.by_code]
    return texts
