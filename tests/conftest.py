"""What every test may ask for: databases of both kinds, the settings of a place, the application, a live server."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings as hypothesis_settings

from surveyapp.app import create_app
from surveyapp.runtime import open_desks
from surveyapp.settings import ROOT, Settings
from surveyapp.store.desk import Desks
from surveyapp.store.schema import upgrade
from tests.support.databases import Databases
from tests.support.server import Server, serving

LEFT_OUT = pytest.StashKey[int]()

# The quick profile tries the same inputs each time, so that what lands is judged by its own change alone;
# the full one looks for new counterexamples.
hypothesis_settings.register_profile("quick", max_examples=60, deadline=None, derandomize=True)
hypothesis_settings.register_profile("full", max_examples=500, deadline=None, print_blob=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="also run the long matrices (marked full)")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[LEFT_OUT] = 0
    hypothesis_settings.load_profile("full" if config.getoption("full") else "quick")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without --full the long tests are left out, and the summary says how many."""
    if config.getoption("full"):
        return
    long = [item for item in items if item.get_closest_marker("full")]
    config.stash[LEFT_OUT] = len(long)
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if not item.get_closest_marker("full")]


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):  # in a worker process: every worker has left out the same tests
        session.config.workeroutput["left_out"] = session.config.stash[LEFT_OUT]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node) -> None:
    node.config.stash[LEFT_OUT] = getattr(node, "workeroutput", {}).get("left_out", 0)


def pytest_terminal_summary(terminalreporter, config: pytest.Config) -> None:
    if left_out := config.stash[LEFT_OUT]:
        terminalreporter.write_line(f"{left_out} long tests were left out; `make full` runs them too.")


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """Hands out databases; its server lives as long as the whole session, over all workers."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    own = tmp_path_factory.getbasetemp()
    if worker is None:
        return Databases(own, os.getpid(), "main", upgrade)
    return Databases(own.parent, os.getppid(), worker, upgrade)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, databases: Databases, tmp_path: Path) -> Iterator[str]:
    """A migrated database, empty and of this test alone. A test that takes it runs once on each kind."""
    with databases.fresh(request.param, tmp_path) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_database_url(request: pytest.FixtureRequest, databases: Databases, tmp_path: Path) -> Iterator[str]:
    """A database without a table, for tests of the migrations. A test that takes it runs once on each kind."""
    with databases.bare(request.param, tmp_path) as url:
        yield url


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """A place to run in, with nothing in it yet; a test that wants other values replaces them.

    The shipped definitions are there, and a test may put its own folders beside them without touching the checkout.
    """
    instance, questionnaires = tmp_path / "instance", tmp_path / "questionnaires"
    instance.mkdir()
    questionnaires.mkdir()
    for folder in (ROOT / "questionnaires").iterdir():
        (questionnaires / folder.name).symlink_to(folder)
    return Settings(
        database_url,
        secret_key="a key for tests only",
        instance=instance,
        questionnaires=questionnaires,
        secure_cookies=False,
    )


@pytest.fixture
def desks(settings: Settings) -> Iterator[Desks]:
    """Desks over the test's database, without the application: for tests of operations and jobs."""
    desks = open_desks(settings)
    yield desks
    desks.engine.dispose()


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The application in this process, strict about what production is strict about: CSRF stays on."""
    app = create_app(settings)
    app.testing = True
    yield app
    app.extensions["surveyapp"].desks.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without a window: keeps cookies, follows no redirect unless told."""
    return app.test_client()


@pytest.fixture
def server(settings: Settings, tmp_path: Path) -> Iterator[Server]:
    """The same application served by two worker processes, over real sockets."""
    with serving(settings, tmp_path / "server.log") as running:
        yield running
