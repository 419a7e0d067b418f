r"""Three and more waves: what changed from one to the next, and whether there is a straight line through them.

    waves = [Wave(2018, unweighted=a), Wave(2020, unweighted=b), Wave(2022, c, d), Wave(2024, e, f), Wave(2026, g, h)]
    steps(waves)                      # 2020 -> 2022 is a break: only the unweighted change is told
    trend([c, e, g], [2022, 2024, 2026])
    trend_of_panel(sample, y, year)   # rows of all waves, Sample(..., clusters=person)

The first weighted wave after unweighted ones is a break: what moves there is also the method. Both series are then kept, and the
change over the break is told of the unweighted figures alone. All figures are made without finite-population correction: a
trend is a statement about more than the inhabitants of these years (Korn & Graubard 1999, Lumley 2010).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtrc

from analysis.estimates import change, influences, mean
from analysis.families import p_value
from analysis.faults import Fault, Faults
from analysis.figures import Estimate
from analysis.indicators import refuse_corrected
from analysis.sample import Sample, covariance

Floats: TypeAlias = NDArray[np.float64]

FEWEST_WAVES = 3
#: A variance that is less than this part of the largest one is rounding.
NOISE = 1e-10


@dataclass(frozen=True, slots=True)
class Wave:
    """One figure in one year: as it was weighted, as it was not; None for what there is not."""

    year: float
    weighted: Estimate | None = None
    unweighted: Estimate | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """From one wave to the next: ``change`` of the weighted figures, None at a break; ``unweighted`` beside it, None where one is missing."""

    earlier: float
    later: float
    is_break: bool
    change: Estimate | None
    unweighted: Estimate | None


@dataclass(frozen=True, slots=True)
class Trend:
    r"""A straight line through the figures of some waves, :math:`a + b\,(t - \bar t)`.

    ``slope`` is b, in the unit of a difference, per year; ``middle`` is a, the figure at ``middle_year``. ``fit_p`` is the
    tail of the test that the figures lie on a line at all (``fit`` a chi-square with ``fit_degrees``): where it is small, tell the steps, not
    the line.
    """

    slope: Estimate
    middle: float
    middle_year: float
    fit: float
    fit_degrees: int
    fit_p: float

    @property
    def p(self) -> float:
        """Two-sided p that the slope is nought."""
        return p_value(self.slope)

    def at(self, year: float) -> float:
        """Where the line is in a year; beyond the waves it is a guess, and not to be printed."""
        return self.middle + self.slope.value * (year - self.middle_year)


def steps(waves: Sequence[Wave]) -> tuple[Step, ...]:
    """What changed from each wave to the next, in the order of the years; like with like only.

    A wave that has no figure (it did not ask the question) is no wave here: the change is then from the one before.
    """
    ordered = _told(waves)
    return tuple(_step(earlier, later) for earlier, later in pairwise(ordered))


def since_break(waves: Sequence[Wave]) -> list[Wave]:
    """The waves from the last break on, in the order of the years: those that the weighted trend may be made of."""
    ordered = _told(waves)
    broken = [place for place, step in enumerate(steps(ordered), start=1) if step.is_break]
    return ordered[broken[-1] if broken else 0 :]


def trend(
    figures: Sequence[Estimate],
    years: ArrayLike,
    covariances: ArrayLike | None = None,
    degrees: float | None = None,
) -> Trend | None:
    r"""The line through the figures of three and more waves, and its slope per year; None where there is no error to measure it by.

    That is: a wave whose own error is nought or not known, or waves that are the same people with the same answers.

    .. math:: \hat\beta = (X'V^{-1}X)^{-1}X'V^{-1}y, \qquad \operatorname{Cov}\hat\beta = (X'V^{-1}X)^{-1}, \qquad
              Q = (y-X\hat\beta)'V^{-1}(y-X\hat\beta) \sim \chi^2_{T-2}

    with V the covariances of the T figures, (waves, waves): of waves drawn independently their variances, for a panel
    ``sample.covariance`` (``trend_of_panel``). ``degrees`` are those of all waves together, their sum if not given, so that the line
    through two waves would be their ``change``. Grizzle, Starmer & Koch (1969) Biometrics 25:489; for repeated surveys Binder & Hidiroglou (1988).
    """
    t = np.asarray(years, dtype=np.float64)
    if len(figures) < FEWEST_WAVES or t.shape != (len(figures),):
        raise Faults([Fault("too_few_waves", {"figures": len(figures), "years": t.size, "fewest": FEWEST_WAVES})])
    _refuse_years(t.tolist())
    _refuse_units(figures)
    refuse_corrected(*figures)
    errors = np.array([figure.standard_error for figure in figures])
    v = np.diag(errors**2) if covariances is None else np.asarray(covariances, dtype=np.float64)
    if v.shape != (t.size, t.size):
        raise Faults([Fault("covariances_differ", {"found": v.shape, "waves": t.size})])
    value = np.array([figure.value for figure in figures])
    nu = float(sum(figure.degrees for figure in figures)) if degrees is None else degrees
    if not (np.isfinite(value).all() and np.isfinite(v).all() and (np.diag(v) > 0).all() and nu > 0):
        return None
    spreads = np.linalg.eigvalsh(v)
    return _line(figures, value, t, v, nu) if spreads[0] > NOISE * spreads[-1] else None


def trend_of_panel(sample: Sample, y: ArrayLike, years: ArrayLike) -> Trend | None:
    """The trend of a mean where some people answered in several waves: rows of all waves, ``Sample(..., clusters=person)``.

    ``y`` (rows,) points, nan silence; ``years`` (rows,) the wave of each row. A finite-population correction is left off.
    """
    waves = waves_of_panel(sample, y, years)
    return trend(waves.figures, waves.years, waves.covariances, waves.degrees)


@dataclass(frozen=True, eq=False)
class PanelWaves:
    """The mean of each wave of a panel, their ``covariances`` (waves, waves) and the ``degrees`` of freedom of all together."""

    years: tuple[float, ...]
    figures: tuple[Estimate, ...]
    covariances: Floats
    degrees: float


def waves_of_panel(sample: Sample, y: ArrayLike, years: ArrayLike) -> PanelWaves:
    """What a trend of overlapping waves is made of; arguments as ``trend_of_panel`` takes them."""
    free, answers, year = sample.without_fpc(), np.asarray(y, dtype=np.float64), np.asarray(years, dtype=np.float64)
    for name, each in (("answers", answers), ("years", year)):
        if each.shape != (sample.people,):
            raise Faults([Fault("length_differs", {"name": name, "found": each.shape, "expected": sample.people})])
    held = np.unique(year).tolist()
    _refuse_years(held)
    masks = [year == each for each in held]
    moves = np.concatenate([influences(free, answers, mask) for mask in masks], axis=1)
    return PanelWaves(
        years=tuple(held),
        figures=tuple(mean(free, y, mask) for mask in masks),
        covariances=covariance(free, moves),
        degrees=float(free.degrees_of(np.isfinite(answers))),
    )


def _line(figures: Sequence[Estimate], value: Floats, t: Floats, v: Floats, degrees: float) -> Trend:
    middle = float(t.mean())
    x = np.stack([np.ones(t.size), t - middle], axis=1)
    half = np.linalg.cholesky(v)
    scaled_x, scaled_y = np.linalg.solve(half, x), np.linalg.solve(half, value)
    spread = np.linalg.inv(scaled_x.T @ scaled_x)
    found = spread @ scaled_x.T @ scaled_y
    left = scaled_y - scaled_x @ found
    fit, fit_degrees = float(left @ left), t.size - 2
    slope = Estimate(
        value=float(found[1]),
        standard_error=float(np.sqrt(spread[1, 1])),
        degrees=degrees,
        respondents=sum(figure.respondents for figure in figures),
        effective_size=sum(figure.effective_size for figure in figures),
        design_effect=np.nan,
        unit=figures[0].unit.difference,
    )
    return Trend(slope, float(found[0]), middle, fit, fit_degrees, float(chdtrc(fit_degrees, fit)))


def _step(earlier: Wave, later: Wave) -> Step:
    weighted = None if earlier.weighted is None or later.weighted is None else change(earlier.weighted, later.weighted)
    plain = (
        None if earlier.unweighted is None or later.unweighted is None else change(earlier.unweighted, later.unweighted)
    )
    is_break = (earlier.weighted is None) != (later.weighted is None)
    return Step(earlier.year, later.year, is_break, weighted, plain)


def _told(waves: Sequence[Wave]) -> list[Wave]:
    """The waves that have a figure, in the order of their years."""
    _refuse_years([wave.year for wave in waves])
    told = [wave for wave in waves if wave.weighted is not None or wave.unweighted is not None]
    refuse_corrected(*(each for wave in told for each in (wave.weighted, wave.unweighted) if each is not None))
    return sorted(told, key=lambda wave: wave.year)


def _refuse_years(years: Sequence[float]) -> None:
    if not np.isfinite(years).all():
        raise Faults([Fault("year_missing")])
    twice = sorted({year for year in years if list(years).count(year) > 1})
    if twice:
        raise Faults([Fault("year_twice", {"years": ", ".join(f"{year:g}" for year in twice)})])


def _refuse_units(figures: Sequence[Estimate]) -> None:
    other = next((each for each in figures if each.unit is not figures[0].unit), None)
    if other is not None:
        raise Faults([Fault("units_differ", {"first": figures[0].unit.value, "second": other.unit.value})])
