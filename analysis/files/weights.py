"""Files and their definition -> a weighted sample, and what is to be told of its weights.

Which weights: a column that is named, taken as it is; else inhabitants per invited person of the stratum, if margins follow and the invited
are known; else inhabitants per respondent of the stratum; else all weigh the same. Margins rake them, whichever they were.
"""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from analysis.calibration import rake
from analysis.collapse import Cell, Collapse, collapse
from analysis.counting import combined, numbered
from analysis.faults import Fault, WeightingFaults, named
from analysis.files.definition import ROLES, FileCollapse, FileMargin, FilePopulation, ScoringFile
from analysis.files.findings import Findings
from analysis.files.sources import WIDE, Columns
from analysis.margins import Given, Margin, margins_of
from analysis.sample import Sample
from analysis.weighting import ENOUGH, LARGEST_FACTOR, cell_weights

Floats: TypeAlias = NDArray[np.float64]
Text: TypeAlias = NDArray[np.str_]

BETWEEN = "|"
EVERYBODY = "everybody"
PER_RESPONDENT = "inhabitants per respondent of the stratum"
#: what the rows of a register are called that hold others
TOTALS = ("計", "合計", "総計", "総数", "小計", "total", "all")


@dataclass(frozen=True, slots=True)
class Stratum:
    """A stratum of the register: what its columns say, its inhabitants, and how many were invited (0 where that is not known)."""

    parts: tuple[str, ...]
    inhabitants: float
    invited: float


Register: TypeAlias = Mapping[str, Stratum]


@dataclass(frozen=True, eq=False)
class FileSample:
    """The sample; ``base`` says what its weights start from, ``joined`` how strata were, ``margins`` what they were raked to."""

    sample: Sample
    base: str
    joined: Collapse | None
    margins: tuple[Margin, ...]
    register: Register | None = None

    @property
    def unanswered(self) -> tuple[str, ...]:
        """Strata of the register with inhabitants and without an answer."""
        if self.register is None or self.joined is None:
            return ()
        return tuple(
            f"{cell.district} {cell.sex} {cell.age}".strip()
            for line in self.joined.log
            for cell in line.cells
            if not cell.respondents
        )

    @property
    def thin(self) -> tuple[str, ...]:
        """Strata that weigh by themselves with fewer than 20 answers, or with a weight above three times the median."""
        if self.margins or not self.base.startswith(PER_RESPONDENT):
            return ()
        size = np.bincount(self.sample.strata)
        weight = np.bincount(self.sample.strata, self.sample.weights) / size
        few = (size < ENOUGH) | (weight > LARGEST_FACTOR * np.median(self.sample.weights))
        return tuple(str(self.sample.labels[place]) for place in np.flatnonzero(few))


def weighted(
    definition: ScoringFile,
    responses: Columns,
    population: Columns | None,
    totals: Mapping[str, Columns],
    findings: Findings,
) -> FileSample | None:
    """The sample of the files; ``totals`` {margin: its file}. None if something is wrong, which then is noted in ``findings``."""
    strata = labels_of(responses, definition.strata, (), "stratum_empty", findings)
    register = _register(population, definition.population, findings)
    if population is not None and register is not None:
        _refuse_totals(population, register, set(strata.tolist()), findings)
    given = _weights(responses, definition.weights, findings) if definition.weights else None
    margins = {
        each.name: _margin(each, responses, totals[each.name], findings)
        for each in definition.margins
        if each.name in totals
    }
    if findings.any:
        return None
    return findings.attempt(lambda: _sample(definition, strata, register, given, margins))


def labels_of(table: Columns, names: Sequence[str], unknown: Sequence[str], code: str, findings: Findings) -> Text:
    """What the columns ``names`` say together, (rows,), "" where one says something ``unknown``; an empty cell is a fault ``code``.

    Full-width digits are read as digits.
    """
    columns = table.known(names, findings)
    if not columns:
        return np.full(len(table), EVERYBODY)
    key = np.zeros(len(table), dtype=np.int64)
    for name, column in zip(names, columns, strict=True):
        table.note(findings, code, name, np.array([not value and value not in unknown for value in column.values]))
        key = combined(key, column.index.astype(np.int64))
    index, one = numbered(key)
    each = [[column.values[column.index[row]] for column in columns] for row in one]
    found = ["" if any(part in unknown for part in parts) else _together(parts) for parts in each]
    return np.array(found, dtype=np.str_)[index]


def _together(parts: Sequence[str]) -> str:
    """Several labels as one, which no others give."""
    plain = [part.translate(WIDE) for part in parts]
    if len(plain) == 1:
        return plain[0]
    return BETWEEN.join(part.replace("\\", "\\\\").replace(BETWEEN, f"\\{BETWEEN}") for part in plain)


def _weights(responses: Columns, name: str, findings: Findings) -> Floats | None:
    found = findings.attempt(lambda: responses.numbers(name))
    if found is not None:
        responses.note(
            findings,
            "weight_not_positive",
            name,
            np.array([float(each) <= 0 for each in responses.column(name).values]),
        )
    return found


def _refuse_totals(population: Columns, register: Register, answered: set[str], findings: Findings) -> None:
    """Rows that sum up others, as printed tables of a register have them: by their word, or as large as all others together."""
    whole = sum(stratum.inhabitants for stratum in register.values())
    totals = [
        label
        for label, stratum in register.items()
        if label not in answered
        and (
            any(part.strip().lower() in TOTALS for part in stratum.parts)
            or (len(register) > 2 and stratum.inhabitants > 0 and 2 * stratum.inhabitants == whole)
        )
    ]
    if totals:
        findings.add("stratum_is_a_total", path=population.path, strata=named(totals))


