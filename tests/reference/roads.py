"""From a row of R's survey package to the same numbers by the package: see README.md beside this for what the rows hold."""

from collections.abc import Iterator
from functools import partial

import numpy as np

from analysis import estimates
from analysis.figures import Estimate
from analysis.replication import bootstrap, jackknife, replicated_means
from tests.analysis import city
from tests.reference import pairs
from tests.reference.comparing import Pair, Road, Row, Uncompared, number
from tests.reference.designs import WAVES, both_waves, panel, panel_column, refused, sample_of

FILES = ("ref_city1_means", "ref_city1_other", "ref_gap_city1", "ref_waves_lonely")
SEED = 20260401
LONELY = "lonely.psu: a stratum with one respondent is refused until it is joined; no guess at its variance"


def road_of(row: Row) -> Road:
    """The one road that a row takes."""
    if row["design"].split("/")[1:2] and row["dataset"] in ("city1_raw", "tiny_lonely"):
        return lonely
    if row["option"] == "JKn" or "MonteCarlo" in row["option"]:
        return replicated
    return {
        "mean": panel_mean if row["dataset"] == "panel" else mean,
        "diff": panel_difference if row["dataset"] == "panel" else difference,
        "prop": share,
        "gap": gap,
        "weights": weights,
        "quantile": partial(pairs.left_out, pairs.NO_QUANTILES),
        "svychisq": chi_square,
        "svyttest": t_test,
    }[row["stat"]]


def mean(row: Row) -> Iterator[Pair]:
    """A mean of the city."""
    sample = sample_of(row["dataset"], row["design"])
    yield from pairs.of_mean(row, sample, estimates.mean(sample, city.column(row["variable"]), city.within(row)))


def share(row: Row) -> Iterator[Pair | Uncompared]:
    """A share of the city."""
    sample, answers = sample_of(row["dataset"], row["design"]), city.column(row["variable"])
    chosen = np.where(np.isnan(answers), np.nan, answers == float(row["level"]))
    yield from pairs.of_share(row, sample, estimates.share(sample, chosen, city.within(row)))


def replicated(row: Row) -> Iterator[Pair]:
    """By the jackknife, or by as many bootstrap replicates as R's, of other draws."""
    sample = sample_of(row["dataset"], row["design"])
    replicates = jackknife(sample) if row["option"] == "JKn" else bootstrap(sample, 2000, SEED)
    yield from pairs.of_replicates(row, replicated_means(replicates, city.column(row["variable"])))


def weights(row: Row) -> Iterator[Pair]:
    """The weights of a design."""
    yield from pairs.of_weights(row, sample_of(row["dataset"], row["design"]))


def chi_square(row: Row) -> Iterator[Pair | Uncompared]:
    """A table of the city, or of one answer in both waves."""
    item, attribute = row["variable"].split(":")
    lowest = 1 if item.startswith("sat") else 0
    if attribute == "wave":
        codes = np.concatenate([city.codes((item,), lowest, wave)[0] for wave in WAVES])
        labels = np.repeat([0, 1], [len(city.rows(f"{wave}_resp")) for wave in WAVES])
        yield from pairs.of_chi_square(row, both_waves(row["design"]), codes.astype(np.int64) - 1, labels)
    else:
        codes, labels = city.codes((item,), lowest)[0], np.unique(city.labels(attribute), return_inverse=True)[1]
        yield from pairs.of_chi_square(row, sample_of("city1", row["design"]), codes.astype(np.int64) - 1, labels)


def t_test(row: Row) -> Iterator[Pair]:
    """The later class less the earlier one."""
    yield from pairs.of_t_test(row, _compared(row))


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


def panel_mean(row: Row) -> Iterator[Pair]:
    """One wave of the panel, drawn as persons."""
    sample, within = panel("person"), panel_column("wave") == float(row["domain"])
    yield from pairs.of_mean(row, sample, estimates.mean(sample, panel_column(row["variable"]), within))


def panel_difference(row: Row) -> Iterator[Pair]:
    """Two waves with some persons in both; "as_if_independent" is wrong, and is compared all the same."""
    wave, y = panel_column("wave"), panel_column(row["variable"])
    sample = panel("person" if row["design"] == "nofpc_cluster_id" else "wave")
    found = estimates.difference(sample, y, wave == 2, wave == 1)
    yield "difference", found.value, number(row["est"])
    yield "standard error", found.standard_error, number(row["se"])
    yield "degrees", sample.degrees_of(), number(row["df"])


def lonely(row: Row) -> Iterator[Pair | Uncompared]:
    """R's "fail" stops where a stratum holds one respondent, and so do we; its other options guess."""
    if "/fail" in row["design"] and row["est"] == "":
        yield "refusals of a lonely stratum", float(refused(row["dataset"], row["design"].split("/")[0])), 1.0
    else:
        yield Uncompared(LONELY)


def _compared(row: Row) -> Estimate:
    if row["by"] == "wave":
        return estimates.change(
            *(estimates.mean(sample_of(wave, row["design"]), city.column(row["variable"], wave)) for wave in WAVES)
        )
    labels = city.labels(row["by"])
    first, second = (labels == label for label in np.unique(labels))
    return estimates.difference(sample_of("city1", row["design"]), city.column(row["variable"]), second, first)
