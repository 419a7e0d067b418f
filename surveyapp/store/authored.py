"""Texts that people wrote with readings above the characters: those of the questionnaires, and those of the interface."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from surveyapp.domain.faults import DefinitionFaults, Fault
from surveyapp.store.toml_files import read_table

TRANSLATIONS = Path(__file__).parents[1] / "translations"
#: A line of a file of texts that says something, and not who has read it through.
_SAYS = re.compile(
    r'^(?!\s*(?:#|review\s*=|reviewed_))(?P<key>[^=\[\n]+?=\s*)"(?P<said>(?:[^"\\]|\\.)*)"', re.MULTILINE
)


def texts_with_readings(questionnaires: Path) -> Iterator[str]:
    """Every line with readings in it, from wherever they are written."""
    for file in (*sorted(questionnaires.glob("*/texts.*.toml")), *sorted(TRANSLATIONS.glob("ja@*/*/*.po"))):
        yield from (line for line in file.read_text(encoding="utf-8-sig").splitlines() if "|" in line)


def said_in(file: Path) -> str:
    """A file of texts as it was written; raises `DefinitionFaults` where it cannot be read."""
    faults: list[Fault] = []
    read_table(file, file.name, faults)
    if faults:
        raise DefinitionFaults.of(faults)
    return file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")


def with_texts_changed(written: str, change: Callable[[str], str]) -> str:
    """A file of texts whose wording is changed; its keys, its remarks and its order stay."""
    return _SAYS.sub(lambda found: f'{found["key"]}"{change(found["said"])}"', written)
