"""`python -m tests.simulations [--cells] [NAME …]`: draw what is named, or everything, and print how often the intervals held the truth.

Markdown, as docs/coverage.md keeps it; with --cells every case of a grid on a line of its own.
"""

import sys
from collections.abc import Sequence

from tests.simulations import report, rows
from tests.simulations.grids import GRIDS
from tests.simulations.rows import City

ROWS = "rows"
SAMPLES, REPLICATES = 1_000, 200


def main(arguments: Sequence[str]) -> int:
    """Draw and print one after the other; 2 for a name that is none."""
    names = [name for name in arguments if name != "--cells"]
    unknown = [name for name in names if name not in (*GRIDS, ROWS)]
    if unknown:
        print(f"nothing is called {', '.join(unknown)}; there are: {', '.join((*GRIDS, ROWS))}", file=sys.stderr)
        return 2
    if not arguments:
        print(report.PREFACE, end="\n\n")
    for name in names or (*GRIDS, ROWS):
        if name == ROWS:
            print(report.of_rows(from_rows(SAMPLES)), end="\n\n", flush=True)
            continue
        grid = GRIDS[name]
        found = [each for n in grid.people for each in grid.run(n)]
        print(report.cells(found) if "--cells" in arguments else report.of_grid(grid, found), end="\n\n", flush=True)
    return 0


def from_rows(samples: int) -> list[tuple[str, list[rows.Held]]]:
    """Raked weights at two sizes, ranks and indices, in a city of 12,000."""
    city = City.made(12_000)
    return [
        ("raked weights, about 330 respondents", rows.raked(city, 100, samples)),
        ("raked weights, about 1,000 respondents", rows.raked(city, 300, samples)),
        ("ranks, raked weights, about 330 respondents", [rows.ranks(city, 100, samples)]),
        (
            f"bootstrap of {REPLICATES}, raked anew, about 330 respondents",
            rows.indices(city, 100, samples // 4, REPLICATES),
        ),
    ]


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
