"""Reading the policies of a plan: what the city wants to be, does for it, and measures."""

from collections.abc import Mapping

from surveyapp.domain.document import Table
from surveyapp.domain.plan_indicator_reader import Frame, read_indicator
from surveyapp.domain.plan_policies import BasicPolicy, Column, ColumnKind, Direction, Policy, Role, Term
from surveyapp.domain.plan_reader import read_policy_number, read_tables, read_texts
from surveyapp.domain.plan_values import Unit


def read_basic_policies(
    table: Table, columns: tuple[Column, ...], units: Mapping[str, Unit], notes: set[str]
) -> tuple[BasicPolicy, ...]:
    """The basic policies with their policies in printed order; `notes` are the keys a policy may name."""
    taken: set[str] = set()
    heads = []
    for one in read_tables(table, "basic_policies", "number", required=True):
        heads.append((one, read_policy_number(one, taken), one.text("name")))
        one.close()
    policies = _read_policies(table, _frame(columns, units), {number for _, number, _ in heads}, notes)
    for one, number, _ in heads:
        if number and not any(basic == number for basic, _ in policies):
            one.fault("plan_basic_policy_empty", "number", number=number)
    return tuple(
        BasicPolicy(number, name, tuple(policy for basic, policy in policies if basic == number))
        for _, number, name in heads
    )


def _frame(columns: tuple[Column, ...], units: Mapping[str, Unit]) -> Frame:
    target_years = [column.year for column in columns if column.kind is ColumnKind.TARGET]
    return Frame(
        value_columns=tuple(column for column in columns if column.kind is ColumnKind.VALUE),
        target_year=target_years[0] if target_years else 0,
        units=units,
    )


def _read_policies(table: Table, frame: Frame, basics: set[str], notes: set[str]) -> list[tuple[str, Policy]]:
    taken_numbers: set[str] = set()
    taken_ids: set[str] = set()
    policies = []
    for one in read_tables(table, "policies", "number", required=True):
        number = read_policy_number(one, taken_numbers)
        basic = one.text("basic_policy")
        if basic and basic not in basics:
            one.fault("plan_basic_policy_unknown", "basic_policy", value=basic, known="、".join(sorted(basics)))
        policy = Policy(
            number=number,
            name=one.text("name"),
            visions=read_texts(one, "visions"),
            issues=read_texts(one, "issues"),
            directions=tuple(_read_direction(row) for row in read_tables(one, "directions", "text", required=True)),
            roles=tuple(_read_role(row) for row in read_tables(one, "roles", "who", required=True)),
            indicators=tuple(
                read_indicator(row, frame, taken_ids) for row in read_tables(one, "indicators", "id", required=True)
            ),
            terms=tuple(_read_term(row) for row in read_tables(one, "terms", "term")),
            notes=read_texts(one, "notes", required=False),
        )
        for note in policy.notes:
            if note not in notes:
                one.fault("plan_note_unknown", "notes", value=note)
        one.close()
        policies.append((basic, policy))
    return policies


def _read_direction(table: Table) -> Direction:
    direction = Direction(
        text=table.text("text"),
        steps=read_texts(table, "steps", required=False),
        projects=read_texts(table, "projects"),
        related_plans=read_texts(table, "related_plans", required=False),
    )
    table.close()
    return direction


def _read_role(table: Table) -> Role:
    role = Role(group=table.text("group"), who=table.text("who"), duties=read_texts(table, "duties"))
    table.close()
    return role


def _read_term(table: Table) -> Term:
    term = Term(table.text("term"), table.text("text"))
    table.close()
    return term
