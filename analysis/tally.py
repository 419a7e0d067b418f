r"""From codes to counts in one pass, and from counts to every mean and share, for all items and all domains at once.

The road of a scoring run::

    tally = count(sample, codes, {"sex": sex, "age": age})     # codes (people, items), 0 = silence; labels (people,)
    mean(tally).value                                          # (items, domains)
    share(tally, {4, 5}).standard_error                        # (items, domains)
    table = tabulate(tally)                                     # the mean and every share, in one go
    table.share_of(item, table.at("sex", "F"), 4).interval()

``counts_only`` makes the same table from published counts.

A *class* is the finest combination of stratum, calibration row, weight and domain fields that occurs among the respondents: all
persons of a class have the same weight and stand in the same domains, so that counts per class are all the analysis needs,
for cell weights and for raked weights alike. With the letters of ``sample`` and, per class k, :math:`R_k` persons, :math:`n_k` answers and
the sums :math:`t_k = \sum (y-\bar y)`, :math:`q_k = \sum (y-\bar y)^2` over its answers in the domain,

.. math:: V\,\hat W^2 = \sum_k a_h w_k^2 q_k - \sum_h \frac{a_h}{n_h}\Bigl(\sum_{k\in h} w_k t_k\Bigr)^2, \qquad a_h = (1-f_h)\frac{n_h}{n_h-1}

which is ``sample.variance`` with the sums done first; calibration adds the terms in ``moments``.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeAlias, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.classes import Classes, classes
from analysis.counting import by_item, count_codes
from analysis.faults import Fault, Faults, SampleFaults
from analysis.figures import Base, Unit
from analysis.inputs import codes_of
from analysis.moments import Sums, judged, sums_of_shares
from analysis.sample import Sample
from analysis.tables import Figures, FigureTable, joined

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Sets: TypeAlias = Sequence[Collection[int]]


@dataclass(frozen=True, eq=False)
class Tally:
    """How often each code occurs: ``counts`` (items, classes, codes) over the classes ``kinds`` of a sample.

    ``points`` (items, codes) are the points of each code; nan has none (silence, don't know) and stays out of the mean.
    """

    kinds: Classes
    counts: NDArray[np.integer]
    points: Floats

    @cached_property
    def by_code(self) -> Floats:
        """(codes, items, classes): the counts as sums are made of them."""
        return np.ascontiguousarray(self.counts.transpose(2, 0, 1), dtype=np.float64)

    @property
    def domains(self) -> tuple[tuple[str, Hashable], ...]:
        """Pairs (variable, label) in the order of the tables; the first is ("", "") and holds everyone."""
        return tuple((each.variable, label) for each in self.kinds.partitions for label in each.labels)


def count(
    of: Sample | Classes,
    codes: ArrayLike,
    domains: Mapping[str, ArrayLike] | None = None,
    *,
    points: ArrayLike | None = None,
    orders: Mapping[str, Sequence[Hashable]] | None = None,
) -> Tally:
    """Count ``codes`` (people, items), small whole numbers with 0 for silence, in one pass.

    ``domains`` {variable: labels (people,)} and ``orders`` as ``classes`` takes them; classes that were already made may be given in
    place of the sample. ``points`` (codes,) or (items, codes) the points of each code, the code itself if not given; that of code 0
    is not used, nan is an answer without points (don't know), which stays in the base of the shares and out of the mean. A code
    without a place in ``points`` is refused. Answers of clusters cannot be counted: ``estimates`` works from the rows.
    """
    kinds = of if isinstance(of, Classes) else classes(of, domains, orders)
    if kinds.sample.clusters is not None:
        raise SampleFaults([Fault("clusters_not_counted")])
    given = codes_of(codes)
    if given.ndim != 2 or given.shape[0] != kinds.sample.people:
        fields = {"name": "codes", "found": given.shape, "expected": kinds.sample.people}
        raise SampleFaults([Fault("length_differs", fields)])
    worth = np.arange(given.max(initial=0) + 1.0) if points is None else np.asarray(points, dtype=np.float64)
    counts = count_codes(kinds.of_person, by_item(given), kinds.number, worth.shape[-1])
    return tallied(kinds, counts, worth)


def tallied(kinds: Classes, counts: NDArray[np.integer], points: ArrayLike) -> Tally:
    """A tally of counts (items, classes, codes) that were already made, for instance of pairs of codes."""
    worth = np.broadcast_to(np.asarray(points, dtype=np.float64), (counts.shape[0], counts.shape[2])).copy()
    worth[:, 0] = np.nan
    return Tally(kinds, counts, worth)


def means_of(tally: Tally) -> Figures:
    """Mean points (items, domains) over those who answered with a code that has points."""
    middle, sums = _mean_sums(tally.by_code, tally.points)
    return _only(judged(tally.kinds, sums, Unit.POINT), middle)


def shares_of(tally: Tally, sets: Sets, base: Base = "answered") -> Figures:
    """Shares (items, domains, sets) of option sets: codes from 1 up, and 0 (silence) only among everyone."""
    refuse_base(base)
    _refuse_sets(sets, base)
    everyone = None if base == "answered" else tally.kinds.size
    sums = _share_sums(tally.by_code, tuple(frozenset(each) for each in sets), everyone)
    return replace(_last(judged(tally.kinds, sums, Unit.PERCENT)), base=base)


def tabulate(tally: Tally, sets: Sets | None = None, base: Base = "answered") -> FigureTable:
    """Means and shares of every item in every domain.

    ``sets``: option sets of the shares, one set per code from 1 up if not given. ``base`` of the shares: who answered the item, or
    everyone in the domain, silence included; a mean is always over answers.
    """
    wished = tuple(frozenset(each) for each in sets) if sets is not None else _each_code(tally.counts.shape[2])
    return FigureTable(
        domains=tally.domains,
        sets=wished,
        mean=means_of(tally),
        share=shares_of(tally, wished, base),
        skewness=skewness_of(tally),
    )


def skewness_of(tally: Tally) -> Floats:
    r"""Skewness of the points (items, domains), :math:`\sum w(y-\bar y)^3 / \sum w \cdot s^{-3}`: how far the normal is from holding.

    0 where everybody has the same points, nan where nobody has any.
    """
    y, counted = _around_the_middle(tally.points)[1:]
    weighted = (tally.by_code.reshape(-1, tally.kinds.number) * tally.kinds.weight) @ tally.kinds.layout.member
    by_domain = weighted.reshape(*tally.by_code.shape[:2], -1)
    powers = [np.einsum("cid,ic->id", by_domain, counted * y**power) for power in range(4)]
    with np.errstate(invalid="ignore", divide="ignore"):
        mean, second, third = (power / powers[0] for power in powers[1:])
        variance = second - mean**2
        found = (third - 3 * mean * second + 2 * mean**3) / variance**1.5
    return np.where(variance > 1e-12 * second, found, np.where(powers[0] > 0, 0.0, np.nan))


def counts_only(
    counts: ArrayLike, points: ArrayLike, respondents: ArrayLike | None = None, population: float | None = None
) -> FigureTable:
    """The table of a wave known only as counts (items, codes); taken as a simple random sample within the form, and to be marked so.

    ``counts[:, 0]`` (silence) may be nought; ``respondents`` (items,) is how many sheets of the item's form came back, the answers
    themselves if not known. ``population`` is the number of inhabitants, for the finite-population correction.
    """
    given = np.asarray(counts, dtype=np.int64)
    answered = given[:, 1:].sum(axis=1)
    asked = given.sum(axis=1) if respondents is None else np.asarray(respondents, dtype=np.int64)
    faults = [
        Fault("answers_above_respondents", {"item": item + 1, "answers": held, "respondents": sheets})
        for item, (held, sheets) in enumerate(zip(answered.tolist(), asked.tolist(), strict=True))
        if held > sheets
    ]
    if faults:
        raise SampleFaults(faults)
    worth = np.broadcast_to(np.asarray(points, dtype=np.float64), given.shape)
    parts = []
    for item, people in enumerate(asked.tolist()):
        kinds = classes(Sample.simple(people, population))
        parts.append(tabulate(tallied(kinds, given[None, None, item], worth[item])))
    return FigureTable(
        parts[0].domains,
        parts[0].sets,
        joined([part.mean for part in parts], 0),
        joined([part.share for part in parts], 0),
        np.concatenate([part.skewness for part in parts]),
    )


def refuse_base(base: str) -> None:
    """Refuse what is no base of a share."""
    if base not in get_args(Base):
        raise Faults([Fault("base_unknown", {"base": base})])


def _refuse_sets(sets: Sets, base: Base) -> None:
    codes = {code for each in sets for code in each}
    if any(not isinstance(code, int | np.integer) or code < 0 for code in codes):
        raise Faults([Fault("codes_not_whole")])
    if base == "answered" and 0 in codes:
        raise Faults([Fault("silence_not_chosen")])


def _each_code(n_codes: int) -> tuple[frozenset[int], ...]:
    return tuple(frozenset((code,)) for code in range(1, n_codes))


def _mean_sums(by_code: Floats, worth: Floats) -> tuple[Floats, Sums]:
    """Class sums for the mean, around the middle of each item's scale: less is lost in the subtraction. (middle (items,), sums)."""
    middle, y, counted = _around_the_middle(worth)
    base = np.einsum("cik,ic->ik", by_code, counted)
    first = np.einsum("cik,ic->ik", by_code, y)
    second = np.einsum("cik,ic->ik", by_code, y**2)

    def away(_: int, item: int, inside: Ints, centre: float) -> Floats:
        far: Floats = counted[item] * (y[item] - centre) ** 2 @ by_code[:, item, inside]
        return far

    return middle, Sums(base, first[None], second[None], away)


def _around_the_middle(worth: Floats) -> tuple[Floats, Floats, Floats]:
    """Of each item's scale: its middle (items,), the points less the middle and which codes have points (items, codes)."""
    counted = np.isfinite(worth)
    some = counted.any(axis=1)
    low = np.where(some, np.min(worth, axis=1, where=counted, initial=np.inf), 0.0)
    high = np.where(some, np.max(worth, axis=1, where=counted, initial=-np.inf), 0.0)
    middle = (low + high) / 2
    return middle, np.where(counted, worth - middle[:, None], 0.0), counted.astype(np.float64)


def _share_sums(by_code: Floats, sets: tuple[frozenset[int], ...], everyone: Floats | None) -> Sums:
    """Class sums for the shares. A code that nobody has was chosen by nobody."""
    base = by_code[1:].sum(axis=0)
    if everyone is not None:
        base = np.broadcast_to(everyone, base.shape)
    chosen = (
        by_code[1:]
        if sets == _each_code(by_code.shape[0])
        else np.array([by_code[sorted(each.intersection(range(len(by_code))))].sum(axis=0) for each in sets]).reshape(
            len(sets), *by_code.shape[1:]
        )
    )
    return sums_of_shares(base, chosen)


def _only(found: Figures, middle: Floats) -> Figures:
    """Means (items, domains), back from the middle of the scale."""
    flat = found.changed(lambda array: array[0], found.unit)
    return replace(flat, value=flat.value + middle[:, None])


def _last(found: Figures) -> Figures:
    """Shares (items, domains, sets)."""
    return found.changed(lambda array: np.moveaxis(array, 0, -1), found.unit)
