"""Reads `questionnaires/plans/`: the author's copy of every plan. Nothing here writes to it."""

from pathlib import Path

from surveyapp.domain.faults import DefinitionFaults, Fault
from surveyapp.domain.plan import Plan, parse
from surveyapp.store.toml_files import read_table

FOLDER = "plans"


def available(root: Path) -> list[str]:
    """The names of the plans that lie under a folder of questionnaires, in order."""
    return sorted(file.stem for file in (root / FOLDER).glob("*.toml"))


def place(root: Path, name: str) -> Path:
    """The file of a plan: by its name, or by the path of a file that lies elsewhere."""
    return Path(name) if name.endswith(".toml") else root / FOLDER / f"{name}.toml"


def load(file: Path) -> Plan:
    """The plan that a file describes; raises `DefinitionFaults` with every fault, each with file and key."""
    faults: list[Fault] = []
    document = read_table(file, file.name, faults)
    if faults:
        raise DefinitionFaults.of(faults)
    return parse(document, file.name)
