"""The synthetic city and R's numbers for it, read once; see tests/reference/README.md."""

import csv
import gzip
import io
from collections import Counter
from functools import cache
from pathlib import Path

import numpy as np

from analysis.sample import Sample
from tests.analysis.builders import unread

FOLDER = Path(__file__).parents[1] / "reference" / "r_survey"
ITEMS = tuple(f"{kind}{number:02d}" for kind in ("imp", "sat") for number in range(1, 57))
YES_NO = ("yn_stay", "yn_rare", "yn_half")
FIELDS = ("sex", "age", "district")
FIVE = (unread, 1, 2, 3, 4, 5)
NO_YES = (unread, 0, 1)


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a file of the folder, packed or not."""
    packed = FOLDER / f"{name}.csv.gz"
    content = gzip.decompress(packed.read_bytes()) if packed.exists() else (FOLDER / f"{name}.csv").read_bytes()
    return tuple(csv.DictReader(io.StringIO(content.decode())))


def column(name: str, city: str = "city1") -> np.ndarray:
    """One column of the respondents as numbers, nan where it is empty."""
    return np.array([float(row[name]) if row[name] else np.nan for row in rows(f"{city}_resp")])


def labels(name: str, city: str = "city1") -> np.ndarray:
    return np.array([row[name] for row in rows(f"{city}_resp")])


def fields(city: str = "city1") -> dict[str, np.ndarray]:
    return {name: labels(name, city) for name in FIELDS}


def codes(items: tuple[str, ...], lowest: int, city: str = "city1") -> np.ndarray:
    """(items, people) codes from 1 up for values from ``lowest`` up, 0 for silence."""
    return np.array([np.nan_to_num(column(item, city) - lowest + 1) for item in items]).astype(np.uint8)


@cache
def sample(design: str = "fpc", city: str = "city1") -> Sample:
    """The design of ref_city1_means: joined cells, inhabitants per respondent."""
    population = {row["wcell"]: float(row["N_c"]) for row in rows(f"{city}_resp")}
    return Sample(column("w", city), labels("wcell", city), population, fpc=design == "fpc")


@cache
def base() -> Sample:
    """The design of the calibrated rows: design weights scaled to the register, joined cells."""
    population = {row["wcell"]: float(row["N_c"]) for row in rows("city1_resp")}
    weights = column("d_w")
    return Sample(weights * (27000 / weights.sum()), labels("wcell"), population)


def margins(*names: str) -> dict[str, tuple[np.ndarray, dict[str, float]]]:
    """Register totals by the fields named; "age_sex" is their cross."""
    found = {}
    for name in names:
        parts = ("age", "sex") if name == "age_sex" else (name,)
        totals: Counter[str] = Counter()
        for row in rows("city1_pop"):
            totals["/".join(row[part] for part in parts)] += int(row["N"])
        each = np.array(["/".join(row[part] for part in parts) for row in rows("city1_resp")])
        found[name] = (each, {label: float(total) for label, total in totals.items()})
    return found


def aux(row: dict[str, str]) -> dict[str, str]:
    return dict(part.split("=", 1) for part in row["aux"].split(";") if "=" in part)


def within(row: dict[str, str], city: str = "city1") -> np.ndarray | None:
    """The mask of a reference row's domain."""
    return labels(row["by"], city) == row["domain"] if row["by"] else None


class Comparison:
    """Pairs of found and expected numbers, and the worst relative error among them."""

    def __init__(self) -> None:
        self.pairs: list[tuple[float, float]] = []

    def note(self, found: float, expected: str | float) -> None:
        if expected != "":
            self.pairs.append((float(found), float(expected)))

    @property
    def worst(self) -> float:
        found, expected = np.array(self.pairs).T
        assert np.isfinite(found).all()
        return float(np.max(np.abs(found - expected) / np.where(expected == 0, 1.0, np.abs(expected))))
