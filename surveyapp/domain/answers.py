"""What a resident answered, or why there is no answer; one reading and one check for web and paper alike.

Silence has kinds, and none of them is nought: not asked, skipped (無回答), don't know, withheld, invalid, unreadable.
In the store an answer is a small JSON value (`packed`, `unpacked`): a chosen code is a string, several codes a list,
everything else an object that names itself.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from surveyapp.domain.faults import Fault
from surveyapp.domain.questionnaire import EditRules, Kind, Question


class Silence(StrEnum):
    """Why nothing was answered."""

    NOT_ASKED = "not_asked"
    SKIPPED = "skipped"
    DONT_KNOW = "dont_know"
    INVALID = "invalid"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Chosen:
    """One option of a single choice."""

    code: str


@dataclass(frozen=True, slots=True)
class ChosenMany:
    """Options of a multiple answer, in the order of the definition."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wrote:
    """Free text as written."""

    text: str


@dataclass(frozen=True, slots=True)
class Marked:
    """The marks seen on paper where one answer was asked: kept as marked, the wave's rule makes the answer."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Silent:
    """No answer, and why."""

    why: Silence


Answer = Chosen | ChosenMany | Wrote | Marked | Silent
Packed = str | list[str] | dict[str, object]
SKIPPED = Silent(Silence.SKIPPED)


def packed(answer: Answer) -> Packed:
    """The JSON value that keeps an answer."""
    match answer:
        case Chosen(code):
            return code
        case ChosenMany(codes):
            return list(codes)
        case Wrote(text):
            return {"wrote": text}
        case Marked(codes):
            return {"marked": list(codes)}
        case Silent(why):
            return {"silent": why.value}


def unpacked(value: Packed) -> Answer:
    """The answer that a JSON value keeps."""
    match value:
        case str():
            return Chosen(value)
        case list():
            return ChosenMany(tuple(value))
        case {"wrote": str(text)}:
            return Wrote(text)
        case {"marked": list(codes)}:
            return Marked(tuple(str(code) for code in codes))
        case {"silent": str(why)}:
            return Silent(Silence(why))
    raise ValueError(f"not a kept answer: {value!r}")


def read(question: Question, values: Iterable[str]) -> Answer:
    """What was posted or keyed for a question, as an answer; blank is silence, full-width codes are codes."""
    if question.kind is Kind.TEXT:
        text = _plain("\n".join(values))
        return Wrote(text) if text else SKIPPED
    given = [code for value in values if (code := unicodedata.normalize("NFKC", value).strip())]
    if not given:
        return SKIPPED
    if question.kind is Kind.MULTIPLE:
        known = [code for code in question.by_code if code in given]
        strangers = sorted(set(given) - set(known))
        return ChosenMany((*known, *strangers))
    return Chosen(given[0]) if len(set(given)) == 1 else Marked(tuple(dict.fromkeys(given)))


def check(question: Question, answer: Answer) -> list[Fault]:
    """Everything that is wrong with an answer, for web and paper alike."""
    match answer:
        case Chosen(code):
            return _fitting(question, Kind.SINGLE) + _known(question, (code,))
        case Marked(codes):
            return _fitting(question, Kind.SINGLE) + _known(question, codes)
        case ChosenMany(codes):
            return _fitting(question, Kind.MULTIPLE) + _known(question, codes)
        case Wrote(text):
            faults = _fitting(question, Kind.TEXT)
            if len(text) > question.most:
                faults.append(
                    Fault(
                        "text_too_long",
                        question.id,
                        most=question.most,
                        length=len(text),
                    )
                )
            return faults
        case Silent():
            return []


def check_limit(question: Question, answer: Answer) -> list[Fault]:
    """On the web a resident can still choose fewer; on paper the wave's edit rule decides instead."""
    if isinstance(answer, ChosenMany) and question.limit is not None and len(answer.codes) > question.limit:
        return [
            Fault(
                "too_many_chosen",
                question.id,
                limit=question.limit,
                chosen=len(answer.codes),
            )
        ]
    if isinstance(answer, Marked):
        return [Fault("several_marks", question.id)]
    return []


def edited(question: Question, answer: Answer, rules: EditRules) -> Answer:
    """The answer that counts, by the wave's written rule for irregular marks on paper."""
    if isinstance(answer, Marked):
        return Chosen(answer.codes[0]) if rules.several_marks == "first" else Silent(Silence.INVALID)
    if isinstance(answer, ChosenMany) and question.limit is not None and len(answer.codes) > question.limit:
        if rules.over_limit == "lowest":
            return ChosenMany(answer.codes[: question.limit])
        return answer if rules.over_limit == "all" else Silent(Silence.INVALID)
    return answer


def packed_all(answers: Mapping[str, Answer]) -> dict[str, Packed]:
    """Many answers by question id, without the skipped ones: a missing key is 無回答."""
    return {name: packed(answer) for name, answer in answers.items() if answer != SKIPPED}


def unpacked_all(values: Mapping[str, Packed]) -> dict[str, Answer]:
    """Many kept answers by question id."""
    return {name: unpacked(value) for name, value in values.items()}


def _plain(text: str) -> str:
    """The text with one kind of line end and no control characters: PostgreSQL takes no NUL, Excel and XML take none."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in lines if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs")).strip()


def _fitting(question: Question, kind: Kind) -> list[Fault]:
    return [] if question.kind is kind else [Fault("answer_of_another_kind", question.id)]


def _known(question: Question, codes: Iterable[str]) -> list[Fault]:
    return [Fault("unknown_option", question.id) for code in codes if code not in question.by_code]
