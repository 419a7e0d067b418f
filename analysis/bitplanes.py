r"""Bit planes: the answers of a sorted file as single bits, which a processor counts 512 at a time.

A code 0..7 is three bits, so that the codes of one item are three planes of one bit a person. How many people of a cell
have all the bits of a code m, :math:`A_m`, is the number of ones in the AND of its planes; those who have exactly code c follow by subtraction
(:math:`A_m = \sum_{c \supseteq m} n_c`, undone bit by bit). Planes take 3/8 of the bytes that codes take, and are made once::

    order, starts = sorted_by_cell(kinds.of_person, kinds.number)
    planes = pack(codes, starts, 6, order)                     # codes (items, people) uint8
    table = figures(kinds, planes.count(), points)

Item by item, so that nothing beside the planes themselves grows with the number of items.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.counting import refuse_beyond
from analysis.faults import Fault, SampleFaults

Ints: TypeAlias = NDArray[np.int64]
Words: TypeAlias = NDArray[np.uint64]

WORD = 64


@dataclass(frozen=True, eq=False)
class BitPlanes:
    """Codes of people sorted by cell: ``words`` (items, planes, words), plane k holds bit k of each code.

    A cell begins with a whole word, at ``starts`` (cells,), and is filled up with code 0; ``people`` (cells,) says how many of its bits
    are people. ``n_codes``: codes run from 0 to one less.
    """

    words: Words
    starts: Ints
    people: Ints
    n_codes: int

    def count(self) -> Ints:
        """Counts (items, cells, n_codes), as ``counting.count_codes`` finds them; code 0 is whoever of the cell has no other."""
        items, planes, _ = self.words.shape
        held = np.flatnonzero(self.people)
        having = np.zeros((items, 1 << planes, self.people.size), dtype=np.int64)
        having[:, 0] = self.people
        if held.size:
            for item, rows in enumerate(self.words):
                having[item][1 : self.n_codes, held] = self._ones(rows, self.starts[held])
        for plane in range(planes):
            pairs = having.reshape(items, -1, 2, 1 << plane, self.people.size)
            pairs[:, :, 0] -= pairs[:, :, 1]
        return np.ascontiguousarray(having[:, : self.n_codes].transpose(0, 2, 1))

    def _ones(self, planes: Words, starts: Ints) -> NDArray[np.uint32]:
        """(codes from 1 up, cells) how many have all the bits of each code."""
        both = dict[int, Words]()
        ones = np.empty((self.n_codes - 1, planes.shape[1]), dtype=np.uint8)
        for code in range(1, self.n_codes):
            rest = code & (code - 1)
            lowest = planes[(code ^ rest).bit_length() - 1]
            both[code] = both[rest] & lowest if rest else lowest
            np.bitwise_count(both[code], out=ones[code - 1])
        return np.add.reduceat(ones, starts, axis=1, dtype=np.uint32)


def pack(codes: ArrayLike, starts: ArrayLike, n_codes: int, order: Ints | None = None) -> BitPlanes:
    """Planes of ``codes`` (items, people) in 0..n_codes-1 (at most 256), people sorted by cell, cell c from ``starts[c]`` on.

    ``starts`` (cells,) begin at 0; a cell without people starts where the next one does. ``order`` (people,) sorts people who are
    not sorted yet (``counting.sorted_by_cell`` gives both).
    """
    given, begins = np.asarray(codes), np.asarray(starts, dtype=np.int64)
    items, everyone = given.shape
    if order is not None and order.shape != (everyone,):
        raise SampleFaults([Fault("length_differs", {"name": "order", "found": order.size, "expected": everyone})])
    people = np.diff(begins, append=everyone)
    if begins.size == 0 or begins[0] != 0 or (people < 0).any():
        raise SampleFaults([Fault("cells_not_sorted", {"people": everyone})])
    if not 1 <= n_codes <= 256:
        raise ValueError(f"Planes are for codes of one byte, not for {n_codes} of them; use counting.count_codes.")
    words = -(-people // WORD)
    first = np.cumsum(words) - words
    spans = [(a, b, b + n) for a, b, n in zip(begins.tolist(), (first * WORD).tolist(), people.tolist(), strict=True)]
    planes = np.empty((items, (n_codes - 1).bit_length(), int(words.sum())), dtype=np.uint64)
    padded = np.zeros(planes.shape[2] * WORD, dtype=np.uint8)
    for row, into in zip(given, planes, strict=True):
        refuse_beyond("code", row, n_codes)
        by_cell = row if order is None else row[order]
        for begin, low, high in spans:
            padded[low:high] = by_cell[begin : begin + high - low]
        for plane, bits in enumerate(into):
            bits.view(np.uint8)[:] = np.packbits(padded & (1 << plane))
    return BitPlanes(planes, first, people, n_codes)
