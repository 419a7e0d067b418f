"""A row of R's beside one of our figures, number by number; where the data come from is the affair of ``roads`` and ``package_data``."""

from collections.abc import Iterator

import numpy as np

from analysis import intervals
from analysis.families import p_values
from analysis.figures import Estimate, Proportion
from analysis.independence import RaoScott, Wald, rao_scott, wald
from analysis.replication import Replicated
from analysis.sample import Sample
from tests.analysis import city
from tests.reference.comparing import Pair, Row, Uncompared, number

#: of these R's share is what a regression has come to
ITERATED = ("logit", "likelihood")

NO_QUANTILES = "quantiles: of answers on five points the interval of a median is a whole category, so none is offered"
NO_INTERVAL = "interval {}: not offered, since it is no better than those that are (the rest of the row is compared)"
WALD = "interval mean (Wald): never for shares (the rest of the row is compared)"
AT_NOUGHT = "interval {} where nobody or everybody chose it: R has none, or only the last step of an iteration"
OTHER_TESTS = "p of svychisq lincom and saddlepoint: not offered, since the second-order F refers to nearly the same (its chi-square is compared)"


def left_out(reason: str, row: Row) -> Iterator[Uncompared]:
    """Nothing to compare."""
    yield Uncompared(reason)


def of_mean(row: Row, sample: Sample, found: Estimate) -> Iterator[Pair]:
    """Value, error, degrees of the whole and of the domain, interval, design effect, effective size."""
    more, interval = city.aux(dict(row)), found.interval()
    yield "respondents", found.respondents, number(row["n"])
    yield "value", found.value, number(row["est"])
    yield _raked("standard error", row), found.standard_error, number(row["se"])
    yield _raked("design effect", row), found.design_effect, number(row["deff"])
    yield "degrees", sample.degrees_of(), number(row["df"])
    yield "degrees", found.degrees, number(more["df_domain"])
    yield "effective size", found.effective_size, number(more["kish_neff"])
    if interval is not None:
        name = "interval, raked" if _is_raked(row) else "interval, t"
        yield name, interval.low, number(more["lo_domain"])
        yield name, interval.high, number(more["hi_domain"])


def of_total(row: Row, sample: Sample, found: Estimate) -> Iterator[Pair]:
    """Value, error and degrees."""
    yield "respondents", found.respondents, number(row["n"])
    yield "total", found.value, number(row["est"])
    yield "standard error", found.standard_error, number(row["se"])
    yield "degrees", sample.degrees_of(), number(row["df"])


def of_share(row: Row, sample: Sample, found: Proportion) -> Iterator[Pair | Uncompared]:
    """Value, error, degrees; then the interval, by the method of the row, on the degrees and rows that R takes."""
    method, _, base = row["option"].partition("@")
    within = 0 < found.value < 1
    if not within and method == "logit":
        yield Uncompared(AT_NOUGHT.format(method))
        return
    yield "value, iterated" if method in ITERATED else "value", found.value, number(row["est"])
    yield _raked("standard error", row), found.standard_error, number(row["se"])
    yield "degrees", sample.degrees_of() if base == "design" else found.degrees, number(row["df"])
    if method not in INTERVALS:
        yield Uncompared(WALD if method == "mean" else NO_INTERVAL.format(method))
    elif not within:
        yield Uncompared(AT_NOUGHT.format(method))
    else:
        low, high = INTERVALS[method](found, number(city.aux(dict(row))["nrow_design"]), number(row["df"]))
        name = "interval, raked" if _is_raked(row) else f"interval, {method}"
        yield name, float(low), number(row["ci_lo"])
        yield name, float(high), number(row["ci_hi"])


INTERVALS = {
    "beta": lambda found, rows, degrees: intervals.beta(found.value, found.standard_error, rows, degrees),
    "xlogit": lambda found, _, degrees: intervals.xlogit(found.value, found.standard_error, degrees),
    "logit": lambda found, _, degrees: intervals.xlogit(found.value, found.standard_error, degrees),
    "wilson": lambda found, _, degrees: intervals.wilson_on(
        found.value, intervals.effective_size(found.value, found.standard_error, 0), degrees
    ),
}


def of_replicates(row: Row, found: Replicated) -> Iterator[Pair]:
    """Value and error; R gives no degrees but those of the design."""
    name = "standard error, Monte Carlo" if "MonteCarlo" in row["option"] else "standard error"
    yield "value", found.value[0], number(row["est"])
    yield name, found.standard_error[0], number(row["se"])


def of_weights(row: Row, sample: Sample) -> Iterator[Pair]:
    """Sum, ends and squares of the weights."""
    found, more = sample.weights, city.aux(dict(row))
    name = _raked("weights", row)
    yield name, found.size, number(row["n"])
    yield name, found.sum(), number(row["est"])
    yield name, found.min(), number(more["min"])
    yield name, found.max(), number(more["max"])
    yield name, (found**2).sum(), number(more["sumsq"])
    yield name, found.sum() ** 2 / (found**2).sum(), number(more["kish_neff"])


def of_chi_square(row: Row, sample: Sample, first: np.ndarray, second: np.ndarray) -> Iterator[Pair | Uncompared]:
    """The test of a table of two codes (people,), -1 for nobody's: Rao and Scott of second order (F) and of first (Chisq), or Wald."""
    more, option = city.aux(dict(row)), row["option"]
    if option in ("Wald", "adjWald"):
        yield from _of_wald(row, sample, first, second)
        return
    found = rao_scott(sample, first, second)
    assert isinstance(found, RaoScott)
    if option == "F":
        yield "F", found.statistic, number(row["est"])
        yield "degrees", found.numerator, number(more["ndf"])
        yield "degrees", found.denominator, number(more["ddf"])
        yield "p", found.p, number(more["p"])
        return
    yield "chi-square", found.pearson, number(row["est"])
    if option == "Chisq":
        yield "degrees", found.degrees, number(more["ndf"])
        yield "p", found.first_order_p, number(more["p"])
    else:
        yield Uncompared(OTHER_TESTS)


def _of_wald(row: Row, sample: Sample, first: np.ndarray, second: np.ndarray) -> Iterator[Pair]:
    more, found = city.aux(dict(row)), wald(sample, first, second)
    assert isinstance(found, Wald)
    plain = row["option"] == "Wald"
    yield "F, Wald", found.statistic if plain else found.adjusted, number(row["est"])
    yield "degrees", found.numerator, number(more["ndf"])
    yield "degrees", found.denominator if plain else found.adjusted_denominator, number(more["ddf"])
    yield "p", found.p if plain else found.adjusted_p, number(more["p"])


def of_t_test(row: Row, found: Estimate) -> Iterator[Pair]:
    """The later class less the earlier one. R fits a regression on the class and gives up one degree more for its slope."""
    more = city.aux(dict(row))
    yield "difference", found.value, number(row["est"])
    yield "standard error", found.standard_error, number(row["se"])
    yield "degrees", found.degrees - 1, number(row["df"])
    yield "t", found.value / found.standard_error, number(more["t"])
    yield "p", float(p_values(found.value, found.standard_error, found.degrees - 1)), number(more["p"])


def _is_raked(row: Row) -> bool:
    return row["design"].startswith("rake")


def _raked(statistic: str, row: Row) -> str:
    return f"{statistic}, raked" if _is_raked(row) else statistic
