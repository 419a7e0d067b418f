"""How long answering takes, told to residents before they start."""

import math

from surveyapp.domain.questionnaire import Kind, Questionnaire

# Assumed, not measured: a rating is one glance and one tap; a question has to be read with its options; free text is
# counted as a few sentences, although most people leave it empty.
SECONDS_A_RATING = 7
SECONDS_A_CHOICE = 10
SECONDS_A_TEXT = 60
STEP = 5


def minutes(questionnaire: Questionnaire, form: str = "") -> int:
    """Minutes for a form when everything in it is answered, rounded up to five."""
    seconds = 0
    for question in questionnaire.questions:
        if question.forms and form not in question.forms:
            continue
        if question.kind is Kind.TEXT:
            seconds += SECONDS_A_TEXT
        else:
            seconds += SECONDS_A_RATING if question.scale else SECONDS_A_CHOICE
    return max(STEP, math.ceil(seconds / 60 / STEP) * STEP)
