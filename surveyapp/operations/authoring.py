"""Helps the author of a questionnaire: readings above characters, proposed from those that are already written."""

from dataclasses import dataclass
from pathlib import Path

from surveyapp.domain.readings import Proposed, Readings
from surveyapp.store import authored
from surveyapp.store.desk import Desk


@dataclass(frozen=True)
class ProposedFile:
    """A file of texts with readings where they are known: whole, what is new in it, and what nobody has read yet."""

    written: str
    new: tuple[str, ...]
    unread: tuple[str, ...]


def propose_readings(desk: Desk, file: Path) -> ProposedFile:
    """Readings for a file of texts; nothing is changed, for a person has to look at them first."""
    written = authored.said_in(file)
    known = Readings(authored.texts_with_readings(desk.questionnaires))
    new: list[str] = []
    unread: list[str] = []

    def change(said: str) -> str:
        proposed: Proposed = known.propose(said)
        unread.extend(proposed.unread)
        if proposed.text != said:
            new.append(proposed.text)
        return proposed.text

    return ProposedFile(authored.with_texts_changed(written, change), tuple(new), tuple(dict.fromkeys(unread)))
