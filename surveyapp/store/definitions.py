"""Reads the folders of `questionnaires/`: the author's copy of every definition. Nothing here writes to them.

A folder holds `questionnaire.toml`, `texts.ja.toml` and further `texts.<language>.toml`; other files in it are no part
of the definition. `questionnaires/README.md` describes every key.
"""

from collections.abc import Mapping
from pathlib import Path

from surveyapp.domain.columns import Columns, parse_columns
from surveyapp.domain.definition import STRUCTURE_FILE, parse
from surveyapp.domain.definition_texts import REVIEW
from surveyapp.domain.faults import DefinitionFaults, Fault, Refused
from surveyapp.domain.questionnaire import Questionnaire
from surveyapp.store.toml_files import read_table

COLUMNS_FILE = "columns.toml"


def available(root: Path) -> list[str]:
    """The names of the waves whose definitions lie under a folder, in order."""
    return (
        sorted(folder.name for folder in root.iterdir() if (folder / STRUCTURE_FILE).is_file()) if root.is_dir() else []
    )


def load(folder: Path) -> Questionnaire:
    """The questionnaire that a folder defines; raises `DefinitionFaults` with every fault, each with file and key."""
    document = _document(folder)
    try:
        questionnaire = parse(document)
    except DefinitionFaults as refused:
        raise DefinitionFaults.of((*_misnamed(document, folder), *refused.faults)) from None
    if faults := _misnamed(document, folder):
        raise DefinitionFaults.of(faults)
    return questionnaire


def load_columns(folder: Path, questionnaire: Questionnaire) -> Columns:
    """How the columns of a file of responses answer the questionnaire's questions (`columns.toml`)."""
    faults: list[Fault] = []
    table = read_table(folder / COLUMNS_FILE, COLUMNS_FILE, faults)
    if faults:
        raise DefinitionFaults.of(faults)
    return parse_columns(table, questionnaire)


def _document(folder: Path) -> dict[str, object]:
    """The files of a folder as one document that stands by itself: what it is based on is already part of it."""
    if not folder.is_dir():
        raise DefinitionFaults(Fault("folder_missing", folder.name, folder=folder.name))
    faults: list[Fault] = []
    structure = read_table(folder / STRUCTURE_FILE, STRUCTURE_FILE, faults)
    texts = {
        file.name.removeprefix("texts.").removesuffix(".toml"): read_table(file, file.name, faults)
        for file in sorted(folder.glob("texts.*.toml"))
    }
    if faults:
        raise DefinitionFaults.of(faults)
    if "based_on" not in structure:
        return {"questionnaire": structure, "texts": texts}
    base = _base(folder, structure.pop("based_on"))
    return {
        "questionnaire": {**_tables(base["questionnaire"]), **structure},
        "texts": _over(_not_reviewed_again(_tables(base["texts"]), texts), texts),
    }


def _not_reviewed_again(base: Mapping[str, object], own: Mapping[str, object]) -> dict[str, object]:
    """The base's wording, without its review where the folder has words of its own: nobody has read them together."""
    return {
        language: {key: said for key, said in _tables(table).items() if key not in REVIEW} if language in own else table
        for language, table in base.items()
    }


def _base(folder: Path, name: object) -> dict[str, object]:
    """The document of the neighbouring folder that this one is based on."""
    place = f"{STRUCTURE_FILE}: based_on"
    if not isinstance(name, str) or name == folder.name or name not in available(folder.parent):
        raise DefinitionFaults(Fault("base_missing", place, value=name))
    base = folder.parent / name
    if "based_on" in read_table(base / STRUCTURE_FILE, STRUCTURE_FILE, []):
        raise DefinitionFaults(Fault("base_of_a_base", place, value=name))
    try:
        return _document(base)
    except Refused as refused:
        faults = (Fault(fault.code, f"{name}/{fault.where}", **fault.fields) for fault in refused.faults)
        raise DefinitionFaults.of(faults) from None


def _over(base: Mapping[str, object], own: Mapping[str, object]) -> dict[str, object]:
    """The base's wording with the folder's own laid over it, sentence by sentence."""
    merged = dict(base)
    for key, value in own.items():
        under = base.get(key)
        merged[key] = _over(under, value) if isinstance(under, Mapping) and isinstance(value, Mapping) else value
    return merged


def _tables(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _misnamed(document: Mapping[str, object], folder: Path) -> list[Fault]:
    wave = _tables(document["questionnaire"]).get("wave")
    if not isinstance(wave, str) or wave == folder.name:
        return []
    return [Fault("wave_not_folder", f"{STRUCTURE_FILE}: wave", value=wave, folder=folder.name)]
