"""A PostgreSQL server for one test session, and a watchman who takes it down however the session ends.

The watchman is a process of its own (``python -m tests.support.postgres DIRECTORY PID``). It makes the cluster,
waits for the watched process to end, whether it finished or was killed, then stops the server and removes all of it.
The server listens on a unix socket only, in a directory of its own, so it meets no other server on the machine.
"""

import getpass
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

START_SECONDS = 120
SOCKET_NAME = ".s.PGSQL.5432"

# Nothing here outlives the session, so nothing needs to reach the disk. This is about a crash of the machine
# only: what one transaction may see of another is untouched.
SERVER_OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "log_min_messages": "warning",
}
# Where time is measured the disk belongs to it: what is acknowledged has been written, as in an office.
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


class NoServer(Exception):
    """The server could not be had; the message says what to do."""


def programs() -> Path:
    """The directory of initdb and pg_ctl: Debian's newest version, or whatever is on the path."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parts[-3]))
    if versions:
        return versions[-1].parent
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    raise NoServer("The PostgreSQL server programs are missing. Run tests/machine.sh, or install the server package.")


def hire_watchman(watched: int, *, durable: bool = False) -> Path:
    """Start a server that lives as long as the process `watched`; return the directory of its socket."""
    programs()
    directory = Path(tempfile.mkdtemp(prefix="pg-"))
    notes = directory / "watchman.log"
    with notes.open("w") as log:
        watchman = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "tests.support.postgres",
                str(directory),
                str(watched),
                "durable" if durable else "fast",
            ],
            cwd=Path(__file__).parents[2],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # an interrupt from the keyboard must not reach it before its work is done
        )
    deadline = time.monotonic() + START_SECONDS
    while not (directory / "ready").exists():
        if watchman.poll() is not None or time.monotonic() > deadline:
            raise NoServer(f"The PostgreSQL server for the tests did not start:\n{notes.read_text()}")
        time.sleep(0.05)
    watchman.returncode = 0  # not ours to wait for: it outlives this process by design
    return directory


def watch(directory: Path, watched: int, *, durable: bool) -> None:
    """Keep a server in `directory` until the process `watched` is gone."""
    owner = "postgres" if os.geteuid() == 0 else getpass.getuser()
    if os.geteuid() == 0:  # the server refuses to run as root
        shutil.chown(directory, owner, owner)
    data = directory / "data"
    chosen = SERVER_OPTIONS | DURABLE if durable else SERVER_OPTIONS
    options = " ".join(f"-c {name}={value or repr('')}" for name, value in chosen.items())
    _run(
        owner,
        directory,
        "initdb",
        "--no-sync",
        "--auth=trust",
        "--username=tests",
        "--encoding=UTF8",
        "--locale=C",
        "-D",
        str(data),
    )
    log = str(directory / "server.log")
    try:
        _run(owner, directory, "pg_ctl", "-w", "-D", str(data), "-l", log, "-o", f"{options} -k {directory}", "start")
        (directory / "ready").touch()
        _wait_for_the_end_of(watched)
        _run(owner, directory, "pg_ctl", "-w", "-D", str(data), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def _run(owner: str, directory: Path, program: str, *arguments: str) -> None:
    command = [str(programs() / program), *arguments]
    if os.geteuid() == 0:
        subprocess.run(command, check=True, cwd=directory, user=owner, group=owner, extra_groups=[])
    else:
        subprocess.run(command, check=True, cwd=directory)


def _wait_for_the_end_of(process: int) -> None:
    """Return when the process has ended, by its own will or not."""
    try:
        handle = os.pidfd_open(process)  # names this process, not whoever gets its number next
    except ProcessLookupError:
        return
    select.select([handle], [], [])
    os.close(handle)


if __name__ == "__main__":
    watch(Path(sys.argv[1]), int(sys.argv[2]), durable="durable" in sys.argv[3:])
