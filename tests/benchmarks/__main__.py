"""`python -m tests.benchmarks [NAME …]`: measure what is named, or everything, and print the table."""

import sys
from collections.abc import Callable, Mapping

from tests.benchmarks import national, pages, replicating, scoring, starting, weighing
from tests.benchmarks.measuring import Row, pace, show

FIGURES: Mapping[str, Callable[[], list[Row]]] = {
    "pages": pages.measure,
    "weights": weighing.measure,
    "scoring": scoring.measure,
    "national": national.measure,
    "replicates": replicating.measure,
    "start": starting.start,
    "demo": starting.demo,
}


def main(names: list[str]) -> int:
    """Measure and print group by group, so that one that breaks takes no other with it; 2 for a name that is none."""
    unknown = [name for name in names if name not in FIGURES]
    if unknown:
        print(f"no figure is called {', '.join(unknown)}; there are: {', '.join(FIGURES)}", file=sys.stderr)
        return 2
    for name in names or FIGURES:
        print(show([pace(), *FIGURES[name](), pace()]), end="\n\n", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
