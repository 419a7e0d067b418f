"""Reading a document written by hand (TOML, or the same as JSON): every value is asked for by its key and kind.

Nothing stops at the first fault. What is missing or wrong is noted with its place, a harmless value stands in for it,
and the reading goes on, so that the author sees everything at once. Places count from 1, as people do.
"""

import math
from collections.abc import Collection, Mapping

from surveyapp.domain.faults import Fault


class Table:
    """One table of a document: its place, and the faults found so far, which the whole document shares."""

    def __init__(self, values: object, place: str, faults: list[Fault]) -> None:
        """`place` is put before every key in a fault, for example `questionnaire.toml: sections[2].`."""
        self.place = place
        self.faults = faults
        self.known: list[str] = []
        self.values: Mapping[str, object] = values if isinstance(values, Mapping) else {}
        if not isinstance(values, Mapping):
            faults.append(Fault("not_a_table", place.rstrip(".: ")))

    def at(self, key: str) -> str:
        """Where a key of this table stands."""
        return f"{self.place}{key}"

    def fault(self, code: str, key: str, /, **fields: object) -> None:
        """Note that something is wrong at a key."""
        self.faults.append(Fault(code, self.at(key), **fields))

    def has(self, key: str) -> bool:
        """Whether the author wrote this key; from now on it is a known one."""
        if key not in self.known:
            self.known.append(key)
        return key in self.values

    def text(self, key: str, default: str | None = None) -> str:
        """A text that is not blank; without a default it must be there."""
        if not self._there(key, default is not None):
            return default or ""
        value = self.values[key]
        if not isinstance(value, str):
            self.fault("not_a_text", key)
            return default or ""
        if not value.strip() and default is None:
            self.fault("text_blank", key)
        return value

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """A whole number between two bounds; without a default it must be there."""
        stand_in = low if default is None else default
        if not self._there(key, default is not None):
            return stand_in
        value = self.values[key]
        if isinstance(value, bool) or not isinstance(value, int):
            self.fault("not_a_whole_number", key)
            return stand_in
        if not low <= value <= high:
            self.fault("number_out_of_range", key, value=value, low=low, high=high)
            return stand_in
        return value

    def number(self, key: str) -> float | None:
        """A number that may be left out."""
        if not self._there(key, True):
            return None
        value = self.values[key]
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            self.fault("not_a_number", key)
            return None
        return float(value)

    def truth(self, key: str) -> bool:
        """True or false; false where it is left out."""
        if not self._there(key, True):
            return False
        value = self.values[key]
        if not isinstance(value, bool):
            self.fault("not_true_or_false", key)
            return False
        return value

    def choice(self, key: str, allowed: Collection[str], default: str | None = None) -> str:
        """One of the allowed words; without a default it must be there."""
        value = self.text(key, default)
        if value not in allowed:
            if value:
                self.fault("word_not_allowed", key, value=value, allowed="、".join(allowed))
            return default or next(iter(allowed))
        return value

    def words(self, key: str) -> tuple[str, ...]:
        """A list of texts without repeats; empty where it is left out."""
        if not self._there(key, True):
            return ()
        value = self.values[key]
        if not isinstance(value, list | tuple) or not all(isinstance(word, str) for word in value):
            self.fault("not_a_list_of_texts", key)
            return ()
        for word in dict.fromkeys(word for word in value if list(value).count(word) > 1):
            self.fault("listed_twice", key, value=word)
        return tuple(dict.fromkeys(value))

    def table(self, key: str, required: bool = False) -> "Table":
        """A table within this one; an empty one where it is left out."""
        there = self._there(key, not required)
        return Table(self.values[key] if there else {}, f"{self.at(key)}.", self.faults)

    def tables(self, key: str) -> list["Table"]:
        """A list of tables that must be there and hold at least one."""
        if not self._there(key, False):
            return []
        value = self.values[key]
        if not isinstance(value, list | tuple):
            self.fault("not_a_list_of_tables", key)
            return []
        if not value:
            self.fault("list_empty", key)
        return [Table(one, f"{self.at(key)}[{place}].", self.faults) for place, one in enumerate(value, start=1)]

    def close(self) -> None:
        """Name every key nobody asked for: a misspelt key would otherwise be ignored in silence."""
        for key in self.values:
            if key not in self.known:
                self.fault("key_unknown", str(key), key=key, known="、".join(self.known))

    def _there(self, key: str, optional: bool) -> bool:
        there = self.has(key)
        if not there and not optional:
            self.fault("key_missing", key, key=key)
        return there
