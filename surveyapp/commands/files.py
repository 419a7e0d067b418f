"""Files that commands read and write: whole or not at all, never over another file."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from surveyapp.domain.faults import Fault, Refused


def content(path: Path) -> bytes:
    """The bytes of a file that a person named."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refused(Fault("path_unreadable", path=str(path), reason=error.strerror or str(error))) from error


@contextmanager
def new_file(path: Path, *, private: bool = False) -> Iterator[BinaryIO]:
    """A file that appears under its name only when everything is written and on disk; the owner's alone if private."""
    if path.exists():
        raise Refused(Fault("path_exists", path=str(path)))
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if private else 0o644)
        with os.fdopen(descriptor, "wb") as file:
            yield file
            to_disk(file)
        os.link(partial, path)
    except OSError as error:
        raise Refused(Fault("path_unwritable", path=str(path), reason=error.strerror or str(error))) from error
    finally:
        partial.unlink(missing_ok=True)


def to_disk(file: BinaryIO) -> None:
    """What was written so far is on disk when this returns."""
    file.flush()
    os.fsync(file.fileno())
