"""How a file of responses answers a questionnaire: which column is which question, and what its values mean."""

from collections.abc import Mapping
from dataclasses import dataclass

from surveyapp.domain.document import Table
from surveyapp.domain.faults import DefinitionFaults, Fault
from surveyapp.domain.questionnaire import Kind, Questionnaire

CHANNELS = ("web", "paper", "import")


@dataclass(frozen=True)
class Columns:
    """The reading of a file of responses, one row a person.

    `questions` gives the question of a column; `codes` the option code of a value, by question, where the file's values
    are not the codes themselves; a value in `missing` is 無回答. `weight`, `stratum` and `channel` name the columns
    that hold them, empty where the file has none; `channels` gives the channel (web, paper) of a value of that column.
    """

    questions: Mapping[str, str]
    codes: Mapping[str, Mapping[str, str]]
    missing: frozenset[str]
    channels: Mapping[str, str]
    weight: str = ""
    stratum: str = ""
    channel: str = ""

    @property
    def needed(self) -> tuple[str, ...]:
        """Every column the file must have, in the order of `columns.toml`."""
        return (*self.questions, *(name for name in (self.weight, self.stratum, self.channel) if name))

    def given(self, question: str, cell: str) -> str:
        """The option code (or free text) that a cell stands for; empty where it is missing."""
        value = cell.strip()
        if value in self.missing:
            return ""
        return self.codes.get(question, {}).get(value, value)


def parse_columns(document: Mapping[str, object], questionnaire: Questionnaire, file: str = "columns.toml") -> Columns:
    """The reading that a `columns.toml` describes; raises `DefinitionFaults` with every fault, each with its key."""
    faults: list[Fault] = []
    table = Table(document, f"{file}: ", faults)
    columns = Columns(
        questions=_questions(table.table("columns", required=True), questionnaire),
        codes=_codes(table.table("codes"), questionnaire),
        missing=frozenset(table.words("missing")) | {""},
        channels=_channels(table.table("channels")),
        weight=table.text("weight", default=""),
        stratum=table.text("stratum", default=""),
        channel=table.text("channel", default=""),
    )
    table.close()
    if faults:
        raise DefinitionFaults.of(faults)
    return columns


def _questions(table: Table, questionnaire: Questionnaire) -> dict[str, str]:
    questions: dict[str, str] = {}
    for column in map(str, table.values):
        name = table.text(column)
        question = questionnaire.by_id.get(name)
        if question is None and name:
            table.fault("question_unknown", column, question=name)
        elif question is not None and question.kind is Kind.MULTIPLE:
            table.fault("column_of_a_multiple_answer", column, question=name)
        if name in questions.values():
            table.fault("question_in_two_columns", column, question=name)
        questions[column] = name
    return questions


def _codes(table: Table, questionnaire: Questionnaire) -> dict[str, dict[str, str]]:
    codes: dict[str, dict[str, str]] = {}
    for name in map(str, table.values):
        question = questionnaire.by_id.get(name)
        recodes = table.table(name)
        if question is None:
            table.fault("question_unknown", name, question=name)
            continue
        codes[name] = {value: recodes.text(value) for value in map(str, recodes.values)}
        for value, code in codes[name].items():
            if code and code not in question.by_code:
                recodes.fault("option_unknown", value, question=name, option=code)
    return codes


def _channels(table: Table) -> dict[str, str]:
    return {value: table.choice(value, CHANNELS) for value in map(str, table.values)}
