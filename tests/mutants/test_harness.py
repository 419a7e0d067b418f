"""That the harness works, in seconds; and, among the long tests, what it is for."""

import subprocess
import sys

import pytest

from tests.mutants.slips import HARMLESS


def mutants(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.mutants", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_ten_slips_of_the_pen_are_noticed_and_a_change_that_changes_nothing_is_not():
    found = mutants("--slips")

    assert "10 killed, 0 timed out (counted as killed), 1 survived" in found.stdout, found.stdout + found.stderr
    assert f"survived: {HARMLESS}" in found.stdout
    assert found.returncode == 0


@pytest.mark.full
def test_nine_in_ten_of_a_thousand_mutants_are_noticed():
    found = mutants("--number", "1000")

    assert found.returncode == 0, found.stdout + found.stderr
