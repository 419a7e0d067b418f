"""Scores a survey from files alone, for an analyst without the program above::

    python -m analysis RESPONSES.csv --definition SCORING.toml [--population POP.csv] [--weights COLUMN] [--out DIR]

``SCORING.toml`` is described in ``analysis.scoring_file``. With a population file every respondent stands for the inhabitants of the stratum per
respondent; with ``--weights`` the column's weights are taken as they are; with neither all weigh the same. Prints a table of the means of
everyone; ``--out`` writes ``estimates.csv`` with every mean and share in every domain, at full precision. A fault ends with exit code 2.
"""

import argparse
import csv
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.classes import EVERYONE
from analysis.disclosure import BY_NUMBER, marks
from analysis.faults import Fault, Faults, SourceFaults
from analysis.figures import half_up
from analysis.sample import Sample
from analysis.scoring_file import FileScale, ScoringFile, read_scoring_file
from analysis.sources import Columns, read_csv
from analysis.tables import Figures, FigureTable
from analysis.tally import count, tabulate
from analysis.weighting import cell_weights


class Line(NamedTuple):
    """A row of ``estimates.csv``: one figure."""

    item: str
    statistic: str
    domain_variable: str
    domain: object
    n: int
    value: float
    standard_error: float
    ci_low: float
    ci_high: float
    degrees: float
    design_effect: float
    effective_size: float
    unit: str
    flag: str


def main(arguments: Sequence[str] | None = None) -> int:
    """Score the files named on the command line; 0 if done, 2 if something in them is wrong."""
    given = _parser().parse_args(arguments)
    try:
        definition = read_scoring_file(given.definition)
        responses = read_csv(given.responses)
        population = read_csv(given.population) if given.population else None
        sample = _sample(responses, definition, population, given.weights)
        lines = [line for scale in definition.scales for line in _scored(responses, definition, scale, sample)]
    except Faults as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(_readable(lines))
    if given.out:
        _write(Path(given.out), lines)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m analysis", description="Score a survey from files alone.")
    parser.add_argument("responses", help="CSV, one row per respondent")
    parser.add_argument("--definition", required=True, help="TOML: items, scales, domains")
    parser.add_argument("--population", help="CSV of inhabitants per stratum")
    parser.add_argument("--weights", help="column of weights that are to be taken as they are")
    parser.add_argument("--out", help="folder for estimates.csv")
    return parser


def _sample(responses: Columns, definition: ScoringFile, population: Columns | None, weights: str | None) -> Sample:
    strata = responses.text(definition.strata) if definition.strata else None
    register = None
    if population is not None:
        names = population.text(definition.population_stratum).tolist()
        inhabitants = population.numbers(definition.population_inhabitants).tolist()
        register = dict(zip(names, inhabitants, strict=True))
    if weights is not None:
        return Sample(responses.numbers(weights), strata, register)
    if register is not None and strata is not None:
        return cell_weights(strata, register)
    return Sample(np.ones(len(responses.rows)), strata)


def _scored(responses: Columns, definition: ScoringFile, scale: FileScale, sample: Sample) -> Iterator[Line]:
    items = scale.columns(responses.names)
    if not items:
        raise SourceFaults([Fault("no_item", {"path": responses.path, "patterns": ", ".join(scale.items)})])
    options = list(scale.points)
    codes = np.stack([responses.codes(item, options, scale.silence) for item in items], axis=1)
    fields = {name: responses.text(name) for name in definition.domains}
    table = tabulate(count(sample, codes, fields, points=[np.nan, *scale.points.values()]))
    flags = marks(table)
    parts = {"mean": table.mean} | {f"share {option}": table.share_in(place) for place, option in enumerate(options)}
    for statistic, found in parts.items():
        yield from _lines(table, found, items, statistic, flags)


def _lines(
    table: FigureTable, found: Figures, items: list[str], statistic: str, flags: NDArray[np.int8]
) -> Iterator[Line]:
    low, high = found.interval()
    for item, domain in np.ndindex(*found.value.shape):
        place = (item, domain)
        variable, label = table.domains[domain]
        one = found.one(*place)
        yield Line(
            item=items[item],
            statistic=statistic,
            domain_variable=variable,
            domain=label,
            n=one.respondents,
            value=one.value,
            standard_error=one.standard_error,
            ci_low=float(low[place]),
            ci_high=float(high[place]),
            degrees=one.degrees,
            design_effect=one.design_effect,
            effective_size=one.effective_size,
            unit=one.unit.value,
            flag=BY_NUMBER[int(flags[place])].name.lower(),
        )


def _readable(lines: list[Line]) -> str:
    """The means of everyone, rounded as they would be printed."""
    table = [f"{'item':<20}{'n':>8}{'mean':>8}{'error':>8}   95% interval"]
    for line in lines:
        if line.statistic == "mean" and line.domain_variable == EVERYONE:
            value, low, high = (half_up(each, 2) for each in (line.value, line.ci_low, line.ci_high))
            error = half_up(line.standard_error, 3)
            table.append(f"{line.item:<20}{line.n:>8}{value:>8}{error:>8}   {low} - {high}")
    return "\n".join(table) + "\n"


def _write(folder: Path, lines: list[Line]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "estimates.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(Line._fields)
        writer.writerows(lines)


if __name__ == "__main__":
    sys.exit(main())
