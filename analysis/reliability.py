r"""How reliable a share is by the standards of the NCHS, flagged beside it.

Parker et al. (2017), Vital and Health Statistics 2(175), on the Korn-Graubard interval of width b at 95 % and the effective size
:math:`n^* = p(1-p)/V`, at most the respondents:

=============  ==========================================================================  ==========================
flag           rule                                                                        NCHS
=============  ==========================================================================  ==========================
FEW            fewer than 30 respondents, or :math:`n^* < 30`                              suppress
WIDE           :math:`b \ge 0.30`                                                          suppress
RELATIVE       :math:`0.05 < b < 0.30` and :math:`b > 1.3\,p`                              suppress
COMPLEMENT     the same with :math:`1-p`                                                   footnote: the rest is unsure
FEW_DEGREES    fewer than 8 degrees of freedom                                             review
ALL_ALIKE      a share of 0 or 1                                                           review
=============  ==========================================================================  ==========================

Flags only: what this house hides is said by ``disclosure``, whose rule is its own and milder. An interval no wider than 0.05 is reliable
however small the share.
"""

from enum import IntFlag
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis import intervals
from analysis.faults import Fault, Faults
from analysis.figures import Proportion, Unit
from analysis.tables import Figures

Flags: TypeAlias = NDArray[np.uint8]
Floats: TypeAlias = NDArray[np.float64]

FEWEST: Final = 30
NARROW: Final = 0.05
WIDEST: Final = 0.30
MOST_RELATIVE: Final = 1.3
FEWEST_DEGREES: Final = 8


class Doubt(IntFlag):
    """What speaks against a share; several may."""

    FEW = 1
    WIDE = 2
    RELATIVE = 4
    COMPLEMENT = 8
    FEW_DEGREES = 16
    ALL_ALIKE = 32


NONE: Final = Doubt(0)
#: with any of these the NCHS does not show the share
NCHS_SUPPRESSES: Final = Doubt.FEW | Doubt.WIDE | Doubt.RELATIVE


def doubts(figure: Proportion) -> Doubt:
    """The flags of one share; no flag is a reliable one."""
    found = _doubts(
        figure.value,
        figure.standard_error,
        figure.respondents,
        figure.effective_size,
        figure.degrees,
        figure.sampling_fraction,
    )
    return Doubt(int(found))


def doubts_of(shares: Figures) -> Flags:
    """The flags of many shares, an array of their shape; ``Doubt(int(flags[place]))`` names them."""
    if shares.unit is not Unit.PERCENT:
        raise Faults([Fault("units_differ", {"first": shares.unit.value, "second": Unit.PERCENT.value})])
    return _doubts(
        shares.value,
        shares.standard_error,
        shares.respondents,
        shares.effective_size,
        shares.degrees,
        shares.sampling_fraction,
    )


def _doubts(
    share: ArrayLike,
    standard_error: ArrayLike,
    respondents: ArrayLike,
    kish: ArrayLike,
    degrees: ArrayLike,
    sampling_fraction: ArrayLike,
) -> Flags:
    given = (share, standard_error, respondents, kish, degrees, sampling_fraction)
    p, se, n, kish_size, d, fraction = (np.asarray(each, dtype=np.float64) for each in given)
    low, high = intervals.korn_graubard(p, se, n, kish_size, d, fraction)
    width = high - low
    size = np.minimum(intervals.effective_size(p, se, kish_size), n)
    alike = (p <= 0) | (p >= 1)
    between = (width > NARROW) & (width < WIDEST) & ~alike
    # a hair below 30 by rounding is 30, and who has no interval is taken as one with a wide one
    rules = {
        Doubt.FEW: ~(size >= FEWEST - 1e-9),
        Doubt.WIDE: ~(width < WIDEST),
        Doubt.RELATIVE: between & (width > MOST_RELATIVE * p),
        Doubt.COMPLEMENT: between & (width > MOST_RELATIVE * (1 - p)),
        Doubt.FEW_DEGREES: ~(d >= FEWEST_DEGREES),
        Doubt.ALL_ALIKE: alike,
    }
    flags = np.zeros(p.shape, dtype=np.uint8)
    for doubt, holds in rules.items():
        flags |= np.where(holds, np.uint8(doubt), np.uint8(0))
    return flags
