"""A desk: one transaction, one clock, the keys, and the opened definitions. Operations work on a desk and nothing else."""

import datetime
import hashlib
import hmac
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from surveyapp.store.library import Library

Clock = Callable[[], datetime.datetime]

JAPAN = datetime.timezone(datetime.timedelta(hours=9), "JST")


@dataclass(frozen=True, slots=True)
class Desk:
    """What an operation may touch: an open transaction, the time, the keys, the definitions, the author's folder."""

    session: Session
    now: datetime.datetime
    key: bytes
    library: Library
    questionnaires: Path

    @property
    def today(self) -> datetime.date:
        """The day in Japan."""
        return self.now.astimezone(JAPAN).date()

    def seal(self, purpose: str, text: str) -> str:
        """A keyed hash for a purpose; two purposes never give the same one."""
        return hmac.new(self.key, f"{purpose}:{text}".encode(), hashlib.sha256).hexdigest()


class Desks:
    """Opens desks over one database: reading ones, and writing ones that commit as a whole or not at all."""

    def __init__(
        self,
        engine: Engine,
        key: bytes,
        questionnaires: Path,
        clock: Clock | None = None,
    ) -> None:
        self.engine = engine
        self.clock = clock or _now
        self.library = Library()
        self._key = key
        self._questionnaires = questionnaires
        self._reading = sessionmaker(engine, expire_on_commit=False)
        self._writing = sessionmaker(engine.execution_options(writing=True), expire_on_commit=False)

    @contextmanager
    def desk(self, *, writing: bool = False) -> Iterator[Desk]:
        """A desk for one line of work. A writing desk commits at the end; any exception takes everything back."""
        maker = self._writing if writing else self._reading
        with maker() as session:
            if writing:
                with session.begin():
                    yield self._furnished(session)
            else:
                yield self._furnished(session)

    def _furnished(self, session: Session) -> Desk:
        return Desk(session, self.clock(), self._key, self.library, self._questionnaires)


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)
