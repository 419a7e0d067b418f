"""Reading the small pieces of a plan's file that a questionnaire's does not have: dates, printed figures, numbers.

Like `surveyapp.domain.document`, nothing here stops at a fault: it is noted with its place and the reading goes on.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime

from surveyapp.domain.document import Table

ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
NUMBER_OF_POLICY = re.compile(r"[0-9]+(-[0-9]+)*")
# Numbers as a plan's cells write them once full-width digits are narrow: 1,400 and 85 and 14.6.
WRITTEN_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
WRITTEN_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
FIRST_YEAR, LAST_YEAR = 1950, 2200


def read_id(table: Table, key: str, taken: set[str]) -> str:
    """An id that is used once among those `taken`: small narrow letters, digits and underscores."""
    found = table.text(key)
    if found and not ID.fullmatch(found):
        table.fault("id_malformed", key, value=found)
    if found and found in taken:
        table.fault("plan_id_twice", key, value=found)
    taken.add(found)
    return found


def read_policy_number(table: Table, taken: set[str]) -> str:
    """The number of a basic policy or a policy (5-1, 5-1-3), used once."""
    found = table.text("number")
    if found and not NUMBER_OF_POLICY.fullmatch(found):
        table.fault("plan_policy_number_malformed", "number", value=found)
    if found and found in taken:
        table.fault("plan_policy_number_twice", "number", value=found)
    taken.add(found)
    return found


def read_year(table: Table, key: str, default: int | None = None) -> int:
    """A year of the Christian era; required unless it has a default."""
    return table.whole(key, FIRST_YEAR, LAST_YEAR, default)


def read_date(table: Table, key: str) -> date | None:
    """A date that may be left out, 2018-04-30, with or without quotes."""
    if not table.has(key):
        return None
    found = table.values[key]
    if isinstance(found, date) and not isinstance(found, datetime):
        return found
    # After a round through JSON a date is a text.
    if isinstance(found, str) and WRITTEN_DATE.fullmatch(found):
        try:
            return date.fromisoformat(found)
        except ValueError:
            pass  # 2018-02-30: refused below, like everything that is no date
    table.fault("plan_not_a_date", key, value=str(found))
    return None


def read_number(table: Table, key: str) -> float | None:
    """A number that must be there; None, and a fault, if it is not."""
    if not table.has(key):
        table.fault("key_missing", key, key=key)
    return table.number(key)


def read_texts(table: Table, key: str, required: bool = True) -> tuple[str, ...]:
    """A list of texts, none of them blank, at least one where it is required."""
    if required and not table.has(key):
        table.fault("key_missing", key, key=key)
        return ()
    found = table.words(key)
    if any(not text.strip() for text in found):
        table.fault("text_blank", key)
    if required and table.values[key] == []:
        table.fault("list_empty", key)
    return found


def read_tables(table: Table, key: str, named_by: str, required: bool = False) -> list[Table]:
    """The tables of a list, each placed by its position and by what it calls itself: `policies[3 5-1-3].`"""
    found = table.tables(key) if required or table.has(key) else []
    for one in found:
        name = one.values.get(named_by)
        if isinstance(name, str) and name.strip():
            one.place = f"{one.place.removesuffix('].')} {name.strip()}]."
    return found


def numbers_in(text: str) -> tuple[float, ...]:
    """The numbers that a printed cell holds, in order; full-width digits count as digits."""
    narrow = unicodedata.normalize("NFKC", text).replace("−", "-")
    return tuple(float(found.replace(",", "")) for found in WRITTEN_NUMBER.findall(narrow))


def plain(value: object) -> object:
    """The document as JSON can hold it: tables, lists, texts, numbers, and dates as 2018-04-30."""
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    return value
