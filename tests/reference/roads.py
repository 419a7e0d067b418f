"""From a row of R's survey package to the same numbers by the package: see README.md beside this for what the rows hold."""

from collections.abc import Iterator
from functools import partial

import numpy as np

from analysis import estimates, intervals
from analysis.crosstabs import RaoScott, crosstab
from analysis.families import p_values
from analysis.figures import Estimate, Proportion
from analysis.replication import bootstrap, jackknife, replicated_means
from tests.analysis import city
from tests.reference.comparing import Pair, Road, Row, Uncompared, number
from tests.reference.designs import WAVES, both_waves, panel, panel_column, refused, sample_of

FILES = ("ref_city1_means", "ref_city1_other", "ref_gap_city1", "ref_waves_lonely")
SEED = 20260401
#: of these R's share is what a regression has come to
ITERATED = ("logit", "likelihood")

NO_QUANTILES = "quantiles: of answers on five points the interval of a median is a whole category, so none is offered"
LONELY = "lonely.psu: a stratum with one respondent is refused until it is joined; no guess at its variance"
NO_INTERVAL = (
    "interval {}: not offered, since it is no better than those that are (value, error and degrees are compared)"
)
WALD = "interval mean (Wald): never for shares (value, error and degrees are compared)"
AT_NOUGHT = "interval {} where nobody or everybody chose it: R has none, or only the last step of an iteration"
TRIMMED = "trimmed weights"
OTHER_TESTS = "svychisq Wald, adjWald, lincom, saddlepoint: not offered; the first two reject too often in large tables, the others refine F"


def road_of(row: Row) -> Road:
    """The one road that a row takes."""
    if row["design"].split("/")[1:2] and row["dataset"] in ("city1_raw", "tiny_lonely"):
        return lonely
    if row["design"] == "rake_trim40":
        return partial(left_out, TRIMMED)
    if row["option"] == "JKn":
        return jackknifed
    if "MonteCarlo" in row["option"]:
        return bootstrapped
    return {
        "mean": panel_mean if row["dataset"] == "panel" else mean,
        "diff": panel_difference if row["dataset"] == "panel" else difference,
        "prop": share,
        "gap": gap,
        "weights": weights,
        "quantile": partial(left_out, NO_QUANTILES),
        "svychisq": chi_square if row["option"] in ("F", "Chisq") else partial(left_out, OTHER_TESTS),
        "svyttest": t_test,
    }[row["stat"]]


def left_out(reason: str, row: Row) -> Iterator[Uncompared]:
    """Nothing to compare."""
    yield Uncompared(reason)


def mean(row: Row) -> Iterator[Pair]:
    """Value, error, degrees of the whole and of the domain, interval, design effect, effective size."""
    sample, within = sample_of(row["dataset"], row["design"]), city.within(row)
    yield from _mean(row, estimates.mean(sample, city.column(row["variable"]), within))
    yield "degrees", sample.degrees_of(), number(row["df"])


def jackknifed(row: Row) -> Iterator[Pair]:
    """JKn; R gives no degrees but those of the design."""
    found = replicated_means(jackknife(sample_of(row["dataset"], row["design"])), city.column(row["variable"]))
    yield "value", found.value[0], number(row["est"])
    yield "standard error", found.standard_error[0], number(row["se"])


def bootstrapped(row: Row) -> Iterator[Pair]:
    """As many replicates as R's, of other draws."""
    replicates = bootstrap(sample_of(row["dataset"], row["design"]), 2000, SEED)
    found = replicated_means(replicates, city.column(row["variable"]))
    yield "value", found.value[0], number(row["est"])
    yield "standard error, Monte Carlo", found.standard_error[0], number(row["se"])


def share(row: Row) -> Iterator[Pair | Uncompared]:
    """Value, error, degrees; then the interval, by the method of the row."""
    sample, answers = sample_of(row["dataset"], row["design"]), city.column(row["variable"])
    method, _, base = row["option"].partition("@")
    chosen = np.where(np.isnan(answers), np.nan, answers == float(row["level"]))
    found = estimates.share(sample, chosen, city.within(row))
    if not 0 < found.value < 1 and method == "logit":
        yield Uncompared(AT_NOUGHT.format(method))
        return
    yield "value, iterated" if method in ITERATED else "value", found.value, number(row["est"])
    yield _raked("standard error", row), found.standard_error, number(row["se"])
    yield "degrees", sample.degrees_of() if base == "design" else found.degrees, number(row["df"])
    if method not in INTERVALS:
        yield Uncompared(WALD if method == "mean" else NO_INTERVAL.format(method))
    elif not 0 < found.value < 1:
        yield Uncompared(AT_NOUGHT.format(method))
    else:
        yield from _interval(row, found, method)


def gap(row: Row) -> Iterator[Pair]:
    """Printed importance less printed satisfaction; R's degrees are those of the domain with its silent people."""
    sample, within = sample_of(row["dataset"], row["design"]), city.within(row)
    first, second = (city.column(item) for item in row["variable"].split("-"))
    found = estimates.gap(sample, first, second, within)
    yield "value", found.value, number(row["est"])
    yield "standard error", found.standard_error, number(row["se"])
    yield "respondents", found.respondents, number(row["n"])
    yield "degrees", sample.degrees_of(within), number(row["df"])


def difference(row: Row) -> Iterator[Pair]:
    """Two waves drawn independently; R's degrees are those of both designs whole."""
    design, _, sex = row["design"].partition("/sex=")
    waves = [sample_of(name, design) for name in WAVES]
    masks = [city.labels("sex", name) == sex if sex else None for name in WAVES]
    means = [
        estimates.mean(wave, city.column(row["variable"], name), mask)
        for wave, name, mask in zip(waves, WAVES, masks, strict=True)
    ]
    more = city.aux(dict(row))
    for place, each in enumerate(means, start=1):
        yield "value", each.value, number(more[f"m{place}"])
        yield "standard error", each.standard_error, number(more[f"se{place}"])
    found = estimates.change(*means)
    yield "difference", found.value, number(row["est"])
    yield "standard error", found.standard_error, number(row["se"])
    yield "degrees", sum(wave.degrees_of() for wave in waves), number(row["df"])


