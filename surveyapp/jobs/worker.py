"""Takes jobs and does them: one at a time, its heart beating, whole or not at all.

A worker may be killed at any moment. Its job is taken up again when its heart has been still for a minute, and what it
had computed is lost without a trace, since a run and the end of its job are written in one transaction.
"""

import logging
import secrets
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from analysis.faults import Faults
from surveyapp.domain.faults import Fault, Refused, TooLate
from surveyapp.jobs import score
from surveyapp.jobs.faults_of_analysis import told
from surveyapp.operations import scoring
from surveyapp.operations.scoring import Taken
from surveyapp.store.desk import Desks

HEARTBEAT_SECONDS = 10.0
IDLE_SECONDS = 2.0

Told = Callable[[int, int], None]

log = logging.getLogger(__name__)

#: what a worker can do, by kind of job
KINDS: Mapping[str, Callable[[Desks, Taken, Told], None]] = {"score": score.run}


def work(desks: Desks, *, once: bool = False, stop: threading.Event | None = None) -> int:
    """Do what is asked for until told to stop; with `once`, until nothing is waiting. Returns how many jobs it took."""
    worker = new_mark()
    stopped = stop or threading.Event()
    taken = 0
    while not stopped.is_set():
        if do_next(desks, worker):
            taken += 1
        elif once:
            break
        else:
            stopped.wait(IDLE_SECONDS)
    return taken


def do_next(desks: Desks, worker: str, job: int | None = None, tell: Told | None = None) -> bool:
    """Take the next job (or this one) and do it; False when there was none to take. `tell` hears of every step."""
    with desks.desk(writing=True) as desk:
        taken = scoring.take(desk, worker, job)
    if taken is None:
        return False
    try:
        with _beating(desks, taken):
            KINDS[taken.kind](desks, taken, _telling(desks, taken, tell))
    except TooLate:
        # another worker owns the job by now; its run is the one that counts
        log.warning("job %d was taken by another worker", taken.job)
    except Refused as refused:
        _fail(desks, taken, refused.faults)
    except Faults as faults:
        _fail(desks, taken, told(faults))
    except Exception as error:  # noqa: BLE001 - whatever breaks must be seen on the job's page; the worker lives on
        log.error("job %d broke: %s", taken.job, _places(error))
        _fail(desks, taken, (Fault("job_broke", kind=type(error).__name__),))
    return True


def new_mark() -> str:
    """A mark that no other worker has."""
    return secrets.token_hex(8)


def _telling(desks: Desks, taken: Taken, tell: Told | None) -> Told:
    def step(done: int, total: int) -> None:
        with desks.desk(writing=True) as desk:
            if not scoring.advance(desk, taken.job, taken.worker, done, total):
                raise TooLate(Fault("job_taken_by_another", job=taken.job))
        if tell is not None:
            tell(done, total)

    return step


@contextmanager
def _beating(desks: Desks, taken: Taken) -> Iterator[None]:
    """A heart beside the work, since one step of it may take longer than a minute."""
    finished = threading.Event()

    def beat() -> None:
        while not finished.wait(HEARTBEAT_SECONDS):
            with desks.desk(writing=True) as desk:
                scoring.beat(desk, taken.job, taken.worker)

    heart = threading.Thread(target=beat, name=f"heart of job {taken.job}", daemon=True)
    heart.start()
    try:
        yield
    finally:
        finished.set()
        heart.join()


def _fail(desks: Desks, taken: Taken, faults: tuple[Fault, ...]) -> None:
    with desks.desk(writing=True) as desk:
        scoring.fail(desk, taken.job, taken.worker, faults)


def _places(error: Exception) -> str:
    """Where it broke, without the message: a message may hold an answer, and no answer enters a log."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} at " + " < ".join(f"{one.name}:{one.lineno}" for one in reversed(frames))
