"""`surveyapp work`: does the long work that pages ask for."""

import signal
import threading

import click

from surveyapp import runtime
from surveyapp.jobs import worker
from surveyapp.wording.console import spoken as _


@click.command()
@click.option("--once", is_flag=True, help="待っている仕事を片付けたら終わる。")
def work(once: bool) -> None:
    """画面から頼まれた集計を、順に行います。止めるには Ctrl+C を押してください。"""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_arguments: stop.set())
    done = worker.work(runtime.house().desks, once=once, stop=stop)
    click.echo(_("{n} 件の仕事をしました。", n=done))
