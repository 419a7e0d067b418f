"""Files out: a wave's responses as anonymous rows. No ticket, no day, no id, in an order drawn for each file."""

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from surveyapp.domain.answers import Answer, Chosen, ChosenMany, Marked, Packed, Silence, Silent, Wrote, unpacked_all
from surveyapp.domain.faults import Fault, Refused
from surveyapp.domain.questionnaire import Kind, Question, Questionnaire
from surveyapp.domain.routing import route
from surveyapp.store import figures, journal, waves
from surveyapp.store.desk import Desk
from surveyapp.store.figures import Exported

BEFORE_ANSWERS = ("stratum", "form", "channel", "weight")
SKIPPED = Silent(Silence.SKIPPED)
NOT_ASKED = Silent(Silence.NOT_ASKED)


@dataclass(frozen=True)
class Export:
    """A table that may leave the house."""

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


def export(desk: Desk, wave: str, *, with_text: bool = False, staff: int | None = None) -> Export:
    """The accepted responses of a wave, as codes; the counts of a wave known only as counts. The journal notes it.

    A multiple answer has a column for each option (1 chosen, 0 not). No answer is blank; other silences are named:
    `<not_asked>`, `<invalid>`. Free texts may tell who wrote them and come only when asked for.
    """
    row = waves.wave(desk.session, wave)
    questionnaire = desk.library.opened(desk.session, wave)
    found = _counts(desk, wave) if row.source == "counts" else _responses(desk, wave, questionnaire, with_text)
    if not found.rows:
        raise Refused(Fault("nothing_to_export", wave=wave))
    journal.note(desk.session, desk.now, "exported", wave=wave, staff=staff, rows=len(found.rows), with_text=with_text)
    return found


def _counts(desk: Desk, wave: str) -> Export:
    counts = figures.published_counts(desk.session, wave)
    return Export(
        ("question", "form", "option", "persons"),
        tuple((count.question, count.form, count.code, count.persons) for count in counts),
    )


def _responses(desk: Desk, wave: str, questionnaire: Questionnaire, with_text: bool) -> Export:
    questions = [one for one in questionnaire.questions if with_text or one.kind is not Kind.TEXT]
    strata = figures.stratum_keys(desk.session, wave)
    found = figures.exported(desk.session, wave)
    circumstances = _circumstances(questionnaire, found)
    rows = [
        (
            "" if response.stratum_id is None else strata[response.stratum_id],
            response.form,
            response.channel,
            response.weight,
            *(tell(response) for tell in circumstances.values()),
            *_cells(questionnaire, questions, response),
        )
        for response in found
    ]
    secrets.SystemRandom().shuffle(rows)
    columns = tuple(name for question in questions for name in _columns(question))
    return Export((*BEFORE_ANSWERS, *circumstances, *columns), tuple(rows))


def _circumstances(questionnaire: Questionnaire, found: Sequence[Exported]) -> dict[str, Callable[[Exported], str]]:
    """Columns on how a response came about, where the wave has that: no sample, the order of its fields, who filled in."""
    told: dict[str, Callable[[Exported], str]] = {}
    if questionnaire.is_open:
        # In every row, so that it is still there when the rows stand in another file.
        told["sample"] = lambda _response: "open_not_a_probability_sample"
    if questionnaire.rotated:
        told["order"] = lambda response: " ".join(response.section_order or ())
    if any(response.filled_by for response in found):
        told["filled_by"] = lambda response: response.filled_by or ""
    return told


def _columns(question: Question) -> list[str]:
    if question.kind is Kind.MULTIPLE:
        return [f"{question.id}.{code}" for code in question.by_code]
    return [question.id]


def _cells(questionnaire: Questionnaire, questions: Sequence[Question], response: Exported) -> Iterator[str]:
    answers = unpacked_all(cast(Mapping[str, Packed], response.answers))
    asked = {question.id for question in route(questionnaire, answers, response.form)}
    for question in questions:
        answer = answers.get(question.id, SKIPPED) if question.id in asked else NOT_ASKED
        yield from _of_question(question, answer)


def _of_question(question: Question, answer: Answer) -> list[str]:
    width = len(question.by_code) if question.kind is Kind.MULTIPLE else 1
    match answer:
        case Chosen(code):
            return [code]
        case ChosenMany(codes):
            return ["1" if code in codes else "0" for code in question.by_code]
        case Wrote(text):
            return [text]
        case Marked(codes):
            return [f"<marked {' '.join(codes)}>"]
        case Silent(why):
            return ["" if why is Silence.SKIPPED else f"<{why.value}>"] * width
