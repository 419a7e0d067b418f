"""The definitions of opened waves, read from the database once per process: sealed, so they never go stale."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveyapp.domain.definition import parse
from surveyapp.domain.faults import Fault, NotThere
from surveyapp.domain.questionnaire import Questionnaire
from surveyapp.store.tables import Definition, TextRevision


class Library:
    """Opened definitions by fingerprint, which is asked for each time, so a re-made demo wave is never mixed up."""

    def __init__(self) -> None:
        self._parsed: dict[str, Questionnaire] = {}

    def opened(self, session: Session, wave: str) -> Questionnaire:
        """The sealed definition of a wave; NotThere when the wave was never opened or imported."""
        fingerprint = session.scalar(select(Definition.fingerprint).where(Definition.wave == wave))
        if fingerprint is None:
            raise NotThere(Fault("no_such_wave", wave=wave))
        return self.sealed(session, wave, fingerprint)

    def as_read(self, session: Session, wave: str) -> Questionnaire:
        """The definition as residents read it now: with the newest revision of its translations."""
        of_wave = select(TextRevision.fingerprint).where(TextRevision.wave == wave)
        fingerprint = session.scalar(of_wave.order_by(TextRevision.number.desc()).limit(1))
        return self.opened(session, wave) if fingerprint is None else self.sealed(session, wave, fingerprint)

    def sealed(self, session: Session, wave: str, fingerprint: str) -> Questionnaire:
        """The definition of a wave, or a revision of its translations, whose fingerprint was read already."""
        if fingerprint not in self._parsed:
            self._parsed[fingerprint] = parse(_document(session, wave, fingerprint))
        return self._parsed[fingerprint]


def _document(session: Session, wave: str, fingerprint: str) -> dict[str, object]:
    for kept in (Definition, TextRevision):
        of_wave = select(kept.document).where(kept.wave == wave, kept.fingerprint == fingerprint)
        if (document := session.scalar(of_wave.limit(1))) is not None:
            return document
    raise NotThere(Fault("no_such_wave", wave=wave))
