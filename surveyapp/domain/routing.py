"""Which questions a person is asked, as a function of the definition, their form and their answers."""

from collections.abc import Mapping

from surveyapp.domain.answers import Answer, Chosen, ChosenMany
from surveyapp.domain.questionnaire import OnlyIf, Question, Questionnaire


def route(questionnaire: Questionnaire, answers: Mapping[str, Answer], form: str = "") -> tuple[Question, ...]:
    """The questions this person is asked, in order.

    Only answers on the path can open a later question, so an answer left behind by a changed mind never steers.
    """
    asked: list[Question] = []
    given: dict[str, Answer] = {}
    for question in questionnaire.questions:
        if question.forms and form not in question.forms:
            continue
        if all(_holds(rule, given) for rule in question.only_if):
            asked.append(question)
            if question.id in answers:
                given[question.id] = answers[question.id]
    return tuple(asked)


def on_path(questionnaire: Questionnaire, answers: Mapping[str, Answer], form: str = "") -> dict[str, Answer]:
    """The answers that belong to questions this person is asked."""
    return {
        question.id: answers[question.id] for question in route(questionnaire, answers, form) if question.id in answers
    }


def _holds(rule: OnlyIf, given: Mapping[str, Answer]) -> bool:
    match given.get(rule.question):
        case Chosen(code):
            return code in rule.codes
        case ChosenMany(codes):
            return not rule.codes.isdisjoint(codes)
        case _:
            return False
