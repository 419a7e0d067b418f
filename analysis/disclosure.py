"""Which figures may not be shown, and why.

Our own rule, milder than that of the NCHS (Parker et al. 2017), and applied to what is printed, never to what is computed:

- fewer than 10 answers: suppressed;
- everybody gave the same answer and they are fewer than 30: suppressed, since it tells of each of them;
- fewer than 30 answers, effective size below 30 or fewer than 8 degrees of freedom: shown as 参考値;
- where intervals would fall short of what they promise (docs/coverage.md), 参考値 too: weights that differ and an effective size below 45,
  or more than two fifths of the inhabitants who answered, but not all; and points whose skewness G would ask for an effective size of
  25 G² (Cochran 1977, Sampling Techniques, section 2.15);
- where one group of a split could be had by subtraction from the printed total, the next smallest group is suppressed too;
  two more where totals are printed both weighted and unweighted, since these are two equations for what is hidden.

A group is somebody who can be known from outside: a sex, an age, a district. Those who withheld it follow by subtraction too, and need no
guard: nobody outside knows who they are, so what they said is told of no one.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.classes import EVERYONE
from analysis.figures import Estimate, Mark, Proportion
from analysis.tables import FigureTable

Marks: TypeAlias = NDArray[np.int8]
Mask: TypeAlias = NDArray[np.bool_]

FEWEST = 10
FEW = 30
FEW_DEGREES = 8
UNEQUAL = 0.9
FEW_OF_UNEQUAL_WEIGHT = 45
MUCH_OF_ALL = 0.4
FOR_SKEWNESS = 25
BY_NUMBER = (Mark.NONE, Mark.REFERENCE_ONLY, Mark.SUPPRESSED)


def mark(figure: Estimate, skewness: float = 0.0) -> Mark:
    """The mark of one figure by itself; a share of 0 or 1 is everybody saying the same. ``skewness`` of the answers, for a mean."""
    same = isinstance(figure, Proportion) and figure.value in (0.0, 1.0)
    number = _marks(figure.respondents, figure.effective_size, figure.degrees, same, figure.sampling_fraction, skewness)
    return BY_NUMBER[int(number)]


def marks(table: FigureTable, series: int = 1) -> Marks:
    """(items, domains): 0 none, 1 参考値, 2 suppressed (``BY_NUMBER``), with secondary suppression inside each domain variable.

    ``series`` is how many figures of the same answers are printed beside each other: 2 for weighted and unweighted. A mark holds for the mean and all shares of that item in that domain: they have the same base.
    """
    share = table.share
    same = share.value == 1.0
    size = share.respondents[..., 0]
    effective, degrees, fraction = (
        each[..., 0] for each in (share.effective_size, share.degrees, share.sampling_fraction)
    )
    found = _marks(size, effective, degrees, same.any(axis=-1), fraction, np.nan_to_num(table.skewness))
    for variable in dict.fromkeys(variable for variable, _ in table.domains if variable != EVERYONE):
        columns = [place for place, (name, _) in enumerate(table.domains) if name == variable]
        for item in range(table.items):
            hidden = secondary(size[item, columns], found[item, columns] == 2, same[item, columns], series)
            found[item, columns] = np.where(hidden, np.int8(2), found[item, columns])
    return found


def secondary(respondents: ArrayLike, suppressed: ArrayLike, same: ArrayLike | None = None, series: int = 1) -> Mask:
    """(groups,) what must be hidden in a split whose total is printed: at least two groups that hold at least 10 together.

    With two ``series`` of totals, weighted and unweighted, at least three: of two groups whose weights are known, both would follow.

    If anything is suppressed, the next smallest groups follow until subtraction gives away neither a group nor fewer than 10 people,
    nor fewer than 30 who all say the same: ``same`` (groups, answers) tells which answer everybody in a group gave.
    """
    size = np.asarray(respondents, dtype=np.float64)
    hidden = np.asarray(suppressed, dtype=np.bool_).copy()
    alike = np.zeros((size.size, 1), dtype=np.bool_) if same is None else np.asarray(same, dtype=np.bool_)
    if not (hidden & (size > 0)).any():
        return hidden
    for place in np.argsort(size, kind="stable"):
        peopled = hidden & (size > 0)
        together = size[peopled].sum()
        telling = bool(alike[peopled].all(axis=0).any()) and together < FEW
        if np.count_nonzero(peopled) > series and together >= FEWEST and not telling:
            break
        hidden[place] = True
    return hidden


def _marks(
    respondents: ArrayLike,
    effective: ArrayLike,
    degrees: ArrayLike,
    same: ArrayLike,
    fraction: ArrayLike,
    skewness: ArrayLike,
) -> Marks:
    n, size, d, f, g = (
        np.asarray(each, dtype=np.float64) for each in (respondents, effective, degrees, fraction, skewness)
    )
    # Kish's size of equal weights falls short of n by rounding; a hair must not turn 30 into 29.99.
    doubtful = (n < FEW) | (size < FEW - 1e-9) | (d < FEW_DEGREES)
    doubtful |= (size < UNEQUAL * n) & ((size < FEW_OF_UNEQUAL_WEIGHT) | (f > MUCH_OF_ALL) & (f < 1))
    doubtful |= (size < FOR_SKEWNESS * g**2) & (f < 1)
    hidden = (n < FEWEST) | (np.asarray(same) & (n < FEW))
    return np.where(hidden, 2, np.where(doubtful, 1, 0)).astype(np.int8)
