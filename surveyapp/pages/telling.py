"""Faults as a page tells them: the sentence, and the field to go to."""

from collections.abc import Mapping
from dataclasses import dataclass

from surveyapp.domain.faults import Fault, Refused
from surveyapp.pages.reading import reading
from surveyapp.pages.spoken import drawn
from surveyapp.wording import say


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence for the list at the top of a page; `anchor` is the id of the field it is about, or empty."""

    sentence: str
    anchor: str = ""
    code: str = ""


def told(refused: Refused, anchors: Mapping[str, str] | None = None) -> list[Told]:
    """The sentences of a refusal in the page's language, each once.

    `anchors` gives the id of the field for a fault's place or code; without it a fault's place is the id.
    """
    sentences = [Told(sentence(fault), _anchor(fault, anchors), fault.code) for fault in refused.faults]
    return list(dict.fromkeys(sentences))


def sentence(fault: Fault) -> str:
    """One fault in the page's language."""
    how = reading()
    text = say(fault, language(), with_readings=how.ruby)
    return drawn(text, how.ruby) if how.ruby else text


def plain_sentence(fault: Fault) -> str:
    """The same without readings: for a script, which writes text and no markup."""
    return say(fault, language())


def language() -> str:
    """The language of the page that is being made."""
    return reading().tag


def _anchor(fault: Fault, anchors: Mapping[str, str] | None) -> str:
    if anchors is None:
        return fault.where
    return anchors.get(fault.where, anchors.get(fault.code, ""))
