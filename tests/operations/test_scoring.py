"""Asking for a run, gathering what goes into it, recording it."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest

from surveyapp.domain.faults import NotThere, Refused, TooLate
from surveyapp.domain.stages import JobStage
from surveyapp.jobs import score
from surveyapp.operations import scoring
from surveyapp.store import figures
from tests.support.questionnaires import tiny
from tests.support.scoring import a_city, accept, rows_of
from tests.support.waves import an_open_wave, close


def test_asking_twice_before_a_worker_has_begun_is_asking_once(desks):
    a_city(desks)

    with desks.desk(writing=True) as desk:
        first = scoring.ask(desk, "tiny", None).id
    with desks.desk(writing=True) as desk:
        second = scoring.ask(desk, "tiny", None).id
        other = scoring.ask(desk, "tiny", None, weights="none").id

    assert first == second
    assert other != first


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"level": 1.0}, "level_impossible"),
        ({"level": float("nan")}, "level_impossible"),
        ({"weights": "cells:1"}, "weights_unknown"),
        ({"weights": "cells:x"}, "weights_unknown"),
        ({"weights": "heavy"}, "weights_unknown"),
        ({"labels": {"north": "重点"}}, "quadrant_unknown"),
    ],
)
def test_a_run_that_cannot_be_made_is_refused_when_it_is_asked_for(desks, asked, code):
    a_city(desks)

    with pytest.raises(Refused) as refused, desks.desk(writing=True) as desk:
        scoring.ask(desk, "tiny", None, **asked)

    assert [fault.code for fault in refused.value.faults] == [code]


def test_a_run_of_a_wave_that_nobody_knows_is_refused(desks):
    with pytest.raises(NotThere), desks.desk(writing=True) as desk:
        scoring.ask(desk, "nowhere", None)


def test_a_wave_without_answers_has_nothing_to_score(desks):
    an_open_wave(desks)

    with pytest.raises(Refused) as refused, desks.desk() as desk:
        scoring.gather(desk, "tiny")

    assert refused.value.faults[0].code == "nothing_to_score"


def test_the_data_fingerprint_does_not_depend_on_the_order_of_arrival(desks):
    answers = (
        {"family_doctor": "yes"},
        {"family_doctor": "no", "info_sources": ["website", "friends"]},
        {"sex": "male"},
    )
    for key, order in (("first", answers), ("second", answers[::-1])):
        wave = an_open_wave(desks, tiny(key), strata={"north": (500, 40)})
        for one in order:
            accept(desks, wave, one, stratum="north")

    with desks.desk() as desk:
        first, second = scoring.gather(desk, "first"), scoring.gather(desk, "second")

    assert first.data_fingerprint == second.data_fingerprint
    assert first.population_fingerprint == second.population_fingerprint


def test_the_data_fingerprint_tells_one_changed_answer(desks):
    for key, code in (("first", "yes"), ("second", "no")):
        accept(desks, an_open_wave(desks, tiny(key)), {"family_doctor": code})

    with desks.desk() as desk:
        first, second = scoring.gather(desk, "first"), scoring.gather(desk, "second")

    assert first.data_fingerprint != second.data_fingerprint


def test_a_run_of_an_open_wave_is_interim_and_one_of_a_closed_wave_is_not(desks):
    wave = a_city(desks)

    def recorded() -> bool:
        with desks.desk() as desk:
            gathered = scoring.gather(desk, "tiny")
        result = score.compute(gathered)
        with desks.desk(writing=True) as desk:
            return scoring.record(desk, gathered, result).interim

    assert recorded()
    close(desks, wave)
    assert not recorded()


def test_two_runs_recorded_at_once_get_two_numbers(desks):
    a_city(desks)
    with desks.desk() as desk:
        gathered = scoring.gather(desk, "tiny")
    result = score.compute(gathered)

    def record(_: int) -> int:
        with desks.desk(writing=True) as desk:
            return scoring.record(desk, gathered, result).number

    with ThreadPoolExecutor(4) as pool:
        numbers = list(pool.map(record, range(4)))

    assert sorted(numbers) == [1, 2, 3, 4]


def test_only_the_worker_that_owns_a_job_can_record_its_run(desks):
    a_city(desks)
    with desks.desk(writing=True) as desk:
        scoring.ask(desk, "tiny", None)
    with desks.desk(writing=True) as desk:
        mine = scoring.take(desk, "slow worker")
        gathered = scoring.gather(desk, "tiny")
    result = score.compute(gathered)
    later = desks.clock() + datetime.timedelta(seconds=61)
    desks.clock = lambda: later
    with desks.desk(writing=True) as desk:
        scoring.take(desk, "second worker")

    with pytest.raises(TooLate), desks.desk(writing=True) as desk:
        scoring.record(desk, gathered, result, mine)

    assert rows_of(desks, "tiny") == 0
    with desks.desk() as desk:
        assert scoring.progress(desk, "tiny", mine.job).stage == JobStage.RUNNING


def test_six_workers_reach_for_one_job_and_one_gets_it(desks):
    a_city(desks)
    with desks.desk(writing=True) as desk:
        scoring.ask(desk, "tiny", None)

    def reach(number: int) -> bool:
        with desks.desk(writing=True) as desk:
            return scoring.take(desk, f"worker {number}") is not None

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(reach, range(6))) == 1


def test_a_job_of_another_wave_is_not_shown(desks):
    a_city(desks)
    an_open_wave(desks, tiny("other"))
    with desks.desk(writing=True) as desk:
        job = scoring.ask(desk, "tiny", None).id

    with pytest.raises(NotThere), desks.desk() as desk:
        scoring.progress(desk, "other", job)


def test_what_is_suppressed_is_recorded_without_a_number(desks):
    wave = a_city(desks)
    accept(desks, wave, {"family_doctor": "yes", "age": "30-39"}, stratum="k01", times=3)
    with desks.desk() as desk:
        gathered = scoring.gather(desk, "tiny")
    result = score.compute(gathered)
    with desks.desk(writing=True) as desk:
        run = scoring.record(desk, gathered, result)

    with desks.desk() as desk:
        _, found = scoring.figure_table(desk, run.id)

    hidden = [one for one in found if one.category == "30-39"]
    assert hidden
    assert all(one.mark == "suppressed" for one in hidden)
    assert {number for one in hidden for number in (one.value, one.standard_error, one.low, one.high)} == {None}


def test_a_recorded_run_is_never_changed(desks):
    a_city(desks)
    with desks.desk() as desk:
        gathered = scoring.gather(desk, "tiny")
    with desks.desk(writing=True) as desk:
        run = scoring.record(desk, gathered, score.compute(gathered))

    def change() -> None:
        with desks.desk(writing=True) as desk:
            figures.run(desk.session, run.id).respondents = 1

    with pytest.raises(Exception, match="add-only"):
        change()
