"""A city's general plan as it is written in one file of `questionnaires/plans/`, read whole or refused whole.

The nouns live beside this file by noun (`plan_values`, `plan_indicators`, `plan_policies`) and are all named here;
editions of the table are in `plan_editions`. `questionnaires/plans/README.md` describes every key.
"""

import re
from collections.abc import Collection, Mapping

from surveyapp.domain.definition import fingerprint
from surveyapp.domain.document import Table
from surveyapp.domain.faults import DefinitionFaults, Fault
from surveyapp.domain.plan_indicators import (
    Administrative,
    Base,
    DefinitionChange,
    Indicator,
    Statistic,
    Survey,
    print_cell,
    print_number,
    target_met,
)
from surveyapp.domain.plan_policies import (
    BasicPolicy,
    Column,
    ColumnKind,
    Direction,
    Note,
    Plan,
    Policy,
    Printed,
    Role,
    Term,
)
from surveyapp.domain.plan_policy_reader import read_basic_policies
from surveyapp.domain.plan_reader import plain, read_date, read_id, read_tables, read_year
from surveyapp.domain.plan_values import (
    LARGEST,
    NOT_MEASURED,
    UNITS,
    Side,
    Step,
    Target,
    TargetForm,
    Unit,
    Value,
    round_half_up,
)

__all__ = [
    "NOT_MEASURED",
    "UNITS",
    "Administrative",
    "Base",
    "BasicPolicy",
    "Column",
    "ColumnKind",
    "DefinitionChange",
    "Direction",
    "Indicator",
    "Note",
    "Plan",
    "Policy",
    "Printed",
    "Role",
    "Side",
    "Statistic",
    "Step",
    "Survey",
    "Target",
    "TargetForm",
    "Term",
    "Unit",
    "Value",
    "check_questions",
    "parse",
    "print_cell",
    "print_number",
    "round_half_up",
    "target_met",
]

KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
FORMAT = 1


def parse(document: Mapping[str, object], file: str = "") -> Plan:
    """The plan that a document describes.

    `file` is the file's own name, without folders, if it comes from one; then it must be the plan's key with `.toml`.
    Raises `DefinitionFaults` with every fault, each with file and key (`komagane-4.toml: policies[3 5-1-3].name`,
    counted from 1). Reading `Plan.document` again, also after a round through JSON, gives an equal plan.
    """
    faults: list[Fault] = []
    table = Table(document, f"{file}: " if file else "", faults)
    table.whole("format", FORMAT, FORMAT)
    key = table.text("key")
    if key and not KEY.fullmatch(key):
        table.fault("plan_key_malformed", "key", value=key)
    elif key and file and file != f"{key}.toml":
        table.fault("plan_key_not_file", "key", value=key, file=file)
    first_year, last_year = _read_period(table.table("period", required=True))
    columns = _read_columns(table)
    units = {**UNITS, **_read_units(table.table("units"))}
    notes = _read_notes(table)
    head = {"title": table.text("title"), "city": table.text("city")}
    printed = _read_printed(table.table("printed", required=True))
    basic_policies = read_basic_policies(table, columns, units, {note.key for note in notes})
    table.close()
    if faults:
        raise DefinitionFaults(*faults)
    kept = {key: plain(value) for key, value in document.items()}
    return Plan(
        key=key,
        title=head["title"],
        city=head["city"],
        first_year=first_year,
        last_year=last_year,
        columns=columns,
        printed=printed,
        basic_policies=basic_policies,
        units=units,
        notes=notes,
        document=kept,
        fingerprint=fingerprint(kept),
    )


def check_questions(
    plan: Plan, options: Mapping[str, Collection[str]], scales: Mapping[str, str], file: str = ""
) -> tuple[Fault, ...]:
    """What a wave lacks to feed the plan's survey indicators; empty if it carries them all.

    `options` has the option codes of each question of the wave, `scales` the scale of each rated one.
    """
    faults = []
    for indicator in plan.indicators:
        if not isinstance(indicator.source, Survey):
            continue
        source = indicator.source
        where = f"{file}: {indicator.id}" if file else indicator.id
        if source.question not in options:
            faults.append(Fault("plan_question_not_in_wave", where, question=source.question, indicator=indicator.name))
            continue
        unknown = [code for code in source.options if code not in options[source.question]]
        if unknown:
            faults.append(Fault("plan_option_not_in_wave", where, question=source.question, options="、".join(unknown)))
        if source.scale and scales.get(source.question) != source.scale:
            faults.append(Fault("plan_scale_not_in_wave", where, question=source.question, scale=source.scale))
    return tuple(faults)


def _read_period(table: Table) -> tuple[int, int]:
    if not table.values:
        return 0, 0
    first, last = read_year(table, "first"), read_year(table, "last")
    if {"first", "last"} <= table.values.keys() and last < first:
        table.fault("plan_period_backwards", "last", first=first, last=last)
    table.close()
    return first, last


def _read_columns(table: Table) -> tuple[Column, ...]:
    taken: set[str] = set()
    columns = []
    kinds = tuple(kind.value for kind in ColumnKind)
    for one in read_tables(table, "columns", "key", required=True):
        column = Column(
            key=read_id(one, "key", taken),
            label=one.text("label"),
            year=read_year(one, "year"),
            kind=ColumnKind(one.choice("kind", kinds, default=ColumnKind.VALUE.value)),
        )
        one.close()
        columns.append(column)
    targets = sum(column.kind is ColumnKind.TARGET for column in columns)
    if columns and targets != 1:
        table.fault("plan_one_target_column", "columns", found=targets)
    if columns and targets == len(columns):
        table.fault("plan_no_value_column", "columns")
    return tuple(columns)


def _read_units(table: Table) -> dict[str, Unit]:
    units = {}
    taken = set(UNITS)
    for key in tuple(table.values):
        one = table.table(str(key))
        if str(key) in taken:
            table.fault("plan_unit_is_built_in", str(key), value=key)
        minimum, maximum = one.number("minimum"), one.number("maximum")
        units[str(key)] = Unit(
            key=str(key),
            label=one.text("label"),
            decimals=one.whole("decimals", 0, 4, default=0),
            minimum=-LARGEST if minimum is None else minimum,
            maximum=LARGEST if maximum is None else maximum,
        )
        one.close()
    return units


def _read_notes(table: Table) -> tuple[Note, ...]:
    taken: set[str] = set()
    notes = []
    for one in read_tables(table, "notes", "key"):
        notes.append(Note(read_id(one, "key", taken), one.text("mark"), one.text("term"), one.text("text")))
        one.close()
    return tuple(notes)


def _read_printed(table: Table) -> Printed:
    if not table.values:
        return Printed("")
    printed = Printed(table.text("source"), read_date(table, "dated"), table.text("note", default=""))
    if printed.dated is None and not printed.note and "dated" not in table.values:
        table.fault("plan_printed_undated", "note")
    table.close()
    return printed
