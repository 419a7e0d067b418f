"""What a scoring run costs: its estimates from data in memory, beside bare NumPy, and the whole job on both databases."""

import csv
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from analysis.calibration import rake
from analysis.intervals import Pair
from analysis.sample import Sample
from analysis.tables import FigureTable
from analysis.tally import count, tabulate
from surveyapp.jobs import score, worker
from surveyapp.operations import handover, scoring
from surveyapp.operations.handover import File
from surveyapp.runtime import open_desks
from surveyapp.store.desk import Desks
from tests.benchmarks import yardstick
from tests.benchmarks.measuring import PAIRS, Row, pairs
from tests.benchmarks.places import KINDS, Place, place

FOLDER = Path(__file__).parents[1] / "reference" / "r_survey"
WAVE = "city1"
FIELDS = ("district", "age", "sex")
ITEMS = tuple(f"{kind}{number:02d}" for kind in ("imp", "sat") for number in range(1, 57))
HIGHEST = 5
#: the city as it is, and so many such cities in one
CITIES = (1, 79)
#: an estimation of one city takes some milliseconds, so that several are timed together
SECONDS = 0.5
#: the most by which the two may differ, relative to the value
AGREEMENT = 1e-9
#: where all of a domain agree, the bare formula finds the root of what was lost in rounding, instead of no error
ROUNDING = 1e-7

Floats = NDArray[np.float64]
Pairs = list[tuple[Floats, Floats]]


def measure() -> list[Row]:
    """Estimation alone, with intervals and with raked weights, then every step of the job on both databases."""
    rows = [_estimation(City.of(cities)) for cities in CITIES] + _more_of(City.of(1))
    for kind in KINDS:
        with place(kind) as somewhere:
            rows += _job(somewhere)
    return rows


@dataclass(frozen=True)
class City:
    """Answers (items, people) and the joined register cell (people,) of everybody, with the inhabitants of each cell.

    The label of a cell says its district, age and sex. A cell joined of several ages counts with its oldest, so that for
    both sides each cell lies in one domain of each kind: 25 domains with everyone.
    """

    codes: NDArray[np.uint8]
    labels: NDArray[np.str_]
    cell: NDArray[np.int64]
    inhabitants: Floats

    @classmethod
    def of(cls, cities: int) -> "City":
        """The reference data, so many times over."""
        with (FOLDER / "city1_resp.csv").open(encoding="utf-8", newline="") as file:
            people = list(csv.DictReader(file))
        codes = np.array([[int(one[item] or 0) for one in people] for item in ITEMS], dtype=np.uint8)
        labels, cell = np.unique([one["wcell"] for one in people], return_inverse=True)
        inhabitants = np.zeros(labels.size)
        inhabitants[cell] = [float(one["N_c"]) for one in people]
        return cls(np.tile(codes, cities), labels, np.tile(cell, cities), inhabitants * cities)

    @property
    def people(self) -> int:
        """How many answered."""
        return int(self.cell.size)

    @property
    def fields(self) -> dict[str, NDArray[np.str_]]:
        """District, age and sex of each cell."""
        parts = [[part.rpartition("..")[2] for part in label.split("|")] for label in self.labels.tolist()]
        return dict(zip(FIELDS, np.array(parts).T, strict=True))

    @property
    def population(self) -> dict[str, float]:
        """Inhabitants by the label of the cell."""
        return dict(zip(self.labels.tolist(), self.inhabitants.tolist(), strict=True))

    def raked(self) -> Sample:
        """Equal weights raked to the register by district, age and sex."""
        equal = Sample(
            np.full(self.people, self.inhabitants.sum() / self.people), self.labels[self.cell], self.population
        )
        return rake(equal, {name: (labels[self.cell], self._totals(labels)) for name, labels in self.fields.items()})

    def _totals(self, labels: NDArray[np.str_]) -> dict[str, float]:
        return {each: float(self.inhabitants[labels == each].sum()) for each in labels.tolist()}


def _estimation(city: City) -> Row:
    with threadpool_limits(limits=1, user_api="blas"):
        return _compared(city, _ours(city), _plain(city))


def _compared(city: City, ours: Callable[[], Pairs], plain: Callable[[], Pairs]) -> Row:
    for (value, error), (expected, expected_error) in zip(ours(), plain(), strict=True):
        np.testing.assert_allclose(value, expected, rtol=AGREEMENT, atol=AGREEMENT)
        np.testing.assert_allclose(error, expected_error, rtol=AGREEMENT, atol=ROUNDING)
    times = max(1, round(SECONDS / _seconds(plain)))
    found, beside = pairs(_milliseconds(ours, times), _milliseconds(plain, times))
    return Row(f"estimates of {city.people:,} people", "ms CPU", found, None, beside)


def _ours(city: City) -> Callable[[], Pairs]:
    """Sample, classes, counts and figures, as a run makes them from its columns."""
    weight = city.inhabitants / np.bincount(city.cell)
    population, strata = city.population, city.labels[city.cell]
    fields = {name: labels[city.cell] for name, labels in city.fields.items()}
    points = np.arange(HIGHEST + 1.0)

    def estimated() -> Pairs:
        table = tabulate(count(Sample(weight[city.cell], strata, population), city.codes.T, fields, points=points))
        shares = [table.share_in(place) for place in range(HIGHEST)]
        return [(found.value, found.standard_error) for found in (table.mean, *shares)]

    return estimated


