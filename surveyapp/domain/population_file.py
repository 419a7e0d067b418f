"""Register counts as a file: one row a district, age band and sex, by the codes or the words of the face items.

Columns `district, age, sex, N`; `stratum` names the stratum a cell was drawn in, `n_invited` how many of it were
invited, `n_respondents` how many of them answered (only compared with the responses). A row whose district, age or sex
is 合計, 計 or `total` holds the total of the cells that share its other labels, and must agree with them.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from surveyapp.domain.faults import Fault
from surveyapp.domain.questionnaire import Face, Questionnaire
from surveyapp.domain.strata import Cell
from surveyapp.domain.tabular import CsvTable, Row, read_table, refuse, whole_number

NEEDED = ("district", "age", "sex", "N")
DRAWN = ("stratum", "n_invited")
TOTAL = frozenset({"合計", "総数", "計", "total", "Total", "TOTAL"})


@dataclass(frozen=True)
class CellDrawn:
    """A register cell, the stratum it was drawn in, how many of it were invited and answered (None: not told)."""

    cell: Cell
    stratum: str
    invited: int
    answered: int | None = None


def read_population(
    content: bytes, file: str, questionnaire: Questionnaire, *, drawn: bool = False
) -> tuple[CellDrawn, ...]:
    """The register counts in a file, every row checked; Refused names every fault with its line.

    `drawn`: the file tells the strata of a survey that is over, so `stratum` and `n_invited` must be there.
    """
    table = read_table(content, file, (*NEEDED, *(DRAWN if drawn else ())))
    faults: list[Fault] = [
        Fault("face_missing", file, face=face.value) for face in Face if face not in questionnaire.faces
    ]
    refuse(faults)
    totals = [row for row in table.rows if _is_total(row)]
    rows = [row for row in table.rows if not _is_total(row)]
    found = [_cell(table, row, questionnaire, faults) for row in rows]
    faults += _twice(table, rows)
    refuse(faults)
    cells = [cell for cell in found if cell is not None]
    refuse([fault for row in totals for fault in _total_faults(table, row, questionnaire, cells)])
    return tuple(cells)


def register_fingerprint(cells: Iterable[Cell]) -> str:
    """The SHA-256 of register counts, whatever the order they came in."""
    lines = sorted(f"{cell.sex}\t{cell.age}\t{cell.district}\t{cell.persons}" for cell in cells)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _is_total(row: Row) -> bool:
    return any(row.cells[column] in TOTAL for column in ("district", "age", "sex"))


def _cell(table: CsvTable, row: Row, questionnaire: Questionnaire, faults: list[Fault]) -> CellDrawn | None:
    before = len(faults)
    codes = {face: _code(questionnaire, face, row.cells[face.value]) for face in Face}
    for face, code in codes.items():
        if code not in questionnaire.faces[face].by_code:
            faults.append(Fault("population_code_unknown", table.at(row, face.value), face=face.value, code=code))
    persons = _number(table, row, "N", faults)
    invited = _number(table, row, "n_invited", faults) if "n_invited" in table.columns else 0
    answered = _number(table, row, "n_respondents", faults) if "n_respondents" in table.columns else None
    if persons is not None and invited is not None and invited > persons:
        faults.append(Fault("more_invited_than_live", table.at(row, "n_invited"), invited=invited, population=persons))
    if len(faults) > before:
        return None
    cell = Cell(codes[Face.SEX], codes[Face.AGE], codes[Face.DISTRICT], persons or 0)
    return CellDrawn(cell, row.cells.get("stratum", ""), invited or 0, answered)


def _code(questionnaire: Questionnaire, face: Face, said: str) -> str:
    """The code of an option that a file names by its code or by its words; any other word stays as it is."""
    question = questionnaire.faces[face]
    by_words = {questionnaire.label(question, code): code for code in question.by_code}
    return said if said in question.by_code else by_words.get(said, said)


def _number(table: CsvTable, row: Row, column: str, faults: list[Fault]) -> int | None:
    number = whole_number(row.cells[column])
    if number is None or number < 0:
        faults.append(Fault("population_not_a_number", table.at(row, column), value=row.cells[column]))
        return None
    return number


def _twice(table: CsvTable, rows: Sequence[Row]) -> list[Fault]:
    first: dict[tuple[str, str, str], int] = {}
    faults = []
    for row in rows:
        sex, age, district = (row.cells[face.value] for face in (Face.SEX, Face.AGE, Face.DISTRICT))
        if (sex, age, district) in first:
            faults.append(Fault("population_cell_twice", table.at(row), sex=sex, age=age, district=district))
        first.setdefault((sex, age, district), row.line)
    return faults


def _total_faults(table: CsvTable, row: Row, questionnaire: Questionnaire, cells: Sequence[CellDrawn]) -> list[Fault]:
    """Where a total disagrees with the cells it is the total of."""
    wanted = {
        face.value: _code(questionnaire, face, row.cells[face.value])
        for face in Face
        if row.cells[face.value] not in TOTAL
    }
    summed: dict[str, int] = defaultdict(int)
    for each in cells:
        if all(getattr(each.cell, name) == label for name, label in wanted.items()):
            summed["N"] += each.cell.persons
            summed["n_invited"] += each.invited
    columns = [column for column in ("N", "n_invited") if row.cells.get(column)]
    said = {column: whole_number(row.cells[column]) for column in columns}
    return [
        Fault(
            "population_total_disagrees",
            table.at(row, column),
            place="・".join(wanted.values()) or "全体",
            said=row.cells[column],
            summed=summed[column],
        )
        for column in columns
        if said[column] != summed[column]
    ]
