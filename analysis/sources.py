"""Files as cities have them -> columns of text. For the console and for jobs; the rest of the package never opens a file."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from analysis.faults import Fault, SourceFaults, named

Floats: TypeAlias = NDArray[np.float64]

ENCODINGS = ("utf-8-sig", "cp932")


@dataclass(frozen=True, eq=False)
class Columns:
    """A table of text: ``names`` in order, ``rows`` of stripped values, ``lines`` the line of the file each row began on."""

    path: str
    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]

    def text(self, name: str) -> NDArray[np.str_]:
        """One column (rows,); a column that is not there is named, with those that are."""
        if name not in self.names:
            raise SourceFaults(
                [Fault("column_missing", {"path": self.path, "column": name, "columns": named(self.names, 20)})]
            )
        place = self.names.index(name)
        return np.array([row[place] for row in self.rows], dtype=np.str_)

    def numbers(self, name: str) -> Floats:
        """One column as numbers; every value that is none is named with its line."""
        found, faults = np.full(len(self.rows), np.nan), []
        for k, value in enumerate(self.text(name).tolist()):
            try:
                found[k] = float(value)
            except ValueError:
                faults.append(self._fault("not_a_number", k, name, value))
        if faults:
            raise SourceFaults(faults)
        return found

    def codes(self, name: str, options: Sequence[str], silence: Sequence[str]) -> NDArray[np.uint8]:
        """One column as codes: 1.. in the order of ``options``, 0 for what is declared as silence; anything else is named."""
        place = {value: code for code, value in enumerate(options, start=1)} | dict.fromkeys(silence, 0)
        values = self.text(name).tolist()
        strange = [
            self._fault("value_off_scale", k, name, value) for k, value in enumerate(values) if value not in place
        ]
        if strange:
            raise SourceFaults(strange)
        return np.array([place[value] for value in values], dtype=np.uint8)

    def _fault(self, code: str, row: int, name: str, value: str) -> Fault:
        return Fault(code, {"path": self.path, "line": self.lines[row], "column": name, "value": value})


def read_csv(path: str | Path) -> Columns:
    """A CSV file in UTF-8 (with or without BOM) or CP932, headings in the first row; blank lines are passed over."""
    file = Path(path)
    if not file.is_file():
        raise SourceFaults([Fault("file_missing", {"path": str(path)})])
    return _columns(str(path), decoded(str(path), file.read_bytes()))


def decoded(path: str, content: bytes) -> str:
    """The text of a file: UTF-8 if it is that, else CP932, else a fault."""
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SourceFaults([Fault("file_not_readable", {"path": path})])


def _columns(path: str, text: str) -> Columns:
    names: tuple[str, ...] = ()
    rows, lines, faults = [], [], []
    for line, row in _rows(path, text):
        if not names:
            names = row
        elif len(row) > len(names):
            faults.append(
                Fault("row_too_long", {"path": path, "line": line, "found": len(row), "expected": len(names)})
            )
        else:
            rows.append(row + ("",) * (len(names) - len(row)))
            lines.append(line)
    doubled = [name for name in dict.fromkeys(names) if name and names.count(name) > 1]
    faults += [Fault("column_twice", {"path": path, "column": name}) for name in doubled]
    if not rows and not faults:
        faults.append(Fault("file_empty", {"path": path}))
    if faults:
        raise SourceFaults(faults)
    return Columns(path, names, tuple(rows), tuple(lines))


def _rows(path: str, text: str) -> list[tuple[int, tuple[str, ...]]]:
    """(line on which it began, values) of every row that is not blank."""
    reader = csv.reader(io.StringIO(text, newline=""))
    found, begun = [], 1
    try:
        for values in reader:
            row = tuple(value.strip() for value in values)
            if any(row):
                found.append((begun, row))
            begun = reader.line_num + 1
    except csv.Error:
        raise SourceFaults([Fault("file_not_readable", {"path": path})])
    return found
