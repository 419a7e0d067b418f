"""Waves for tests: an open one with strata and letters, in one line."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from surveyapp.domain import access_codes
from surveyapp.domain.definition import parse
from surveyapp.domain.questionnaire import Questionnaire
from surveyapp.domain.stages import WaveStage
from surveyapp.store import waves
from surveyapp.store.desk import Desks
from surveyapp.store.tables import Stratum, Ticket
from tests.support.questionnaires import tiny, tiny_document

EVERYBODY: Mapping[str, tuple[int, int]] = {"all": (1000, 60)}


@dataclass(frozen=True)
class Letter:
    """What one resident holds in hand, and where the office keeps its counterpart."""

    ticket: int
    code: str
    number: str
    receipt: str
    stratum: str
    form: str


@dataclass(frozen=True)
class OpenWave:
    """A wave that takes answers: its name, what it asks, its letters in the order issued."""

    key: str
    questionnaire: Questionnaire
    letters: tuple[Letter, ...]
    strata: Mapping[str, int]

    @property
    def letter(self) -> Letter:
        """Any letter: the first one."""
        return self.letters[0]


def an_open_wave(
    desks: Desks,
    questionnaire: Questionnaire | None = None,
    strata: Mapping[str, tuple[int, int]] = EVERYBODY,
) -> OpenWave:
    """Open a wave whose strata (name -> persons, invited) have a letter for everybody invited."""
    questionnaire = questionnaire or tiny()
    with desks.desk(writing=True) as desk:
        wave = waves.add(desk.session, questionnaire)
        waves.seal(desk.session, questionnaire, desk.now)
        wave.stage, wave.opened_at = WaveStage.OPEN, desk.now
        rows = [
            Stratum(wave=wave.key, key=key, population=persons, invited=invited)
            for key, (persons, invited) in strata.items()
        ]
        desk.session.add_all(rows)
        desk.session.flush()
        letters = _letters(questionnaire, rows)
        made = [
            Ticket(
                wave=wave.key,
                stratum_id=row.id,
                number=letter.number,
                code_hash=access_codes.digest(letter.code, desk.key),
                receipt=letter.receipt,
                form=letter.form,
            )
            for row, letter in letters
        ]
        desk.session.add_all(made)
        desk.session.flush()
        return OpenWave(
            wave.key,
            questionnaire,
            tuple(
                Letter(ticket.id, letter.code, letter.number, letter.receipt, letter.stratum, letter.form)
                for ticket, (_, letter) in zip(made, letters, strict=True)
            ),
            {row.key: row.id for row in rows},
        )


def a_shared_wave(desks: Desks, wave: str = "square", **changed: object) -> OpenWave:
    """Open a wave that anybody may answer at its address, without a letter; `changed` keys of its definition."""
    document = tiny_document(wave)
    document["questionnaire"] |= {"admission": "open", **changed}
    return an_open_wave(desks, parse(document), strata={})


def close(desks: Desks, wave: OpenWave, at: datetime.datetime | None = None) -> None:
    """Close the doors of a wave, and nothing else: links and drafts stay as they are."""
    with desks.desk(writing=True) as desk:
        row = waves.wave(desk.session, wave.key)
        row.stage, row.closed_at = WaveStage.CLOSED, at or desk.now


def _letters(questionnaire: Questionnaire, rows: list[Stratum]) -> list[tuple[Stratum, Letter]]:
    forms = questionnaire.forms or ("",)
    places = [row for row in rows for _ in range(row.invited)]
    return [
        (
            row,
            Letter(
                ticket=0,
                code=access_codes.new_code(),
                number=access_codes.sheet_number(serial),
                receipt=f"{(serial * 7919 + 104729) % 10**10:010d}",
                stratum=row.key,
                form=forms[serial % len(forms)],
            ),
        )
        for serial, row in enumerate(places, start=1)
    ]
