"""Plans come in with their printed table; figures of the office's own records are put forward and shown once approved."""

import datetime

import pytest

from surveyapp.domain.faults import NotThere, Refused
from surveyapp.domain.plan import parse
from surveyapp.operations import planning
from surveyapp.store.desk import Desks
from tests.support.planning import (
    KEY,
    a_run_for_the_plan,
    an_entry,
    an_office,
    cells,
    current,
    komagane,
    refusal,
)
from tests.support.plans import tiny_plan


def test_the_printed_table_is_edition_one_at_once(desks: Desks):
    an_office(desks)

    with desks.desk() as desk:
        shown = planning.shown(desk, KEY)

    assert (shown.edition.number, shown.line.kind, shown.is_latest) == (1, "printed", True)
    assert sum(len(rows) for rows in shown.rows.values()) == 16
    assert current(desks, "care_need_rate", column="baseline") == ["15％"]


def test_importing_the_same_file_again_changes_nothing(desks: Desks):
    an_office(desks)

    with desks.desk(writing=True) as desk:
        assert planning.import_plan(desk, komagane()) is False
    with desks.desk() as desk:
        assert len(planning.shown(desk, KEY).editions) == 1


def test_the_wording_of_a_plan_may_be_mended_but_not_its_printed_figures(desks: Desks):
    office = an_office(desks)
    mended, forged = (dict(office.plan.document) for _each in range(2))
    mended["title"] = "第4次総合計画（後期）"
    forged["policies"] = [dict(policy) for policy in forged["policies"]]
    indicators = [dict(one) for one in forged["policies"][0]["indicators"]]
    indicators[1]["values"] = {**indicators[1]["values"], "current": {"number": 3.25, "text": "3.25ポイント"}}
    forged["policies"][0]["indicators"] = indicators

    with desks.desk(writing=True) as desk:
        assert planning.import_plan(desk, parse(mended)) is True
    codes = refusal(Refused, desks, lambda desk: planning.import_plan(desk, parse(forged)))

    assert codes == ["plan_printed_table_changed"]
    with desks.desk() as desk:
        assert planning.plan(desk, KEY).title == "第4次総合計画（後期）"


def test_several_plans_stand_side_by_side(desks: Desks):
    an_office(desks)
    with desks.desk(writing=True) as desk:
        planning.import_plan(desk, tiny_plan())

    with desks.desk() as desk:
        assert [line.plan.key for line in planning.plans(desk)] == [KEY, "tiny-plan"]


def test_a_recorded_figure_shows_only_after_a_second_person_has_approved_it(desks: Desks):
    office = an_office(desks)
    with desks.desk(writing=True) as desk:
        waiting = planning.record_administrative(desk, KEY, an_entry(41.25, note="速報"), office.analyst).id
    assert current(desks, "checkup_rate") == ["38.3％"]

    with desks.desk(writing=True) as desk:
        number = planning.approve(desk, KEY, waiting, office.approver)

    assert number == 2
    assert current(desks, "checkup_rate") == ["41.3％（2018）"]
    assert current(desks, "checkup_rate", number=1) == ["38.3％"]
    value = cells(desks, "checkup_rate")[0].value
    assert (value.source, value.note, value.as_of) == ("国保事業年報", "速報", datetime.date(2019, 3, 31))


def test_a_double_click_proposes_once(desks: Desks):
    office = an_office(desks)
    run = a_run_for_the_plan(desks)

    for _click in range(2):
        with desks.desk(writing=True) as desk:
            planning.record_administrative(desk, KEY, an_entry(), office.analyst)
            planning.propose_run(desk, KEY, run, office.analyst)

    with desks.desk() as desk:
        assert [one.kind for one in planning.proposals(desk, KEY)] == ["administrative", "run"]


@pytest.mark.parametrize(
    ("entry", "codes"),
    [
        (an_entry(source=" "), ["plan_source_missing"]),
        (an_entry(as_of=datetime.date(2999, 1, 1)), ["plan_day_in_the_future"]),
        (an_entry(as_of=datetime.date(2016, 3, 31)), ["plan_value_is_older"]),
        (an_entry(141.0), ["plan_value_impossible"]),
        (an_entry(3.2, "medical_care"), ["plan_survey_is_not_typed"]),
        (an_entry(1, "no_such_thing"), ["plan_no_such_indicator"]),
        (an_entry(note="あ" * 1001), ["plan_note_too_long"]),
        (an_entry(source="", as_of=datetime.date(2999, 1, 1)), ["plan_source_missing", "plan_day_in_the_future"]),
    ],
)
def test_a_figure_that_cannot_be_is_refused_with_every_reason(desks: Desks, entry: planning.Entry, codes: list[str]):
    office = an_office(desks)

    assert (
        refusal(Refused, desks, lambda desk: planning.record_administrative(desk, KEY, entry, office.analyst)) == codes
    )
    with desks.desk() as desk:
        assert planning.proposals(desk, KEY) == []


def test_nothing_measured_stays_a_line_and_is_not_nought(desks: Desks):
    office = an_office(desks)
    with desks.desk(writing=True) as desk:
        waiting = planning.record_administrative(desk, KEY, an_entry(None, text="＿"), office.analyst).id
        planning.approve(desk, KEY, waiting, office.approver)

    assert current(desks, "checkup_rate") == ["＿"]


def test_an_edition_that_is_not_there_is_told(desks: Desks):
    an_office(desks)

    for key, number in ((KEY, 2), (KEY, 0), ("no-plan", None)):
        with pytest.raises(NotThere), desks.desk() as desk:
            planning.shown(desk, key, number)
