"""A table of a TOML file read key by key: what is wrong is gathered, and so is a key that nobody asked for."""

import math
from collections.abc import Mapping, Sequence

from analysis.faults import named
from analysis.files.findings import Findings


class Table:
    """One table of the file ``path``, called ``name`` in faults (empty for the file itself)."""

    def __init__(self, content: Mapping[str, object], path: str, name: str, findings: Findings) -> None:
        self._content = content
        self._path = path
        self.name = name
        self._findings = findings
        self._asked: list[str] = []

    def has(self, key: str) -> bool:
        """Is the key there?"""
        return key in self._content

    def wrong(self, key: str, wanted: str) -> None:
        """Note that a key is not what it must be."""
        self._findings.add("key_wrong", path=self._path, key=f"{self.name} {key}".strip(), wanted=wanted)

    def text(self, key: str, default: str = "") -> str:
        """A text."""
        found = self._get(key, default)
        if isinstance(found, str):
            return found
        self.wrong(key, "a text")
        return default

    def choice(self, key: str, options: Sequence[str], default: str) -> str:
        """One of a few words."""
        found = self._get(key, default)
        if isinstance(found, str) and found in (*options, default):
            return found
        self.wrong(key, f"one of {', '.join(options)}")
        return default

    def texts(self, key: str, needed: bool = False) -> tuple[str, ...]:
        """A list of texts; one text alone is a list of one, and whole numbers are the texts of their digits."""
        found = self._get(key, [])
        each = [found] if isinstance(found, str) else found
        if not isinstance(each, list) or not all(_textual(value) for value in each) or (needed and not each):
            self.wrong(key, "a list of texts" + (" that is not empty" if needed else ""))
            return ()
        return tuple(str(value) for value in each)

    def lists(self, key: str) -> list[tuple[str, ...]]:
        """A list of lists of texts."""
        found = self._get(key, [])
        if isinstance(found, list) and all(isinstance(each, list) and all(map(_textual, each)) for each in found):
            return [tuple(str(value) for value in each) for each in found]
        self.wrong(key, "a list of lists of texts")
        return []

    def flag(self, key: str, default: bool) -> bool:
        """True or false."""
        found = self._get(key, default)
        if isinstance(found, bool):
            return found
        self.wrong(key, "true or false")
        return default

    def number(self, key: str, default: float, low: float, high: float = math.inf) -> float:
        """A number between ``low`` and ``high``, both allowed."""
        found = self._get(key, default)
        if _numeric(found) and low <= float(str(found)) <= high:
            return float(str(found))
        self.wrong(key, f"a number from {low:g} to {high:g}" if high < math.inf else f"a number of at least {low:g}")
        return default

    def numbers_by_value(self, key: str) -> dict[str, float]:
        """A table {value in the file: finite number}."""
        found = self._mapping(key)
        strange = [value for value, number in found.items() if not _numeric(number)]
        if strange or (self.has(key) and not self._content[key]):
            self.wrong(key, f"a number for each value (not {named(strange) or 'without any'})")
        return {value: float(str(number)) for value, number in found.items() if _numeric(number)}

    def texts_by_value(self, key: str) -> dict[str, str]:
        """A table {value in the file: text}."""
        found = self._mapping(key)
        strange = [value for value, text in found.items() if not isinstance(text, str) or not text]
        if strange:
            self.wrong(key, f"a text for each value (not {named(strange)})")
        return {value: text for value, text in found.items() if isinstance(text, str)}

    def table(self, key: str) -> "Table":
        """A table inside this one; empty if it is not there."""
        return Table(self._mapping(key), self._path, f"{self.name} {key}".strip(), self._findings)

    def tables(self, key: str, short: str = "") -> "list[Table]":
        """A list of tables, counted from 1 in faults; where ``short`` is given, a text alone is a table with that one key."""
        found = self._get(key, [])
        listed = found if isinstance(found, list) else [found]
        each = [{short: part} if short and isinstance(part, str) else part for part in listed]
        tables = [
            Table(part, self._path, f"{key} {k}", self._findings)
            for k, part in enumerate(each, 1)
            if isinstance(part, dict)
        ]
        if len(tables) < len(each):
            self.wrong(key, f"tables headed [[{key}]]" + (" or a list of texts" if short else ""))
        return tables

    def names(self) -> list[str]:
        """The keys that are there; they count as asked for."""
        self._asked += self._content
        return list(self._content)

    def close(self) -> None:
        """Note the keys that nobody asked for."""
        for key in self._content:
            if key not in self._asked:
                known = ", ".join(self._asked)
                self._findings.add("key_unknown", path=self._path, key=f"{self.name} {key}".strip(), known=known)

    def _get(self, key: str, default: object) -> object:
        if key not in self._asked:
            self._asked.append(key)
        return self._content.get(key, default)

    def _mapping(self, key: str) -> Mapping[str, object]:
        found = self._get(key, {})
        if isinstance(found, dict):
            return found
        self.wrong(key, "a table")
        return {}


def _numeric(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _textual(value: object) -> bool:
    return isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool))
