"""A run feeds the plan: every indicator its wave asks for, on its base, and nothing that may not be shown."""

from surveyapp.domain.definition import parse as parse_questionnaire
from surveyapp.domain.faults import NotThere, Refused
from surveyapp.operations import planning
from surveyapp.store.desk import Desks
from tests.support.planning import (
    KEY,
    a_run_for_the_plan,
    an_office,
    cells,
    current,
    figures,
    published_run,
    refusal,
)
from tests.support.questionnaires import tiny, tiny_document
from tests.support.runs import Recorded, a_run, a_sealed_wave


def test_a_run_feeds_every_indicator_its_wave_asks_for_with_interval_and_n(desks: Desks):
    office = an_office(desks)

    published_run(desks, office, a_run_for_the_plan(desks))

    assert current(desks, "medical_care") == ["3.21ポイント（2021）"]
    (cell,) = cells(desks, "medical_care")
    assert cell.origin is not None
    assert (cell.origin.interval, cell.origin.n, cell.origin.level) == ("3.15～3.27", 1200, "95")
    assert (cell.origin.unweighted, cell.origin.weighted) == ("3.19ポイント", True)
    assert current(desks, "mutual_support") == ["3.25ポイント"], "the tiny wave does not ask for it"


def test_where_the_base_is_unknown_both_values_are_shown_in_percent(desks: Desks):
    office = an_office(desks)

    published_run(desks, office, a_run_for_the_plan(desks))

    assert current(desks, "family_doctor") == ["73.8％（2021）", "70.8％（2021）"]
    assert [cell.base for cell in cells(desks, "family_doctor")] == ["answered", "everyone"]
    assert [cell.origin.n for cell in cells(desks, "family_doctor") if cell.origin] == [1210, 1266]


def test_a_wave_that_asks_for_nothing_of_the_plan_says_so(desks: Desks):
    office = an_office(desks)
    document = tiny_document("other")
    entries = document["questionnaire"]["sections"][0]["entries"]
    document["questionnaire"]["sections"][0]["entries"] = [e for e in entries if e.get("face") or e.get("limit")]
    texts = document["texts"]["ja"]
    texts["items"], texts["scales"] = {}, {}
    document["questionnaire"].pop("scales")
    for question in ("family_doctor", "free_text"):
        texts["questions"].pop(question)
    texts["options"].pop("family_doctor")
    run = a_run(desks, a_sealed_wave(desks, parse_questionnaire(document)), [])

    codes = refusal(Refused, desks, lambda desk: planning.propose_run(desk, KEY, run, office.analyst))

    assert set(codes) == {"plan_question_not_in_wave"}
    with desks.desk() as desk:
        assert planning.proposable_runs(desk, KEY) == []


def test_a_run_that_is_not_there_cannot_be_proposed(desks: Desks):
    office = an_office(desks)

    assert refusal(NotThere, desks, lambda desk: planning.propose_run(desk, KEY, 99, office.analyst)) == ["no_such_run"]


def test_a_suppressed_figure_is_left_out_and_alone_is_no_edition(desks: Desks):
    office = an_office(desks)
    wave = a_sealed_wave(desks, tiny())
    hidden = Recorded("medical_care.satisfaction", "mean", None, None, n=7, mark="suppressed")
    alone = a_run(desks, wave, [hidden])
    mixed = a_run(desks, wave, [hidden, Recorded("health_promotion.satisfaction", "mean", 3.36)])

    codes = refusal(Refused, desks, lambda desk: planning.propose_run(desk, KEY, alone, office.analyst))
    published_run(desks, office, mixed)

    assert codes == ["plan_run_without_figures"]
    assert current(desks, "medical_care") == ["3.15ポイント"]
    assert current(desks, "health_promotion") == ["3.36ポイント（2021）"]


def test_a_figure_suppressed_on_one_base_takes_the_other_base_with_it(desks: Desks):
    office = an_office(desks)
    wave = a_sealed_wave(desks, tiny())
    shown = Recorded("family_doctor", "share", 0.7, 0.1, "yes", "everyone", n=12)
    hidden = Recorded("family_doctor", "share", None, None, "yes", "answered", n=9, mark="suppressed")
    run = a_run(desks, wave, [shown, hidden, Recorded("medical_care.satisfaction", "mean", 3.2)])

    published_run(desks, office, run)

    assert current(desks, "family_doctor") == ["71.5％"]


def test_an_interim_run_and_made_up_data_say_so(desks: Desks):
    office = an_office(desks)

    published_run(desks, office, a_run_for_the_plan(desks, synthetic=True, interim=True))

    (cell,) = cells(desks, "medical_care")
    assert cell.origin is not None
    assert (cell.origin.synthetic, cell.origin.interim) == (True, True)
    with desks.desk() as desk:
        shown = planning.shown(desk, KEY)
    assert (shown.holds_synthetic, shown.line.synthetic, shown.line.interim) == (True, True, True)


def test_a_run_made_again_from_the_same_data_has_nothing_to_propose(desks: Desks):
    office = an_office(desks)
    published_run(desks, office, a_run_for_the_plan(desks))
    again = a_run(desks, "tiny", figures())

    codes = refusal(Refused, desks, lambda desk: planning.propose_run(desk, KEY, again, office.analyst))

    assert codes == ["plan_run_changes_nothing"]
