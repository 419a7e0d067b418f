"""The scoring definition of a survey that is only files: which columns are items, on what scale, in which domains, weighted how.

A TOML file; ``docs/scoring-from-files.md`` has every key on one line and an example. What silence means is declared there, never guessed.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from analysis.faults import Fault, SourceFaults
from analysis.files.findings import Findings
from analysis.files.sources import Provenance, contents, decoded, provenance_of
from analysis.files.toml_table import Table

KINDS: Final = ("no_answer", "dont_know", "invalid", "not_applicable")
REPEATED: Final = ("refuse", "add", "same")
ROLES: Final = ("district", "sex", "age")
LARGEST_SCALE: Final = 240


@dataclass(frozen=True, slots=True)
class FileScale:
    """Items (names or patterns) that share a scale.

    ``points`` {value in the file: points} in the order of the options, None where options have no points; ``silence`` {kind: values};
    ``base`` the kinds of silence that stay in the denominator of shares; ``sets`` several options whose share together is wanted.
    """

    items: tuple[str, ...]
    points: Mapping[str, float | None]
    silence: Mapping[str, tuple[str, ...]]
    base: tuple[str, ...]
    sets: tuple[tuple[str, ...], ...]

    @property
    def has_points(self) -> bool:
        """Does it have a mean?"""
        return None not in self.points.values()


@dataclass(frozen=True, slots=True)
class FilePair:
    """Importance and satisfaction of one item: two columns, or two patterns where one ``*`` stands for the same letters."""

    importance: str
    satisfaction: str


@dataclass(frozen=True, slots=True)
class FileDomain:
    """A column that cuts the respondents into domains: ``labels`` {value: label} in order (empty: the values themselves)."""

    column: str
    name: str
    labels: Mapping[str, str]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FilePopulation:
    """The file of inhabitants ("" if none is named), how its columns are called, and what a stratum in several rows means."""

    file: str
    stratum: tuple[str, ...]
    inhabitants: str
    invited: str
    repeated: str


@dataclass(frozen=True, slots=True)
class FileMargin:
    """A classification the weights are raked to: columns of the respondents, and those of the totals in ``file`` ("": the population)."""

    name: str
    columns: tuple[str, ...]
    columns_of_totals: tuple[str, ...]
    file: str
    inhabitants: str
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileCollapse:
    """When strata are joined (``analysis.collapse``); ``roles`` {district, sex or age: its place among the strata}; no ``ratio``, no limit."""

    minimum: int
    ratio: float | None
    roles: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ScoringFile:
    """What the file says; see the guide. ``strata`` are columns, together a stratum; ``collapse`` None leaves strata as they are."""

    provenance: Provenance
    title: str
    strata: tuple[str, ...]
    weights: str
    level: float
    fpc: bool
    scales: tuple[FileScale, ...]
    pairs: tuple[FilePair, ...]
    domains: tuple[FileDomain, ...]
    population: FilePopulation
    margins: tuple[FileMargin, ...]
    collapse: FileCollapse | None
    titles: Mapping[str, str]

    def beside(self, file: str) -> Path:
        """A file that the definition names; its path counts from the definition's folder."""
        return Path(self.provenance.path).parent / file


def fitting(pattern: str, names: Sequence[str]) -> list[str]:
    """The column of that name, else those that the pattern names, in the order of the file: ``*`` stands for any letters."""
    if pattern in names:
        return [pattern]
    return [name for name in names if _expression(pattern).fullmatch(name)]


def paired(pair: FilePair, names: Sequence[str]) -> list[tuple[str, str]]:
    """(importance, satisfaction) columns of every item of a pair, in the order of the file."""
    return [
        (first, second) for first, second in _partners(pair.importance, pair.satisfaction, names) if second in names
    ]


def unpaired(pair: FilePair, names: Sequence[str]) -> list[str]:
    """Columns of a pair whose other column is not there."""
    both = _partners(pair.importance, pair.satisfaction, names) + _partners(pair.satisfaction, pair.importance, names)
    return [name for name, other in both if other not in names]


def _partners(pattern: str, other: str, names: Sequence[str]) -> list[tuple[str, str]]:
    matches = [match for name in names if (match := _expression(pattern).fullmatch(name))]
    return [(match[0], other.replace("*", "".join(match.groups()))) for match in matches]


def _expression(pattern: str) -> re.Pattern[str]:
    return re.compile(re.escape(pattern).replace(r"\*", "(.*)"), re.DOTALL)


def read_scoring_file(path: str | Path) -> ScoringFile:
    """Read a scoring definition, or name every fault in it."""
    content = contents(path)
    text, encoding = decoded(str(path), content)
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SourceFaults([Fault("not_toml", {"path": str(path), "reason": str(error)})])
    findings = Findings()
    found = _definition(Table(document, str(path), "", findings), provenance_of(path, content, f"TOML, {encoding}"))
    findings.refuse()
    return found


