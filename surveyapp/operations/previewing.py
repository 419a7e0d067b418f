"""Officers look at a questionnaire before it opens, or as it was sealed. Nothing here writes."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from surveyapp.domain.answers import Answer, Chosen, ChosenMany
from surveyapp.domain.effort import Load, loads
from surveyapp.domain.faults import Fault, NotThere, Refused
from surveyapp.domain.questionnaire import Kind, Question, Questionnaire
from surveyapp.domain.visit import Layout, Visit, lay_out
from surveyapp.store import definitions, waves
from surveyapp.store.desk import Desk


class Copy(StrEnum):
    """Which of the two: the author's folder in `questionnaires/`, or what was sealed when the wave opened."""

    SEALED = "sealed"
    FOLDER = "folder"


@dataclass(frozen=True)
class Shelved:
    """A wave that can be looked at: its name, its title and stage where it is kept, and the copies there are."""

    key: str
    title: str
    stage: str
    copies: tuple[Copy, ...]


class Preview(Visit):
    """A visit of nobody, who is asked everything: an officer has to see also what only some are asked.

    Its pages are laid out anew each time, since what is kept for residents is kept for good, and an author's copy
    changes with every word that is mended.
    """

    @cached_property
    def asked(self) -> tuple[Question, ...]:
        """Every question of the form."""
        return self._layout.questions

    @cached_property
    def asked_on(self) -> Mapping[int, tuple[Question, ...]]:
        """Every question by page."""
        return self._layout.questions_on

    @cached_property
    def _layout(self) -> Layout:
        return lay_out(self.questionnaire, self.form)


def shelf(desk: Desk) -> list[Shelved]:
    """Every wave there is to look at, those of the database first."""
    folders = definitions.available(desk.questionnaires)
    kept = {wave.key: wave for wave in waves.waves(desk.session)}
    found = [Shelved(key, wave.title, wave.stage, _copies(desk, key, key in folders)) for key, wave in kept.items()]
    return [*found, *(Shelved(name, "", "", (Copy.FOLDER,)) for name in folders if name not in kept)]


def shelved(desk: Desk, wave: str) -> Shelved:
    """One wave there is to look at; NotThere when there is neither a folder nor a sealed definition."""
    found = next((one for one in shelf(desk) if one.key == wave and one.copies), None)
    if found is None:
        raise NotThere(Fault("no_such_wave", wave=wave))
    return found


def questionnaire(desk: Desk, wave: str, copy: Copy) -> Questionnaire:
    """One copy of what a wave asks; DefinitionFaults names everything that is wrong with a folder."""
    if copy is Copy.SEALED:
        return desk.library.opened(desk.session, wave)
    if wave not in definitions.available(desk.questionnaires):
        raise NotThere(Fault("no_such_wave", wave=wave))
    return definitions.load(desk.questionnaires / wave)


def draft_loads(desk: Desk, wave: str, form: str = "", language: str = "ja") -> tuple[Load, ...]:
    """How much each page of the author's copy asks of a reader; of the first form where none is named."""
    found = questionnaire(desk, wave, Copy.FOLDER)
    faults = []
    if form and form not in found.forms:
        faults.append(Fault("form_unknown", value=form, known="、".join(found.forms)))
    if language not in found.texts:
        faults.append(Fault("language_not_there", language=language, known="、".join(found.texts)))
    if faults:
        raise Refused.of(faults)
    return loads(found, form or next(iter(found.forms), ""), language)


def sample(visit: Visit) -> dict[str, Answer]:
    """Answers to look at where the pages show some: always the option in the middle, and nothing written."""
    return {question.id: _middle(question) for question in visit.asked if question.kind is not Kind.TEXT}


def _middle(question: Question) -> Answer:
    codes = list(question.by_code)
    if question.kind is Kind.MULTIPLE:
        return ChosenMany(tuple(codes[: min(2, question.limit or 2)]))
    return Chosen(codes[len(codes) // 2])


def _copies(desk: Desk, wave: str, has_folder: bool) -> tuple[Copy, ...]:
    is_sealed = waves.definition_fingerprint(desk.session, wave) is not None
    return (*((Copy.SEALED,) if is_sealed else ()), *((Copy.FOLDER,) if has_folder else ()))
