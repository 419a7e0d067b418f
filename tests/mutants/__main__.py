"""`python -m tests.mutants [--number 1000] [--seed S] [--file F]`: do the tests notice when a formula is changed?

A seeded sample of small changes (mutants) of the modules that compute variances, weights and intervals; each is tried against the
tests of ``tests/analysis``. Prints who survived, and fails where fewer than nine in ten were noticed. Own, since the libraries for
this start an interpreter for each mutant (1.5 s each for NumPy and pytest) and take all of them or those of a line, no seeded sample.

A survivor is looked at by a person: either a test is missing, or the change changes nothing, and then it stands in
``equivalent.toml`` with the reason. What stands there is tried all the same: a test that notices it tells that the reason is wrong.
"""

import argparse
import os
import random
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from tests.mutants.changes import Mutant, mutants
from tests.mutants.slips import SLIPS, Slip
from tests.mutants.trying import PASSED, Verdict, load, run_clean, source_of, tried

MODULES = (
    "analysis.sample",
    "analysis.estimates",
    "analysis.moments",
    "analysis.gaps",
    "analysis.tables",
    "analysis.intervals",
    "analysis.classes",
    "analysis.layout",
    "analysis.tally",
    "analysis.weighting",
    "analysis.calibration",
    "analysis.margins",
    "analysis.collapse",
    "analysis.replication",
    "analysis.recalibration",
)
TESTS = Path(__file__).parents[1] / "analysis"
# After the file named like the module (or the one in OWN), in the order that lets most mutants die early. The others take long, or are about files.
WHICH_NOTICE = (
    "test_sample",
    "test_estimates",
    "test_face",
    "test_edges",
    "test_refusals",
    "test_inputs",
    "test_intervals",
    "test_tally",
    "test_classes",
    "test_weighting",
    "test_calibration",
    "test_collapse",
    "test_laws",
    "test_agreement_with_r",
    "test_trimming",
    "test_nonresponse",
    "test_replication",
    "test_ranks",
    "test_priorities",
    "../reference/test_every_row",
)
QUICK = ("test_sample", "test_estimates", "test_intervals", "test_weighting", "test_collapse")
OWN = {
    "recalibration": "replication",
    "classes": "tally",
    "layout": "tally",
    "moments": "tally",
    "gaps": "tally",
    "margins": "calibration",
}
LOWEST_RATE = 0.9
EQUIVALENT = Path(__file__).with_name("equivalent.toml")


def main(arguments: list[str]) -> int:
    """Try the sample, print the survivors; 1 if too many survived or a reason in ``equivalent.toml`` does not hold."""
    options = _options(arguments)
    every = [mutant for module in MODULES for mutant in mutants(module, source_of(module).read_text())]
    if options.file:
        every = [
            mutant for mutant in every if mutant.module.split(".")[-1] in {Path(name).stem for name in options.file}
        ]
    sample = (
        list(SLIPS) if options.slips else random.Random(options.seed).sample(every, min(options.number, len(every)))
    )
    which = QUICK if options.slips else WHICH_NOTICE
    report, seconds = run_clean(_tests_for("", which))
    if report.code != PASSED:
        print(f"The tests fail on the unchanged code ({report.by}).", file=sys.stderr)
        return 2
    load([name for name in report.loaded if not name.startswith(("analysis", "tests"))])
    limit = max(30.0, 8 * seconds)
    print(f"{len(sample)} of {len(every)} mutants, seed {options.seed}; the tests take {seconds:.1f} s", flush=True)
    started = time.monotonic()
    found = {}
    for mutant, verdict in tried(sample, {name: _tests_for(name, which) for name in MODULES}, limit, options.children):
        found[mutant] = verdict
        if options.verbose:
            print(f"{verdict.outcome} after {verdict.seconds:.1f} s by {verdict.by or 'nobody'}: {mutant}", flush=True)
    print(f"tried in {time.monotonic() - started:.0f} s")
    return _told(found)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--number", type=int, default=1000, help="how many mutants (all, if there are not so many)")
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--children", type=int, default=2, help="how many at a time")
    parser.add_argument("--file", nargs="*", help="of these alone: analysis/sample.py, or sample for short")
    parser.add_argument(
        "--slips", action="store_true", help="of slips.py instead of a sample: to try the harness itself"
    )
    parser.add_argument("--verbose", action="store_true", help="a line for each mutant")
    return parser.parse_args(arguments)


def _tests_for(module: str, which: Sequence[str]) -> list[str]:
    """The test files in the order that lets most mutants of a module die early."""
    name = module.rsplit(".", maxsplit=1)[-1]
    names = dict.fromkeys((f"test_{OWN.get(name, name)}", *which))
    return [str(path) for name in names if (path := TESTS / f"{name}.py").exists()]


def _told(found: dict[Mutant | Slip, Verdict]) -> int:
    """Print the figures and the survivors."""
    reasons = _reasons()
    outcomes = Counter(verdict.outcome for verdict in found.values())
    survivors = [mutant for mutant, verdict in found.items() if verdict.outcome == "survived"]
    looked_at = [mutant for mutant in survivors if mutant.key in reasons]
    wrong = [mutant for mutant, verdict in found.items() if mutant.key in reasons and verdict.outcome != "survived"]
    unknown = [mutant for mutant in survivors if mutant.key not in reasons]
    noticed = len(found) - len(survivors)
    for module in MODULES:
        own = [verdict.outcome for mutant, verdict in found.items() if mutant.module == module]
        if own:
            print(f"  {module:24} {len(own):5} tried, {own.count('survived'):4} survived")
    print(
        f"{outcomes['killed']} killed, {outcomes['timed out']} timed out (counted as killed), {len(survivors)} survived, "
        f"{len(looked_at)} of these change nothing (equivalent.toml)"
    )
    print(
        f"noticed: {noticed / len(found):.1%} of all, {noticed / max(len(found) - len(looked_at), 1):.1%} of those that change something"
    )
    for title, listed in (("survived", unknown), ("in equivalent.toml, and noticed all the same", wrong)):
        for mutant in sorted(listed, key=lambda mutant: (mutant.module, mutant.line)):
            print(f"{title}: {mutant}")
    return 1 if wrong or noticed < LOWEST_RATE * (len(found) - len(looked_at)) else 0


def _reasons() -> dict[tuple[str, str, str, str], str]:
    if not EQUIVALENT.exists():
        return {}
    listed = tomllib.loads(EQUIVALENT.read_text()).get("equivalent", [])
    return {(each["module"], each["function"], each["before"], each["after"]): each["reason"] for each in listed}


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
