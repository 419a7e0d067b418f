"""The wording of a definition: all that the structure needs in Japanese, other languages as far as they go."""

import re
from collections.abc import Iterator, Mapping

from surveyapp.domain.document import Table
from surveyapp.domain.faults import Fault
from surveyapp.domain.questionnaire import Item, Scale, Section, Texts

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
GROUPS = ("sections", "items", "scales", "questions", "options", "notes")
HEAD = ("title", "organisation", "contact", "purpose", "kept")


def read_texts(
    documents: object,
    sections: tuple[Section, ...],
    scales: Mapping[str, Scale],
    faults: list[Fault],
) -> dict[str, Texts]:
    """The wording by language; what a translation leaves out is said in Japanese, so that nothing is ever blank."""
    languages = documents if isinstance(documents, Mapping) else {}
    if "ja" not in languages:
        faults.append(Fault("japanese_missing", "texts.ja.toml"))
    japanese: dict[str, str] = {}
    texts = {}
    for language in sorted(map(str, languages), key=lambda name: (name != "ja", name)):
        if not LANGUAGE.fullmatch(language):
            faults.append(Fault("language_malformed", f"texts.{language}.toml", value=language))
        table = Table(languages[language], f"texts.{language}.toml: ", faults)
        said = _said(table, sections, scales, complete=language == "ja")
        if language == "ja":
            japanese = said
        texts[language] = Texts(language, {**japanese, **said})
    return texts


def _said(
    table: Table,
    sections: tuple[Section, ...],
    scales: Mapping[str, Scale],
    complete: bool,
) -> dict[str, str]:
    said = {}
    groups: dict[tuple[str, ...], Table] = {(): table} | {(name,): table.table(name) for name in GROUPS}
    for path, key, flat, needed in _wanted(sections, scales):
        if not key or "" in path:  # an id that is missing was named already
            continue
        for depth in range(1, len(path) + 1):
            if path[:depth] not in groups:
                groups[path[:depth]] = groups[path[: depth - 1]].table(path[depth - 1])
        group = groups[path]
        if group.has(key) or (needed and complete):
            said[flat] = group.text(key)
    for group in groups.values():
        group.close()
    return said


def _wanted(
    sections: tuple[Section, ...], scales: Mapping[str, Scale]
) -> Iterator[tuple[tuple[str, ...], str, str, bool]]:
    """Each wording: the tables it stands in, its key there, its key in `Texts`, whether Japanese must have it."""
    for key in HEAD:
        yield (), key, key, True
    for scale in scales.values():
        yield ("scales", scale.id), "name", f"scale.{scale.id}.name", True
        yield ("scales", scale.id), "prompt", f"scale.{scale.id}", True
        for option in scale.options:
            yield (
                ("scales", scale.id),
                option.code,
                f"scale.{scale.id}.{option.code}",
                True,
            )
    for section in sections:
        yield ("sections",), section.id, f"section.{section.id}", True
        yield ("notes",), section.id, f"note.{section.id}", False
        for entry in section.entries:
            yield ("notes",), entry.id, f"note.{entry.id}", False
            if isinstance(entry, Item):
                yield ("items",), entry.id, f"item.{entry.id}", True
                continue
            yield ("questions",), entry.id, f"question.{entry.id}", True
            for option in entry.options:
                yield (
                    ("options", entry.id),
                    option.code,
                    f"option.{entry.id}.{option.code}",
                    True,
                )