def _definition(root: Table, provenance: Provenance) -> ScoringFile:
    silence = _silence(root.table("silence"))
    strata = root.texts("strata")
    population = _population(root.table("population"), strata)
    margins, collapse = root.table("margins"), root.table("collapse")
    found = ScoringFile(
        provenance=provenance,
        title=root.text("title"),
        strata=strata,
        weights=root.text("weights"),
        level=root.number("level", 0.95, 0.5, 0.999),
        fpc=root.flag("fpc", True),
        scales=tuple(_scale(table, silence) for table in root.tables("scales")),
        pairs=tuple(_pair(table) for table in root.tables("pairs")),
        domains=_domains(root),
        population=population,
        margins=tuple(_margin(margins.table(name), name, population) for name in margins.names()),
        collapse=_collapse(collapse, strata) if root.has("collapse") else None,
        titles=root.texts_by_value("titles"),
    )
    if not root.has("scales"):
        root.wrong("scales", "at least one table headed [[scales]]")
    root.close()
    return found


def _silence(table: Table) -> dict[str, tuple[str, ...]]:
    found = {kind: table.texts(kind) for kind in KINDS}
    table.close()
    return {kind: values for kind, values in found.items() if values}


def _scale(table: Table, common: Mapping[str, tuple[str, ...]]) -> FileScale:
    items = table.texts("items", needed=True)
    points: dict[str, float | None] = {**table.numbers_by_value("points")}
    options = table.texts("options", needed=table.has("options"))
    if table.has("points") == table.has("options"):
        table.wrong("points", "a number for each value (or left out for options, a list of values without points)")
    points = points or dict.fromkeys(options)
    if len(points) > LARGEST_SCALE:
        table.wrong("points", f"at most {LARGEST_SCALE} values")
    own = _silence(table.table("silence"))
    silence = own if table.has("silence") else dict(common)
    declared = [*(options or points), *(value for values in silence.values() for value in values)]
    doubled = sorted({value for value in declared if declared.count(value) > 1})
    if doubled:
        table.wrong("silence", f"values that stand nowhere else (twice: {', '.join(map(repr, doubled))})")
    base = table.texts("base")
    allowed = [kind for kind in silence if kind != "not_applicable"]
    if not set(base) <= set(allowed):
        table.wrong("base", f"kinds of silence that are declared ({', '.join(allowed) or 'none is'})")
    sets = tuple(table.lists("shares"))
    if any(not each or not set(each) <= set(points) for each in sets):
        table.wrong("shares", "lists of values that have points or are options")
    if len({frozenset(each) for each in sets}) < len(sets) or any(len(set(each)) < len(each) for each in sets):
        table.wrong("shares", "lists of values, each value and each set once")
    table.close()
    return FileScale(items, points, silence, base, sets)


def _pair(table: Table) -> FilePair:
    found = FilePair(table.text("importance"), table.text("satisfaction"))
    stars = found.importance.count("*"), found.satisfaction.count("*")
    if not found.importance or not found.satisfaction or stars not in ((0, 0), (1, 1)):
        table.wrong("importance and satisfaction", "two columns, or two patterns with one * each")
    table.close()
    return found


def _domains(root: Table) -> tuple[FileDomain, ...]:
    found: list[FileDomain] = []
    for table in root.tables("domains", short="column"):
        column = table.text("column")
        if not column:
            table.wrong("column", "the name of a column")
        name = table.text("name") or column
        if name in [domain.name for domain in found]:
            table.wrong("name", f"a name of its own ({name} stands twice)")
        found.append(FileDomain(column, name, table.texts_by_value("labels"), table.texts("unknown")))
        table.close()
    return tuple(found)


def _population(table: Table, strata: tuple[str, ...]) -> FilePopulation:
    found = FilePopulation(
        file=table.text("file"),
        stratum=table.texts("stratum") or strata,
        inhabitants=table.text("inhabitants") or "N",
        invited=table.text("invited"),
        repeated=table.choice("repeated", REPEATED, "refuse" if strata else "add"),
    )
    if len(found.stratum) != len(strata):
        table.wrong("stratum", f"as many columns as strata ({len(strata)})")
    table.close()
    return found


def _margin(table: Table, name: str, population: FilePopulation) -> FileMargin:
    columns = table.texts("columns", needed=True)
    found = FileMargin(
        name=name,
        columns=columns,
        columns_of_totals=table.texts("columns_of_totals") or columns,
        file=table.text("file"),
        inhabitants=table.text("inhabitants") or population.inhabitants,
        unknown=table.texts("unknown"),
    )
    if len(found.columns_of_totals) != len(columns):
        table.wrong("columns_of_totals", f"as many columns as columns ({len(columns)})")
    if not found.file and population.repeated == "same":
        table.wrong("file", "the file of the totals, since rows of the population file repeat the same inhabitants")
    table.close()
    return found


def _collapse(table: Table, strata: tuple[str, ...]) -> FileCollapse:
    named = {role: table.text(role) for role in ROLES if table.has(role)}
    if not strata:
        table.wrong("strata", "there where strata are to be joined")
    elif (len(strata) > 1 or named) and sorted(named.values()) != sorted(strata):
        table.wrong("district, sex and age", "the columns of strata, each once")
    minimum = table.number("minimum", 2, 2)
    if minimum != int(minimum):
        table.wrong("minimum", "a whole number")
    ratio = table.number("ratio", 3.0, 1.0) if table.has("ratio") else None
    table.close()
    roles = {role: strata.index(column) for role, column in named.items() if column in strata}
    return FileCollapse(int(minimum), ratio, roles or {"age": 0})
