"""`python -m tests.reference.package_data FOLDER`: the data sets that ship with R's survey package, beside R's numbers for them.

They stand under the GPL and are no part of this project; FOLDER holds them and ref_package_data.csv. 1 if a number is off by more than
it may be.
"""

import csv
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

import numpy as np

from analysis import estimates
from analysis.calibration import calibrate, poststratify, rake
from analysis.replication import Replicates, jackknife, replicated_means
from analysis.sample import Sample
from tests.reference import pairs
from tests.reference.comparing import Pair, Result, Road, Row, Uncompared, compared, number

NAME = "ref_package_data"
#: the designs that are calibrated to the total of a number
BY_NUMBER = ("greg_api99", "logit", "linbnd")
TWO_STAGES = "apiclus2: drawn in two stages with a correction in each; cities draw in one"
TO_A_TOTAL = "calibrated to the total of a number: margins here are counts of people"
NO_RATIO = "ratio of two variables: no question of a city's survey asks for it"
NO_BRR = "BRR and Fay: for two clusters per stratum; cities draw people"
CLUSTER_EFFECT = "design effect of drawn clusters: its factor 1 - n/N needs the people in all clusters (the rest of the row is compared)"
#: what rounding leaves of an error of nought
NOTHING = 1e-12
RAKED_ERROR = (
    "error, interval and design effect after rake() of apistrat: R projects margin by margin, 7 % from the joint residual "
    "that its calibrate(calfun = raking) has and that is compared there (the rest of the row is compared)"
)
FIXED = "interval beta where the weights fix the share: R gives 0.5 to 0.5 (the rest of the row is compared)"
ALL_ROWS = (
    "Pearson's statistic where answers are missing: R multiplies by rows without an answer too (its p is compared)"
)


