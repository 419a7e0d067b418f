"""Tables as CSV, read and written the way offices keep them: UTF-8 with or without a byte order mark, or Shift_JIS.

Reading names every fault with its line (the header is line 1, as a spreadsheet shows it). Writing never loses a
character in silence and never lets a cell start a formula in a spreadsheet.
"""

import csv
import io
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from surveyapp.domain.faults import Fault, Refused

ENCODINGS = ("utf-8-sig", "cp932")
#: more faults than a person reads at one sitting are counted, not listed
MOST_FAULTS = 100
#: stands in CP932 for a character that it does not have (下駄記号, as printers use it)
GETA = "〓"

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# The same marks under two code points: CP932 as Windows writes it has the second only.
_SAME_MARKS = str.maketrans({"〜": "～", "−": "－", "‖": "∥", "—": "―", "¢": "￠", "£": "￡", "¬": "￢"})


@dataclass(frozen=True)
class Row:
    """One row of a file: its line, and its cells by column, without surrounding blanks."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class CsvTable:
    """A file that was read whole: its name (for faults), its columns, its rows."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def at(self, row: Row, column: str = "") -> str:
        """Where a row (and column) stands, as faults name it: `counts.csv:12 n5`."""
        return f"{self.file}:{row.line}" + (f" {column}" if column else "")


@dataclass(frozen=True)
class Unfit:
    """A character that an encoding does not have: where it stood (line, column name), and what it was."""

    line: int
    column: str
    character: str


def read_table(content: bytes, file: str, needed: Iterable[str] = ()) -> CsvTable:
    """The table in a CSV file; Refused names every fault. `needed` are columns that must be there; others may be.

    Blank rows are passed over. Shift_JIS (CP932) is read as well as UTF-8.
    """
    records = _records(_text(content, file), file)
    header = next(records, None)
    if header is None:
        raise Refused(Fault("csv_empty", file))
    columns = tuple(name.strip() for name in header[1])
    faults = [
        Fault("csv_column_missing", f"{file}:1", column=name, found="、".join(columns))
        for name in dict.fromkeys(needed)
        if name not in columns
    ]
    twice = [name for name, times in Counter(columns).items() if times > 1 and name]
    faults += [Fault("csv_column_twice", f"{file}:1", column=name) for name in twice]
    if faults:
        raise Refused(*faults)
    rows = []
    for line, cells in records:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(columns):
            faults.append(Fault("csv_row_of_other_length", f"{file}:{line}", found=len(cells), expected=len(columns)))
            continue
        rows.append(Row(line, {name: cell.strip() for name, cell in zip(columns, cells, strict=True)}))
    refuse(faults)
    if not rows:
        raise Refused(Fault("csv_without_rows", file))
    return CsvTable(file, columns, tuple(rows))


def whole_number(cell: str) -> int | None:
    """The whole number in a cell (full width and thousands commas allowed), or None."""
    flat = unicodedata.normalize("NFKC", cell).replace(",", "").strip()
    digits = flat.removeprefix("-")
    return int(flat) if digits.isascii() and digits.isdigit() else None


def refuse(faults: Sequence[Fault]) -> None:
    """Refuse with every fault; a list nobody could read is cut, and says how many were left out."""
    if len(faults) > MOST_FAULTS:
        raise Refused(*faults[:MOST_FAULTS], Fault("csv_more_faults", count=len(faults) - MOST_FAULTS))
    if faults:
        raise Refused(*faults)


def write_table(
    columns: Sequence[str], rows: Iterable[Sequence[object]], encoding: str = "utf-8-sig"
) -> tuple[bytes, tuple[Unfit, ...]]:
    """A CSV file, and the characters that the encoding does not have (each replaced by 〓)."""
    unfit: list[Unfit] = []
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    for line, row in enumerate((columns, *rows), start=1):
        cells = [_harmless(cell) for cell in row]
        if encoding == "cp932":
            cells = [_fitted(cell, line, name, unfit) for name, cell in zip(columns, cells, strict=True)]
        writer.writerow(cells)
    return text.getvalue().encode(encoding), tuple(unfit)


def _text(content: bytes, file: str) -> str:
    if b"\x00" in content:
        raise Refused(Fault("csv_encoding_unknown", file))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        text = content.decode("cp932")
    except UnicodeDecodeError:
        raise Refused(Fault("csv_encoding_unknown", file)) from None
    if _is_damaged_utf8(content) or _is_euc(content, text):
        raise Refused(Fault("csv_encoding_unknown", file))
    return text


def _is_damaged_utf8(content: bytes) -> bool:
    """Whether more characters beyond ASCII are good UTF-8 than bad: CP932 would read such a file as nonsense."""
    beyond = [character for character in content.decode("utf-8", errors="replace") if character > "\x7f"]
    return beyond.count("\ufffd") < len(beyond) / 2


def _is_euc(content: bytes, as_cp932: str) -> bool:
    """Whether it is EUC-JP, which CP932 reads as half-width katakana."""
    beyond = [character for character in as_cp932 if character > "\x7f"]
    kana = sum("\uff61" <= character <= "\uff9f" for character in beyond)
    try:
        content.decode("euc_jp")
    except UnicodeDecodeError:
        return False
    return kana > len(beyond) / 2


def _records(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line on which it starts: a quoted cell may run over several lines."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    while True:
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise Refused(Fault("csv_quotes_open", f"{file}:{line}")) from None
        yield line, record
        line = reader.line_num + 1


def _harmless(cell: object) -> str:
    """A cell that no spreadsheet takes for a formula; plain numbers stay numbers."""
    if not isinstance(cell, str):
        return "" if cell is None else str(cell)
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


def _fitted(cell: str, line: int, column: str, unfit: list[Unfit]) -> str:
    try:
        cell.encode("cp932")
        return cell
    except UnicodeEncodeError:
        return "".join(_fitted_character(one, line, column, unfit) for one in cell.translate(_SAME_MARKS))


def _fitted_character(character: str, line: int, column: str, unfit: list[Unfit]) -> str:
    try:
        character.encode("cp932")
        return character
    except UnicodeEncodeError:
        unfit.append(Unfit(line, column, character))
        return GETA
