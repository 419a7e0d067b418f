"""Register counts from a table: one row a sex, age band and district, with checked totals.

A row may name codes of the definition or the words of its options. A row with 計 (or 合計, 総数, total) in the place of a
sex, age or district is a printed total: it is compared with the rows it sums, and is not counted again.
"""

import unicodedata
from collections.abc import Mapping

from surveyapp.domain.faults import Fault, Refused
from surveyapp.domain.questionnaire import Face, Questionnaire
from surveyapp.domain.strata import Cell
from surveyapp.domain.tabular import CsvTable, Row

ALIASES = {
    Face.SEX: ("sex", "性別"),
    Face.AGE: ("age", "年齢", "年代"),
    Face.DISTRICT: ("district", "区", "地区"),
}
PERSONS = ("persons", "人数", "人口")
TOTALS = frozenset({"計", "合計", "総数", "total"})

Place = tuple[str, str, str]


def read_population(table: CsvTable, questionnaire: Questionnaire) -> tuple[Cell, ...]:
    """The register cells of a table; Refused names every fault with its line."""
    columns = {face: _column(table, names) for face, names in ALIASES.items()}
    persons_column = _column(table, PERSONS)
    missing = [ALIASES[face][0] for face, column in columns.items() if not column]
    missing += [] if persons_column else [PERSONS[0]]
    if missing:
        found = "、".join(table.columns)
        raise Refused(*(Fault("csv_column_missing", table.file, column=name, found=found) for name in missing))
    words = {face: _words(questionnaire, face) for face in Face}
    faults: list[Fault] = []
    cells: list[Cell] = []
    totals: list[tuple[Row, Place, int]] = []
    for row in table.rows:
        persons = _whole(row.cells[persons_column])
        if persons is None:
            faults.append(
                Fault("population_not_a_number", table.at(row, persons_column), value=row.cells[persons_column])
            )
            continue
        place = _place(row, columns, words)
        if "" in place:
            totals.append((row, place, persons))
        else:
            cells.append(Cell(*place, persons))
    faults += [fault for row, place, said in totals for fault in _total_faults(table, row, place, said, cells)]
    if faults:
        raise Refused(*faults)
    return tuple(cells)


def _column(table: CsvTable, names: tuple[str, ...]) -> str:
    return next((name for name in names if name in table.columns), "")


def _words(questionnaire: Questionnaire, face: Face) -> Mapping[str, str]:
    """Codes by what a table may call them."""
    question = questionnaire.faces.get(face)
    if question is None:
        raise Refused(Fault("face_missing", face=face.value))
    by_label = {questionnaire.label(question, code): code for code in question.by_code}
    return {**by_label, **{code: code for code in question.by_code}}


def _place(row: Row, columns: Mapping[Face, str], words: Mapping[Face, Mapping[str, str]]) -> Place:
    """Codes of sex, age and district; empty where the row sums over all; an unknown word stays as it is."""

    def code(face: Face) -> str:
        said = row.cells[columns[face]]
        return "" if said.lower() in TOTALS else words[face].get(said, said)

    return code(Face.SEX), code(Face.AGE), code(Face.DISTRICT)


def _whole(said: str) -> int | None:
    flat = unicodedata.normalize("NFKC", said).replace(",", "").strip()
    return int(flat) if flat.lstrip("-").isdigit() else None


def _total_faults(table: CsvTable, row: Row, place: Place, said: int, cells: list[Cell]) -> list[Fault]:
    summed = sum(
        cell.persons
        for cell in cells
        if all(
            not wanted or wanted == own for wanted, own in zip(place, (cell.sex, cell.age, cell.district), strict=True)
        )
    )
    if summed == said:
        return []
    name = "・".join(wanted or "計" for wanted in place)
    return [Fault("population_total_disagrees", table.at(row), place=name, said=said, summed=summed)]
