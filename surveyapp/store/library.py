"""The definitions of opened waves, read from the database once per process: sealed, so they never go stale."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveyapp.domain.definition import parse
from surveyapp.domain.faults import Fault, NotThere
from surveyapp.domain.questionnaire import Questionnaire
from surveyapp.store.tables import Definition


class Library:
    """Opened definitions by wave. The fingerprint is asked for each time, so a re-made demo wave is never mixed up."""

    def __init__(self) -> None:
        self._parsed: dict[str, Questionnaire] = {}

    def opened(self, session: Session, wave: str) -> Questionnaire:
        """The sealed definition of a wave; NotThere when the wave was never opened or imported."""
        fingerprint = session.scalar(select(Definition.fingerprint).where(Definition.wave == wave))
        if fingerprint is None:
            raise NotThere(Fault("no_such_wave", wave=wave))
        return self.sealed(session, wave, fingerprint)

    def sealed(self, session: Session, wave: str, fingerprint: str) -> Questionnaire:
        """The definition of a wave whose fingerprint was read already."""
        if fingerprint not in self._parsed:
            document = session.scalar(select(Definition.document).where(Definition.wave == wave))
            self._parsed[fingerprint] = parse(document or {})
        return self._parsed[fingerprint]
