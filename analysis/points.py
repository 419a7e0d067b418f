"""From the codes that were ticked to the points they stand for. Silence has no points; that is not nought points."""

from collections.abc import Collection, Mapping
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.faults import Fault, Faults

Floats: TypeAlias = NDArray[np.float64]

SILENCE = 0


def points(codes: ArrayLike, scale: Mapping[int, float]) -> Floats:
    """Points of each code by its scale, nan for silence (code 0); any shape.

    A code that stands on no scale is refused by name: give "don't know" the points nan if it is to be left out of the mean.
    """
    given = np.asarray(codes)
    table = np.full(int(max(given.max(initial=0), max(scale, default=0))) + 1, np.nan)
    for code, worth in scale.items():
        table[code] = worth
    used = np.unique(given)
    strange = [int(code) for code in used if code != SILENCE and int(code) not in scale]
    if strange:
        raise Faults([Fault("code_without_points", {"codes": strange})])
    table[SILENCE] = np.nan
    found: Floats = table[given]
    return found


def chosen(codes: ArrayLike, options: Collection[int]) -> Floats:
    """1.0 where one of the options was chosen, 0.0 where another was, nan for silence (code 0); any shape."""
    given = np.asarray(codes)
    hit = np.isin(given, np.fromiter(options, dtype=np.int64)).astype(np.float64)
    hit[given == SILENCE] = np.nan
    return hit
