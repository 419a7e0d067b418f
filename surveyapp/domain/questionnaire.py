"""A questionnaire as the office defines it: sections, items rated on scales, questions, and their wording.

A statement (*item*) is rated once on each of its scales; its questions are called `item.scale`, for example
`medical_care.satisfaction`. What `surveyapp.domain.definition.parse` has read needs no second look anywhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property


class Kind(StrEnum):
    """How a question is answered."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    TEXT = "text"


class Face(StrEnum):
    """The attributes of a respondent that domains and weights are made of."""

    SEX = "sex"
    AGE = "age"
    DISTRICT = "district"


class Admission(StrEnum):
    """Who may answer: those drawn from the register, by the code in their letter, or anybody, at a shared address.

    Who comes of their own accord is no probability sample: such a wave is never weighted, scored or put in the plan.
    """

    LETTER = "letter"
    OPEN = "open"


class LinkMode(StrEnum):
    """How long a ticket and its response stay tied together."""

    CUT_ON_ACCEPTANCE = "cut_on_acceptance"
    CUT_AT_CLOSE = "cut_at_close"


class DuplicateRule(StrEnum):
    """Which answer counts when one ticket comes back twice."""

    FIRST = "first"
    LAST = "last"
    WEB = "web"
    PAPER = "paper"


@dataclass(frozen=True)
class Option:
    """One answer that can be chosen; `points` is None where the option has none (a plain choice, わからない).

    `dont_know` and `withheld` mark わからない and 答えたくない: given answers, but outside every mean.
    """

    code: str
    points: float | None = None
    dont_know: bool = False
    withheld: bool = False


@dataclass(frozen=True)
class Scale:
    """A scale on which items are rated, its options in the order they are shown."""

    id: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class OnlyIf:
    """Asked only of those who chose one of these codes at an earlier question."""

    question: str
    codes: frozenset[str]


@dataclass(frozen=True)
class Question:
    """One thing that is asked and answered once.

    `item` and `scale` are set for the ratings of an item; `forms` is empty when every split form asks it; `limit` is
    the most options that may be chosen of a multiple answer; `most` the longest free text in characters.
    """

    id: str
    kind: Kind
    options: tuple[Option, ...] = ()
    item: str = ""
    scale: str = ""
    face: Face | None = None
    required: bool = False
    limit: int | None = None
    most: int = 2000
    only_if: tuple[OnlyIf, ...] = ()
    forms: frozenset[str] = frozenset()

    @cached_property
    def by_code(self) -> Mapping[str, Option]:
        """Its options by code, in the order shown."""
        return {option.code: option for option in self.options}


@dataclass(frozen=True)
class Item:
    """A statement rated on each of its scales; `questions` in the order of the scales."""

    id: str
    questions: tuple[Question, ...]


Entry = Item | Question


@dataclass(frozen=True)
class Section:
    """A field (分野) of the questionnaire: one page on the web; `rotated` ones may change places on the web."""

    id: str
    entries: tuple[Entry, ...]
    rotated: bool = False

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The section's questions in the order asked."""
        return tuple(
            question
            for entry in self.entries
            for question in (entry.questions if isinstance(entry, Item) else (entry,))
        )


@dataclass(frozen=True)
class Review:
    """Whether a person who knows the language has read a translation through, who and when; otherwise 機械翻訳."""

    is_done: bool = False
    by: str = ""
    on: str = ""


@dataclass(frozen=True)
class Texts:
    """The wording in one language by key: `item.medical_care`, `option.family_doctor.yes`, `scale.satisfaction.5`.

    `said` is plain text, for every use; `with_readings` holds the same for keys whose author wrote readings above the
    characters. `missing` are the keys that are said in Japanese for want of a translation, each with its place in the
    file.
    """

    language: str
    said: Mapping[str, str] = field(default_factory=dict)
    with_readings: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)
    review: Review = Review()

    def say(self, key: str) -> str:
        """The wording of a key; a key without wording speaks for itself, so that nothing is ever blank."""
        return self.said.get(key, key)

    def note(self, entry: str) -> str:
        """The note of a section, an item or a question; empty where there is none."""
        return self.said.get(f"note.{entry}", "")


@dataclass(frozen=True)
class EditRules:
    """How irregular marks on paper become answers; each is the wave's decision, never a clerk's."""

    several_marks: str = "invalid"
    over_limit: str = "lowest"


@dataclass(frozen=True)
class Questionnaire:
    """Everything that is asked in one wave, with its wording and its rules.

    `languages` are those that residents are offered, in the order offered; `texts` may hold more, which nobody has
    reviewed yet. `document` is the definition as it was read, `fingerprint` the SHA-256 of its canonical form: what a
    wave seals when it opens, and what a run names.
    """

    wave: str
    fiscal_year: int
    sections: tuple[Section, ...]
    scales: Mapping[str, Scale]
    texts: Mapping[str, Texts]
    languages: tuple[str, ...] = ("ja",)
    admission: Admission = Admission.LETTER
    link: LinkMode = LinkMode.CUT_ON_ACCEPTANCE
    duplicates: DuplicateRule = DuplicateRule.FIRST
    keyings: int = 2
    forms: tuple[str, ...] = ()
    synthetic: bool = False
    follows: str = ""
    edit_rules: EditRules = EditRules()
    document: Mapping[str, object] = field(default_factory=dict)
    fingerprint: str = ""

    @property
    def is_open(self) -> bool:
        """Whether anybody may answer."""
        return self.admission is Admission.OPEN

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Every question in the order asked."""
        return tuple(question for section in self.sections for question in section.questions)

    @cached_property
    def by_id(self) -> Mapping[str, Question]:
        """Every question by its id."""
        return {question.id: question for question in self.questions}

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Every rated statement in the order asked."""
        return tuple(entry for section in self.sections for entry in section.entries if isinstance(entry, Item))

    @cached_property
    def rotated(self) -> tuple[str, ...]:
        """The fields that change places from one resident to the next, in the order of the paper."""
        return tuple(section.id for section in self.sections if section.rotated)

    @cached_property
    def faces(self) -> Mapping[Face, Question]:
        """The face items: which question tells sex, age, district."""
        return {question.face: question for question in self.questions if question.face is not None}

    def words(self, language: str = "ja") -> Texts:
        """The wording in a language; Japanese where the language is not there."""
        return self.texts.get(language) or self.texts["ja"]

    def wording(self, question: Question, language: str = "ja") -> str:
        """What is asked: the statement of a rated item, or the question itself."""
        return self.words(language).say(wording_key(question))

    def full_wording(self, question: Question, language: str = "ja") -> str:
        """What is asked, where one rating stands without its neighbour: the statement and the name of its scale."""
        asked = self.wording(question, language)
        return f"{asked}（{self.words(language).say(f'scale.{question.scale}.name')}）" if question.scale else asked

    def label(self, question: Question, code: str, language: str = "ja") -> str:
        """An option as it is shown; rated questions take the labels of their scale."""
        return self.words(language).say(label_key(question, code))

    @property
    def title(self) -> str:
        """The wave's name as residents read it."""
        return self.words().say("title")


def wording_key(question: Question) -> str:
    """Under which key the wording says what is asked."""
    return f"item.{question.item}" if question.item else f"question.{question.id}"


def label_key(question: Question, code: str) -> str:
    """Under which key the wording has the label of an option."""
    return f"scale.{question.scale}.{code}" if question.scale else f"option.{question.id}.{code}"
