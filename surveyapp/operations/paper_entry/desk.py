"""What there is to do with the sheets of a wave, for the person who asks."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from surveyapp.domain.stages import SheetStage, WaveStage
from surveyapp.store import paper, waves
from surveyapp.store.desk import Desk
from surveyapp.store.tables import Sheet


@dataclass(frozen=True)
class Held:
    """A sheet in somebody's hand."""

    office_number: int
    pass_number: int
    name: str
    since: datetime.datetime
    mine: bool


@dataclass(frozen=True)
class Heading:
    """What stands above every page about the sheets of a wave."""

    title: str
    synthetic: bool
    is_open: bool
    keyings: int


@dataclass(frozen=True)
class Overview:
    """The sheets of a wave by stage, and what this person can do next."""

    counts: Mapping[SheetStage, int]
    #: sheets that wait for this person's first and second keying
    to_key: int
    to_key_again: int
    held: tuple[Held, ...]
    supervising: bool


@dataclass(frozen=True)
class Story:
    """What happened to one sheet, without its answers."""

    office_number: int
    stage: SheetStage
    received_on: datetime.date
    registered_by: str
    form: str
    has_stratum: bool
    counted: bool
    #: pass, name, claimed at, finished at
    keyings: tuple[tuple[int, str, datetime.datetime, datetime.datetime | None], ...]
    rulings: int
    channel: str


def heading(desk: Desk, wave: str) -> Heading:
    """The wave in few words."""
    row = waves.wave(desk.session, wave)
    return Heading(row.title, row.synthetic, row.stage == WaveStage.OPEN, row.keyings)


def forms(desk: Desk, wave: str) -> tuple[str, ...]:
    """The split forms of a wave, none where everybody is asked the same."""
    return desk.library.opened(desk.session, wave).forms


def overview(desk: Desk, wave: str, staff: int) -> Overview:
    """How far the sheets of a wave are."""
    return Overview(
        counts=paper.counts(desk.session, wave),
        to_key=paper.count_to_key(desk.session, wave, staff, 1),
        to_key_again=paper.count_to_key(desk.session, wave, staff, 2),
        held=tuple(
            Held(sheet.office_number, keying.pass_number, name, keying.claimed_at, keying.keyer_id == staff)
            for sheet, keying, name in paper.in_hand(desk.session, wave)
        ),
        supervising=paper.is_supervisor(desk.session, staff),
    )


def received_lately(desk: Desk, wave: str, limit: int = 10) -> list[Sheet]:
    """The sheets registered last, the newest first."""
    return paper.latest(desk.session, wave, limit)


def disputes(desk: Desk, wave: str, staff: int) -> list[tuple[int, bool]]:
    """The office numbers of disputed sheets, and whether this person keyed the sheet and leaves it to a third."""
    others = paper.paper_staff(desk.session)
    found = []
    for sheet in paper.disputed(desk.session, wave):
        keyers = {keying.keyer_id for keying in paper.keyings(desk.session, sheet)}
        found.append((sheet.office_number, staff in keyers and bool(others - keyers)))
    return found


def story(desk: Desk, wave: str, office_number: int) -> Story:
    """What happened to a sheet."""
    sheet = paper.sheet(desk.session, wave, office_number)
    keyings = paper.keyings(desk.session, sheet)
    names = paper.names(desk.session, [sheet.registered_by, *(keying.keyer_id for keying in keyings)])
    return Story(
        office_number=office_number,
        stage=SheetStage(sheet.stage),
        received_on=sheet.received_on,
        registered_by=names[sheet.registered_by],
        form=sheet.form,
        has_stratum=sheet.stratum_id is not None,
        counted=sheet.response_id is not None,
        keyings=tuple(
            (keying.pass_number, names[keying.keyer_id], keying.claimed_at, keying.finished_at) for keying in keyings
        ),
        rulings=paper.count_rulings(desk.session, sheet),
        channel=sheet.channel,
    )
