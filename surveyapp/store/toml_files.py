"""Reads TOML files that officers write by hand: what cannot be read is a fault with its file and what to do."""

import re
import tomllib
from pathlib import Path

from surveyapp.domain.faults import Fault


def read_table(file: Path, name: str, faults: list[Fault]) -> dict[str, object]:
    """What a TOML file says; a file that cannot be read is a fault and says nothing."""
    try:
        # Notepad writes a byte order mark, which TOML does not know.
        return tomllib.loads(file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n"))
    except FileNotFoundError:
        faults.append(Fault("file_missing", name, file=name))
    except UnicodeDecodeError:
        faults.append(Fault("file_shift_jis" if _is_shift_jis(file) else "file_not_utf8", name, file=name))
    except tomllib.TOMLDecodeError as error:
        faults.append(Fault("file_not_toml", name, file=name, line=_line(error, file)))
    except OSError as error:
        faults.append(Fault("definition_unreadable", name, file=name, error=error.strerror or ""))
    return {}


def _line(error: tomllib.TOMLDecodeError, file: Path) -> int:
    """The line where reading stopped; the last one where the file ended too early."""
    told = re.search(r"at line (\d+)", str(error))
    return int(told.group(1)) if told else file.read_bytes().count(b"\n") + 1


def _is_shift_jis(file: Path) -> bool:
    content = file.read_bytes()
    try:
        content.decode("cp932")
    except UnicodeDecodeError:
        return False
    return b"\x00" not in content  # which UTF-16 is full of
