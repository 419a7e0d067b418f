"""The wording of a definition: all that the structure needs in Japanese, other languages as far as they go."""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence

from surveyapp.domain.document import Table
from surveyapp.domain.faults import Fault
from surveyapp.domain.languages import JAPANESE, LANGUAGES
from surveyapp.domain.questionnaire import Item, Review, Scale, Section, Texts
from surveyapp.domain.ruby import is_well_formed, plain

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
GROUPS = ("sections", "items", "scales", "questions", "options", "notes")
HEAD = ("title", "organisation", "contact", "purpose", "kept")
REVIEW = ("review", "reviewed_by", "reviewed_on")
MACHINE, REVIEWED = "machine", "reviewed"


def read_texts(
    documents: object,
    sections: tuple[Section, ...],
    scales: Mapping[str, Scale],
    faults: list[Fault],
) -> dict[str, Texts]:
    """The wording by language; what a translation leaves out is said in Japanese, so that nothing is ever blank."""
    languages = documents if isinstance(documents, Mapping) else {}
    if JAPANESE not in languages:
        faults.append(Fault("japanese_missing", "texts.ja.toml"))
    japanese: dict[str, str] = {}
    texts = {}
    for language in sorted(map(str, languages), key=lambda name: (name != JAPANESE, name)):
        if not LANGUAGE.fullmatch(language):
            faults.append(Fault("language_malformed", f"texts.{language}.toml", value=language))
        table = Table(languages[language], f"texts.{language}.toml: ", faults)
        is_source = language == JAPANESE
        review = Review(is_done=True) if is_source else _review(table)
        written = _said(table, sections, scales, complete=is_source)
        if is_source:
            japanese = written
        texts[language] = _texts(language, written, japanese, review, _places(sections, scales))
    return texts


def judge_languages(
    listed: Sequence[str], texts: Mapping[str, Texts], synthetic: bool, table: Table
) -> tuple[str, ...]:
    """The languages that residents are offered. What no person has reviewed is for a wave of made-up data only."""
    if listed and JAPANESE not in listed:
        table.fault("languages_without_japanese", "languages")
    for language in listed:
        if language not in LANGUAGES:
            table.fault("language_unknown", "languages", value=language, known="、".join(LANGUAGES))
        elif language not in texts:
            table.fault("language_without_texts", "languages", value=language)
        elif not (synthetic or texts[language].review.is_done):
            place = f"texts.{language}.toml: review"
            table.faults.append(Fault("language_not_reviewed", place, language=LANGUAGES[language].name))
    return tuple(listed) or (JAPANESE,)


def _texts(
    language: str, written: Mapping[str, str], japanese: Mapping[str, str], review: Review, places: Mapping[str, str]
) -> Texts:
    whole = {**japanese, **written}
    return Texts(
        language,
        {key: plain(text) for key, text in whole.items()},
        {key: text for key, text in whole.items() if plain(text) != text},
        {key: places[key] for key in japanese if key not in written},
        review,
    )


def _review(table: Table) -> Review:
    """What the file says of its own review; a file that says nothing is taken for a machine's work."""
    if table.choice("review", (MACHINE, REVIEWED), default=MACHINE) == MACHINE:
        return Review()
    by, on = table.text("reviewed_by"), table.text("reviewed_on")
    try:
        datetime.date.fromisoformat(on)
    except ValueError:
        if on:
            table.fault("review_not_dated", "reviewed_on", value=on)
    return Review(True, by, on)


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
            if not is_well_formed(said[flat]):
                group.fault("reading_malformed", key)
    for group in groups.values():
        group.close()
    return said


def _places(sections: tuple[Section, ...], scales: Mapping[str, Scale]) -> dict[str, str]:
    """Where each wording stands in its file: `items.medical_care`."""
    return {flat: ".".join((*path, key)) for path, key, flat, _ in _wanted(sections, scales)}


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
