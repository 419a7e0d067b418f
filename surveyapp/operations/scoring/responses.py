"""Responses, taken in one after the other, as columns: no more than one is held as it was sent.

Columns are bytes, one per person: 0 is no answer, n the n-th option of the definition. A multiple answer has a column
for each option: 0 no answer, 1 chosen, 2 answered without choosing it.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import cast

from surveyapp.domain.answers import Packed, edited, packed, unpacked
from surveyapp.domain.questionnaire import Kind, Questionnaire
from surveyapp.store.figures import Answered

CHOSEN, NOT_CHOSEN = 1, 2


class Responses:
    """The columns of everybody so far; one entry a person in each of them.

    `digests` has a hash of what counts of each person, for the fingerprint of the data: it is the same whatever the order
    or the ids that the responses are kept under. Free texts are left out of it: no figure rests on them, and they may be
    deleted earlier than the rest.
    """

    def __init__(self, questionnaire: Questionnaire, stratum_keys: Mapping[int, str]) -> None:
        kinds = {kind: [one for one in questionnaire.questions if one.kind is kind] for kind in Kind}
        self._questionnaire = questionnaire
        self._stratum_keys = stratum_keys
        self._texts = {question.id for question in kinds[Kind.TEXT]}
        self._numbers = {
            question.id: {code: number for number, code in enumerate(question.by_code, start=1)}
            for question in kinds[Kind.SINGLE]
        }
        self.single = {name: bytearray() for name in self._numbers}
        self.multiple = {
            question.id: {code: bytearray() for code in question.by_code} for question in kinds[Kind.MULTIPLE]
        }
        self.forms: list[str] = []
        self.strata: list[int | None] = []
        self.channels: list[str] = []
        self.weights: list[float | None] = []
        self.digests: list[bytes] = []

    @property
    def people(self) -> int:
        """How many were taken in."""
        return len(self.forms)

    def add(self, response: Answered) -> None:
        """Take in one response, with the wave's written rule for irregular marks applied."""
        answers = self._counting(response.answers)
        for name, column in self.single.items():
            value = answers.get(name)
            column.append(self._numbers[name].get(value, 0) if isinstance(value, str) else 0)
        for name, columns in self.multiple.items():
            self._add_multiple(columns, answers.get(name))
        self.forms.append(response.form)
        self.strata.append(response.stratum_id)
        self.channels.append(response.channel)
        self.weights.append(response.weight)
        stratum = "" if response.stratum_id is None else self._stratum_keys[response.stratum_id]
        counted = {name: value for name, value in answers.items() if name not in self._texts}
        self.digests.append(digest([stratum, response.channel, response.form, response.weight, counted]))

    def _add_multiple(self, columns: Mapping[str, bytearray], value: object) -> None:
        for code, column in columns.items():
            column.append((CHOSEN if code in value else NOT_CHOSEN) if isinstance(value, list) else 0)

    def _counting(self, answers: Mapping[str, object]) -> Mapping[str, object]:
        """The answers that count; whatever is regular stays as it is."""
        questions, rules = self._questionnaire.by_id, self._questionnaire.edit_rules
        return {
            name: value
            if isinstance(value, str)
            else packed(edited(questions[name], unpacked(cast(Packed, value)), rules))
            for name, value in answers.items()
            if name in questions
        }


def digest(line: object) -> bytes:
    """A hash of something that JSON can say; the order of keys does not matter."""
    return hashlib.sha256(json.dumps(line, sort_keys=True).encode()).digest()