def _register(population: Columns | None, wanted: FilePopulation, findings: Findings) -> Register | None:
    """{stratum: Stratum} in the order of the file; rows of the same stratum are refused, added, or must be the same."""
    columns = None if population is None else population.known(wanted.stratum, findings)
    if population is None or columns is None:
        return None
    labels = labels_of(population, wanted.stratum, (), "stratum_empty", findings)
    inhabitants = _amounts(population, wanted.inhabitants, findings)
    invited = _amounts(population, wanted.invited, findings) if wanted.invited else np.zeros(len(population))
    found: dict[str, Stratum] = {}
    twice: dict[str, None] = {}
    for row, label in enumerate(labels.tolist()):
        parts = tuple(column.values[column.index[row]] for column in columns)
        now, before = Stratum(parts, float(inhabitants[row]), float(invited[row])), found.get(label)
        if before is None:
            found[label] = now
        elif wanted.repeated == "add":
            found[label] = Stratum(parts, before.inhabitants + now.inhabitants, before.invited + now.invited)
        elif wanted.repeated == "refuse" or now != before:
            twice[label] = None
    if twice:
        findings.add("stratum_repeated", path=population.path, strata=named(twice))
    return found


def _amounts(table: Columns, name: str, findings: Findings) -> Floats:
    """A column of numbers that are not negative (rows,); nan where something is wrong with it."""
    found = findings.attempt(lambda: table.numbers(name))
    if found is None:
        return np.full(len(table), np.nan)
    negative = [number < 0 for number in map(float, table.column(name).values)]
    table.note(findings, "number_negative", name, np.array(negative))
    return found


def _margin(wanted: FileMargin, responses: Columns, totals: Columns, findings: Findings) -> Given:
    labels = labels_of(responses, wanted.columns, wanted.unknown, "class_unknown", findings)
    classes = labels_of(totals, wanted.columns_of_totals, (), "class_unknown", findings)
    summed: Counter[Hashable] = Counter()
    for label, size in zip(classes.tolist(), _amounts(totals, wanted.inhabitants, findings).tolist(), strict=True):
        summed[label] += size
    return labels, summed


def _sample(
    definition: ScoringFile,
    strata: Text,
    register: Register | None,
    given: Floats | None,
    margins: Mapping[str, Given],
) -> FileSample:
    labels, joined = strata, None
    population: dict[Hashable, float] | None = None
    if register is not None:
        _refuse_strangers(strata, register, bool(definition.population.invited))
        population = {label: stratum.inhabitants for label, stratum in register.items()}
        if definition.collapse is not None:
            labels, joined = _joined(definition, definition.collapse, strata, register)
            population = dict(joined.population)
    sample, base = _start(definition, strata, labels, register, population, given)
    if not margins:
        return FileSample(sample, base, joined, (), register)
    return FileSample(rake(sample, margins), base, joined, margins_of(sample, margins), register)


def _refuse_strangers(strata: Text, register: Register, invited: bool) -> None:
    held = Counter(strata.tolist())
    faults = {
        "stratum_not_in_register": [label for label in held if label not in register],
        "population_not_positive": [label for label in held if label in register and not register[label].inhabitants],
        "invited_below_respondents": [
            label
            for label, number in held.items()
            if invited and label in register and register[label].invited < number
        ],
    }
    if any(faults.values()):
        raise WeightingFaults([Fault(code, {"strata": named(each)}) for code, each in faults.items() if each])


def _joined(definition: ScoringFile, wanted: FileCollapse, strata: Text, register: Register) -> tuple[Text, Collapse]:
    """The stratum of each respondent after joining, and how strata were joined; neighbours as they stand in the register."""
    held = Counter(strata.tolist())
    invited = bool(definition.population.invited)
    cells = {
        label: Cell(
            **{role: stratum.parts[wanted.roles[role]] if role in wanted.roles else "" for role in ROLES},
            population=stratum.inhabitants,
            respondents=held[label],
            invited=int(stratum.invited) if invited else None,
        )
        for label, stratum in register.items()
    }
    found = collapse(list(cells.values()), wanted.minimum, wanted.ratio)
    distinct, index = np.unique(strata, return_inverse=True)
    label_of = {label: found.label_of[cell.district, cell.sex, cell.age] for label, cell in cells.items()}
    return np.array([label_of[label] for label in distinct.tolist()])[index], found


def _start(
    definition: ScoringFile,
    strata: Text,
    labels: Text,
    register: Register | None,
    population: Mapping[Hashable, float] | None,
    given: Floats | None,
) -> tuple[Sample, str]:
    """The sample before raking, and what its weights are."""
    if given is not None:
        return Sample(given, labels, population, fpc=definition.fpc), f"column {definition.weights}, taken as it is"
    if register is None or population is None:
        return Sample.simple(strata.size), "no population was given: all weigh the same, a plain sample without strata"
    if definition.margins and definition.population.invited:
        distinct, index = np.unique(strata, return_inverse=True)
        each = [register[label].inhabitants / register[label].invited for label in distinct.tolist()]
        return Sample(np.array(each)[index], labels, population, fpc=definition.fpc), "inhabitants per invited person"
    return cell_weights(labels, population, fpc=definition.fpc), PER_RESPONDENT
