"""One person puts a figure forward, another publishes it; corrections keep the wrong figure; two at once never clash."""

import threading

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from surveyapp.domain.faults import NotAllowed, NotThere, Refused, TooLate
from surveyapp.operations import planning
from surveyapp.store import journal
from surveyapp.store import plan as kept_plans
from surveyapp.store.desk import Desks
from surveyapp.store.tables import PlanEdition, PlanValue
from tests.support.people import staff_member
from tests.support.planning import (
    KEY,
    a_run_for_the_plan,
    an_entry,
    an_office,
    cells,
    current,
    figures,
    published_run,
    refusal,
)
from tests.support.plans import tiny_plan
from tests.support.questionnaires import tiny
from tests.support.runs import Recorded, a_run, a_sealed_wave


def test_nobody_publishes_what_they_proposed_themselves(desks: Desks):
    office = an_office(desks)
    with desks.desk(writing=True) as desk:
        waiting = planning.record_administrative(desk, KEY, an_entry(), office.approver).id

    codes = refusal(NotAllowed, desks, lambda desk: planning.approve(desk, KEY, waiting, office.approver))

    assert codes == ["plan_second_person_needed"]
    with desks.desk(writing=True) as desk:
        assert planning.approve(desk, KEY, waiting, office.other) == 2


def test_the_table_itself_refuses_one_person_as_both(desks: Desks):
    office = an_office(desks)
    with desks.desk(writing=True) as desk:
        waiting = planning.record_administrative(desk, KEY, an_entry(), office.approver).id
    forged = update(PlanEdition).where(PlanEdition.id == waiting)

    with pytest.raises(IntegrityError, match="two_people_publish"), desks.desk(writing=True) as desk:
        desk.session.execute(forged.values(stage="published", number=2, approved_by=office.approver))
    with pytest.raises(IntegrityError, match="published_is_approved"), desks.desk(writing=True) as desk:
        desk.session.execute(forged.values(stage="published", number=2))


@pytest.mark.parametrize("role", ["clerk", "supervisor", "administrator"])
def test_other_roles_neither_propose_nor_publish(desks: Desks, role: str):
    office = an_office(desks)
    somebody = staff_member(desks, "somebody", role)
    run = a_run_for_the_plan(desks)
    with desks.desk(writing=True) as desk:
        waiting = planning.record_administrative(desk, KEY, an_entry(), office.analyst).id

    deeds = (
        lambda desk: planning.record_administrative(desk, KEY, an_entry(42), somebody),
        lambda desk: planning.propose_run(desk, KEY, run, somebody),
        lambda desk: planning.correct(desk, KEY, planning.Correction("checkup_rate", "current", 1, "誤り"), somebody),
        lambda desk: planning.approve(desk, KEY, waiting, somebody),
        lambda desk: planning.withdraw(desk, KEY, waiting, somebody),
    )

    assert [refusal(NotAllowed, desks, deed) for deed in deeds] == [["role_needed"]] * len(deeds)


def test_an_analyst_does_not_publish_even_by_the_back_door(desks: Desks):
    office = an_office(desks)
    run = a_run_for_the_plan(desks)

    codes = refusal(
        NotAllowed, desks, lambda desk: planning.publish_run(desk, KEY, run, office.approver, office.analyst)
    )

    assert codes == ["role_needed"]
    with desks.desk() as desk:
        assert planning.proposals(desk, KEY) == []


def test_a_suppressed_figure_cannot_be_published_by_whatever_way_it_was_proposed(desks: Desks):
    office = an_office(desks)
    hidden = Recorded("medical_care.satisfaction", "mean", None, None, n=7, mark="suppressed")
    run = a_run(desks, a_sealed_wave(desks, tiny()), [hidden])
    with desks.desk(writing=True) as desk:
        value = PlanValue(indicator="medical_care", slot="current", base="answered", number=3.4, text="3.40ポイント",
                          unit="points", year=2021, n=7)  # fmt: skip
        forged = PlanEdition(plan=KEY, kind="run", stage="proposed", run_id=run, proposed_by=office.analyst)
        forged.values = [value]
        waiting = kept_plans.add(desk.session, forged).id

    codes = refusal(NotAllowed, desks, lambda desk: planning.approve(desk, KEY, waiting, office.approver))

    assert codes == ["plan_figure_suppressed"]


