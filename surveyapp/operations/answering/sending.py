"""A resident sends once; from then on every way leads to the receipt."""

from collections.abc import Mapping
from dataclasses import dataclass

from surveyapp.domain.answers import Answer
from surveyapp.domain.faults import Fault, Refused
from surveyapp.domain.languages import JAPANESE
from surveyapp.domain.questionnaire import LinkMode, Question, Questionnaire
from surveyapp.domain.routing import on_path
from surveyapp.domain.ways import FilledBy
from surveyapp.operations.answering.places import (
    WEB,
    AlreadySent,
    Entered,
    is_over,
    open_place,
    place_of,
    sealed,
    standing_at,
)
from surveyapp.operations.answering.turning import faults_of
from surveyapp.store import journal, paper, responses, tickets
from surveyapp.store.database import empty_log
from surveyapp.store.desk import Desk, Desks


@dataclass(frozen=True)
class Receipt:
    """What a resident keeps: a number that says nothing about the person or the answers."""

    number: str
    questionnaire: Questionnaire
    synthetic: bool
    link: LinkMode


def submit(desk: Desk, entered: Entered, language: str = "ja", filled_by: FilledBy | None = None) -> None:
    """Make the answers count, once; `filled_by` is who filled in, where somebody says so. Whoever sends again finds that it is done; a fault leaves everything as it was.

    The ticket is spent first, so that of many senders one goes on; an exception gives it back with all the rest.
    """
    ticket = tickets.by_id(desk.session, entered.wave, entered.ticket)
    tickets.hold(desk.session, ticket, to_spend=True)
    try:
        place = open_place(desk, entered)
    except AlreadySent:
        return
    first = tickets.spend(desk.session, ticket)
    earlier = None if first else responses.linked(desk.session, place.ticket)
    visit = standing_at(desk, place).visit
    given = on_path(visit.questionnaire, visit.answers, place.form)
    if faults := _faults_of_all(visit.asked, given):
        raise Refused.of(faults)
    if not first:
        # By the rule the web counts: a sheet of the same ticket is keyed no further, or lets its response go.
        paper.give_way(desk.session, ticket)
        journal.note(desk.session, desk.now, "duplicate_settled", wave=place.wave, rule=place.duplicates, counted=WEB)
    if earlier is not None:
        responses.withdraw(desk.session, earlier)
    response = responses.accept(
        desk.session,
        wave=place.wave,
        stratum_id=place.stratum,
        day=desk.today,
        channel=WEB,
        answers=given,
        form=place.form,
        language=language if language in visit.questionnaire.languages else JAPANESE,
        text_revision=place.text_revision,
        order=visit.fields_in_order,
        filled_by=filled_by,
    )
    if place.link == LinkMode.CUT_AT_CLOSE:
        responses.link(desk.session, place.ticket, response)
    responses.forget_draft(desk.session, place.ticket)


def settle(desks: Desks) -> None:
    """After sending: leave no trace of it in the log of the database. To be done when no desk is open."""
    empty_log(desks.engine)


def asked(desk: Desk, entered: Entered) -> Questionnaire:
    """What this resident was asked, also after the survey has closed."""
    return sealed(desk, place_of(desk, entered))


def receipt(desk: Desk, entered: Entered) -> Receipt | None:
    """The receipt of answers that were sent, also after the survey has closed; None before they are."""
    place = place_of(desk, entered)
    if not is_over(desk, place):
        return None
    return Receipt(place.receipt, sealed(desk, place), place.synthetic, LinkMode(place.link))


def _faults_of_all(asked: tuple[Question, ...], given: Mapping[str, Answer]) -> list[Fault]:
    if not given:
        return [Fault("nothing_answered")]
    faults = [fault for question in asked if question.id in given for fault in faults_of(question, given[question.id])]
    missing = [Fault("answer_required", question.id) for question in asked if question.required]
    return faults + [fault for fault in missing if fault.where not in given]
