"""Files as cities have them -> columns of text. For the console and for jobs; the rest of the package never opens a file.

A column is kept as its distinct values and the number of the value in each row, so that a survey of 100,000 people and 120
columns needs 50 MB and a code is looked up once per distinct value, not once per cell.
"""

import csv
import hashlib
import io
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from analysis.faults import Fault, SourceFaults, named
from analysis.files.findings import MOST, Findings
from analysis.files.spreadsheet import ZIP, refuse_unread, rows_of, sheet_of

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int32]
Rows: TypeAlias = Iterator[tuple[int, list[str]]]

ENCODINGS: Final = {"utf-8-sig": "UTF-8", "cp932": "CP932"}
SEPARATOR: Final = ","
OTHER_SEPARATORS: Final = {"tabs": "\t", "semicolons": ";", "bars": "|"}
STRANGERS: Final = (
    (b"\xff\xfe", "text in UTF-16 (save it as CSV UTF-8)"),
    (b"\xfe\xff", "text in UTF-16 (save it as CSV UTF-8)"),
    (b"\xd0\xcf\x11\xe0", "an old Excel file (.xls) or one with a password (save it as .xlsx without a password)"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"%PDF", "a PDF document"),
)
WIDE: Final = str.maketrans("０１２３４５６７８９", "0123456789")
BATCH = 4096


@dataclass(frozen=True, slots=True)
class Provenance:
    """Which file a table came from: its path as given, SHA-256 and size in bytes, and how it was read (encoding or sheet)."""

    path: str
    sha256: str
    size: int
    read_as: str


@dataclass(frozen=True, eq=False)
class Column:
    """``values`` the distinct values in the order in which they first occur, ``index`` (rows,) which of them each row has."""

    values: tuple[str, ...]
    index: Ints


@dataclass(frozen=True, eq=False)
class Columns:
    """A table of text: ``names`` in order, a ``Column`` for each, ``lines`` (rows,) the line of the file each row began on."""

    provenance: Provenance
    names: tuple[str, ...]
    columns: tuple[Column, ...]
    lines: Ints

    @property
    def path(self) -> str:
        """The path as it was given."""
        return self.provenance.path

    def __len__(self) -> int:
        return int(self.lines.size)

    def column(self, name: str) -> Column:
        """One column; if it is not there it is named, with those that are."""
        if name not in self.names:
            raise SourceFaults(
                [Fault("column_missing", {"path": self.path, "column": name, "columns": named(self.names, 20)})]
            )
        return self.columns[self.names.index(name)]

    def known(self, names: Sequence[str], findings: Findings) -> list[Column] | None:
        """The columns of these names; None if one is not there, which then is noted."""
        found = [findings.attempt(partial(self.column, name)) for name in names]
        there = [column for column in found if column is not None]
        return there if len(there) == len(names) else None

    def numbers(self, name: str) -> Floats:
        """One column as finite numbers (rows,); a value that is none is named with its line."""
        findings = Findings()
        column = self.column(name)
        read = np.array([_number(value) for value in column.values])
        self.note(findings, "not_a_number", name, ~np.isfinite(read))
        findings.refuse()
        return read[column.index]

    def coded(self, findings: Findings, name: str, meaning: Mapping[str, int], strange: str) -> tuple[Ints, int]:
        """One column by ``meaning`` {value: number} (rows,), and how many values were full-width digits read as digits.

        What has no meaning goes to ``findings`` under the code ``strange`` and is -1.
        """
        column = self.column(name)
        plain = [value if value in meaning else value.translate(WIDE) for value in column.values]
        table = np.array([meaning.get(value, -1) for value in plain], dtype=np.int32)
        wide = np.array([one != two for one, two in zip(plain, column.values, strict=True)]) & (table >= 0)
        self.note(findings, strange, name, table < 0)
        return table[column.index], int(wide[column.index].sum())

    def note(self, findings: Findings, code: str, name: str, wrong: NDArray[np.bool_]) -> None:
        """Tell every row whose value is among the ``wrong`` (distinct values,) of a column."""
        if not wrong.any():
            return
        column, place = self.column(name), self.names.index(name)
        rows = np.flatnonzero(wrong[column.index])
        faults = (
            (
                int(self.lines[row]),
                place,
                Fault(code, {"path": self.path, "line": int(self.lines[row]), "column": name, "value": value}),
            )
            for row in rows[:MOST]
            for value in [column.values[column.index[row]] or "an empty cell"]
        )
        findings.places((self.path, code, name), faults, rows.size)


def read_table(path: str | Path, *, sheet: str | None = None) -> Columns:
    """A CSV file with commas (UTF-8 with or without BOM, or CP932) or an Excel workbook, headings in the first row that is not blank.

    ``sheet`` is the sheet of a workbook, the first if not given. What a file is, its content says and not its name. Blank lines are passed
    over; a row with fewer values than headings is taken as ending in empty cells.
    """
    content = contents(path)
    if content.startswith(ZIP):
        found = sheet_of(str(path), content, sheet)
        refuse_unread(str(path), content, found.name)
        return _columns(provenance_of(path, content, f"Excel, sheet {found.name}"), rows_of(found), is_text=False)
    if sheet is not None:
        raise SourceFaults([Fault("no_sheets", {"path": str(path), "sheet": sheet})])
    text, encoding = decoded(str(path), content)
    return _columns(provenance_of(path, content, f"CSV, {encoding}"), _rows(str(path), text), is_text=True)


