r"""A question by an attribute: the shares of the table with their errors, and whether the two have to do with each other.

table = crosstab(sample, codes, age)      # codes (people,), 0 = silence; labels (people,)
table.shares.of_column.value   # (rows, columns) how each age class answered
table.test.p                   # one p for the whole table, by Rao and Scott
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.classes import classes, coded_labels
from analysis.faults import Fault, Faults, SampleFaults
from analysis.figures import Unit
from analysis.independence import RaoScott, Untested, rao_scott
from analysis.inputs import codes_of, labels_of, mask_of
from analysis.moments import judged, sums_of_shares
from analysis.points import SILENCE
from analysis.sample import Mask, Sample
from analysis.tables import Figures

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Shares:
    """Shares (rows, columns): among the people of a column, of a row, among all in the table; and those of whole rows and columns.

    ``row_margin`` is (rows,), ``column_margin`` (columns,). A base of nobody has no figures: nan, with 0 respondents.
    """

    of_column: Figures
    of_row: Figures
    of_total: Figures
    row_margin: Figures
    column_margin: Figures


@dataclass(frozen=True, eq=False)
class CrossTable:
    """A question (``rows``, codes) by an attribute (``columns``, labels), over those who have both.

    ``respondents`` (rows, columns) counts the people of each cell; ``shares`` know their own base.
    """

    rows: tuple[int, ...]
    columns: tuple[Hashable, ...]
    respondents: Ints
    shares: Shares
    test: RaoScott | Untested


def crosstab(
    sample: Sample,
    codes: ArrayLike,
    attribute: ArrayLike,
    within: Mask | None = None,
    *,
    rows: Sequence[int] | None = None,
    columns: Sequence[Hashable] | None = None,
) -> CrossTable:
    """Lay a question, ``codes`` (people,) with 0 for silence, by an attribute, labels (people,) with "", None or -1 for unknown.

    ``within`` is a mask (people,). ``rows`` and ``columns`` say what stands in the table and in which order, also what nobody has; who
    gave another code, or has another label, is not in it. Without them stands what occurs within.
    """
    if sample.clusters is not None:
        raise SampleFaults([Fault("clusters_not_counted")])
    inside, given, labels = mask_of(within, sample.people), codes_of(codes), labels_of(attribute)
    if given.min(initial=0) < 0:
        raise Faults([Fault("codes_not_whole")])
    for name, each in (("codes", given), ("attribute", labels)):
        if each.shape != (sample.people,):
            raise Faults([Fault("length_differs", {"name": name, "found": each.shape, "expected": sample.people})])
    row_names, row = _placed(np.where(given == SILENCE, -1, given), inside, rows)
    column_names, column = _placed(labels, inside, columns)
    inside = (row >= 0) & (column >= 0)
    row, column = np.where(inside, row, -1), np.where(inside, column, -1)
    height, width = len(row_names), len(column_names)
    cells = np.bincount((row * width + column)[inside], minlength=height * width)
    return CrossTable(
        rows=row_names,
        columns=column_names,
        respondents=cells.reshape(height, width),
        shares=_shares(sample, row, column, height, width),
        test=rao_scott(sample, row, column),
    )


def _shares(sample: Sample, row: Ints, column: Ints, height: int, width: int) -> Shares:
    """All shares of the table from the counts of the classes; ``row`` and ``column`` (people,) are both -1 outside the table."""
    orders = {"row": range(height), "column": range(width)}
    kinds = classes(sample, {"row": row, "column": column}, orders)
    in_row, in_column = (
        (part.codes == np.arange(number)[:, None]) * kinds.size
        for part, number in zip(kinds.partitions[1:], (height, width), strict=True)
    )
    in_cell = (in_row[:, None] * (in_column > 0)).reshape(height * width, kinds.number)
    sums = np.concatenate([in_row, in_column, in_cell])[:, None]
    found = judged(kinds, sums_of_shares(in_row.sum(axis=0)[None], sums), Unit.PERCENT)

    def part(functions: slice, domains: slice) -> Figures:
        return found.changed(lambda array: array[functions, 0, domains], found.unit)

    whole, rows, columns = slice(0, 1), slice(1, 1 + height), slice(1 + height, None)
    of_rows, of_columns, of_cells = slice(0, height), slice(height, height + width), slice(height + width, None)
    return Shares(
        of_column=part(of_rows, columns),
        of_row=part(of_columns, rows).changed(np.transpose, found.unit),
        of_total=part(of_cells, whole).changed(lambda array: array.reshape(height, width), found.unit),
        row_margin=part(of_rows, whole).changed(np.ravel, found.unit),
        column_margin=part(of_columns, whole).changed(np.ravel, found.unit),
    )


def _placed(given: NDArray[Any], inside: Mask, order: Sequence[Any] | None) -> tuple[tuple[Any, ...], Ints]:
    """The labels that stand in the table and each person's place among them; -1 for who has none or is outside."""
    found, codes = coded_labels(given)
    occurring = [found[code] for code in np.unique(codes[inside & (codes >= 0)])]
    names = tuple(occurring if order is None else order)
    place = {name: position for position, name in enumerate(names)}
    moved = np.array([place.get(label, -1) for label in found] + [-1], dtype=np.int64)[codes]
    return names, np.where(inside, moved, -1)
