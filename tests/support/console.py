"""The console command as a person calls it, in this process: with standard input, what it says, and its exit code."""

from dataclasses import dataclass

from click.testing import CliRunner

from surveyapp.app import create_app
from surveyapp.cli import group
from surveyapp.settings import Settings


@dataclass(frozen=True)
class Called:
    """What a call of the command came to."""

    code: int
    said: str
    complained: str


def surveyapp(settings: Settings, *arguments: str, typed: str = "") -> Called:
    """`surveyapp ARGUMENTS` in the place that `settings` describes; a fault of the program itself is raised."""
    app = create_app(settings)
    try:
        result = CliRunner().invoke(group(lambda: app), arguments, input=typed, env={"LC_ALL": "C.UTF-8"})
    finally:
        app.extensions["surveyapp"].desks.engine.dispose()
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Called(result.exit_code, result.stdout, result.stderr)
