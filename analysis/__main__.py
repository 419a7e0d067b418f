"""Scores a survey from files alone, for an analyst without the program above::

    python -m analysis RESPONSES.csv --definition SCORING.toml [--population POP.csv] [--weights COLUMN] --out DIR

``SCORING.toml`` is described in ``docs/scoring-from-files.md``. Writes ``estimates.csv``, ``table.md`` and ``log.txt`` into DIR. A fault
ends with exit code 2: everything that is wrong is told, each with file, line and column, and nothing is written.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from analysis.faults import Faults
from analysis.files.report import write
from analysis.files.scoring import score


def main(arguments: Sequence[str] | None = None) -> int:
    """Score the files named on the command line; 0 if done, 2 if something in them is wrong."""
    given = _parser().parse_args(arguments)
    try:
        scored = score(given.responses, given.definition, given.population, given.weights, given.sheet)
        written = write(scored, Path(given.out))
    except Faults as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write("".join(f"{path}\n" for path in written))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m analysis", description="Score a survey from files alone.")
    parser.add_argument("responses", help="CSV (UTF-8 or CP932) or Excel workbook, one row per respondent")
    parser.add_argument("--definition", required=True, help="TOML: items, scales, silence, domains, strata")
    parser.add_argument("--population", help="CSV or workbook of inhabitants per stratum")
    parser.add_argument("--weights", default="", help="column of weights that are to be taken as they are")
    parser.add_argument("--sheet", help="sheet of the workbook of responses; the first if not given")
    parser.add_argument("--out", required=True, help="folder for estimates.csv, table.md and log.txt")
    return parser


if __name__ == "__main__":
    sys.exit(main())
