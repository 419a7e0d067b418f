"""Workers: they take, do, fail, die, and are taken over from."""

import datetime
import os
import signal
import subprocess
import sys
import threading
import time

from surveyapp.domain.faults import Fault
from surveyapp.domain.stages import JobStage
from surveyapp.jobs import worker
from surveyapp.operations import scoring
from surveyapp.operations.scoring import Progress
from surveyapp.store import figures, jobs
from surveyapp.store.desk import Desks
from surveyapp.wording import say
from tests.support.scoring import a_city, rows_of
from tests.support.server import environment
from tests.support.source import CHECKOUT
from tests.support.waves import an_open_wave

MINUTE = datetime.timedelta(seconds=61)

# A worker that dies where it stands, as by a power cut, when the run is computed and half recorded.
DIES_WHILE_RECORDING = """
import os, signal
from surveyapp.jobs import worker
from surveyapp.operations import scoring
from surveyapp.runtime import open_desks
from surveyapp.settings import Settings
from surveyapp.store import jobs

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

jobs.finish = die
worker.work(open_desks(Settings.from_environment()), once=True)
"""


def asked(desks: Desks, wave: str = "tiny") -> int:
    with desks.desk(writing=True) as desk:
        return scoring.ask(desk, wave, None).id


def progress(desks: Desks, job: int, wave: str = "tiny") -> Progress:
    with desks.desk() as desk:
        return scoring.progress(desk, wave, job)


def runs(desks: Desks) -> int:
    with desks.desk() as desk:
        return len(figures.runs(desk.session, "tiny"))


def test_a_worker_does_what_was_asked_for_and_says_how_far_it_is(desks):
    a_city(desks)
    job = asked(desks)
    heard: list[tuple[int, int]] = []

    assert worker.do_next(desks, "a worker", job, tell=lambda done, total: heard.append((done, total)))

    done = progress(desks, job)
    assert (done.stage, done.faults) == (JobStage.DONE, ())
    assert done.run is not None
    assert heard[0][0] == 0
    assert heard[-1][0] == heard[-1][1] > 0
    assert heard == sorted(heard)


def test_an_idle_worker_told_to_work_once_goes_home(desks):
    assert worker.work(desks, once=True) == 0


def test_a_worker_stops_when_it_is_told_to(desks):
    stop = threading.Event()
    thread = threading.Thread(target=worker.work, args=(desks,), kwargs={"stop": stop})
    thread.start()

    stop.set()
    thread.join(timeout=30)

    assert not thread.is_alive()


def test_a_job_that_cannot_be_done_says_why_in_japanese(desks):
    an_open_wave(desks)
    job = asked(desks)

    worker.work(desks, once=True)

    failed = progress(desks, job)
    assert failed.stage == JobStage.FAILED
    assert [say(fault) for fault in failed.faults] == [
        "調査「tiny」には、集計できる回答がまだありません。回答が届いてから、もう一度お試しください。"
    ]


def test_a_job_that_breaks_is_shown_as_failed_and_the_worker_lives_on(desks, monkeypatch, caplog):
    a_city(desks)
    broken, fine = asked(desks), None

    def explode(*_: object) -> None:
        raise ZeroDivisionError("the answer was 42")

    with monkeypatch.context() as patched:
        patched.setattr(worker, "KINDS", {"score": explode})
        worker.work(desks, once=True)
    fine = asked(desks)
    worker.work(desks, once=True)

    assert progress(desks, broken).faults == (Fault("job_broke", kind="ZeroDivisionError"),)
    assert progress(desks, fine).stage == JobStage.DONE
    assert "ZeroDivisionError" in caplog.text
    assert "42" not in caplog.text


def test_a_job_whose_worker_still_lives_is_left_to_it(desks):
    a_city(desks)
    asked(desks)
    with desks.desk(writing=True) as desk:
        assert scoring.take(desk, "busy worker") is not None

    assert worker.work(desks, once=True) == 0
    assert runs(desks) == 0


def test_a_job_whose_heart_stopped_is_taken_up_again_and_recorded_once(desks):
    a_city(desks)
    job = asked(desks)
    with desks.desk(writing=True) as desk:
        scoring.take(desk, "dead worker")
    later = desks.clock() + MINUTE
    desks.clock = lambda: later

    assert worker.work(desks, once=True) == 1

    assert progress(desks, job).stage == JobStage.DONE
    assert runs(desks) == 1


def test_a_worker_that_lost_its_job_meanwhile_records_nothing(desks):
    a_city(desks)
    job = asked(desks)

    def steal(done: int, total: int) -> None:
        if done == 0:
            with desks.desk(writing=True) as desk:
                jobs.take(desk.session, "thief", desks.clock() + MINUTE, job)

    worker.do_next(desks, "slow worker", job, tell=steal)

    assert runs(desks) == 0
    assert progress(desks, job).stage == JobStage.RUNNING


def test_the_heart_beats_while_one_step_takes_long(desks, monkeypatch):
    a_city(desks)
    job = asked(desks)
    monkeypatch.setattr(worker, "HEARTBEAT_SECONDS", 0.05)
    beats: list[datetime.datetime] = []

    def slow(*_: object) -> None:
        deadline = time.monotonic() + 20
        while len(set(beats)) < 3 and time.monotonic() < deadline:
            time.sleep(0.05)
            with desks.desk() as desk:
                beats.append(jobs.job(desk.session, job).heartbeat)

    monkeypatch.setattr(worker, "KINDS", {"score": slow})
    worker.do_next(desks, "a worker", job)

    assert len(set(beats)) >= 3


def test_a_worker_killed_while_recording_leaves_nothing_and_the_next_one_records_once(desks, settings):
    a_city(desks)
    job = asked(desks)

    killed = subprocess.run(
        [sys.executable, "-c", DIES_WHILE_RECORDING],
        cwd=CHECKOUT,
        env={**os.environ, **environment(settings)},
        check=False,
    )

    assert killed.returncode == -signal.SIGKILL
    assert progress(desks, job).stage == JobStage.RUNNING
    assert (runs(desks), rows_of(desks, "tiny")) == (0, 0)
    later = desks.clock() + MINUTE
    desks.clock = lambda: later
    assert worker.work(desks, once=True) == 1
    assert progress(desks, job).stage == JobStage.DONE
    assert runs(desks) == 1
