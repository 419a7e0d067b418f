"""Which program computed a run: its version, and a hash of every file that a figure passes through."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from analysis import figures
from surveyapp.operations.scoring import gathering

_FILES = {"analysis": figures.__file__, "jobs": __file__, "scoring": gathering.__file__}


@cache
def code_version() -> str:
    """`0.1.0+3f2a…`: two runs with the same one were computed by the same lines of code."""
    digest = hashlib.sha256()
    for name, one in _FILES.items():
        for file in sorted(Path(one).parent.glob("*.py")):
            digest.update(f"{name}/{file.name}\n".encode())
            digest.update(file.read_bytes())
    return f"{version('surveyapp')}+{digest.hexdigest()[:12]}"
