"""The life of a sheet: every arrow of the drawing, and no other, whatever three clerks and a supervisor try."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from surveyapp.domain.answers import Chosen
from surveyapp.domain.double_entry import Choice, Ruled
from surveyapp.domain.faults import Refused, TooLate
from surveyapp.domain.stages import SHEET_STEPS, SheetStage, sheet_after
from surveyapp.operations import paper_entry
from surveyapp.store import paper, responses, tickets
from surveyapp.store.tables import JournalEntry, Keying, Sheet
from tests.support.paper import ANSWERS, SLIPPED, Office, an_office
from tests.support.questionnaires import tiny
from tests.support.waves import an_open_wave

CLERKS = st.sampled_from(["ayumi", "ben", "chika", "boss"])
SHEETS = st.integers(1, 3)
WAVES = itertools.count()
SATISFACTION = "medical_care.satisfaction"


@pytest.mark.parametrize("stage", SheetStage)
@pytest.mark.parametrize("step", sorted({step for _, step in SHEET_STEPS} | {"unheard_of"}))
def test_a_step_that_is_not_drawn_is_refused(stage, step):
    if (stage, step) in SHEET_STEPS:
        assert sheet_after(stage, step) == SHEET_STEPS[stage, step]
        return
    with pytest.raises(TooLate):
        sheet_after(stage, step)


class PaperOffice(RuleBasedStateMachine):
    """Three clerks and a supervisor do whatever comes to their minds; a simple model says what must come of it."""

    people: Office

    @initialize()
    def open_a_wave(self):
        # One database serves every life; each has a wave of its own.
        self.office = replace(self.people, wave=an_open_wave(self.people.desks, tiny(f"wave-{next(WAVES)}")), unused=0)
        self.stages = {}  # office number -> stage
        self.in_hand = {}  # office number -> clerk
        self.keyed = {}  # office number -> {clerk: answers}

    def attempt(self, operation, *arguments):
        """Whether the office did it."""
        try:
            self.office.do(operation, *arguments)
        except Refused:
            return False
        return True

    def person(self, name):
        return getattr(self.office, name)

    @rule(clerk=CLERKS)
    def register(self, clerk):
        if len(self.stages) < 3:
            sheet = self.office.receive(by=self.person(clerk))
            self.stages[sheet.office_number] = "registered"
            self.keyed[sheet.office_number] = {}

    @rule(clerk=CLERKS, number=SHEETS)
    def claim(self, clerk, number):
        stage = self.stages.get(number)
        has_it = self.in_hand.get(number) == clerk
        may = stage in ("registered", "keyed_once") and clerk not in self.keyed[number]

        assert self.attempt(paper_entry.claim, number, self.person(clerk)) == (may or has_it)

        if may:
            self.in_hand[number] = clerk
            self.stages[number] = "keying" if stage == "registered" else "keying_again"

    @rule(clerk=CLERKS, number=SHEETS)
    def let_go(self, clerk, number):
        may = number in self.in_hand and clerk in (self.in_hand[number], "boss")

        assert self.attempt(paper_entry.let_go, number, self.person(clerk)) == may

        if may:
            del self.in_hand[number]
            self.stages[number] = "registered" if self.stages[number] == "keying" else "keyed_once"

    @rule(clerk=CLERKS, number=SHEETS)
    def blank(self, clerk, number):
        stage = self.stages.get(number)
        may = stage == "registered" or (stage == "keying" and self.in_hand[number] == clerk)

        assert self.attempt(paper_entry.blank, number, self.person(clerk)) == may

        if may:
            self.in_hand.pop(number, None)
            self.stages[number] = "blank"

    @rule(clerk=CLERKS, number=SHEETS, answers=st.sampled_from([ANSWERS, ANSWERS, SLIPPED]))
    def finish(self, clerk, number, answers):
        has_it = self.in_hand.get(number) == clerk
        sends_again = self.keyed.get(number, {}).get(clerk) == answers

        assert self.attempt(paper_entry.finish, number, self.person(clerk), answers) == (has_it or sends_again)

        if has_it:
            del self.in_hand[number]
            self.keyed[number][clerk] = answers
            agree = len({id(keyed) for keyed in self.keyed[number].values()}) == 1
            second = "accepted" if agree else "disputed"
            self.stages[number] = second if self.stages[number] == "keying_again" else "keyed_once"

    @rule(clerk=CLERKS, number=SHEETS, choice=st.sampled_from([Choice.FIRST, Choice.SECOND]))
    def settle(self, clerk, number, choice):
        may = self.stages.get(number) == "disputed" and clerk not in self.keyed[number]

        assert self.attempt(paper_entry.settle, number, self.person(clerk), {SATISFACTION: Ruled(choice)}) == may

        if may:
            self.stages[number] = "accepted"

    @precondition(lambda self: self.stages)
    @rule(data=st.data(), steps=st.integers(1, 6))
    def go_on(self, data, steps):
        """What the office would do next: chance alone hardly ever brings a sheet to its end."""
        number = data.draw(st.sampled_from(sorted(self.stages)))
        for _ in range(steps):
            free = [clerk for clerk in ("ayumi", "ben", "chika", "boss") if clerk not in self.keyed[number]]
            clerk = self.in_hand.get(number) or data.draw(st.sampled_from(free))
            match self.stages[number]:
                case "registered" | "keyed_once":
                    self.claim(clerk, number)
                case "keying" | "keying_again":
                    self.finish(clerk, number, data.draw(st.sampled_from([ANSWERS, SLIPPED])))
                case "disputed":
                    self.settle(clerk, number, Choice.SECOND)

    @invariant()
    def the_database_agrees_with_the_model(self):
        wave = self.office.wave.key
        with self.office.desks.desk() as desk:
            sheets = list(desk.session.scalars(select(Sheet).where(Sheet.wave == wave)))
            keyings = list(desk.session.scalars(select(Keying).join(Sheet).where(Sheet.wave == wave)))
            counted = responses.accepted(desk.session, wave)
            spent = tickets.spent(desk.session, wave)
            tied = [paper.ticket_of(desk.session, sheet) is not None for sheet in sheets]
        assert {sheet.office_number: sheet.stage for sheet in sheets} == self.stages
        accepted = [sheet for sheet in sheets if sheet.stage == "accepted"]
        assert {sheet.response_id for sheet in accepted} == {response.id for response in counted}
        assert len(counted) == len(accepted)
        assert spent == sum(stage != "blank" for stage in self.stages.values())
        assert tied == [sheet.stage not in ("accepted", "blank") for sheet in sheets]
        assert len({(keying.sheet_id, keying.keyer_id) for keying in keyings}) == len(keyings)
        assert sum(keying.finished_at is None for keying in keyings) == len(self.in_hand)
        assert all(response.answers[SATISFACTION] in ("2", "3") for response in counted)
        assert all(Chosen(response.answers["sex"]) == ANSWERS["sex"] for response in counted)


def test_a_sheet_moves_along_the_arrows_only_whatever_three_clerks_try(desks):
    machine = type("PaperOfficeHere", (PaperOffice,), {"people": an_office(desks)})
    lives = settings.default.max_examples // 4

    run_state_machine_as_test(machine, settings=settings(max_examples=lives, stateful_step_count=40))

    with desks.desk() as desk:
        deeds = set(desk.session.scalars(select(JournalEntry.deed).distinct()))
    assert deeds >= {"sheet_let_go", "sheet_blank", "sheet_disputed", "sheet_settled", "sheet_accepted"}