def test_the_final_run_after_an_interim_one_is_a_correction_with_a_reason(desks: Desks):
    office = an_office(desks)
    interim = a_run_for_the_plan(desks, interim=True)
    published_run(desks, office, interim)
    final = a_run(desks, "tiny", figures(medical_care=3.26))

    codes = refusal(Refused, desks, lambda desk: planning.propose_run(desk, KEY, final, office.analyst))
    published_run(desks, office, final, "すべての回答を集計したため")

    assert "plan_correction_without_reason" in codes
    (cell,) = cells(desks, "medical_care")
    assert (cell.printed, [former.printed for former in cell.former]) == (
        "3.26ポイント（2021）",
        ["3.21ポイント（2021）"],
    )
    assert cell.former[0].reason == "すべての回答を集計したため"
    assert current(desks, "medical_care", number=2) == ["3.21ポイント（2021）"]


def test_a_correction_keeps_the_wrong_figure_readable_with_its_reason(desks: Desks):
    office = an_office(desks)
    correction = planning.Correction("care_need_rate", "current", 14.9, "分母の人口を取り違えていたため")
    with desks.desk(writing=True) as desk:
        waiting = planning.correct(desk, KEY, correction, office.analyst).id
        planning.approve(desk, KEY, waiting, office.approver)

    (cell,) = cells(desks, "care_need_rate")
    assert cell.printed == "14.9％"
    assert [(one.printed, one.edition, one.reason) for one in cell.former] == [
        ("14.6％", 1, "分母の人口を取り違えていたため")
    ]
    assert current(desks, "care_need_rate", number=1) == ["14.6％"]


def test_a_correction_of_a_correction_keeps_both(desks: Desks):
    office = an_office(desks)
    for number, reason in ((14.9, "分母の誤り"), (14.8, "分子の誤り")):
        with desks.desk(writing=True) as desk:
            correction = planning.Correction("care_need_rate", "current", number, reason)
            waiting = planning.correct(desk, KEY, correction, office.analyst).id
            planning.approve(desk, KEY, waiting, office.approver)

    (cell,) = cells(desks, "care_need_rate")
    assert [(one.printed, one.reason) for one in cell.former] == [("14.9％", "分子の誤り"), ("14.6％", "分母の誤り")]


@pytest.mark.parametrize(
    ("correction", "codes"),
    [
        (planning.Correction("care_need_rate", "current", 14.9, " "), ["plan_reason_missing"]),
        (planning.Correction("care_need_rate", "current", 14.6, "同じ値"), ["plan_correction_changes_nothing"]),
        (planning.Correction("care_need_rate", "target", 17.0, "目標を下げる"), ["plan_target_is_fixed"]),
        (planning.Correction("care_need_rate", "later", 17.0, "欄がない"), ["plan_no_such_column"]),
        (planning.Correction("care_need_rate", "current", 17.0, "基準", base="answered"), ["plan_nothing_to_correct"]),
    ],
)
def test_a_correction_of_nothing_is_refused(desks: Desks, correction: planning.Correction, codes: list[str]):
    office = an_office(desks)

    assert refusal(Refused, desks, lambda desk: planning.correct(desk, KEY, correction, office.analyst)) == codes


def test_a_correction_whose_figure_was_replaced_meanwhile_is_refused(desks: Desks):
    office = an_office(desks)
    with desks.desk(writing=True) as desk:
        first = planning.correct(
            desk, KEY, planning.Correction("care_need_rate", "current", 14.9, "誤り"), office.analyst
        )
        second = planning.correct(
            desk, KEY, planning.Correction("care_need_rate", "current", 14.7, "誤り"), office.other
        )
        planning.approve(desk, KEY, first.id, office.approver)

    codes = refusal(TooLate, desks, lambda desk: planning.approve(desk, KEY, second.id, office.approver))

    assert codes == ["plan_correction_overtaken"]
    with desks.desk() as desk:
        assert [fault.code for fault in planning.proposal(desk, KEY, second.id).faults] == ["plan_correction_overtaken"]


