"""One mutant, one child: a forked process that loads the changed module in place of the true one and runs the tests.

The parent has loaded every library that the tests use, and nothing of ``analysis``: a child starts in the time of a fork.
"""

import ast
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import resource
import select
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, ModuleType
from typing import Protocol

import pytest
from hypothesis import HealthCheck, Phase
from hypothesis import settings as hypothesis_settings

LARGEST_MEMORY = 4 << 30
# Libraries were loaded before pytest could rewrite their assertions, and it would warn of that.
OPTIONS = [
    *("-x", "-q", "--noconftest", "-m", "not full"),
    *("-p", "no:cacheprovider", "-p", "no:xdist", "-W", "ignore::pytest.PytestAssertRewriteWarning"),
]
PASSED, FAILED = 0, (1, 2)  # pytest's: every test passed; a test failed, or a test file could not be loaded


class Change(Protocol):
    """A mutant: which module it changes, and the tree of it with the change made."""

    @property
    def module(self) -> str:
        """Its dotted name."""

    def tree(self, source: str) -> ast.Module:
        """Of the module's source, changed."""


@dataclass(frozen=True)
class Verdict:
    """What became of a mutant: "killed" by a test, "survived", or "timed out" (no answer within the limit)."""

    outcome: str
    by: str
    seconds: float


@dataclass(frozen=True)
class Report:
    """What a child tells: pytest's exit code, the first test that failed, the libraries that were loaded."""

    code: int
    by: str
    loaded: list[str]


def run_clean(tests: Sequence[str]) -> tuple[Report, float]:
    """The tests on the unchanged code, in a child: they must pass; and how many seconds they take."""
    started = time.monotonic()
    child = _started(None, tests)
    report = None
    while report is None:
        select.select([child.pipe], [], [])
        report = child.read()
    return report, time.monotonic() - started


def load(names: Sequence[str]) -> None:
    """Load libraries in this process, so that no child has to."""
    for name in names:
        try:
            importlib.import_module(name)
        except ImportError:  # a name that only its own package can load
            continue


def tried(
    mutants: Sequence[Change], tests: dict[str, list[str]], limit: float, children: int
) -> Iterator[tuple[Change, Verdict]]:
    """Try each mutant, ``children`` at a time and each for at most ``limit`` seconds; in the order in which they end."""
    waiting, running = list(reversed(mutants)), list[_Child]()
    while waiting or running:
        while waiting and len(running) < children:
            mutant = waiting.pop()
            running.append(_started(mutant, tests[mutant.module]))
        ready, _, _ = select.select([child.pipe for child in running], [], [], 0.5)
        for child in list(running):
            verdict = _verdict(child, child.pipe in ready, limit)
            if verdict is not None:
                running.remove(child)
                assert child.mutant is not None
                yield child.mutant, verdict


class _Child:
    def __init__(self, process: int, pipe: int, mutant: Change | None) -> None:
        self.process, self.pipe, self.mutant = process, pipe, mutant
        self.told = b""
        self.started = time.monotonic()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.started

    def read(self) -> Report | None:
        """What it has told; None while it still speaks. A child that died without a word failed."""
        part = os.read(self.pipe, 1 << 16)
        if part:
            self.told += part
            return None
        self.ended()
        return Report(**json.loads(self.told)) if self.told else Report(FAILED[0], "the interpreter", [])

    def ended(self) -> None:
        os.close(self.pipe)
        os.waitpid(self.process, 0)


def _verdict(child: _Child, speaks: bool, limit: float) -> Verdict | None:
    if speaks:
        report = child.read()
        if report is None:
            return None
        outcome = "survived" if report.code == PASSED else "killed"
        return Verdict(outcome, report.by, child.seconds)
    if child.seconds < limit:
        return None
    os.killpg(child.process, signal.SIGKILL)
    child.ended()
    return Verdict("timed out", "", child.seconds)


def _started(mutant: Change | None, tests: Sequence[str]) -> _Child:
    reading, writing = os.pipe()
    sys.stdout.flush()
    process = os.fork()
    if process:
        os.close(writing)
        return _Child(process, reading, mutant)
    os.setpgid(0, 0)
    os.close(reading)
    try:
        report = _tested(mutant, tests)
    except BaseException as failure:  # noqa: BLE001 - the parent must hear of it, and this process must end here
        report = Report(FAILED[0], repr(failure), [])
    try:
        os.write(writing, json.dumps(vars(report)).encode())
    finally:
        os._exit(0)


def _tested(mutant: Change | None, tests: Sequence[str]) -> Report:
    """In the child: put the change in place, run the tests until one fails."""
    resource.setrlimit(resource.RLIMIT_AS, (LARGEST_MEMORY, LARGEST_MEMORY))
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    before = set(sys.modules)
    if mutant is not None:
        sys.meta_path.insert(0, _Instead(mutant))
    hypothesis_settings.register_profile(
        "mutants",
        max_examples=20,
        phases=[Phase.explicit, Phase.generate],
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    hypothesis_settings.load_profile("mutants")
    seen = _FirstFailure()
    code = int(pytest.main([*OPTIONS, *tests], plugins=[seen]))
    return Report(code, seen.name, sorted(set(sys.modules) - before))


class _FirstFailure:
    """Notes which test failed first."""

    def __init__(self) -> None:
        self.name = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and not self.name:
            self.name = report.nodeid

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed and not self.name:
            self.name = f"{report.nodeid} (not loaded)"


class _Instead(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Hands out the changed module where the true one is asked for."""

    def __init__(self, mutant: Change) -> None:
        self.mutant = mutant

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self.mutant.module:
            return None
        return importlib.util.spec_from_loader(fullname, self, origin=str(source_of(fullname)))

    def exec_module(self, module: ModuleType) -> None:
        exec(_code(self.mutant), module.__dict__)


def _code(mutant: Change) -> CodeType:
    path = source_of(mutant.module)
    return compile(mutant.tree(path.read_text()), str(path), "exec")


def source_of(module: str) -> Path:
    """The file of a module of the checkout."""
    return Path(__file__).parents[2] / (module.replace(".", "/") + ".py")
