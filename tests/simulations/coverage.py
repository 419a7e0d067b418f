"""How often the intervals of ``analysis`` hold the truth: shares, means, domains, changes and gaps, over thousands of draws at once.

A draw stands where a tally has an item, so that the package itself works out every figure, interval and mark. A case is drawn from a seed
of its own: it can be run alone and is the same again.
"""

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import TypeAlias

import numpy as np

from analysis import Figures, FigureTable, change, tabulate
from analysis.classes import Classes, classes
from analysis.disclosure import Marks, marks
from analysis.gaps import gaps
from analysis.intervals import METHODS, Pair
from analysis.tally import tallied
from tests.simulations.populations import Design, Floats, Ints, designed, draw, peopled

#: distributions of a five-point item, 1 to 5
SCALES: Mapping[str, tuple[float, ...]] = {
    "around the middle": (0.05, 0.15, 0.40, 0.30, 0.10),
    "mostly high": (0.01, 0.03, 0.10, 0.26, 0.60),
    "two camps": (0.35, 0.10, 0.10, 0.10, 0.35),
    "nearly all at the top": (0.01, 0.01, 0.03, 0.10, 0.85),
}
SILENT = 0.07
MOSTLY = 0.8


@dataclass(frozen=True, slots=True)
class Case:
    """What is drawn and what is asked. ``asked`` is a true share, or the name of one of ``SCALES``.

    ``lean`` as in ``peopled``. ``group`` 1 is everyone, who all answer; less is a group of that size that cuts across the strata, with silence. ``thin``: every stratum holds two respondents; else they are at most sixteen strata of five or more.
    """

    n: int
    fraction: float
    variation: float
    asked: float | str
    lean: float = 0.0
    thin: bool = False
    group: float = 1.0

    @property
    def design(self) -> Design | None:
        """None where no weights of at least 1 vary like that, where rounding leaves nobody unasked, or nobody would give the answer."""
        found = designed(self.n, self.fraction, self.variation, self.n // 2 if self.thin else min(16, self.n // 5))
        if found is None or found.fraction == 1:
            return None
        nobody = not isinstance(self.asked, str) and self.asked * found.inhabitants.sum() < 1
        return None if nobody else found

    @property
    def chance(self) -> np.random.Generator:
        """The dice of this case alone."""
        told = repr([getattr(self, each.name) for each in fields(self)])
        return np.random.Generator(np.random.PCG64(zlib.crc32(told.encode())))


@dataclass(frozen=True, slots=True)
class Seen:
    """Of one kind of interval: how often it held the truth and how wide it was, where there was one; ``missing`` the share of draws without."""

    coverage: float
    width: float
    missing: float


@dataclass(frozen=True, slots=True)
class Found:
    """One row of a table. ``marked`` is the share of draws whose figure would be marked or suppressed; the others are looked at, or all if it is all.

    ``counted`` draws were looked at, ``respondents`` and ``effective_size`` are means over them.
    """

    case: Case
    design: Design
    truth: float
    marked: float
    counted: int
    respondents: float
    effective_size: float
    intervals: Mapping[str, Seen]

    @property
    def is_marked(self) -> bool:
        """Would a reader see the mark in four of five draws or more? Skewness is estimated, so that the mark of a case may come and go."""
        return self.marked >= MOSTLY

    @property
    def published(self) -> Seen:
        """The interval that the office prints."""
        return next(iter(self.intervals.values()))

    @property
    def error(self) -> float:
        """Monte Carlo standard error of a coverage of 95 %."""
        return float(np.sqrt(0.95 * 0.05 / self.counted))


Measure: TypeAlias = Callable[[Case, int], Found | None]


def shares(case: Case, number: int) -> Found | None:
    """Coverage of a share."""
    return _asked(case, number, lambda table: table.share_in(1), METHODS)


def means(case: Case, number: int) -> Found | None:
    """Coverage of the mean of a five-point item."""
    return _asked(case, number, lambda table: table.mean, ("t",))


def changes(case: Case, number: int) -> Found | None:
    """Coverage of the change between two waves drawn independently, with finite-population correction."""
    return _changed(case, number, anew=True)


def changes_of_others(case: Case, number: int) -> Found | None:
    """The same where the second wave is drawn from those who were not in the first, without the correction."""
    return _changed(case, number, anew=False)


def differences(case: Case, number: int) -> Found | None:
    """Coverage of importance less satisfaction of one item, asked of the same people, each with its own silence."""
    design = case.design
    if design is None:
        return None
    importance, satisfaction = _with_silence(SCALES["mostly high"], SILENT), _with_silence(_answers(case), SILENT)
    joint = np.outer(importance, satisfaction) * (0.5 + 0.5 * np.eye(satisfaction.size))
    people = peopled(design, joint.ravel() / joint.sum(), case.lean)
    counts, kinds = draw(people, design.drawn, number, case.chance), classes(design.sample())
    figures = gaps(kinds, counts, np.arange(6.0))
    told, seen = people.sum(axis=0).reshape(6, 6), counts.reshape(number, -1, 6, 6)
    truth = _true(told.sum(axis=1), case) - _true(told.sum(axis=0), case)
    hidden = np.max([marks(_tabled(kinds, seen.sum(axis=axis)))[:, 0] for axis in (2, 3)], axis=0)
    return _found(case, design, truth, hidden, figures, {"t": figures.interval()})


def settled(measure: Measure, case: Case, number: int, low: float, high: float = 1.0) -> Found | None:
    """The same with ten times the draws where the first ones leave open on which side of a bound the coverage lies."""
    found = measure(case, number)
    if found is None or found.is_marked:
        return found
    seen = found.published.coverage
    open_still = min(abs(seen - low), abs(seen - high) if high < 1 else 1.0) < 4 * found.error
    return measure(case, 10 * number) if open_still else found


def _asked(case: Case, number: int, chosen: Callable[[FigureTable], Figures], methods: tuple[str, ...]) -> Found | None:
    design = case.design
    if design is None:
        return None
    everyone = case.group == 1
    told = _with_silence(_answers(case), 0.0 if everyone else SILENT)
    parts = (1.0,) if everyone else (1 - case.group, case.group)
    people = peopled(design, np.concatenate([part * told for part in parts]), case.lean)
    counts = draw(people, design.drawn, number, case.chance).reshape(number, -1, told.size)
    halves = np.concatenate([np.arange(n) % 2 for n in design.drawn])
    kinds = classes(design.sample(), None if everyone else {"group": halves})
    table, place = _tabled(kinds, counts), len(parts) - 1 and 2
    truth = _true(people.reshape(-1, len(parts), told.size)[:, -1].sum(axis=0), case)
    figures = chosen(table).changed(lambda array: array[:, place], chosen(table).unit)
    return _found(
        case, design, truth, marks(table)[:, place], figures, {each: figures.interval(method=each) for each in methods}
    )


def _changed(case: Case, number: int, *, anew: bool) -> Found | None:
    """A third of the inhabitants answer anew in the second wave, a tenth of these one step higher."""
    design = case.design
    if design is None:
        return None
    first = _with_silence(_answers(case), 0.0)
    higher = (
        0.9 * first
        + 0.1 * np.append([0.0, 0.0], first[1:-1])
        + 0.1 * first[-1] * (np.arange(first.size) == first.size - 1)
    )
    joint = np.diag(first) * 2 / 3 + np.outer(first, higher) / 3
    people, chance = peopled(design, joint.ravel(), case.lean), case.chance
    waves = [draw(people, design.drawn, number, chance)]
    waves.append(draw(people if anew else people - waves[0], design.drawn, number, chance))
    shape = (number, design.drawn.size, first.size, first.size)
    kinds = classes(design.sample(fpc=anew))
    tables = [_tabled(kinds, wave.reshape(shape).sum(axis=3 - k)) for k, wave in enumerate(waves)]
    told = people.sum(axis=0).reshape(first.size, first.size)
    truth = _true(told.sum(axis=0), case) - _true(told.sum(axis=1), case)
    before, after = (table.mean if isinstance(case.asked, str) else table.share_in(1) for table in tables)
    ends = [change(before.one(k, 0), after.one(k, 0)).interval() for k in range(number)]
    pair = Pair(*np.array([(end.low, end.high) if end else (np.nan, np.nan) for end in ends]).T)
    hidden = np.max([marks(table)[:, 0] for table in tables], axis=0)
    return _found(case, design, truth, hidden, after, {"t": pair})


def _answers(case: Case) -> tuple[float, ...]:
    return SCALES[case.asked] if isinstance(case.asked, str) else (1 - case.asked, case.asked)


def _with_silence(answers: tuple[float, ...], silent: float) -> Floats:
    return np.array((silent, *(np.array(answers) * (1 - silent))))


def _true(people: Ints, case: Case) -> float:
    """The share of the last answer, or the mean, among the inhabitants who would answer."""
    if isinstance(case.asked, str):
        return float(people[1:] @ np.arange(1, people.size) / people[1:].sum())
    return float(people[-1] / people[1:].sum())


def _tabled(kinds: Classes, counts: Ints) -> FigureTable:
    """A table; two answers, yes and no, are a question without points."""
    codes = counts.shape[-1]
    return tabulate(tallied(kinds, counts, np.arange(float(codes)) if codes > 3 else np.full(codes, np.nan)))


def _found(
    case: Case, design: Design, truth: float, hidden: Marks, figures: Figures, intervals: Mapping[str, Pair]
) -> Found:
    """Put together what was seen in the draws that are printed without a mark; in all of them if each would have one."""
    marked = float(np.mean(hidden > 0))
    kept = np.flatnonzero(hidden == 0) if marked < 1 else np.arange(hidden.size)
    return Found(
        case,
        design,
        truth,
        marked,
        kept.size,
        float(figures.respondents.ravel()[kept].mean()),
        float(figures.effective_size.ravel()[kept].mean()),
        {name: _seen(pair, kept, truth) for name, pair in intervals.items()},
    )


def _seen(pair: Pair, kept: Ints, truth: float) -> Seen:
    low, high = pair.low.ravel()[kept], pair.high.ravel()[kept]
    there = np.isfinite(low)
    if not there.any():
        return Seen(np.nan, np.nan, 1.0)
    hair = 1e-12  # an interval that is a point holds it
    holds = (low[there] <= truth + hair) & (truth - hair <= high[there])
    return Seen(float(holds.mean()), float((high - low)[there].mean()), float(1 - there.mean()))
