"""Two people key one sheet, neither seeing the other's work; where they disagree, a ruling decides.

Two blind keyings are two facts. Their disagreement is computed, never stored. A ruling is a third fact. What counts
follows from the three, and is refused unless the rulings fit the disagreement exactly.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from surveyapp.domain.answers import SKIPPED, Answer, Wrote
from surveyapp.domain.faults import Fault, Refused

Keyed = Mapping[str, Answer]


class Choice(StrEnum):
    """What a ruling says: the first keying is right, the second is, or neither."""

    FIRST = "first"
    SECOND = "second"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Ruled:
    """What one person says about one mismatch; `answer` is what stands on the paper when both keyings are wrong."""

    choice: Choice
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One question on which two keyings of a sheet disagree."""

    question: str
    first: Answer
    second: Answer

    def ruled(self, ruled: Ruled) -> Answer:
        """The answer that a ruling makes."""
        if ruled.choice is not Choice.OTHER:
            return self.first if ruled.choice is Choice.FIRST else self.second
        if ruled.answer is None:
            raise Refused(Fault("ruling_without_answer", self.question))
        return ruled.answer


def compare(first: Keyed, second: Keyed) -> tuple[Mismatch, ...]:
    """Where two blind keyings of one sheet disagree; a question that one of them lacks was skipped there."""
    questions = [*first, *(question for question in second if question not in first)]
    pairs = ((question, first.get(question, SKIPPED), second.get(question, SKIPPED)) for question in questions)
    return tuple(Mismatch(question, one, other) for question, one, other in pairs if not _agree(one, other))


def settle(first: Keyed, second: Keyed, rulings: Keyed) -> dict[str, Answer]:
    """The answers that count: every mismatch ruled on, and nothing else."""
    disputed = {mismatch.question for mismatch in compare(first, second)}
    if disputed != rulings.keys():
        raise Refused(
            Fault(
                "rulings_do_not_fit",
                missing=len(disputed - rulings.keys()),
                surplus=len(rulings.keys() - disputed),
            )
        )
    return {**first, **rulings}


def _agree(one: Answer, other: Answer) -> bool:
    # Where a line of handwriting ends means nothing, and two people never break it at the same place.
    if isinstance(one, Wrote) and isinstance(other, Wrote):
        return "".join(one.text.split()) == "".join(other.text.split())
    return one == other
