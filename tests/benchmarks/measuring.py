"""CPU time of processes, pairs of measurements, and the table they are shown in."""

import os
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

PAIRS = 5
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Row:
    """One figure in one place: what was seen of ours and of the yardstick, pair by pair, in one unit."""

    name: str
    unit: str
    ours: tuple[float, ...]
    budget: float | None = None
    yardstick: tuple[float, ...] = ()
    #: what belongs to the figure and is not counted in it, for example the database's own processes
    beside: tuple[tuple[str, tuple[float, ...]], ...] = ()


def pairs(ours: Callable[[], float], yardstick: Callable[[], float]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Both measured in turn, so that whatever else the machine does falls on both alike."""
    found = [(ours(), yardstick()) for _ in range(PAIRS)]
    return tuple(one for one, _ in found), tuple(other for _, other in found)


def pace() -> Row:
    """How fast this machine is at the moment: what else it does slows the CPU time of every figure down alike."""
    return Row("a million additions in Python", "ms CPU", tuple(_additions() for _ in range(PAIRS)))


def _additions() -> float:
    before = time.process_time()
    total = 0
    for number in range(1_000_000):
        total += number * number
    return (time.process_time() - before) * 1000


def cpu_of(processes: Iterable[int], *, with_ended_children: bool = False) -> float:
    """User and system seconds that these processes have used so far; the kernel tells them in hundredths."""
    ticks = 0
    for process in processes:
        fields = _fields(process)
        ticks += sum(int(field) for field in fields[11 : 15 if with_ended_children else 13])
    return ticks / TICKS


def children(process: int) -> list[int]:
    """The processes that a process has started and that still run."""
    running = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return sorted(other for other in running if _parent(other) == process)


def show(rows: Sequence[Row]) -> str:
    """The table as text: median and range, budget, yardstick."""
    lines = [("figure", "unit", "median (range)", "budget", "yardstick", "times", "beside")]
    for row in rows:
        times = f"{_median(row.ours) / _median(row.yardstick):.2f}" if row.yardstick else ""
        lines.append(
            (
                row.name,
                row.unit,
                spread(row.ours),
                "" if row.budget is None else f"{row.budget:g}",
                spread(row.yardstick),
                times,
                ", ".join(f"{name} {spread(seen)}" for name, seen in row.beside),
            )
        )
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def spread(seen: Sequence[float]) -> str:
    """`4.21 (4.10–4.60)`."""
    return f"{_median(seen):.3g} ({min(seen):.3g}–{max(seen):.3g})" if seen else ""


def _median(seen: Sequence[float]) -> float:
    return statistics.median(seen)


def _parent(process: int) -> int:
    try:
        return int(_fields(process)[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0  # it ended while the list was read


def _fields(process: int) -> list[str]:
    """The fields of /proc/PID/stat after the name, which may itself hold spaces and brackets; [1] is the parent."""
    return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
