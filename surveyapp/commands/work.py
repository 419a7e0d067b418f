"""`surveyapp work`: does the long work that pages ask for."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import click

from surveyapp import runtime
from surveyapp.jobs import worker
from surveyapp.wording.console import spoken as _


@click.command()
@click.option("--once", is_flag=True, help="待っている仕事を片付けたら終わる。")
def work(once: bool) -> None:
    """画面から頼まれた集計を、順に行います。止めるには Ctrl+C を押してください。"""
    with _told_to_stop() as stop:
        done = worker.work(runtime.house().desks, once=once, stop=stop)
    click.echo(_("{n} 件の仕事をしました。", n=done))


@contextmanager
def _told_to_stop() -> Iterator[threading.Event]:
    """Set by Ctrl+C or by whoever ends the service: the job in hand is finished first."""
    stop = threading.Event()
    before = {number: signal.signal(number, lambda *_given: stop.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
