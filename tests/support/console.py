"""The console command as a person calls it: with standard input, what it says, and its exit code."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from surveyapp.app import create_app
from surveyapp.cli import group
from surveyapp.settings import Settings
from tests.support.server import environment

JAPANESE = "C.UTF-8"


@dataclass(frozen=True)
class Called:
    """What a call of the command came to."""

    code: int
    said: str
    complained: str


def surveyapp(settings: Settings, *arguments: str, typed: str = "", locale: str = JAPANESE) -> Called:
    """`surveyapp ARGUMENTS` in the place that `settings` describes; a fault of the program itself is raised."""
    app = create_app(settings)
    try:
        result = CliRunner().invoke(group(lambda: app), arguments, input=typed, env={"LC_ALL": locale})
    finally:
        app.extensions["surveyapp"].desks.engine.dispose()
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Called(result.exit_code, result.stdout, result.stderr)


def process(settings: Settings, *arguments: str, typed: str = "", locale: str = JAPANESE) -> Called:
    """The same in a process of its own, as it is installed: slower by the two seconds that starting takes."""
    command = [str(Path(sys.executable).with_name("surveyapp")), *arguments]
    env = {**environment(settings), "LC_ALL": locale}
    done = subprocess.run(command, env=env, input=typed.encode(), capture_output=True, check=False)
    return Called(done.returncode, done.stdout.decode("utf-8-sig"), done.stderr.decode())
