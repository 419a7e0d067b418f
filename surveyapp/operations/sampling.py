"""Whom a wave asks: register counts in, strata formed, tickets issued. No name or address ever enters."""

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from surveyapp.domain import access_codes
from surveyapp.domain.faults import Fault, NotThere, Refused, TooLate
from surveyapp.domain.population_file import register_fingerprint
from surveyapp.domain.questionnaire import Admission, Face, Questionnaire
from surveyapp.domain.stages import WaveStage
from surveyapp.domain.strata import LEAST_INVITED, Cell, allocate, form_strata
from surveyapp.store import journal, tickets, waves
from surveyapp.store.definitions import load
from surveyapp.store.desk import Desk
from surveyapp.store.tables import Population, PopulationCell, Stratum, Ticket, Wave


@dataclass(frozen=True)
class Letter:
    """What the printer needs for one letter. The code exists here and on paper only."""

    number: str
    code: str
    stratum: str
    form: str


def keep_population(
    desk: Desk, wave: str, cells: Sequence[Cell], *, size: int, source: str, as_of: date | None = None
) -> tuple[Stratum, ...]:
    """Keep register counts with a draft wave and form the strata for a sample of `size` persons.

    Every count must be of a known sex, age and district; all faults are named at once.
    """
    row = _sampled(desk, wave)
    if row.stage != WaveStage.DRAFT or tickets.issued(desk.session, wave):
        raise TooLate(Fault("population_is_in_use", wave=wave))
    questionnaire = load(desk.questionnaires / wave)
    faults = _population_faults(questionnaire, cells, size)
    if faults:
        raise Refused(*faults)
    faces = _face_codes(questionnaire)
    plans = form_strata(cells, faces[Face.AGE], faces[Face.DISTRICT], size)
    invited = allocate([plan.population for plan in plans], size)
    strata = [
        Stratum(wave=wave, key=plan.key, population=plan.population, invited=share)
        for plan, share in zip(plans, invited, strict=True)
    ]
    thin = [stratum for stratum in strata if stratum.invited < LEAST_INVITED]
    if thin:
        raise Refused(*(Fault("stratum_too_thin", stratum=stratum.key, invited=stratum.invited) for stratum in thin))
    waves.replace_population(
        desk.session,
        Population(wave=wave, source=source, as_of=as_of, fingerprint=register_fingerprint(cells)),
        strata,
        (),
    )
    desk.session.add_all(
        PopulationCell(
            wave=wave,
            stratum_id=stratum.id,
            sex=cell.sex,
            age=cell.age,
            district=cell.district,
            persons=cell.persons,
        )
        for stratum, plan in zip(strata, plans, strict=True)
        for cell in plan.cells
    )
    journal.note(desk.session, desk.now, "population_kept", wave=wave, source=source, strata=len(strata))
    return tuple(strata)


def issue(desk: Desk, wave: str, staff: int | None = None) -> tuple[Letter, ...]:
    """Issue one ticket for each person drawn. The letters are returned once and are kept nowhere.

    Sheet numbers are dealt out in random order over the strata, so that a number says nothing about a district. They go
    on where the last wave ended, so that a sheet of another wave is known for one.
    """
    row = _sampled(desk, wave)
    if row.stage == WaveStage.CLOSED:
        raise TooLate(Fault("wave_not_open", title=row.title))
    if tickets.issued(desk.session, wave):
        raise TooLate(Fault("tickets_already_issued", wave=wave))
    strata = waves.strata(desk.session, wave)
    if not strata:
        raise Refused(Fault("population_missing", wave=wave))
    forms = load(desk.questionnaires / wave).forms or ("",)
    places = [stratum for stratum in strata for _ in range(stratum.invited)]
    secrets.SystemRandom().shuffle(places)
    receipts = _distinct_receipts(len(places))
    letters, made = [], []
    first = tickets.last_serial(desk.session) + 1
    for serial, (stratum, receipt) in enumerate(zip(places, receipts, strict=True), start=first):
        letter = Letter(
            access_codes.sheet_number(serial), access_codes.new_code(), stratum.key, forms[serial % len(forms)]
        )
        letters.append(letter)
        made.append(
            Ticket(
                wave=wave,
                stratum_id=stratum.id,
                number=letter.number,
                code_hash=access_codes.digest(letter.code, desk.key),
                receipt=receipt,
                form=letter.form,
                spent=False,
            )
        )
    tickets.add_all(desk.session, made)
    journal.note(desk.session, desk.now, "tickets_issued", wave=wave, staff=staff, tickets=len(made))
    return tuple(letters)


def reissue(desk: Desk, wave: str, number: str, staff: int | None = None) -> Letter:
    """A new code for a lost letter; the old one opens nothing from now on."""
    ticket = tickets.by_number(desk.session, wave, access_codes.normalised(number))
    if ticket is None:
        raise NotThere(Fault("no_ticket_with_number", number=number))
    ticket = tickets.hold(desk.session, ticket)
    if ticket.spent:
        raise TooLate(Fault("ticket_already_spent", number=number))
    code = access_codes.new_code()
    tickets.change_code(desk.session, ticket, access_codes.digest(code, desk.key))
    journal.note(desk.session, desk.now, "letter_replaced", wave=wave, staff=staff)
    stratum = next(one for one in waves.strata(desk.session, wave) if one.id == ticket.stratum_id)
    return Letter(ticket.number or "", code, stratum.key, ticket.form)


def unanswered(desk: Desk, wave: str, number: int) -> list[str]:
    """Sheet numbers of some letters that have not been answered, on the web or on paper."""
    return tickets.unspent_numbers(desk.session, wave, number)


def _sampled(desk: Desk, wave: str) -> Wave:
    """The row of a wave that asks those who were drawn; Refused where anybody may answer."""
    row = waves.wave(desk.session, wave)
    if row.admission == Admission.OPEN:
        raise Refused(Fault("open_wave_has_no_sample", wave=wave))
    return row


def _face_codes(questionnaire: Questionnaire) -> Mapping[Face, tuple[str, ...]]:
    return {
        face: tuple(option.code for option in question.options if not option.withheld)
        for face, question in questionnaire.faces.items()
    }


def _population_faults(questionnaire: Questionnaire, cells: Sequence[Cell], size: int) -> list[Fault]:
    faces = _face_codes(questionnaire)
    faults = [Fault("face_missing", face=face.value) for face in Face if face not in faces]
    if faults:
        return faults
    for cell in cells:
        for face, code in ((Face.SEX, cell.sex), (Face.AGE, cell.age), (Face.DISTRICT, cell.district)):
            if code not in faces[face]:
                faults.append(Fault("population_code_unknown", face=face.value, code=code))
        if cell.persons < 0:
            faults.append(Fault("population_negative", sex=cell.sex, age=cell.age, district=cell.district))
    places = [(cell.sex, cell.age, cell.district) for cell in cells]
    twice = [place for place, times in Counter(places).items() if times > 1]
    faults += [Fault("population_cell_twice", sex=sex, age=age, district=district) for sex, age, district in twice]
    everybody = sum(cell.persons for cell in cells)
    if not LEAST_INVITED <= size <= everybody:
        faults.append(Fault("sample_size_impossible", size=size, least=LEAST_INVITED, population=everybody))
    return list(dict.fromkeys(faults))


def _distinct_receipts(number: int) -> list[str]:
    found: set[str] = set()
    while len(found) < number:
        found.add(tickets.drawn_receipt())
    receipts = sorted(found)
    secrets.SystemRandom().shuffle(receipts)
    return receipts
