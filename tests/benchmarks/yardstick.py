"""The yardstick of the estimation: the same means and shares in bare NumPy, with nothing checked and nothing said about them.

One loop over the statistics, textbook formulas, arrays handed in ready. Weights are inhabitants per respondent, constant in a
cell; the variance is that of a ratio in a stratified sample without replacement, linearised (Cochran, 1977, section 6.11).
It shares no line with `analysis`, so that it also tells whether both find the same numbers.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def tabulate(cell: Ints, codes: NDArray[np.uint8], cells: int, highest: int) -> Floats:
    """(items, cells, codes) how often each code from 0 (silence) up occurs."""
    width = highest + 1
    rows = [np.bincount(cell * width + row, minlength=cells * width) for row in codes]
    return np.array(rows, dtype=np.float64).reshape(len(codes), cells, width)


def estimate(counted: Floats, population: Floats, people: Floats, domains: Floats) -> list[tuple[Floats, Floats]]:
    """Value and standard error (items, domains) of the mean of the codes, then of the share of each code from 1 up.

    `population` and `people` (cells,) are inhabitants and respondents, `domains` (cells, domains) ones and noughts.
    """
    given = counted[:, :, 1:]
    weight = population / people
    spread = weight**2 * people / (people - 1) * (1 - people / population)
    answers = given.sum(axis=2)
    size = (answers * weight) @ domains
    codes = np.arange(1.0, given.shape[2] + 1)
    statistics: Sequence[Floats] = (codes, *np.eye(codes.size))
    found = []
    for worth in statistics:
        total, squares = given @ worth, given @ worth**2
        xx = ((answers - answers**2 / people) * spread) @ domains
        xy = ((total - total * answers / people) * spread) @ domains
        yy = ((squares - total**2 / people) * spread) @ domains
        with np.errstate(invalid="ignore"):  # where nobody of a domain answered: nan, on both sides
            ratio = ((total * weight) @ domains) / size
            variance = (yy - 2 * ratio * xy + ratio**2 * xx) / size**2
        found.append((ratio, np.sqrt(np.maximum(variance, 0.0))))
    return found
