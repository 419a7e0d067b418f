"""Excel workbooks (.xlsx) -> rows of text, each value as it would stand in a CSV file."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import TypeAlias
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineSheet, WorksheetNotFound, load_workbook

from analysis.faults import Fault, SourceFaults, named
from analysis.files.findings import MOST

Cell: TypeAlias = int | float | str | bool | time | date | datetime | timedelta

ZIP = b"PK\x03\x04"
LARGEST_EXACT = 2**53
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
#: cells whose value is an error, and cells with a formula that was never worked out
SHOWS_ERROR = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^>]*\bt="e"[^>]*>(?:<f\b[^>]*?(?:/>|>[^<]*</f>))?(?:<v>([^<]*)</v>)?')
WITHOUT_VALUE = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^>]*><f\b[^>]*?(?:/>|>[^<]*</f>)(?:<v/>|<v></v>)?</c>')


def sheet_of(path: str, content: bytes, sheet: str | None = None) -> CalamineSheet:
    """One sheet of a workbook: the one called ``sheet``, else the first. What is no workbook, or has no such sheet, is a fault."""
    try:
        workbook = load_workbook(io.BytesIO(content))
        return workbook.get_sheet_by_index(0) if sheet is None else workbook.get_sheet_by_name(sheet)
    except WorksheetNotFound:
        names = named(load_workbook(io.BytesIO(content)).sheet_names, 20)
        raise SourceFaults([Fault("sheet_missing", {"path": path, "sheet": sheet, "sheets": names})])
    except CalamineError as error:
        if _is_workbook(content):
            raise SourceFaults([Fault("workbook_not_read", {"path": path, "reason": str(error)})])
        raise SourceFaults([Fault("not_a_table", {"path": path, "kind": "a zip archive that is no Excel workbook"})])


def refuse_unread(path: str, content: bytes, sheet: str) -> None:
    """Refuse a sheet with cells that show an error, or a formula without its value: both would be read as empty, which may mean silence."""
    written = _xml_of(content, sheet)
    fields = {"path": path, "sheet": sheet}
    faults = [
        Fault("cell_shows_error", fields | {"cell": cell.decode(), "value": value.decode() or "?"})
        for cell, value in SHOWS_ERROR.findall(written)
    ]
    faults += [Fault("cell_without_value", fields | {"cell": cell.decode()}) for cell in WITHOUT_VALUE.findall(written)]
    if faults[MOST:]:
        faults = [*faults[:MOST], Fault("further_places", {"count": len(faults) - MOST, "listed": MOST})]
    if faults:
        raise SourceFaults(faults)


def _is_workbook(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except zipfile.BadZipFile:
        return False


def _xml_of(content: bytes, sheet: str) -> bytes:
    """What a workbook holds of one sheet; nothing where it keeps its sheets otherwise (.xlsb, .ods)."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
        if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
            return b""
        sheets = ElementTree.fromstring(archive.read("xl/workbook.xml")).iter(f"{MAIN}sheet")
        key = next((each.get(RELATION) for each in sheets if each.get("name") == sheet), None)
        relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
        target = next((each.get("Target", "") for each in relations if each.get("Id") == key), "")
        place = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        return archive.read(place) if place in names else b""


def rows_of(sheet: CalamineSheet) -> Iterator[tuple[int, list[str]]]:
    """(row number as Excel shows it, values as text) of every row."""
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
