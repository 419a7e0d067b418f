"""The program as it really runs: gunicorn with worker processes, on a socket of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from surveyapp.settings import Settings

START_SECONDS = 60
CHECKOUT = Path(__file__).parents[2]
APPLICATION = "surveyapp.app:create_app()"


class NotServing(Exception):
    """The server did not come up; the message holds what it printed."""


@dataclass(frozen=True)
class Server:
    """A running server: its address without a slash at the end, its main process, and the file of what it prints."""

    url: str
    pid: int
    log: Path


@contextmanager
def serving(
    settings: Settings,
    log: Path,
    workers: int = 2,
    application: str = APPLICATION,
    program: Sequence[str] | None = None,
) -> Iterator[Server]:
    """Serve the application (or another one, to compare) in this place, on a free port of the loopback, until the block ends.

    `program` serves it by another server than gunicorn: a command that takes the listening descriptor as its last word.
    """
    with socket.create_server(("127.0.0.1", 0), backlog=256) as listener, log.open("w") as output:
        gunicorn = ["-m", "gunicorn", "--workers", str(workers), "--worker-class", "sync", "--no-control-socket"]
        gunicorn += ["--bind", f"fd://{listener.fileno()}", application]
        process = subprocess.Popen(
            [sys.executable, *([*program, str(listener.fileno())] if program else gunicorn)],
            cwd=CHECKOUT,
            env=environment(settings),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            pass_fds=[listener.fileno()],
            start_new_session=True,
        )
        server = Server(f"http://127.0.0.1:{listener.getsockname()[1]}", process.pid, log)
        try:
            _wait_until_healthy(server, process)
            yield server
        finally:
            _end(process)


def environment(settings: Settings) -> dict[str, str]:
    """The environment of a process that shall run in the place that `settings` describes, and in no other."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("SURVEYAPP_")}
    return inherited | {
        "SURVEYAPP_DATABASE_URL": settings.database_url,
        "SURVEYAPP_SECRET_KEY": settings.secret_key,
        "SURVEYAPP_INSTANCE": str(settings.instance),
        "SURVEYAPP_QUESTIONNAIRES": str(settings.questionnaires),
        "SURVEYAPP_SECURE_COOKIES": "1" if settings.secure_cookies else "0",
    }


def _wait_until_healthy(server: Server, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{server.url}/healthz", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise NotServing(f"No answer from /healthz. The server said:\n{server.log.read_text()}")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)  # the group is this server's own: its workers and nobody else
        process.wait()
