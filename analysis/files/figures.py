"""Files and their definition -> every mean, share and gap in every domain.

The answers are read as codes: 1 to K the options of the scale in their order, K+1 and on the declared kinds of silence. What is in the base
of a share keeps its code there; for a mean every silence is 0.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from analysis.classes import Classes, classes
from analysis.counting import count_codes
from analysis.disclosure import BY_NUMBER, Marks, mark, marks
from analysis.files.definition import FileScale, ScoringFile, fitting, paired
from analysis.files.findings import Findings
from analysis.files.sources import Columns
from analysis.files.weights import labels_of
from analysis.gaps import gaps, joint, paired_gaps
from analysis.intervals import Pair
from analysis.sample import Sample
from analysis.tables import Figures, joined
from analysis.tally import tabulate, tallied

Codes: TypeAlias = NDArray[np.uint8]
Found: TypeAlias = dict[str, tuple[Figures, Marks]]

LONGEST_FOR_GAPS = 14
AT_ONCE = 2**23  # counts held at a time: with a weight of its own each respondent is a class


@dataclass(frozen=True, eq=False)
class ReadScale:
    """A scale as the file has it: ``codes`` (items, people), ``wide`` {item: values that were full-width digits}."""

    scale: FileScale
    items: tuple[str, ...]
    codes: Codes
    wide: Mapping[str, int]

    def silent(self) -> dict[str, int]:
        """How often each kind of silence stands in the file."""
        first = len(self.scale.points) + 1
        return {kind: int((self.codes == first + place).sum()) for place, kind in enumerate(self.scale.silence)}


@dataclass(frozen=True, eq=False)
class ReadDomains:
    """``fields`` {variable: labels (people,)}, ``orders`` {variable: labels in order}, ``wide`` as in ``ReadScale``."""

    fields: Mapping[str, NDArray[np.str_]]
    orders: Mapping[str, Sequence[Hashable]]
    wide: Mapping[str, int]


@dataclass(frozen=True, eq=False)
class Statistic:
    """One statistic of the items of a group: figures, both ends of their intervals and marks, all (items, domains)."""

    name: str
    figures: Figures
    interval: Pair
    marks: Marks


@dataclass(frozen=True, eq=False)
class Group:
    """Items that are printed together: those of a scale, or the pairs of a gap. ``domains`` pairs (variable, label), everyone first."""

    items: tuple[str, ...]
    domains: tuple[tuple[str, Hashable], ...]
    statistics: tuple[Statistic, ...]


def read_scales(definition: ScoringFile, responses: Columns, findings: Findings) -> tuple[ReadScale, ...]:
    """The answers of every scale; values that are not declared, patterns without a column and items on two scales are noted."""
    found, taken = [], dict[str, int]()
    for number, scale in enumerate(definition.scales, start=1):
        items: dict[str, None] = {}
        for pattern in scale.items:
            fits = fitting(pattern, responses.names)
            items |= dict.fromkeys(fits)
            if not fits:
                findings.add("no_item", path=responses.path, patterns=pattern)
        for item in items:
            if taken.setdefault(item, number) != number:
                findings.add("item_twice", item=item, first=taken[item], second=number)
        found.append(_read_scale(scale, tuple(items), responses, findings))
    return tuple(found)


def _read_scale(scale: FileScale, items: tuple[str, ...], responses: Columns, findings: Findings) -> ReadScale:
    meaning = {value: code for code, value in enumerate(scale.points, start=1)}
    for code, values in enumerate(scale.silence.values(), start=len(scale.points) + 1):
        meaning |= dict.fromkeys(values, code)
    codes, wide = np.zeros((len(items), len(responses)), dtype=np.uint8), {}
    for place, item in enumerate(items):
        read, wide[item] = responses.coded(findings, item, meaning, "value_off_scale")
        codes[place] = np.maximum(read, 0)
    return ReadScale(scale, items, codes, wide)


def read_pairs(
    definition: ScoringFile, responses: Columns, scales: Sequence[ReadScale], findings: Findings
) -> list[tuple[ReadScale, list[tuple[str, str]]]]:
    """The pairs of every gap, by the scale that both columns share."""
    found: list[tuple[ReadScale, list[tuple[str, str]]]] = []
    for pair in definition.pairs:
        columns = paired(pair, responses.names)
        if not columns:
            findings.add("no_item", path=responses.path, patterns=f"{pair.importance} beside {pair.satisfaction}")
        shared = [each for each in scales if {name for both in columns for name in both} <= set(each.items)]
        if columns and not (shared and shared[0].scale.has_points and len(shared[0].scale.points) <= LONGEST_FOR_GAPS):
            fields = {"importance": pair.importance, "satisfaction": pair.satisfaction, "largest": LONGEST_FOR_GAPS}
            findings.add("pair_without_scale", **fields)
        elif columns:
            found.append((shared[0], columns))
    return found


def read_domains(definition: ScoringFile, responses: Columns, findings: Findings) -> ReadDomains:
    """The domains of every respondent; a value that is neither labelled nor declared unknown is noted."""
    fields, orders, wide = {}, {}, {}
    for domain in definition.domains:
        unknown = dict.fromkeys(domain.unknown, "")
        if not domain.labels or responses.known([domain.column], findings) is None:
            fields[domain.name] = labels_of(responses, [domain.column], domain.unknown, "class_unknown", findings)
            continue
        labels = ["", *dict.fromkeys(domain.labels.values())]
        meaning = {value: labels.index(label) for value, label in (domain.labels | unknown).items()}  # type: ignore[operator]
        codes, wide[domain.column] = responses.coded(findings, domain.column, meaning, "class_unknown")
        fields[domain.name] = np.array(labels)[codes]
        orders[domain.name] = labels[1:]
    return ReadDomains(fields, orders, wide)


def figures_of(
    definition: ScoringFile,
    sample: Sample,
    scales: Sequence[ReadScale],
    pairs: Sequence[tuple[ReadScale, list[tuple[str, str]]]],
    domains: ReadDomains,
) -> Iterator[Group]:
    """Every statistic the definition asks for: first the scales in their order, then the gaps."""
    kinds = classes(sample, domains.fields, domains.orders)
    own: dict[str, Marks] = {}
    for scale in scales:
        found = _of_scale(kinds, scale)
        group = _group(kinds, scale.items, found, definition.level)
        own |= dict(zip(scale.items, group.statistics[0].marks, strict=True))
        yield group
    for scale, columns in pairs:
        items = tuple(f"{importance} - {satisfaction}" for importance, satisfaction in columns)
        shown = np.array([np.maximum(own[first], own[second]) for first, second in columns])
        yield _group(kinds, items, _of_pairs(kinds, scale, columns, shown), definition.level)


def _group(kinds: Classes, items: tuple[str, ...], found: Found, level: float) -> Group:
    domains = tuple((each.variable, label) for each in kinds.partitions for label in each.labels)
    return Group(
        items,
        domains,
        tuple(Statistic(name, figures, figures.interval(level), flags) for name, (figures, flags) in found.items()),
    )


def _of_scale(kinds: Classes, read: ReadScale) -> Found:
    n_codes = 1 + len(read.scale.points) + len(read.scale.silence)
    return _together(
        _of_counts(kinds, count_codes(kinds.of_person, read.codes[piece], kinds.number, n_codes), read.scale)
        for piece in _pieces(len(read.items), kinds.number * n_codes)
    )


def _of_counts(kinds: Classes, counts: NDArray[np.integer], scale: FileScale) -> Found:
    """Mean and shares of some items of a scale, with the marks of each: a mean and a share may have different people in their base."""
    options = list(scale.points)
    points = [np.nan, *(np.nan if worth is None else worth for worth in scale.points.values())]
    answers = tallied(kinds, _silenced(counts, scale, ()), points)
    asked = answers
    if scale.base:
        asked = tallied(kinds, _silenced(counts, scale, scale.base), [*points, *(np.nan for _ in scale.base)])
    each, named = [*options, *scale.base], dict[str, frozenset[int]]()
    named |= {f"share {option}": frozenset((code,)) for code, option in enumerate(each, start=1)}
    named |= {
        f"share {'+'.join(wished)}": frozenset(each.index(value) + 1 for value in wished) for wished in scale.sets
    }
    table = tabulate(asked, list(named.values()))
    flags = marks(table)
    found: Found = {}
    if scale.has_points:
        found["mean"] = table.mean, marks(tabulate(answers)) if scale.base else flags
    return found | {name: (table.share_in(place), flags) for place, name in enumerate(named)}


def _silenced(counts: NDArray[np.integer], scale: FileScale, kept: Sequence[str]) -> NDArray[np.integer]:
    """Counts with every kind of silence under code 0, but those ``kept``, which follow the options."""
    first = 1 + len(scale.points)
    kinds = list(scale.silence)
    folded = [first + place for place, kind in enumerate(kinds) if kind not in kept]
    left = np.concatenate([counts[..., :first], *(counts[..., [first + kinds.index(kind)]] for kind in kept)], axis=-1)
    left[..., 0] += counts[..., folded].sum(axis=-1)
    return left


def _of_pairs(kinds: Classes, read: ReadScale, columns: Sequence[tuple[str, str]], shown: Marks) -> Found:
    n_codes = len(read.scale.points) + 1
    points = [np.nan, *(float(worth or 0) for worth in read.scale.points.values())]
    places = np.array([[read.items.index(name) for name in both] for both in columns]).T
    answers = [np.where(read.codes[each] < n_codes, read.codes[each], 0) for each in places]
    parts = []
    for piece in _pieces(len(columns), kinds.number * n_codes**2):
        codes = joint(answers[0][piece], answers[1][piece], n_codes)
        counts = count_codes(kinds.of_person, codes, kinds.number, n_codes**2)
        both = {"gap": gaps(kinds, counts, points), "gap_paired": paired_gaps(kinds, counts, points)}
        parts.append({name: (figures, np.maximum(shown[piece], _marks(figures))) for name, figures in both.items()})
    return _together(parts)


def _marks(figures: Figures) -> Marks:
    found = [BY_NUMBER.index(mark(figures.one(*place))) for place in np.ndindex(*figures.value.shape)]
    return np.array(found, dtype=np.int8).reshape(figures.value.shape)


def _pieces(items: int, counts_per_item: int) -> Iterator[slice]:
    step = max(1, AT_ONCE // counts_per_item)
    return (slice(first, first + step) for first in range(0, items, step))


def _together(parts: Iterable[Found]) -> Found:
    """Figures of some items after those of others."""
    listed = list(parts)
    return {
        name: (joined([part[name][0] for part in listed], 0), np.concatenate([part[name][1] for part in listed]))
        for name in listed[0]
    }
