"""What a clerk types for a question on paper, and the answer it stands for.

Options are typed by their place on the paper, counted from 1 in the order printed. `0` is no answer, `-` a mark that
cannot be read. Several marks where one was asked are typed after a `*`: `*24`; where an option list has fewer than nine
places, `9` does the same. Where there are ten places or more, places stand apart: `*2 11`. Whatever the width of the
characters, the result is the same.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from surveyapp.domain.answers import SKIPPED, Answer, Chosen, ChosenMany, Marked, Silence, Silent, Wrote, read
from surveyapp.domain.faults import Fault, Refused
from surveyapp.domain.questionnaire import Kind, Question

NO_ANSWER = "0"
UNREADABLE = "-"
SEVERAL = "*"
#: does what * does, where no option stands at the ninth place
SEVERAL_DIGIT = "9"
_SEPARATORS = re.compile(r"[\s,.、。・/+]+")
# What input methods make of the minus key.
_DASHES = str.maketrans(dict.fromkeys("ー−‐–—―ｰ", "-") | {"×": "*"})


def flat(typed: str) -> str:
    """What was typed, half width, without blanks around it."""
    return unicodedata.normalize("NFKC", typed).translate(_DASHES).strip()


def answer(question: Question, typed: str) -> Answer | None:
    """The answer that was typed; None when nothing was. Refused when it can stand for no answer.

    Free text is taken as written, and an empty field of it is no answer.
    """
    if question.kind is Kind.TEXT:
        return read(question, [typed])
    keys = flat(typed)
    if not keys:
        return None
    if keys == NO_ANSWER:
        return SKIPPED
    if keys == UNREADABLE:
        return Silent(Silence.UNREADABLE)
    if question.kind is Kind.MULTIPLE:
        return ChosenMany(_codes(question, _places(question, keys, apart=True)))
    several = keys.startswith(SEVERAL) or (nine_means_several(question) and keys.startswith(SEVERAL_DIGIT))
    codes = _codes(question, _places(question, keys[1:] if several else keys, apart=several))
    if several and len(codes) < 2:
        raise Refused(Fault("marks_too_few", question.id))
    return Chosen(codes[0]) if len(codes) == 1 else Marked(codes)


def sheet(questions: Iterable[Question], typed: Mapping[str, str]) -> dict[str, Answer]:
    """The answers of a whole sheet by question id. Refused with everything that was left out or cannot be."""
    answers: dict[str, Answer] = {}
    faults: list[Fault] = []
    for question in questions:
        try:
            found = answer(question, typed.get(question.id, ""))
        except Refused as refused:
            faults += refused.faults
        else:
            if found is None:
                faults.append(Fault("not_keyed", question.id))
            else:
                answers[question.id] = found
    if faults:
        raise Refused.of(faults)
    return answers


def typed(question: Question, given: Answer) -> str:
    """What a clerk types for an answer."""
    places = {code: str(place) for place, code in enumerate(question.by_code, start=1)}
    between = "" if single_digits(question) else " "
    match given:
        case Chosen(code):
            return places[code]
        case ChosenMany(codes):
            return between.join(places[code] for code in codes) or NO_ANSWER
        case Marked(codes):
            return SEVERAL + between.join(places[code] for code in codes)
        case Wrote(text):
            return text
        case Silent(Silence.UNREADABLE):
            return UNREADABLE
        case Silent():
            return NO_ANSWER if question.kind is not Kind.TEXT else ""


def single_digits(question: Question) -> bool:
    """Whether every place is one digit, so that places can be typed without anything between them."""
    return len(question.options) <= 9


def nine_means_several(question: Question) -> bool:
    """Whether 9 is free to say that there are several marks."""
    return len(question.options) < 9


def _places(question: Question, keys: str, *, apart: bool) -> list[str]:
    """The places typed. `apart`: digits that stand together are places of their own (`24` is 2 and 4)."""
    groups = [group for group in _SEPARATORS.split(keys) if group]
    return list("".join(groups)) if apart and single_digits(question) else groups


def _codes(question: Question, places: Iterable[str]) -> tuple[str, ...]:
    """The codes at these places, in the order printed, each once."""
    codes = list(question.by_code)
    found = set()
    for place in places:
        if not (place.isascii() and place.isdigit() and 1 <= int(place) <= len(codes)):
            raise Refused(Fault("no_such_place", question.id, typed=place[:20], most=len(codes)))
        found.add(codes[int(place) - 1])
    if not found:
        raise Refused(Fault("marks_too_few", question.id))
    return tuple(code for code in codes if code in found)