@dataclass(frozen=True)
class DataSet:
    """One of the files: what is drawn, by which strata, with which weights, and the columns that tell of it ("" for none)."""

    folder: Path
    name: str
    weights: str
    strata: str
    population: str
    clusters: str

    @cached_property
    def rows(self) -> list[dict[str, str]]:
        """The rows of the file."""
        return read(self.folder / f"{self.name}.csv")

    def labels(self, name: str) -> np.ndarray:
        """A column as text."""
        return np.array([row[name] for row in self.rows])

    def numbers(self, name: str) -> np.ndarray:
        """A column as numbers, nan where it is empty."""
        return np.array([number(row[name]) for row in self.rows])

    def sample(self, design: str) -> Sample:
        """The sample of a design of R's."""
        people = len(self.rows)
        strata = self.labels(self.strata) if self.strata else np.full(people, "all")
        population = None
        if self.population:
            population = dict(zip(strata.tolist(), self.numbers(self.population).tolist(), strict=True))
        weights = self.numbers(self.weights) if self.weights else np.ones(people)
        clusters = self.labels(self.clusters) if self.clusters else None
        plain = Sample(weights, strata, population, clusters=clusters, fpc=design != "nofpc")
        return plain if design in ("fpc", "nofpc", "nest") else self._calibrated(plain, design)

    def _calibrated(self, plain: Sample, design: str) -> Sample:
        margins = {name: (self.labels(name), self._totals(name)) for name in ("stype", "sch.wide")}
        ways: Mapping[str, Callable[[], Sample]] = {
            "post_schwide": lambda: poststratify(plain, margins["sch.wide"]),
            "rake": lambda: rake(plain, margins),
            "greg": lambda: calibrate(plain, margins),
            "calrak": lambda: calibrate(plain, margins, "raking"),
        }
        return ways[design]()

    def _totals(self, name: str) -> dict[str, float]:
        return {row[name]: float(row["Freq"]) for row in read(self.folder / f"apipop_{name.replace('.', '')}.csv")}


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a file; "NA" is empty."""
    with path.open(encoding="utf-8", newline="") as file:
        return [{name: "" if value == "NA" else value for name, value in row.items()} for row in csv.DictReader(file)]


def data_sets(folder: Path) -> dict[str, DataSet]:
    """All of them by name."""
    each = [
        DataSet(folder, "apistrat", "pw", "stype", "fpc", ""),
        DataSet(folder, "apiclus1", "pw", "", "fpc", "dnum"),
        DataSet(folder, "nhanes", "WTMEC2YR", "SDMVSTRA", "", "SDMVPSU"),
        DataSet(folder, "scd", "", "ESA", "", "ambulance"),
        DataSet(folder.parent, "tiny", "w", "h", "N", ""),
    ]
    return {one.name: one for one in each}


def road_of(data: Mapping[str, DataSet], row: Row) -> Road:
    """The one road that a row takes."""
    if reason := _reason(row):
        return partial(pairs.left_out, reason)
    one = data[row["dataset"]]
    if row["option"].startswith(("JKn", "subbootstrap")):
        return partial(replicated, one)
    roads = {"mean": mean, "total": total, "prop": share, "weights": weights, "svychisq": table, "svyttest": t_test}
    return partial(roads[row["stat"]], one)


def _reason(row: Row) -> str:
    if row["dataset"] == "apiclus2":
        return TWO_STAGES
    if row["stat"] in ("ratio", "quantile"):
        return NO_RATIO if row["stat"] == "ratio" else pairs.NO_QUANTILES
    if row["design"] in BY_NUMBER:
        return TO_A_TOTAL
    if row["option"] in ("BRR", "Fay"):
        return NO_BRR
    return ""


def mean(one: DataSet, row: Row) -> Iterator[Pair | Uncompared]:
    """A mean."""
    sample = one.sample(row["design"])
    found = estimates.mean(sample, one.numbers(row["variable"]), within(one, row))
    yield from without(one, row, pairs.of_mean(row, sample, found))


def total(one: DataSet, row: Row) -> Iterator[Pair]:
    """A total."""
    sample = one.sample(row["design"])
    found = estimates.total(sample, one.numbers(row["variable"]), within(one, row))
    yield from pairs.of_total(row, sample, found)


def share(one: DataSet, row: Row) -> Iterator[Pair | Uncompared]:
    """A share."""
    sample, answers = one.sample(row["design"]), one.labels(row["variable"])
    chosen = np.where(answers == "", np.nan, answers == row["level"])
    found = estimates.share(sample, chosen, within(one, row))
    told = pairs.of_share(row, sample, found)
    if found.standard_error < NOTHING and row["option"].startswith("beta"):
        yield Uncompared(FIXED)
        told = (each for each in told if isinstance(each, Uncompared) or not each[0].startswith("interval"))
    yield from without(one, row, told)


def weights(one: DataSet, row: Row) -> Iterator[Pair]:
    """The weights of a design."""
    yield from pairs.of_weights(row, one.sample(row["design"]))


def replicated(one: DataSet, row: Row) -> Iterator[Pair]:
    """By the jackknife, or by the bootstrap weights that R drew."""
    sample = one.sample(row["design"])
    if row["option"] == "subbootstrap100":
        drawn = read(one.folder / "apistrat_subbootstrap100.csv")
        each = np.array([[float(line[f"b{place:03d}"]) for line in drawn] for place in range(1, 101)])
        replicates = Replicates(sample, each, np.full(100, 1 / 99), "bootstrap")
    else:
        replicates = jackknife(sample, around="estimate" if row["option"] == "JKn_mse" else "mean")
    yield from pairs.of_replicates(row, replicated_means(replicates, one.numbers(row["variable"])))


def table(one: DataSet, row: Row) -> Iterator[Pair | Uncompared]:
    """A question by an attribute."""
    answers, labels = (one.labels(name) for name in row["variable"].split(":"))
    known = (answers != "") & (labels != "")
    codes = [np.where(known, np.unique(each, return_inverse=True)[1], -1) for each in (answers, labels)]
    for each in pairs.of_chi_square(row, one.sample(row["design"]), *codes):
        if not isinstance(each, Uncompared) and each[0] == "chi-square" and not known.all():
            yield Uncompared(ALL_ROWS)
        else:
            yield each


def t_test(one: DataSet, row: Row) -> Iterator[Pair]:
    """A difference of two classes."""
    labels = one.labels(row["by"])
    first, second = (labels == label for label in np.unique(labels[labels != ""]))
    found = estimates.difference(one.sample(row["design"]), one.numbers(row["variable"]), second, first)
    yield from pairs.of_t_test(row, found)


def without(one: DataSet, row: Row, told: Iterator[Pair | Uncompared]) -> Iterator[Pair | Uncompared]:
    """The row without what R means otherwise, which then is named once."""
    reasons = set()
    for each in told:
        statistic = "" if isinstance(each, Uncompared) else each[0]
        if statistic.startswith("design effect") and one.clusters:
            reasons.add(CLUSTER_EFFECT)
        elif statistic.endswith("raked") and one.name == "apistrat":
            reasons.add(RAKED_ERROR)
        else:
            yield each
    yield from map(Uncompared, sorted(reasons))


def within(one: DataSet, row: Row) -> np.ndarray | None:
    """The mask of a row's domain."""
    return one.labels(row["by"]) == row["domain"] if row["by"] else None


def compare(folder: Path) -> dict[str, Result]:
    """Data set by data set."""
    rows, data = read(folder / f"{NAME}.csv"), data_sets(folder)
    names = dict.fromkeys(row["dataset"] for row in rows)
    return {name: compared([row for row in rows if row["dataset"] == name], partial(road_of, data)) for name in names}


def main(arguments: list[str]) -> int:
    """Compare and print; 2 if the folder is not what it should be."""
    folder = Path(arguments[0]) if len(arguments) == 1 else Path()
    if not (folder / f"{NAME}.csv").is_file():
        print(f"Give the folder that holds {NAME}.csv and the data sets: make reference DATA=FOLDER", file=sys.stderr)
        return 2
    results = compare(folder)
    for name, result in results.items():
        print(f"{name}: " + "\n".join(result.lines()), end="\n\n")
    return int(any(result.beyond for result in results.values()))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