def test_a_withdrawn_proposal_never_shows_and_cannot_be_published(desks: Desks):
    office = an_office(desks)
    with desks.desk(writing=True) as desk:
        waiting = planning.record_administrative(desk, KEY, an_entry(), office.analyst).id
        planning.withdraw(desk, KEY, waiting, office.analyst)

    codes = refusal(TooLate, desks, lambda desk: planning.approve(desk, KEY, waiting, office.approver))

    assert codes == ["edition_step_impossible"]
    assert current(desks, "checkup_rate") == ["38.3％"]


def test_a_proposal_is_found_in_its_own_plan_only(desks: Desks):
    office = an_office(desks)
    with desks.desk(writing=True) as desk:
        planning.import_plan(desk, tiny_plan())
        waiting = planning.record_administrative(desk, KEY, an_entry(), office.analyst).id

    codes = refusal(NotThere, desks, lambda desk: planning.approve(desk, "tiny-plan", waiting, office.approver))

    assert codes == ["no_such_edition"]


def test_of_two_approvals_at_the_same_time_one_counts(desks: Desks):
    office = an_office(desks)
    with desks.desk(writing=True) as desk:
        waiting = planning.record_administrative(desk, KEY, an_entry(), office.analyst).id
    outcomes: list[object] = []
    start = threading.Barrier(4)

    def approve(staff: int) -> None:
        start.wait()
        try:
            with desks.desk(writing=True) as desk:
                outcomes.append(planning.approve(desk, KEY, waiting, staff))
        except TooLate:
            outcomes.append("too late")

    threads = [threading.Thread(target=approve, args=(staff,)) for staff in (office.approver, office.other) * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes, key=str) == [2, "too late", "too late", "too late"]
    with desks.desk() as desk:
        assert [line.number for line in planning.shown(desk, KEY).editions] == [2, 1]


def test_two_proposals_approved_at_the_same_time_get_two_numbers(desks: Desks):
    office = an_office(desks)
    with desks.desk(writing=True) as desk:
        waiting = [
            planning.record_administrative(desk, KEY, an_entry(50, indicator), office.analyst).id
            for indicator in ("checkup_rate", "guidance_rate", "lifestyle_deaths", "care_need_rate")
        ]
    numbers: list[int] = []
    start = threading.Barrier(len(waiting))

    def approve(edition: int) -> None:
        start.wait()
        with desks.desk(writing=True) as desk:
            numbers.append(planning.approve(desk, KEY, edition, office.approver))

    threads = [threading.Thread(target=approve, args=(edition,)) for edition in waiting]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(numbers) == [2, 3, 4, 5]
    assert current(desks, "lifestyle_deaths") == ["50.0％（2018）"]


def test_the_journal_tells_who_proposed_and_who_published(desks: Desks):
    office = an_office(desks)
    published_run(desks, office, a_run_for_the_plan(desks))

    with desks.desk() as desk:
        entries = {entry.deed: entry for entry in journal.entries(desk.session)}

    assert entries["plan_edition_proposed"].staff_id == office.analyst
    assert entries["plan_edition_published"].staff_id == office.approver
    assert entries["plan_edition_published"].about["number"] == 2


def test_a_waiting_proposal_is_compared_with_what_stands(desks: Desks):
    office = an_office(desks)
    run = a_run_for_the_plan(desks)
    with desks.desk(writing=True) as desk:
        waiting = planning.propose_run(desk, KEY, run, office.analyst).id

    with desks.desk() as desk:
        found = planning.proposal(desk, KEY, waiting)

    compared = {one.indicator.id: one for one in found.changes}
    assert [cell.printed for cell in compared["medical_care"].before] == ["3.15ポイント"]
    assert [cell.printed for cell in compared["medical_care"].after] == ["3.21ポイント（2021）"]
    assert [one.id for one in found.left_out] == ["mutual_support"]
    assert (found.proposer, found.faults) == ("analyst", ())
