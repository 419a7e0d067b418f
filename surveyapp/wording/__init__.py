"""Faults and verdicts as sentences, in the reader's language, by Babel without Flask: for pages, commands and reports.

Japanese is the source language; a sentence without translation is said in Japanese. Each noun has its own file of
sentences; a sentence says what is wrong and what to do.
"""

from functools import lru_cache
from pathlib import Path

from babel.support import NullTranslations, Translations

from surveyapp.domain.faults import Fault
from surveyapp.domain.languages import language_of
from surveyapp.domain.ruby import guarded, plain
from surveyapp.wording import (
    accounts,
    answers,
    definition,
    door,
    handover,
    names,
    paper,
    plan,
    scoring,
    waves,
)

TRANSLATIONS = Path(__file__).resolve().parent.parent / "translations"

SENTENCES: dict[str, str] = {
    **accounts.SENTENCES,
    **answers.SENTENCES,
    **definition.SENTENCES,
    **door.SENTENCES,
    **handover.SENTENCES,
    **paper.SENTENCES,
    **plan.SENTENCES,
    **scoring.SENTENCES,
    **waves.SENTENCES,
}


def say(fault: Fault, language: str = "ja", *, with_readings: bool = False) -> str:
    """The sentence for a fault, in plain text, or with the readings of its characters as they are written in texts."""
    spoken = language_of(language)
    sentence = _translations(spoken.with_readings if with_readings else spoken.catalogue).gettext(SENTENCES[fault.code])
    fields = {field: _named(field, value, language) for field, value in fault.fields.items()}
    return (guarded(sentence) if with_readings else plain(sentence)).format(where=fault.where, **fields)


def say_with_place(fault: Fault, language: str = "ja") -> str:
    """As `say`, led by the place of the fault: for lists of faults in files."""
    sentence = say(fault, language)
    return f"{fault.where}: {sentence}" if fault.where else sentence


def translated(sentence: str, language: str) -> str:
    """A sentence of the catalogue in a language; in Japanese where it has no translation."""
    return plain(_translations(language_of(language).catalogue).gettext(sentence))


def _named(field: str, value: object, language: str) -> object:
    """A stage, a list of roles or the like as the office calls them; anything else as it is."""
    known = names.OF_FIELDS.get(field)
    if known is None:
        return value
    return "、".join(translated(known[one], language) if one in known else one for one in str(value).split("、"))


@lru_cache(maxsize=16)
def _translations(catalogue: str) -> NullTranslations:
    return Translations.load(str(TRANSLATIONS), [catalogue])
