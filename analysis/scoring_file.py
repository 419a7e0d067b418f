"""The scoring definition of a survey that is only files: which columns are items, on what scale, in which domains.

In TOML::

    strata = "wcell"                        # column of the cell of the register; leave out for none
    domains = ["sex", "age", "district"]    # columns

    [[scales]]
    items = ["imp*", "sat*"]                # column names, * stands for any letters
    points = { "1" = 1, "2" = 2, "3" = 3, "4" = 4, "5" = 5 }
    silence = [""]                          # what stands in the file for no answer: declared, never guessed

    [population]                            # how the columns of the --population file are called
    stratum = "stratum"
    inhabitants = "N"
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from analysis.faults import Fault, SourceFaults, named
from analysis.sources import decoded


@dataclass(frozen=True, slots=True)
class FileScale:
    """Items (patterns) that share a scale: points by the value in the file, and the values that are silence."""

    items: tuple[str, ...]
    points: Mapping[str, float]
    silence: tuple[str, ...]

    def columns(self, names: Sequence[str]) -> list[str]:
        """The columns of a file that this scale is for, in the order of the file."""
        return [name for name in names if any(fnmatchcase(name, pattern) for pattern in self.items)]


@dataclass(frozen=True, slots=True)
class ScoringFile:
    """What the file says; see the module."""

    strata: str
    domains: tuple[str, ...]
    scales: tuple[FileScale, ...]
    population_stratum: str
    population_inhabitants: str


def read_scoring_file(path: str | Path) -> ScoringFile:
    """Read a scoring definition, or name every fault in it."""
    file = Path(path)
    if not file.is_file():
        raise SourceFaults([Fault("file_missing", {"path": str(path)})])
    try:
        document = tomllib.loads(decoded(str(path), file.read_bytes()))
    except tomllib.TOMLDecodeError as error:
        raise SourceFaults([Fault("not_toml", {"path": str(path), "reason": str(error)})])
    faults: list[Fault] = []
    population = _table(document, "population", str(path), faults)
    found = ScoringFile(
        strata=_text(document, "strata", str(path), faults),
        domains=_texts(document, "domains", str(path), faults),
        scales=tuple(
            _scale(entry, f"{path}, scale {k}", faults) for k, entry in enumerate(document.get("scales", []), 1)
        ),
        population_stratum=_text(population, "stratum", str(path), faults) or "stratum",
        population_inhabitants=_text(population, "inhabitants", str(path), faults) or "N",
    )
    if not found.scales:
        faults.append(Fault("key_wrong", {"path": str(path), "key": "scales", "wanted": "at least one table"}))
    if faults:
        raise SourceFaults(faults)
    return found


def _scale(entry: Mapping[str, object], path: str, faults: list[Fault]) -> FileScale:
    points = _table(entry, "points", path, faults)
    wrong = [key for key, worth in points.items() if isinstance(worth, bool) or not isinstance(worth, int | float)]
    if wrong or not points:
        wanted = f"a number for each value{f' (not {named(wrong)})' if wrong else ''}"
        faults.append(Fault("key_wrong", {"path": path, "key": "points", "wanted": wanted}))
    return FileScale(
        items=_texts(entry, "items", path, faults),
        points={key: float(worth) for key, worth in points.items() if isinstance(worth, int | float)},
        silence=_texts(entry, "silence", path, faults),
    )


def _table(document: Mapping[str, object], key: str, path: str, faults: list[Fault]) -> Mapping[str, object]:
    found = document.get(key, {})
    if isinstance(found, dict):
        return found
    faults.append(Fault("key_wrong", {"path": path, "key": key, "wanted": "a table"}))
    return {}


def _text(document: Mapping[str, object], key: str, path: str, faults: list[Fault]) -> str:
    found = document.get(key, "")
    if isinstance(found, str):
        return found
    faults.append(Fault("key_wrong", {"path": path, "key": key, "wanted": "a text"}))
    return ""


def _texts(document: Mapping[str, object], key: str, path: str, faults: list[Fault]) -> tuple[str, ...]:
    found = document.get(key, [])
    if isinstance(found, list) and all(isinstance(each, str) for each in found):
        return tuple(found)
    faults.append(Fault("key_wrong", {"path": path, "key": key, "wanted": "a list of texts"}))
    return ()
