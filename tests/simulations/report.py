"""The tables: a summary of each grid, what fell short, and every case on a line."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from statistics import median

from tests.simulations.coverage import Found
from tests.simulations.grids import LEEWAY, Grid
from tests.simulations.rows import Held

PREFACE = """# What the intervals hold

Written by `python -m tests.simulations > docs/coverage.md`; `--cells` prints every case on a line of its own.

Samples are drawn without replacement from made populations in strata, and the package works out each figure with its interval and its
mark. A case is one number of respondents n, sampling fraction, coefficient of variation (CV) of the weights and distribution of answers; the answers
are alike in all strata, or lean to the strata of large weight, or do so with two respondents a stratum. Coverage is the share of draws whose 95 %
interval holds the truth. Cases near a bound are drawn ten times as often. *Marked* cases are those whose figure the publication
rules print as 参考値 or suppress in four of five draws or more; in all others the draws without a mark are looked at. The mark for skewness
comes and goes with the answers: where one draw in twenty or more has it, the others are chosen by their answers, and the upper bound is no promise."""


def of_grid(grid: Grid, found: Sequence[Found]) -> str:
    """One row for each n, fraction and variation of weights, and below it the cases that fell short."""
    upper = f" to {grid.high:.1%}" if grid.high < 1 else ", no upper bound"
    lines = [
        f"## {grid.title}",
        "",
        f"Bound: {grid.low:.1%}{upper}, with {LEEWAY} standard errors of the Monte Carlo.",
        "",
    ]
    kept = [each for each in found if not each.is_marked]
    shares = "wilson" in found[0].intervals
    lines += _row(
        "n",
        "fraction",
        "CV",
        "cases",
        "marked",
        "least",
        "most",
        *(("width / Wilson", "least Wilson") if shares else ()),
    )
    lines += _row(*["---"] * (9 if shares else 7))

    def place(each: Found) -> tuple[int, float, float]:
        return each.case.n, each.case.fraction, each.case.variation

    for (n, fraction, variation), group in groupby(sorted(found, key=place), key=place):
        cases = list(group)
        plain = [each for each in cases if not each.is_marked]
        more = (_median_ratio(plain), _least(plain, "wilson")) if shares else ()
        lines += _row(
            n,
            fraction,
            variation,
            len(cases),
            len(cases) - len(plain),
            _least(plain),
            _most(plain),
            *more,
        )
    short = sum(map(grid.short, found))
    lines += [
        "",
        f"{len(found)} cases: {len(found) - len(kept)} marked; {len(kept)} not, of which {short} out of the bounds.",
    ]
    return "\n".join(lines)


def cells(found: Iterable[Found]) -> str:
    """Every case: design, truth, coverage and width of each interval, Monte Carlo error, mark."""
    lines = []
    for each in found:
        case, seen = each.case, each.intervals
        kinds = " ".join(
            f"{name} {one.coverage:.2%} {one.width:.4f}" + (f" (none in {one.missing:.1%})" if one.missing else "")
            for name, one in seen.items()
        )
        mark = "marked" if each.marked == 1 else f"marked in {each.marked:.0%}" if each.marked else ""
        shape = f"lean {case.lean:g}{' thin' if case.thin else ''}{f' group {case.group:g}' if case.group < 1 else ''}"
        lines.append(
            f"n {case.n} asked {case.asked} true {each.truth:.4f} f {each.design.fraction:.3f} CV {each.design.variation:.2f} {shape}: {kinds} ± {each.error:.2%} {mark}".rstrip()
        )
    return "\n".join(lines)


def of_rows(parts: Sequence[tuple[str, Sequence[Held]]]) -> str:
    """What was drawn sample by sample."""
    lines = ["## From rows", "", *_row("what", "figure", "coverage", "± (1 s.e.)", "samples", "refused")]
    lines += _row(*["---"] * 6)
    for what, held in parts:
        for each in held:
            lines += _row(what, each.name, f"{each.coverage:.1%}", f"{each.error:.1%}", each.samples, each.refused)
    lines += [
        "",
        "Refused: margins that no weights could meet, an error of the package that names the categories to be joined.",
    ]
    return "\n".join(lines)


def _row(*cells: object) -> list[str]:
    return ["| " + " | ".join(map(str, cells)) + " |"]


def _told(found: Sequence[Found], how: Callable[[Iterable[float]], float], kind: str | None = None) -> str:
    seen = [(each.intervals[kind] if kind else each.published).coverage for each in found]
    return f"{how(seen):.1%}" if seen else ""


def _least(found: Sequence[Found], kind: str | None = None) -> str:
    return _told(found, min, kind)


def _most(found: Sequence[Found]) -> str:
    return _told(found, max)


def _median_ratio(found: Sequence[Found]) -> str:
    ratios = [each.published.width / each.intervals["wilson"].width for each in found if each.intervals["wilson"].width]
    return f"{median(ratios):.2f}" if ratios else ""