def chi_square(row: Row) -> Iterator[Pair]:
    """Rao and Scott, of second order (F) and of first (Chisq)."""
    found, more = _table(row), city.aux(dict(row))
    if row["option"] == "F":
        yield "F", found.statistic, number(row["est"])
        yield "degrees", found.numerator, number(more["ndf"])
        yield "degrees", found.denominator, number(more["ddf"])
        yield "p", found.p, number(more["p"])
    else:
        yield "chi-square", found.pearson, number(row["est"])
        yield "degrees", found.degrees, number(more["ndf"])
        yield "p", found.first_order_p, number(more["p"])


def t_test(row: Row) -> Iterator[Pair]:
    """The later class less the earlier one. R fits a regression on the class and gives up one degree more for its slope."""
    found, more = _compared(row), city.aux(dict(row))
    yield "difference", found.value, number(row["est"])
    yield "standard error", found.standard_error, number(row["se"])
    yield "degrees", found.degrees - 1, number(row["df"])
    yield "t", found.value / found.standard_error, number(more["t"])
    yield "p", float(p_values(found.value, found.standard_error, found.degrees - 1)), number(more["p"])


def panel_mean(row: Row) -> Iterator[Pair]:
    """One wave of the panel, drawn as persons."""
    sample, within = panel("person"), panel_column("wave") == float(row["domain"])
    yield from _mean(row, estimates.mean(sample, panel_column(row["variable"]), within))
    yield "degrees", sample.degrees_of(), number(row["df"])


def panel_difference(row: Row) -> Iterator[Pair]:
    """Two waves with some persons in both; "as_if_independent" is wrong, and is compared all the same."""
    wave, y = panel_column("wave"), panel_column(row["variable"])
    sample = panel("person" if row["design"] == "nofpc_cluster_id" else "wave")
    found = estimates.difference(sample, y, wave == 2, wave == 1)
    yield "difference", found.value, number(row["est"])
    yield "standard error", found.standard_error, number(row["se"])
    yield "degrees", sample.degrees_of(), number(row["df"])


def weights(row: Row) -> Iterator[Pair]:
    """Sum, ends and squares of the weights."""
    found, more = sample_of(row["dataset"], row["design"]).weights, city.aux(dict(row))
    name = _raked("weights", row)
    yield name, found.size, number(row["n"])
    yield name, found.sum(), number(row["est"])
    yield name, found.min(), number(more["min"])
    yield name, found.max(), number(more["max"])
    yield name, (found**2).sum(), number(more["sumsq"])
    yield name, found.sum() ** 2 / (found**2).sum(), number(more["kish_neff"])


def lonely(row: Row) -> Iterator[Pair | Uncompared]:
    """R's "fail" stops where a stratum holds one respondent, and so do we; its other options guess."""
    if "/fail" in row["design"] and row["est"] == "":
        yield "refusals of a lonely stratum", float(refused(row["dataset"], row["design"].split("/")[0])), 1.0
    else:
        yield Uncompared(LONELY)


def _table(row: Row) -> RaoScott:
    item, attribute = row["variable"].split(":")
    lowest = 1 if item.startswith("sat") else 0
    if attribute == "wave":
        codes = np.concatenate([city.codes((item,), lowest, wave)[0] for wave in WAVES])
        sizes = [len(city.rows(f"{wave}_resp")) for wave in WAVES]
        table = crosstab(both_waves(row["design"]), codes, np.repeat([1, 2], sizes))
    else:
        table = crosstab(sample_of("city1", row["design"]), city.codes((item,), lowest)[0], city.labels(attribute))
    assert isinstance(table.test, RaoScott)
    return table.test


def _compared(row: Row) -> Estimate:
    if row["by"] == "wave":
        return estimates.change(
            *(estimates.mean(sample_of(wave, row["design"]), city.column(row["variable"], wave)) for wave in WAVES)
        )
    labels = city.labels(row["by"])
    first, second = (labels == label for label in np.unique(labels))
    return estimates.difference(sample_of("city1", row["design"]), city.column(row["variable"]), second, first)


def _mean(row: Row, found: Estimate) -> Iterator[Pair]:
    more, interval = city.aux(dict(row)), found.interval()
    yield "respondents", found.respondents, number(row["n"])
    yield "value", found.value, number(row["est"])
    yield _raked("standard error", row), found.standard_error, number(row["se"])
    yield _raked("design effect", row), found.design_effect, number(row["deff"])
    yield "degrees", found.degrees, number(more["df_domain"])
    yield "effective size", found.effective_size, number(more["kish_neff"])
    if interval is not None:
        name = "interval, raked" if row["design"].startswith("rake") else "interval, t"
        yield name, interval.low, number(more["lo_domain"])
        yield name, interval.high, number(more["hi_domain"])


def _interval(row: Row, found: Proportion, method: str) -> Iterator[Pair]:
    """On the degrees and the number of rows that R takes: of the whole design, or of the domain."""
    degrees = number(row["df"])
    rows = number(city.aux(dict(row))["nrow_design"])
    low, high = INTERVALS[method](found, rows, degrees)
    name = "interval, raked" if row["design"].startswith("rake") else f"interval, {method}"
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


def _raked(statistic: str, row: Row) -> str:
    return f"{statistic}, raked" if row["design"].startswith("rake") else statistic