def contents(path: str | Path) -> bytes:
    """The bytes of a file, or a fault that says why there are none."""
    try:
        return Path(path).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise SourceFaults([Fault("file_missing", {"path": str(path)})])
    except OSError as error:
        raise SourceFaults([Fault("file_not_opened", {"path": str(path), "reason": error.strerror or error})])


def decoded(path: str, content: bytes) -> tuple[str, str]:
    """(text, encoding) of a file: UTF-8 if it is that, else CP932, else a fault."""
    for start, kind in STRANGERS:
        if content.startswith(start):
            raise SourceFaults([Fault("not_a_table", {"path": path, "kind": kind})])
    if b"\x00" in content:
        raise SourceFaults([Fault("not_a_table", {"path": path, "kind": "no text at all"})])
    for encoding, name in ENCODINGS.items():
        try:
            return content.decode(encoding), name
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
    raise SourceFaults([Fault("file_not_readable", {"path": path, "line": line})])


def provenance_of(path: str | Path, content: bytes, read_as: str) -> Provenance:
    """Where something came from, told from the bytes that were read."""
    return Provenance(str(path), hashlib.sha256(content).hexdigest(), len(content), read_as)


class _Vocabulary(dict[str, int]):
    """Value as it stands in the file -> the number of the value without blanks around it; a new value gets the next number."""

    def __init__(self) -> None:
        super().__init__()
        self.stripped: dict[str, int] = {}

    def __missing__(self, value: str) -> int:
        number = self.stripped.setdefault(value.strip(), len(self.stripped))
        self[value] = number
        return number


def _columns(provenance: Provenance, rows: Rows, *, is_text: bool) -> Columns:
    path, findings = provenance.path, Findings()
    names = _headings(path, rows, is_text)
    for name in dict.fromkeys(names):
        if name and names.count(name) > 1:
            findings.add("column_twice", path=path, column=name)
    words = [_Vocabulary() for _ in names]
    parts: list[list[Ints]] = [[] for _ in names]
    lines: list[int] = []
    filled = _filled(path, rows, names, findings)
    while batch := list(islice(filled, BATCH)):
        lines += [line for line, _ in batch]
        for word, part, values in zip(words, parts, zip(*(row for _, row in batch), strict=True), strict=True):
            part.append(np.fromiter(map(word.__getitem__, values), dtype=np.int32, count=len(batch)))
    findings.refuse()
    if not lines:
        raise SourceFaults([Fault("file_empty", {"path": path})])
    columns = (Column(tuple(word.stripped), np.concatenate(part)) for word, part in zip(words, parts, strict=True))
    return Columns(provenance, names, tuple(columns), np.array(lines, dtype=np.int32))


def _headings(path: str, rows: Rows, is_text: bool) -> tuple[str, ...]:
    """The first row that is not blank, without blanks at its end; a single heading that holds another separator is told, not guessed."""
    for line, row in rows:
        names = [name.strip() for name in row]
        while names and not names[-1]:
            names.pop()
        if not names:
            continue
        other = [name for name, mark in OTHER_SEPARATORS.items() if mark in names[0]]
        if is_text and len(names) == 1 and other:
            raise SourceFaults([Fault("separator_differs", {"path": path, "line": line, "separator": other[0]})])
        return tuple(names)
    raise SourceFaults([Fault("file_empty", {"path": path})])


def _filled(path: str, rows: Iterable[tuple[int, list[str]]], names: Sequence[str], findings: Findings) -> Rows:
    """Rows that are not blank, all as wide as the headings; a longer one is noted, or, if most are, that the headings are none."""
    long, width, fitting = [], len(names), 0
    for line, row in rows:
        if len(row) > width and any(value.strip() for value in row[width:]):
            fault = Fault("row_too_long", {"path": path, "line": line, "found": len(row), "expected": width})
            long.append((line, width, fault))
        elif any(map(str.strip, row)):
            fitting += 1
            yield line, row[:width] if len(row) >= width else row + [""] * (width - len(row))
    if len(long) > max(fitting, 1):
        findings.add("headings_short", path=path, line=long[0][0] - 1, expected=width)
    else:
        findings.places(path, long, len(long))


def _rows(path: str, text: str) -> Rows:
    """(line on which it began, values) of every row."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=SEPARATOR, strict=True)
    begun = 1
    try:
        for row in reader:
            yield begun, row
            begun = reader.line_num + 1
    except csv.Error as error:
        raise SourceFaults([Fault("quotes_wrong", {"path": path, "line": begun, "reason": error})])


def _number(value: str) -> float:
    """A number as it stands in a file; nan for anything else, also for words and signs that only Python takes for one."""
    try:
        return float(value) if "_" not in value else math.nan
    except ValueError:
        return math.nan
