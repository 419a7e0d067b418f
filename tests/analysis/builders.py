"""Small samples to show one thing each."""

import numpy as np

from analysis.calibration import rake
from analysis.sample import Sample
from analysis.tally import count, tabulate

silence = np.nan
unread = np.nan  # the place of code 0 in a list of points; it is never looked at


def seven_people(fpc: bool = True) -> Sample:
    """3 of 10 in stratum A, 4 of 20 in B: tests/reference/r_survey/tiny.csv."""
    return Sample([10 / 3] * 3 + [5.0] * 4, list("AAABBBB"), {"A": 10, "B": 20}, fpc=fpc)


def twelve_people(weights: list[float] | None = None) -> Sample:
    """Three strata of four; 40, 60 and 100 inhabitants."""
    given = weights or [10.0] * 4 + [15.0] * 4 + [25.0] * 4
    return Sample(given, list("AAAABBBBCCCC"), {"A": 40, "B": 60, "C": 100})


def a_sample(rng: np.random.Generator, people: int, weighting: str) -> Sample:
    """A random sample of 2 to 4 strata; weights constant in a stratum, raked, or every person's own."""
    strata = np.sort(np.append(np.tile(np.arange(4), 2), rng.integers(0, 4, people - 8)))
    held = np.bincount(strata)
    population = np.ceil(held * rng.uniform(1, 40, 4))
    sample = Sample((population / held)[strata], strata, dict(enumerate(population.tolist())))
    if weighting == "cells":
        return sample
    if weighting == "given":
        return Sample(rng.uniform(0.01, 100, people), strata, dict(enumerate(population.tolist())))
    side = np.append([0, 1], rng.integers(0, 2, people - 2))
    total = population.sum()
    return rake(sample, {"side": (side, {0: 0.45 * total, 1: 0.55 * total})})


def scored(sample, codes, points, fields=None, sets=None, base="answered", orders=None):
    """The table of ``codes`` (items, people), rows of which are easily written down."""
    return tabulate(count(sample, np.asarray(codes).T, fields, points=points, orders=orders), sets, base)
