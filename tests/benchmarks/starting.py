"""What it costs to begin: a web process until it could answer, and the demo until it could be served."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from surveyapp.settings import Settings
from tests.benchmarks.measuring import PAIRS, Row, pairs
from tests.support.server import CHECKOUT, environment

APPLICATION = "from surveyapp.app import create_app; create_app()"
#: what the web app is built of, without a line of ours
LIBRARIES = "import flask, flask_babel, flask_login, flask_wtf, wtforms, sqlalchemy.orm, alembic.command, argon2, numpy"
#: everything of `analysis` that a scoring run loads, and what it is built of
ANALYSIS = "import analysis, analysis.tally, analysis.bitplanes, analysis.weighting, analysis.indicators"
NUMBERS = "import numpy, scipy.special"
DEMO = "from surveyapp.app import main; main()"


def start() -> list[Row]:
    """Python, every import and `create_app`, then `analysis` alone; beside each Python and the same libraries alone."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        settings = _settings(Path(name))
        return [
            _start("start of a web process", settings, APPLICATION, LIBRARIES),
            _start("import of analysis", settings, ANALYSIS, NUMBERS),
        ]


def demo() -> list[Row]:
    """`surveyapp demo --prepare-only` in an empty place, each time a new one."""
    seen = []
    for _ in range(PAIRS):
        with tempfile.TemporaryDirectory(prefix="bench-") as name:
            seen.append(_cpu(_settings(Path(name)), DEMO, "demo", "--prepare-only"))
    return [Row("demo prepared", "s CPU", tuple(seen))]


def _start(figure: str, settings: Settings, code: str, libraries: str) -> Row:
    for each in (code, libraries):  # the first time compiles
        _cpu(settings, each)
    found, yardstick = pairs(lambda: _cpu(settings, code), lambda: _cpu(settings, libraries))
    return Row(figure, "s CPU", found, None, yardstick)


def _settings(folder: Path) -> Settings:
    return Settings(
        f"sqlite:///{folder / 'survey.sqlite3'}", "a key for measuring only", instance=folder, secure_cookies=False
    )


def _cpu(settings: Settings, code: str, *arguments: str) -> float:
    """User and system seconds of a Python process from its first breath to its last."""
    before = os.times()
    subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=CHECKOUT,
        env=environment(settings),
        check=True,
        stdout=subprocess.DEVNULL,
    )
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system
