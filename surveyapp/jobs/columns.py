"""Gathered columns as arrays: who was asked what, what they chose, and the domains they stand in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from surveyapp.domain.questionnaire import Face, Kind, OnlyIf, Question
from surveyapp.operations.scoring import Gathered

Codes: TypeAlias = NDArray[np.uint8]
Mask: TypeAlias = NDArray[np.bool_]
Labels: TypeAlias = NDArray[np.str_]
#: the shares that are wanted: the name under which each is recorded, and the numbers of its options
Options: TypeAlias = tuple[tuple[str, frozenset[int]], ...]

#: 無回答 as an option of the base `everyone`; no option of a definition can be called so
SILENT = "_silent"


@dataclass(frozen=True)
class Column:
    """One thing whose means and shares are wanted, as codes per person in both bases.

    `answered` holds 0 for whoever stands outside the base of answers: not asked, silent, don't know, withheld.
    `everyone` holds 0 for who was not asked only; silence has the code after the last option. `points` are the points of
    codes 1, 2 …, nan where an option has none. `options` are the codes of the wanted shares by the name under which each
    is recorded.
    """

    question: str
    answered: Codes
    everyone: Codes
    points: tuple[float, ...]
    options: Options
    of_everyone: Options

    @property
    def shape(self) -> tuple[object, ...]:
        """Columns of one shape are computed together."""
        scored = tuple(point if np.isfinite(point) else None for point in self.points)
        return scored, self.options, self.of_everyone


def columns(gathered: Gathered) -> list[Column]:
    """Every column of a run, in the order asked."""
    asked = who_was_asked(gathered)
    found: list[Column] = []
    for question in gathered.questionnaire.questions:
        if question.kind is Kind.SINGLE:
            found.append(_single(question, _codes(gathered.single[question.id]), asked[question.id]))
        elif question.kind is Kind.MULTIPLE:
            found.extend(_multiple(question, gathered.multiple[question.id], asked[question.id]))
    return found


def who_was_asked(gathered: Gathered) -> dict[str, Mask]:
    """(people,) for each question: whether its split form and the answers before it led there."""
    forms = np.array(gathered.forms, dtype=np.str_)
    asked: dict[str, Mask] = {}
    for question in gathered.questionnaire.questions:
        mask = np.isin(forms, sorted(question.forms)) if question.forms else np.ones(gathered.people, dtype=np.bool_)
        for rule in question.only_if:
            mask = mask & asked[rule.question] & _holds(gathered, rule)
        asked[question.id] = mask
    return asked


def labels_of(gathered: Gathered, face: Face) -> Labels:
    """(people,) the option code of a face item; empty where it is unknown, withheld or not asked."""
    question = gathered.questionnaire.faces.get(face)
    if question is None:
        return np.full(gathered.people, "", dtype=np.str_)
    names = ["", *("" if option.withheld or option.dont_know else option.code for option in question.options)]
    labels: Labels = np.array(names, dtype=np.str_)[_codes(gathered.single[question.id])]
    return labels


def option_sets(question: Question) -> Options:
    """The shares of a single choice that are recorded: each option, and on a five-point scale the upper two as `5+4`."""
    each = tuple((code, frozenset((number,))) for number, code in _counted(question))
    upper = [(number, code) for number, code in _counted(question) if question.by_code[code].points in (4, 5)]
    highest = max((option.points for option in question.options if option.points is not None), default=None)
    if highest != 5 or len(upper) != 2:
        return each
    return (*each, ("+".join(code for _, code in upper), frozenset(number for number, _ in upper)))


def _counted(question: Question) -> list[tuple[int, str]]:
    """Number and code of the options that are answers in substance: neither don't know nor withheld."""
    return [
        (number, option.code)
        for number, option in enumerate(question.options, start=1)
        if not option.dont_know and not option.withheld
    ]


def _single(question: Question, codes: Codes, asked: Mask) -> Column:
    silent = len(question.options) + 1
    counted = np.isin(codes, [number for number, _ in _counted(question)])
    outside = tuple(
        (option.code, frozenset((number,)))
        for number, option in enumerate(question.options, start=1)
        if option.dont_know or option.withheld
    )
    options = option_sets(question)
    return Column(
        question=question.id,
        answered=np.where(asked & counted, codes, 0).astype(np.uint8),
        everyone=np.where(asked, np.where(codes == 0, silent, codes), 0).astype(np.uint8),
        points=tuple(np.nan if option.points is None else option.points for option in question.options),
        options=options,
        of_everyone=(*options, *outside, (SILENT, frozenset((silent,)))),
    )


def _multiple(question: Question, chosen: Mapping[str, bytes], asked: Mask) -> list[Column]:
    """A column an option (1 chosen, 2 not), and one for silence."""
    found = []
    yes = frozenset((1,))
    codes = {code: _codes(column) for code, column in chosen.items()}
    for code, column in codes.items():
        found.append(
            Column(
                question=question.id,
                answered=np.where(asked, column, 0).astype(np.uint8),
                everyone=np.where(asked, np.where(column == 0, 2, column), 0).astype(np.uint8),
                points=(np.nan, np.nan),
                options=((code, yes),),
                of_everyone=((code, yes),),
            )
        )
    silence = next(iter(codes.values())) == 0
    nothing = np.zeros_like(silence, dtype=np.uint8)
    everyone = np.where(asked, np.where(silence, 1, 2), 0).astype(np.uint8)
    return [*found, Column(question.id, nothing, everyone, (np.nan, np.nan), (), ((SILENT, yes),))]


def _holds(gathered: Gathered, rule: OnlyIf) -> Mask:
    """(people,) whether an answer opens a later question."""
    earlier = gathered.questionnaire.by_id[rule.question]
    if earlier.kind is Kind.MULTIPLE:
        chosen = [_codes(gathered.multiple[earlier.id][code]) == 1 for code in sorted(rule.codes)]
        opened: Mask = np.any(chosen, axis=0)
        return opened
    wanted = [number for number, code in enumerate(earlier.by_code, start=1) if code in rule.codes]
    return np.isin(_codes(gathered.single[earlier.id]), wanted)


def _codes(column: bytes) -> Codes:
    return np.frombuffer(column, dtype=np.uint8)


def stacked(found: Sequence[Column], base: str) -> Codes:
    """(columns, people) codes of several columns of one shape."""
    return np.stack([column.answered if base == "answered" else column.everyone for column in found])
