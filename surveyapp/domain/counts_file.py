"""Published counts as a file: how many chose each option of an item on a scale, one row an item and scale.

Columns `code, kind, form, n_valid`, then one for each option, `n5, n4, n3, n2, n1` (`n` and the option's code); `name`
is for people. `code` is the item's id, or its number after a `t`; `kind` names the scale, also in short (`sat`, `imp`).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from surveyapp.domain.faults import Fault
from surveyapp.domain.questionnaire import Question, Questionnaire
from surveyapp.domain.tabular import CsvTable, Row, read_table, refuse, whole_number

NEEDED = ("code", "kind", "form", "n_valid")
SHORT = {"sat": "satisfaction", "imp": "importance"}


@dataclass(frozen=True)
class QuestionCount:
    """The counts of one question, by option code."""

    question: str
    form: str
    persons: Mapping[str, int]


def read_counts(content: bytes, file: str, questionnaire: Questionnaire) -> tuple[QuestionCount, ...]:
    """The counts in a file, every row checked; Refused names every fault with its line."""
    table = read_table(content, file, (*NEEDED, *_option_columns(questionnaire)))
    faults: list[Fault] = []
    found: dict[str, QuestionCount] = {}
    lines: dict[str, int] = {}
    for row in table.rows:
        count = _row(table, row, questionnaire, faults)
        if count is None:
            continue
        if count.question in found:
            faults.append(Fault("counts_twice", table.at(row), question=count.question, line=lines[count.question]))
        found.setdefault(count.question, count)
        lines.setdefault(count.question, row.line)
    refuse(faults)
    return tuple(found.values())


def _option_columns(questionnaire: Questionnaire) -> list[str]:
    codes = (option.code for scale in questionnaire.scales.values() for option in scale.options)
    return list(dict.fromkeys(f"n{code}" for code in codes))


def _row(table: CsvTable, row: Row, questionnaire: Questionnaire, faults: list[Fault]) -> QuestionCount | None:
    question = _question(row, questionnaire)
    if question is None:
        faults.append(
            Fault("counts_item_unknown", table.at(row, "code"), code=row.cells["code"], kind=row.cells["kind"])
        )
        return None
    form = row.cells["form"]
    if question.forms and form not in question.forms:
        forms = "、".join(sorted(question.forms))
        faults.append(Fault("counts_form_differs", table.at(row, "form"), form=form, forms=forms))
    columns = ["n_valid", *(f"n{code}" for code in question.by_code)]
    numbers = {column: _number(table, row, column, faults) for column in columns}
    known = [number for column, number in numbers.items() if column != "n_valid" and number is not None]
    said = numbers["n_valid"]
    if said is not None and len(known) == len(question.by_code) and sum(known) != said:
        faults.append(Fault("counts_total_disagrees", table.at(row, "n_valid"), said=said, summed=sum(known)))
    return QuestionCount(question.id, form, {code: numbers[f"n{code}"] or 0 for code in question.by_code})


def _question(row: Row, questionnaire: Questionnaire) -> Question | None:
    scale = SHORT.get(row.cells["kind"], row.cells["kind"])
    names = (f"{item}.{scale}" for item in (row.cells["code"], f"t{row.cells['code']}"))
    return next((questionnaire.by_id[name] for name in names if name in questionnaire.by_id), None)


def _number(table: CsvTable, row: Row, column: str, faults: list[Fault]) -> int | None:
    number = whole_number(row.cells[column])
    if number is None:
        faults.append(Fault("counts_not_a_number", table.at(row, column), value=row.cells[column]))
    elif number < 0:
        faults.append(Fault("counts_negative", table.at(row, column), value=number))
        return None
    return number
