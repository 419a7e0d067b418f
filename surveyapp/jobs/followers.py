"""What a question that only some were asked would give away of the question that led to it.

How many were asked it in a domain is how many gave the answers that lead there: where those figures are suppressed, these
have to be as well.
"""

from collections.abc import Mapping, Sequence

from surveyapp.domain.questionnaire import Questionnaire
from surveyapp.jobs.tables import HIDDEN, MARKS
from surveyapp.operations.scoring import Found


def with_followers_hidden(
    questionnaire: Questionnaire, found: Mapping[str, Sequence[Found]]
) -> dict[str, Sequence[Found]]:
    """The figures by question, with those suppressed that tell of suppressed figures of an earlier question."""
    shown: dict[str, Sequence[Found]] = {}
    hidden: dict[str, set[tuple[str, str]]] = {}
    for question in questionnaire.questions:
        before = set().union(*(hidden.get(rule.question, set()) for rule in question.only_if))
        figures = [_without_number(one) if _place(one) in before else one for one in found.get(question.id, ())]
        hidden[question.id] = {_place(one) for one in figures if one.mark == MARKS[HIDDEN]}
        if question.id in found:
            shown[question.id] = figures
    return shown


def _place(figure: Found) -> tuple[str, str]:
    return figure.domain, figure.category


def _without_number(figure: Found) -> Found:
    return figure._replace(
        value=None,
        standard_error=None,
        trend_error=None,
        degrees=None,
        effective_n=None,
        design_effect=None,
        low=None,
        high=None,
        mark=MARKS[HIDDEN],
    )
