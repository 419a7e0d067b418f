"""Proposes readings above characters from those that people have already written: longest words first, nothing guessed.

A dictionary reads 人気 as にんき and 一日 as ついたち wherever they stand; what was read by a person in this office's
own texts fits better, and what nobody has read yet is named, so that a person reads it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from surveyapp.domain.ruby import pieces, plain

_KANJI = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
#: Characters that are read as one stretch; ヶ stands within names (駒ヶ根).
_STRETCH = re.compile(f"[{_KANJI}](?:[{_KANJI}]|[ヶケ](?=[{_KANJI}]))*")
#: So many characters after a word tell its reading: {行|おこな}われ, {行|い}く.
_AFTER = 3


@dataclass(frozen=True, slots=True)
class _Word:
    """A word as it was met: alone, a single character is often read otherwise than beside another (市, 市場, 都市)."""

    written: str
    joined_before: bool = False
    joined_after: bool = False


@dataclass(slots=True)
class Proposed:
    """A text with the readings that are known, and the stretches of characters that nobody has read yet."""

    text: str
    unread: list[str] = field(default_factory=list)


class Readings:
    """The readings that people have written, by word, each with what followed it."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._met: dict[_Word, Counter[tuple[str, str]]] = defaultdict(Counter)
        self._longest = 1
        for text in texts:
            self._learn(text)

    def propose(self, text: str) -> Proposed:
        """Readings where there are none; what the author has read stays as it is."""
        said = list(pieces(text))
        proposed = Proposed("")
        for place, (characters, reading) in enumerate(said):
            if reading:
                proposed.text += f"{{{characters}|{reading}}}"
            else:
                after = "".join(base for base, _ in said[place + 1 : place + 2])
                self._read(characters, after, proposed)
        return proposed

    def _learn(self, text: str) -> None:
        whole, place = plain(text), 0
        for base, reading in pieces(text):
            end = place + len(base)
            if reading:
                self._met[_word(whole, place, end)][reading, whole[end : end + _AFTER]] += 1
                self._longest = max(self._longest, len(base))
            place = end

    def _read(self, characters: str, after: str, proposed: Proposed) -> None:
        """A piece without readings; `after` is what follows it."""
        whole, place = characters + after, 0
        while place < len(characters):
            if not (stretch := _STRETCH.match(characters, place)):
                proposed.text += characters[place]
                place += 1
            elif read := self._stretch(whole, place, stretch.end()):
                text, place = read
                proposed.text += text
            else:
                proposed.text += stretch.group()
                proposed.unread.append(stretch.group())
                place = stretch.end()

    def _stretch(self, whole: str, start: int, stop: int) -> tuple[str, int] | None:
        """A stretch read from its beginning to its end, and where that is; None where a part of it is not known."""
        if start >= stop:
            return "", start
        for end in range(min(len(whole), start + self._longest), start, -1):
            if (reading := self._reading(whole, start, end)) and (rest := self._stretch(whole, end, stop)):
                return f"{{{whole[start:end]}|{reading}}}{rest[0]}", rest[1]
        return None

    def _reading(self, whole: str, start: int, end: int) -> str:
        """The reading of a word at its place: the one that was followed by the same characters, else the commonest."""
        met = self._met.get(_word(whole, start, end))
        if not met:
            return ""
        after = whole[end : end + _AFTER]
        best = max(met, key=lambda known: (_alike(known[1], after), met[known], known))
        return best[0]


def _word(whole: str, start: int, end: int) -> _Word:
    written = whole[start:end]
    if len(written) > 1:
        return _Word(written)
    beside = [
        bool(place and _STRETCH.fullmatch(place)) for place in (whole[max(start - 1, 0) : start], whole[end : end + 1])
    ]
    return _Word(written, *beside)


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with in common."""
    same = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        same += 1
    return same
