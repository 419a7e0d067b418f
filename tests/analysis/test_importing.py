import pkgutil
import subprocess
import sys
from pathlib import Path

import analysis

ROOM = Path(__file__).parents[2]
READERS = {"__main__"}  # reads files for the console, by what lies in analysis.files; no page loads either


def loaded_by(program: str) -> set[str]:
    """The modules that a Python of its own holds after the program, without those that any Python holds."""
    after = f"import sys\nbefore = set(sys.modules)\n{program}\nprint(*sorted(set(sys.modules) - before))"
    run = subprocess.run([sys.executable, "-c", after], capture_output=True, text=True, check=True, cwd=ROOM)
    return set(run.stdout.split())


def test_every_module_of_the_package_loads_of_scipy_only_special_and_what_that_needs():
    names = sorted({each.name for each in pkgutil.iter_modules(analysis.__path__)} - READERS)

    loaded = loaded_by("\n".join(f"import analysis.{name}" for name in names))

    assert {f"analysis.{name}" for name in names} <= loaded
    beyond = loaded - loaded_by("import numpy, scipy.special")
    foreign = {name.split(".")[0] for name in beyond} - sys.stdlib_module_names
    assert foreign == {"analysis"}
