"""What a file of a nation costs: 3.5 million people, 112 items, from codes as they come, sorted, and as bit planes."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from analysis.bitplanes import BitPlanes, pack
from analysis.calibration import rake
from analysis.classes import Classes, classes
from analysis.counting import count_codes, sorted_by_cell
from analysis.margins import contracted, margins_of
from analysis.sample import Sample
from analysis.tally import tabulate, tallied
from tests.benchmarks import yardstick
from tests.benchmarks.measuring import PAIRS, Row
from tests.support.server import CHECKOUT

PEOPLE = 3_500_000
ITEMS = 112
DISTRICTS, AGES, SEXES = 16, 6, 2
CELLS = DISTRICTS * AGES * SEXES
HIGHEST = 5
SEED = 20261123
#: the most by which the two may differ, relative to the value
AGREEMENT = 1e-9
ROADS = ("unsorted", "sorted", "planes")
PEAK = "import sys; from tests.benchmarks import national; print(national.peak_beside_the_data(sys.argv[1]))"

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Codes = NDArray[np.uint8]
Pairs = list[tuple[Floats, Floats]]


@dataclass(frozen=True, eq=False)
class Nation:
    """Made answers ``codes`` (items, people), everybody's register ``cell`` and weight (people,), ``inhabitants`` (cells,)."""

    codes: Codes
    cell: Ints
    weight: Floats
    inhabitants: Floats

    @classmethod
    def made(cls) -> "Nation":
        """Answers by chance, a sixth of them silence; 15 to 30 inhabitants for each who answered."""
        rng = np.random.Generator(np.random.PCG64(SEED))
        cell = rng.integers(0, CELLS, PEOPLE)
        people = np.bincount(cell, minlength=CELLS)
        inhabitants = np.round(people * rng.uniform(15, 30, CELLS))
        codes = rng.integers(0, HIGHEST + 1, (ITEMS, PEOPLE), dtype=np.uint8)
        return cls(codes, cell, (inhabitants / people)[cell], inhabitants)

    def ordered(self, order: Ints) -> "Nation":
        """The same people in another order."""
        codes = np.empty_like(self.codes)
        for row, into in zip(self.codes, codes, strict=True):
            np.take(row, order, out=into, mode="clip")
        return Nation(codes, self.cell[order], self.weight[order], self.inhabitants)

    def fields(self, cell: Ints) -> dict[str, Ints]:
        """District, age and sex of cells."""
        return {"district": cell // (AGES * SEXES), "age": cell // SEXES % AGES, "sex": cell % SEXES}

    def sample(self) -> Sample:
        """Cell weights in the cells of the register."""
        return Sample(self.weight, self.cell, dict(enumerate(self.inhabitants.tolist())))


def measure() -> list[Row]:
    """Every road to the same figures, each beside the bare NumPy from unsorted codes where that is its match."""
    with threadpool_limits(limits=1, user_api="blas"):
        nation = Nation.made()
        fields = nation.fields(nation.cell)
        rows = [_loading(nation.codes), _seen("sample and classes", partial(_kinds, nation, fields))]
        rows += [_unsorted(nation, fields), _raking(nation, fields)]
        order, starts = sorted_by_cell(nation.cell, CELLS)
        rows += [
            _seen("order of the cells", partial(sorted_by_cell, nation.cell, CELLS)),
            _seen("codes into that order", partial(nation.ordered, order)),
            *_from_sorted(nation.ordered(order), starts),
        ]
    return [*rows, *(_peak(road) for road in ROADS)]


def peak_beside_the_data(road: str) -> float:
    """GiB that this process has held at most while it went one road, beyond the codes themselves."""
    nation = Nation.made()
    fields = nation.fields(nation.cell)
    if road == "unsorted":
        _estimated_unsorted(nation, fields)
    else:
        order, starts = sorted_by_cell(nation.cell, CELLS)
        if road == "planes":  # made without a sorted copy of the codes
            _estimated(_kinds(nation, fields), pack(nation.codes, starts, HIGHEST + 1, order).count())
        else:
            for row in nation.codes:
                row[:] = row[order]
            cell, weight = nation.cell[order], nation.weight[order]
            sorted_file = Nation(nation.codes, cell, weight, nation.inhabitants)
            _estimated_sorted(sorted_file, sorted_file.fields(cell), starts)
    [held] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
    return (int(held.split()[1]) * 1024 - nation.codes.nbytes) / 2**30


def _kinds(nation: Nation, fields: dict[str, Ints]) -> Classes:
    return classes(nation.sample(), fields)


def _estimated(kinds: Classes, counts: Ints) -> Pairs:
    """Means and all five shares with their standard errors, in 25 domains."""
    table = tabulate(tallied(kinds, counts, np.arange(HIGHEST + 1.0)))
    shares = [table.share_in(place) for place in range(HIGHEST)]
    return [(found.value, found.standard_error) for found in (table.mean, *shares)]


def _estimated_unsorted(nation: Nation, fields: dict[str, Ints]) -> Pairs:
    kinds = _kinds(nation, fields)
    return _estimated(kinds, count_codes(kinds.of_person, nation.codes, kinds.number, HIGHEST + 1))


def _estimated_sorted(nation: Nation, fields: dict[str, Ints], starts: Ints) -> Pairs:
    kinds = _kinds(nation, fields)
    return _estimated(kinds, pack(nation.codes, starts, HIGHEST + 1).count())


def _estimated_from(kinds: Classes, planes: BitPlanes) -> Pairs:
    return _estimated(kinds, planes.count())


def _plain(nation: Nation) -> Pairs:
    """The same in bare NumPy; what does not depend on the answers but the people of each cell is handed in ready."""
    people = np.bincount(nation.cell, minlength=CELLS).astype(np.float64)
    members = [labels[:, None] == np.unique(labels) for labels in nation.fields(np.arange(CELLS)).values()]
    domains = np.hstack([np.ones((CELLS, 1)), *members])
    counted = yardstick.tabulate(nation.cell, nation.codes, CELLS, HIGHEST)
    return yardstick.estimate(counted, nation.inhabitants, people, domains)


def _loading(codes: Codes) -> Row:
    """From a file that the system has in memory; how fast a disk is does not belong here."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        file = Path(folder) / "codes.npy"
        np.save(file, codes)
        return _seen(f"loading {codes.nbytes / 1e6:,.0f} MB of codes", partial(np.load, file))


def _unsorted(nation: Nation, fields: dict[str, Ints]) -> Row:
    _agree(_estimated_unsorted(nation, fields), _plain(nation))
    found = [
        (_seconds(partial(_estimated_unsorted, nation, fields)), _seconds(partial(_plain, nation)))
        for _ in range(PAIRS)
    ]
    return _row(
        "estimates, unsorted, with sample and classes", [ours for ours, _ in found], 1.5, [bare for _, bare in found]
    )


def _from_sorted(nation: Nation, starts: Ints) -> list[Row]:
    fields = nation.fields(nation.cell)
    kinds = _kinds(nation, fields)
    planes = pack(nation.codes, starts, HIGHEST + 1)
    expected = _plain(nation)
    _agree(_estimated_sorted(nation, fields, starts), expected)
    _agree(_estimated_from(kinds, planes), expected)
    return [
        _seen("packing of sorted codes", partial(pack, nation.codes, starts, HIGHEST + 1)),
        _seen(
            "estimates, sorted, with sample, classes, packing", partial(_estimated_sorted, nation, fields, starts), 0.5
        ),
        _seen("estimates from ready bit planes", partial(_estimated_from, kinds, planes), 0.1),
    ]


def _raking(nation: Nation, fields: dict[str, Ints]) -> Row:
    """By district, age and sex from equal weights; the joint table, which is in the figure, is told apart."""
    sample = Sample(
        np.full(PEOPLE, nation.inhabitants.sum() / PEOPLE), nation.cell, dict(enumerate(nation.inhabitants.tolist()))
    )
    by_cell = nation.fields(np.arange(CELLS))
    totals = {name: np.bincount(by_cell[name], weights=nation.inhabitants) for name in fields}
    margins = {name: (codes, dict(enumerate(totals[name].tolist()))) for name, codes in fields.items()}
    raked = rake(sample, margins)
    for name, codes in fields.items():
        np.testing.assert_allclose(np.bincount(codes, weights=raked.weights), totals[name], rtol=AGREEMENT)
    table = [_seconds(lambda: contracted(margins_of(sample, margins)))[0] for _ in range(PAIRS)]
    found = _seen("raking by 3 margins", partial(rake, sample, margins), 0.1)
    return Row(found.name, found.unit, found.ours, found.budget, beside=(("joint table", tuple(table)), *found.beside))


def _peak(road: str) -> Row:
    """In a process of its own, twice: what is held by chance differs little."""
    command = [sys.executable, "-c", PEAK, road]
    seen = [float(subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True).stdout) for _ in range(2)]
    return Row(f"peak memory beside the codes, {road}", "GiB", tuple(seen), 1.0)


def _agree(ours: Pairs, plain: Pairs) -> None:
    for found, expected in zip(ours, plain, strict=True):
        np.testing.assert_allclose(found, expected, rtol=AGREEMENT)


def _seen(name: str, work: Callable[[], object], budget: float | None = None) -> Row:
    """Several times, after a first that is not looked at."""
    work()
    return _row(name, [_seconds(work) for _ in range(PAIRS)], budget)


def _row(
    name: str, ours: list[tuple[float, float]], budget: float | None, bare: list[tuple[float, float]] | None = None
) -> Row:
    cpu, clock = zip(*ours, strict=True)
    return Row(f"nation: {name}", "s CPU", cpu, budget, tuple(one for one, _ in bare or ()), (("clock", clock),))


def _seconds(work: Callable[[], object]) -> tuple[float, float]:
    """CPU of this process with all its threads, and the clock."""
    cpu, clock = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - cpu, time.perf_counter() - clock
