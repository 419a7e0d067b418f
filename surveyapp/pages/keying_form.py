"""The form on which a sheet is keyed, line by line as it is printed; and what a clerk said, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import render_template
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from surveyapp.domain import keys, paper
from surveyapp.domain.answers import Answer, Chosen, ChosenMany, Marked, Silence, Silent, Wrote
from surveyapp.domain.double_entry import Choice, Mismatch, Ruled
from surveyapp.domain.faults import Fault, Refused
from surveyapp.domain.questionnaire import Kind, Question, Questionnaire
from surveyapp.pages.telling import Told, language, sentence

_DRAWN: dict[tuple[str, str, str], Markup] = {}
#: Waves, forms and languages are few; a process that has seen more than these begins anew.
MOST_DRAWN = 32
#: How many places of a long list of faults are named one by one.
NAMED = 5


@dataclass(frozen=True)
class Box:
    """One field of the form: where it stands, what is typed in it, and what is wrong with that."""

    question: str
    label: str
    scale: str
    kind: Kind
    most: int
    typed: str
    wrong: str


@dataclass(frozen=True)
class Row:
    """A numbered line: its wording, its options where they are its own, its boxes."""

    number: int
    wording: str
    options: tuple[str, ...]
    limit: int | None
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class Sheet:
    """A part of the form: its title, the scales its rows are rated on, its rows."""

    title: str
    scales: tuple[tuple[str, tuple[str, ...]], ...]
    rows: tuple[Row, ...]


def empty_lines(questionnaire: Questionnaire, form: str) -> Markup:
    """The lines to be keyed, with nothing in them: drawn once for each definition, form and language."""
    drawn = (questionnaire.fingerprint, form, language())
    if drawn not in _DRAWN:
        if len(_DRAWN) >= MOST_DRAWN:
            _DRAWN.clear()
        _DRAWN[drawn] = _lines(questionnaire, form, {}, {})
    return _DRAWN[drawn]


def filled_lines(questionnaire: Questionnaire, form: str, typed: Mapping[str, str], refused: Refused) -> Markup:
    """The lines as they were sent, with what is wrong beside each field."""
    return _lines(questionnaire, form, typed, wrong_by_question(refused))


def typed_in(posted: MultiDict[str, str]) -> dict[str, str]:
    """What was typed, by question: the fields whose names begin with `q.`."""
    return {name[2:]: value for name, value in posted.items() if name.startswith("q.")}


def faults_by_place(refused: Refused, places: Mapping[str, str]) -> list[Told]:
    """The sentences of a refusal, each led by its place on the paper; what was left out is said in one."""
    left_out = [fault.where for fault in refused.faults if fault.code == "not_keyed"]
    found = [
        Told(_placed(fault, places), fault.where, fault.code) for fault in refused.faults if fault.code != "not_keyed"
    ]
    if left_out:
        named = "、".join(places.get(where, where) for where in left_out[:NAMED])
        more = _("ほか") if len(left_out) > NAMED else ""
        said = _(
            "入力されていない欄が %(count)s か所あります（%(places)s%(more)s）。無回答は 0 を入力してください。",
            count=len(left_out),
            places=named,
            more=more,
        )
        found.append(Told(said, left_out[0], "not_keyed"))
    return found


def wrong_by_question(refused: Refused) -> dict[str, str]:
    """What is wrong, by question."""
    return {fault.where: sentence(fault) for fault in refused.faults if fault.where}


def said(questionnaire: Questionnaire, question: Question, answer: Answer) -> str:
    """An answer in the words of the paper, led by the place that is typed for it."""
    match answer:
        case Chosen() | ChosenMany() | Marked():
            codes = (answer.code,) if isinstance(answer, Chosen) else answer.codes
            places = list(question.by_code)
            named = "、".join(f"{places.index(code) + 1} {questionnaire.label(question, code)}" for code in codes)
            return _("複数の○：%(named)s", named=named) if isinstance(answer, Marked) else named
        case Wrote(text):
            return text
        case Silent(Silence.UNREADABLE):
            return _("判読できない")
        case Silent():
            return _("無回答")


def ruled(
    questionnaire: Questionnaire, mismatches: Iterable[Mismatch], posted: MultiDict[str, str]
) -> dict[str, Ruled]:
    """The rulings that were posted: `r.<question>` a choice, `o.<question>` what was typed for neither.

    Refused with every difference that has no ruling, and everything typed that can stand for no answer.
    """
    rulings: dict[str, Ruled] = {}
    faults: list[Fault] = []
    for mismatch in mismatches:
        name = mismatch.question
        choice = posted.get(f"r.{name}", "")
        if choice not in list(Choice):
            faults.append(Fault("ruling_missing", name))
        elif choice != Choice.OTHER:
            rulings[name] = Ruled(Choice(choice))
        else:
            try:
                answer = keys.answer(questionnaire.by_id[name], posted.get(f"o.{name}", ""))
            except Refused as refused:
                faults += refused.faults
            else:
                if answer is None:
                    faults.append(Fault("ruling_without_answer", name))
                rulings[name] = Ruled(Choice.OTHER, answer)
    if faults:
        raise Refused.of(faults)
    return rulings


def _lines(questionnaire: Questionnaire, form: str, typed: Mapping[str, str], wrong: Mapping[str, str]) -> Markup:
    words = questionnaire.words()
    sheets = [
        Sheet(
            words.say(f"section.{part.section.id}"),
            _scales(questionnaire, part),
            tuple(_row(questionnaire, line, typed, wrong) for line in part.lines),
        )
        for part in paper.laid_out(questionnaire, form)
    ]
    return Markup(render_template("clerk/lines.html", sheets=sheets))


def _scales(questionnaire: Questionnaire, part: paper.Part) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The scales of a part, once each: every item of it is rated on the same ones."""
    rated = {question.scale: question for line in part.lines for question in line.questions if question.scale}
    name = questionnaire.words().say
    return tuple((name(f"scale.{scale}.name"), _options(questionnaire, question)) for scale, question in rated.items())


def _row(questionnaire: Questionnaire, line: paper.Line, typed: Mapping[str, str], wrong: Mapping[str, str]) -> Row:
    first = line.questions[0]
    return Row(
        line.number,
        questionnaire.wording(first),
        () if first.scale else _options(questionnaire, first),
        first.limit,
        tuple(
            Box(
                question=question.id,
                label=f"{line.number} {questionnaire.full_wording(question)}",
                scale=questionnaire.words().say(f"scale.{question.scale}.name") if question.scale else "",
                kind=question.kind,
                most=len(question.options),
                typed=typed.get(question.id, ""),
                wrong=wrong.get(question.id, ""),
            )
            for question in line.questions
        ),
    )


def _options(questionnaire: Questionnaire, question: Question) -> tuple[str, ...]:
    return tuple(questionnaire.label(question, code) for code in question.by_code)


def _placed(fault: Fault, places: Mapping[str, str]) -> str:
    place = places.get(fault.where)
    return f"{place}：{sentence(fault)}" if place else sentence(fault)
