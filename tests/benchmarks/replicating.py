"""What replicates of a city's survey cost: drawn and raked anew, alone and with all that a table of priorities takes from them."""

import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from analysis.priority_tables import Priority, PriorityTable, prioritised
from analysis.replication import Replicates, bootstrap, replicated_means
from analysis.sample import Sample
from tests.benchmarks.measuring import PAIRS, Row
from tests.benchmarks.scoring import City

REPLICATES = 1000
SEED = 20260401
SECONDS = 3.0
#: what a margin may be off by, relative to its total
MARGIN = 1e-9

Floats = NDArray[np.float64]


def measure() -> list[Row]:
    """Draw and rake; then means of all items, index, ranks, quadrants and their certainty besides."""
    city = City.of(1)
    sample, answers = city.raked(), np.where(city.codes.T == 0, np.nan, city.codes.T)
    _check(sample, bootstrap(sample, REPLICATES, SEED))
    with threadpool_limits(limits=1, user_api="blas"):
        alone = tuple(_seconds(lambda: bootstrap(sample, REPLICATES, SEED)) for _ in range(PAIRS))
        whole = tuple(_seconds(lambda: _table(sample, answers)) for _ in range(PAIRS))
    return [
        Row(f"{REPLICATES:,} replicates of a city, raked anew", "s CPU", alone, SECONDS),
        Row("the same and a table of priorities", "s CPU", whole),
    ]


def _table(sample: Sample, answers: Floats) -> PriorityTable:
    replicates = bootstrap(sample, REPLICATES, SEED)
    items = answers.shape[1] // 2
    rated, satisfied = (replicated_means(replicates, half) for half in (answers[:, :items], answers[:, items:]))
    table = prioritised(Priority("improvement", "improvement"), rated, satisfied)
    assert (table.interval().low <= table.interval().high).all()
    assert ((table.certainty >= 0) & (table.certainty <= 1)).all()
    return table


def _check(sample: Sample, replicates: Replicates) -> None:
    """Every replicate meets every margin, or the figure is worth nothing."""
    calibration = sample.calibration
    assert calibration is not None
    assert (replicates.number, replicates.failed) == (REPLICATES, 0)
    wanted, found = (
        sample.weights @ calibration.rows[calibration.index],
        replicates.weights @ calibration.rows[calibration.index],
    )
    np.testing.assert_allclose(found, np.broadcast_to(wanted, found.shape), rtol=MARGIN)


def _seconds(work: Callable[[], object]) -> float:
    before = time.process_time()
    work()
    return time.process_time() - before
