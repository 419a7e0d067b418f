"""Readings above characters (ふりがな), written by the author as `{病院|びょういん}`."""

import re
from collections.abc import Iterator

#: Base and reading. Nothing else may stand in braces, so that a slip is seen and never printed. Doubled braces are
#: those of a template that says how a reading is written.
_READING = re.compile(r"(?<!\{)\{([^{}|\s][^{}|]*)\|([\u3041-\u309f\u30a0-\u30ff]+)\}(?!\})")


def plain(text: str) -> str:
    """A text without its readings: for files, lists, titles, and for readers who want none."""
    return _READING.sub(r"\1", text) if "{" in text else text


def pieces(text: str) -> Iterator[tuple[str, str]]:
    """A text as it is drawn, piece by piece: characters, and the reading above them or nothing."""
    end = 0
    for found in _READING.finditer(text):
        if found.start() > end:
            yield text[end : found.start()], ""
        yield found.group(1), found.group(2)
        end = found.end()
    if end < len(text):
        yield text[end:], ""


def is_well_formed(text: str) -> bool:
    """Whether every brace belongs to a reading."""
    rest = _READING.sub("", text)
    return "{" not in rest and "}" not in rest


def guarded(template: str) -> str:
    """A template of `str.format` whose readings stay as they are when its fields are filled in."""
    return _READING.sub(r"{{\1|\2}}", template) if "|" in template else template
