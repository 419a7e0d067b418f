"""Responses as a file, one row a person: read by the wave's `columns.toml`, checked like answers from web and paper."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from surveyapp.domain.answers import Answer, check, read
from surveyapp.domain.columns import Columns
from surveyapp.domain.faults import Fault
from surveyapp.domain.population_file import CellDrawn
from surveyapp.domain.questionnaire import Questionnaire
from surveyapp.domain.routing import route
from surveyapp.domain.tabular import CsvTable, Row, read_table, refuse

FORM = "form"


@dataclass(frozen=True)
class ImportedResponse:
    """One person's answers, with what the file tells of channel, stratum, split form and weight."""

    channel: str
    stratum: str
    form: str
    weight: float | None
    answers: Mapping[str, Answer]


def read_responses(
    content: bytes, file: str, questionnaire: Questionnaire, columns: Columns
) -> tuple[ImportedResponse, ...]:
    """The responses in a file, every cell checked; Refused names every fault with its line and column."""
    table = read_table(content, file, (*columns.needed, *((FORM,) if questionnaire.forms else ())))
    faults: list[Fault] = []
    found = [_response(table, row, questionnaire, columns, faults) for row in table.rows]
    refuse(faults)
    return tuple(found)


def stratum_faults(responses: Sequence[ImportedResponse], population: Sequence[CellDrawn], file: str) -> list[Fault]:
    """Where the responses do not fit the strata they are said to come from."""
    returned = Counter(response.stratum for response in responses)
    invited: Counter[str] = Counter()
    answered: Counter[str] = Counter()
    for cell in population:
        invited[cell.stratum] += cell.invited
        answered[cell.stratum] += cell.answered or 0
    faults = [Fault("stratum_not_in_population", file, stratum=name) for name in returned if name not in invited]
    faults += [
        Fault("more_returned_than_invited", file, stratum=name, returned=returned[name], invited=number)
        for name, number in invited.items()
        if returned[name] > number
    ]
    if any(cell.answered is None for cell in population):
        return faults
    return faults + [
        Fault("returned_disagrees", file, stratum=name, said=number, returned=returned[name])
        for name, number in answered.items()
        if returned[name] != number
    ]


def _response(
    table: CsvTable, row: Row, questionnaire: Questionnaire, columns: Columns, faults: list[Fault]
) -> ImportedResponse:
    form = row.cells[FORM] if questionnaire.forms else ""
    if form not in questionnaire.forms and questionnaire.forms:
        faults.append(Fault("response_form_unknown", table.at(row, FORM), form=form))
    answers: dict[str, Answer] = {}
    for column, name in columns.questions.items():
        question = questionnaire.by_id[name]
        answer = read(question, [columns.given(name, row.cells[column])])
        if check(question, answer):
            faults.append(Fault("response_value_unknown", table.at(row, column), value=row.cells[column]))
        answers[name] = answer
    asked = {question.id for question in route(questionnaire, answers, form)}
    return ImportedResponse(
        channel=_channel(table, row, columns, faults),
        stratum=row.cells[columns.stratum] if columns.stratum else "",
        form=form,
        weight=_weight(table, row, columns, faults),
        answers={name: answer for name, answer in answers.items() if name in asked},
    )


def _channel(table: CsvTable, row: Row, columns: Columns, faults: list[Fault]) -> str:
    if not columns.channel:
        return "import"
    value = row.cells[columns.channel]
    if value not in columns.channels:
        faults.append(Fault("response_channel_unknown", table.at(row, columns.channel), value=value))
    return columns.channels.get(value, "import")


def _weight(table: CsvTable, row: Row, columns: Columns, faults: list[Fault]) -> float | None:
    if not columns.weight:
        return None
    try:
        weight = float(row.cells[columns.weight])
    except ValueError:
        weight = math.nan
    if not (math.isfinite(weight) and weight > 0):
        faults.append(
            Fault("response_weight_impossible", table.at(row, columns.weight), value=row.cells[columns.weight])
        )
    return weight
