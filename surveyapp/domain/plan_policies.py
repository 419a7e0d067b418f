"""The plan and its policies: what the city wants to be, why, what it does for it, and who does what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from surveyapp.domain.faults import Fault, NotThere
from surveyapp.domain.plan_indicators import Indicator
from surveyapp.domain.plan_values import Unit


class ColumnKind(StrEnum):
    """What a column of the table holds: figures that were measured, or the target."""

    VALUE = "value"
    TARGET = "target"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the printed table: 当初（2012）."""

    key: str
    label: str
    year: int
    kind: ColumnKind

    @property
    def heading(self) -> str:
        """The column's heading in one line."""
        return f"{self.label}（{self.year}）"


@dataclass(frozen=True, slots=True)
class Note:
    """A note below the tables (注1), told once for the plan and named by the policies that carry it."""

    key: str
    mark: str
    term: str
    text: str


@dataclass(frozen=True, slots=True)
class Term:
    """A word explained at the foot of a policy: 【ドナー】."""

    term: str
    text: str


@dataclass(frozen=True, slots=True)
class Direction:
    """取組の方向: what will be done, in which steps, by which 主な事業 (`projects`, named as they are)."""

    text: str
    steps: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()
    related_plans: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Role:
    """役割分担: who does what; `group` is 市民など or 行政."""

    group: str
    who: str
    duties: tuple[str, ...]


@dataclass(frozen=True)
class Policy:
    """施策, for example 5-1-1: `visions` are めざす姿, `issues` 課題と展望; `notes` are keys of the plan's notes."""

    number: str
    name: str
    visions: tuple[str, ...]
    issues: tuple[str, ...]
    directions: tuple[Direction, ...]
    roles: tuple[Role, ...]
    indicators: tuple[Indicator, ...]
    terms: tuple[Term, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class BasicPolicy:
    """基本政策, for example 5-1, with its policies in printed order."""

    number: str
    name: str
    policies: tuple[Policy, ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """Where the printed table comes from: edition 1. `dated` is None where the source does not tell its date."""

    source: str
    dated: date | None = None
    note: str = ""


@dataclass(frozen=True)
class Plan:
    """A plan of a city, complete: `first_year` and `last_year` are fiscal years, `units` all units its indicators use.

    `document` is the file as it was read, dates as text, ready for JSON; `fingerprint` the SHA-256 of its canonical form.
    """

    key: str
    title: str
    city: str
    first_year: int
    last_year: int
    columns: tuple[Column, ...]
    printed: Printed
    basic_policies: tuple[BasicPolicy, ...]
    units: Mapping[str, Unit]
    notes: tuple[Note, ...] = ()
    document: Mapping[str, object] = field(default_factory=dict)
    fingerprint: str = ""

    @cached_property
    def policies(self) -> tuple[Policy, ...]:
        """Every policy in printed order."""
        return tuple(policy for basic in self.basic_policies for policy in basic.policies)

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """Every indicator in printed order."""
        return tuple(indicator for policy in self.policies for indicator in policy.indicators)

    @cached_property
    def value_columns(self) -> tuple[Column, ...]:
        """The columns that hold measured figures, in printed order."""
        return tuple(column for column in self.columns if column.kind is ColumnKind.VALUE)

    @cached_property
    def target_column(self) -> Column:
        """The column of the targets."""
        return next(column for column in self.columns if column.kind is ColumnKind.TARGET)

    @cached_property
    def _indicators_by_id(self) -> Mapping[str, Indicator]:
        return {indicator.id: indicator for indicator in self.indicators}

    def has_indicator(self, id: str) -> bool:
        """Whether the plan has an indicator of this id."""
        return id in self._indicators_by_id

    def indicator(self, id: str) -> Indicator:
        """The indicator of this id; refused as not there if the plan has none."""
        if id not in self._indicators_by_id:
            raise NotThere(Fault("plan_no_such_indicator", indicator=id, plan=self.title))
        return self._indicators_by_id[id]

    def policy(self, number: str) -> Policy:
        """The policy of this number; refused as not there if the plan has none."""
        for policy in self.policies:
            if policy.number == number:
                return policy
        raise NotThere(Fault("plan_no_such_policy", number=number, plan=self.title))

    def policy_of(self, indicator: str) -> Policy:
        """The policy whose table an indicator stands in."""
        found = self.indicator(indicator)
        return next(policy for policy in self.policies if found in policy.indicators)

    def column(self, key: str) -> Column:
        """The column of this key; refused as not there if the plan has none."""
        for column in self.columns:
            if column.key == key:
                return column
        raise NotThere(Fault("plan_no_such_column", column=key, plan=self.title))

    def note(self, key: str) -> Note:
        """The note of this key; a plan that was read names no note it has not."""
        return next(note for note in self.notes if note.key == key)
