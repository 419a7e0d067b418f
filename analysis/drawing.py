"""Drawing a sample from the register: at random or at a fixed interval, from a seed, so that the draw can be repeated and shown.

Nothing but counts comes in and nothing but places in a list goes out; the register itself stays where it is.
"""

from collections.abc import Hashable, Mapping
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from analysis.faults import Fault, WeightingFaults, named

Places: TypeAlias = NDArray[np.int64]


def draw(population: Mapping[Hashable, int], parts: Mapping[Hashable, int], seed: int) -> dict[Hashable, Places]:
    """Whom to invite: for each stratum the places (from 0) in its register list, drawn without replacement and sorted.

    The same seed, strata and order give the same people; a stratum's draw does not depend on the size of the others.
    """
    drawn: dict[Hashable, Places] = {}
    for number, (label, inhabitants, wanted) in enumerate(_wanted(population, parts)):
        keys = _chance(seed, number, inhabitants)
        drawn[label] = np.sort(np.argsort(keys, kind="stable")[:wanted])
    return drawn


def draw_systematically(
    population: Mapping[Hashable, int], parts: Mapping[Hashable, int], seed: int
) -> dict[Hashable, Places]:
    """As ``draw``, at a fixed interval through each list (等間隔抽出), from a random start.

    The list's order is an implicit stratification: sort it by what should be spread evenly, say address and then age. A list that
    repeats itself at the interval spoils the draw, so sort it by more than the household. Everybody's chance is exactly n/N.
    """
    drawn: dict[Hashable, Places] = {}
    for number, (label, inhabitants, wanted) in enumerate(_wanted(population, parts)):
        start = int(_chance(seed, number, 1)[0]) % max(inhabitants, 1)
        drawn[label] = systematic_places(inhabitants, wanted, start)
    return drawn


def systematic_places(inhabitants: int, wanted: int, start: int) -> Places:
    r"""(wanted,) places at the fractional interval N/n: :math:`\lfloor (s + jN)/n \rfloor`, j = 0, ..., n-1, in whole numbers.

    Of the N starts s = 0, ..., N-1 exactly n take any one place, so that a random start gives everybody the chance n/N.
    Särndal, Swensson & Wretman (1992), section 3.4.2 (the fractional interval method).
    """
    if not wanted:
        return np.zeros(0, dtype=np.int64)
    return (start + np.arange(wanted, dtype=np.int64) * inhabitants) // wanted


def _wanted(population: Mapping[Hashable, int], parts: Mapping[Hashable, int]) -> list[tuple[Hashable, int, int]]:
    """(label, inhabitants, wanted) of every stratum of the register, or everything that is wrong with what is wanted."""
    rows = [(label, inhabitants, parts.get(label, 0)) for label, inhabitants in population.items()]
    faults = [
        Fault("sample_too_large", {"wanted": wanted, "available": inhabitants, "stratum": label})
        for label, inhabitants, wanted in rows
        if wanted > inhabitants
    ]
    strange = [label for label in parts if label not in population]
    if strange:
        faults.append(Fault("stratum_without_population", {"strata": named(strange)}))
    if faults:
        raise WeightingFaults(faults)
    return rows


def _chance(seed: int, number: int, size: int) -> NDArray[np.uint64]:
    """(size,) random whole numbers below 2^64 for a stratum.

    Raw ones, since NumPy keeps these the same in all its releases, which it does not promise for ``Generator.choice`` (NEP 19): a draw
    can be repeated years later.
    """
    return np.random.PCG64(np.random.SeedSequence([seed, number])).random_raw(size)
