"""Excel workbooks (.xlsx) -> rows of text, each value as it would stand in a CSV file."""

import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

from python_calamine import CalamineError, CalamineSheet, WorksheetNotFound, load_workbook

from analysis.faults import Fault, SourceFaults, named

Cell: TypeAlias = int | float | str | bool | time | date | datetime | timedelta

ZIP = b"PK\x03\x04"
LARGEST_EXACT = 2**53


def sheet_of(path: str, content: bytes, sheet: str | None = None) -> CalamineSheet:
    """One sheet of a workbook: the one called ``sheet``, else the first. What is no workbook, or has no such sheet, is a fault."""
    try:
        workbook = load_workbook(io.BytesIO(content))
        return workbook.get_sheet_by_index(0) if sheet is None else workbook.get_sheet_by_name(sheet)
    except WorksheetNotFound:
        names = named(load_workbook(io.BytesIO(content)).sheet_names, 20)
        raise SourceFaults([Fault("sheet_missing", {"path": path, "sheet": sheet, "sheets": names})])
    except CalamineError:
        raise SourceFaults([Fault("not_a_table", {"path": path, "kind": "a zip archive that is no Excel workbook"})])


def rows_of(sheet: CalamineSheet) -> Iterator[tuple[int, list[str]]]:
    """(row number as Excel shows it, values as text) of every row; cells that show an error are empty."""
    for number, row in enumerate(sheet.iter_rows(), start=1):
        yield number, [as_text(value) for value in row]


def as_text(value: Cell) -> str:
    """A cell as text: 3.0 is 3, a date is 2026-04-01, a date with a time 2026-04-01T09:30:00, true is TRUE."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer() and abs(value) < LARGEST_EXACT:
        return str(int(value))
    if isinstance(value, date | time):
        return value.isoformat()
    return value if isinstance(value, str) else str(value)
