"""Faults gathered while several files are read, so that all of them are told at once and none a hundred thousand times."""

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

from analysis.faults import Fault, Faults, SourceFaults

Found = TypeVar("Found")

MOST = 20


class Findings:
    """What is wrong so far: faults by themselves, and places (line, column) of which only the first are listed."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._places: list[tuple[int, int, Fault]] = []
        self._further = 0
        self._about: set[Hashable] = set()

    @property
    def any(self) -> bool:
        """Is anything wrong?"""
        return bool(self._faults or self._places)

    def add(self, code: str, **fields: object) -> None:
        """Note one fault."""
        self._faults.append(Fault(code, fields))

    def attempt(self, read: Callable[[], Found]) -> Found | None:
        """What ``read`` gives; None if it found faults, which are then noted here."""
        try:
            return read()
        except Faults as error:
            self._faults += error.faults
            return None

    def places(self, about: Hashable, faults: Iterable[tuple[int, int, Fault]], number: int) -> None:
        """Note faults at (line, place of the column), ``number`` in all, of which the iterable gives the first; once for each ``about``."""
        if about in self._about:
            return
        self._about.add(about)
        listed = list(faults)
        self._places += listed
        self._further += number - len(listed)

    def refuse(self) -> None:
        """Raise ``SourceFaults`` with everything noted, the places in the order of the file, if there is anything."""
        places = [fault for _, _, fault in sorted(self._places, key=lambda place: place[:2])]
        further = self._further + len(places[MOST:])
        faults = [*{str(fault): fault for fault in self._faults}.values(), *places[:MOST]]
        if further:
            faults.append(Fault("further_places", {"count": further, "listed": MOST}))
        if faults:
            raise SourceFaults(faults)