def _more_of(city: City) -> list[Row]:
    """The whole city with every interval, and from equal weights raked to the register by district, age and sex."""
    weight = city.inhabitants / np.bincount(city.cell)
    population, strata = city.population, city.labels[city.cell]
    fields = {name: labels[city.cell] for name, labels in city.fields.items()}
    points = np.arange(HIGHEST + 1.0)

    def with_intervals() -> tuple[Pair, Pair]:
        found = tabulate(count(Sample(weight[city.cell], strata, population), city.codes.T, fields, points=points))
        return found.mean.interval(), found.share.interval()

    def raked() -> FigureTable:
        return tabulate(count(city.raked(), city.codes.T, fields, points=points))

    for low, high in with_intervals():
        assert (low <= high).all()
    assert (raked().mean.standard_error > 0).all()
    with threadpool_limits(limits=1, user_api="blas"):
        every = tuple(_milliseconds(with_intervals, 5)() for _ in range(PAIRS))
        calibrated = tuple(_milliseconds(raked, 5)() for _ in range(PAIRS))
    return [
        Row(f"estimates of {city.people:,} people with every interval", "ms CPU", every, 90.0),
        Row(f"estimates of {city.people:,} people, raked by 3 margins", "ms CPU", calibrated),
    ]


def _plain(city: City) -> Callable[[], Pairs]:
    """The same in bare NumPy; what does not depend on the answers is handed in ready."""
    cells = city.labels.size
    people = np.bincount(city.cell).astype(np.float64)
    members = [labels[:, None] == np.unique(labels) for labels in city.fields.values()]
    domains = np.hstack([np.ones((cells, 1)), *members])

    def estimated() -> Pairs:
        counted = yardstick.tabulate(city.cell, city.codes, cells, HIGHEST)
        return yardstick.estimate(counted, city.inhabitants, people, domains)

    return estimated


def _job(somewhere: Place) -> list[Row]:
    """The steps of a run, one after the other, several times; each with what the database's own processes used."""
    desks = open_desks(somewhere.settings)
    _import(desks)
    steps = {name: Step() for name in ("gathered", "computed", "recorded", "whole job")}
    for _ in range(PAIRS + 1):  # the first is not looked at: it loads what every later one finds loaded
        with steps["whole job"].measured(somewhere):
            with desks.desk(writing=True) as desk:
                job = scoring.ask(desk, WAVE, None).id
            assert worker.do_next(desks, worker.new_mark(), job)
        with steps["gathered"].measured(somewhere), desks.desk() as desk:
            gathered = scoring.gather(desk, WAVE)
        with steps["computed"].measured(somewhere), threadpool_limits(limits=1, user_api="blas"):
            result = score.compute(gathered)
        with steps["recorded"].measured(somewhere), desks.desk(writing=True) as desk:
            scoring.record(desk, gathered, result)
    with desks.desk() as desk:
        runs = [line.respondents for line in scoring.wave_view(desk, WAVE).runs]
    assert runs == [gathered.people] * 2 * (PAIRS + 1)
    desks.engine.dispose()
    return [step.row(f"run {name}, {len(result.figures):,} figures, {somewhere.kind}") for name, step in steps.items()]


class Step:
    """One step of the job: CPU of this process and of the database's, and time on the clock, time after time."""

    def __init__(self) -> None:
        self._own: list[float] = []
        self._database: list[float] = []
        self._clock: list[float] = []

    @contextmanager
    def measured(self, somewhere: Place) -> Iterator[None]:
        """Measure what is done inside."""
        database, clock, own = somewhere.database_cpu(), time.perf_counter(), time.process_time()
        yield
        self._own.append(time.process_time() - own)
        self._clock.append(time.perf_counter() - clock)
        self._database.append(somewhere.database_cpu() - database)

    def row(self, name: str) -> Row:
        """All but the first time."""
        beside = (("database", tuple(self._database[1:])), ("clock", tuple(self._clock[1:])))
        return Row(
            name, "s CPU", tuple(self._own[1:]), beside=tuple((what, seen) for what, seen in beside if any(seen))
        )


def _import(desks: Desks) -> None:
    responses, population = (File(name, (FOLDER / name).read_bytes()) for name in ("city1_resp.csv", "city1_pop.csv"))
    with desks.desk() as desk:
        read = handover.check_responses(desk, WAVE, responses, population, "tests/reference")
    with desks.desk(writing=True) as desk:
        handover.keep_responses(desk, read)


def _milliseconds(work: Callable[[], object], times: int) -> Callable[[], float]:
    """CPU of one turn, of so many timed together."""
    return lambda: _seconds(lambda: [work() for _ in range(times)]) / times * 1000


def _seconds(work: Callable[[], object]) -> float:
    """CPU of this process, all its threads."""
    before = time.process_time()
    work()
    return time.process_time() - before
