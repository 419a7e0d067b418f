"""The word that a resident chooses: four digits, easy to keep in mind and not the first that anybody would try."""

import unicodedata

from surveyapp.domain.faults import Fault

LENGTH = 4
_UP, _DOWN = "0123456789", "9876543210"


def normalised(typed: str) -> str:
    """What was typed in the one form that is compared: half width, without spaces and hyphens between the digits."""
    flat = unicodedata.normalize("NFKC", typed)
    return "".join(character for character in flat if not character.isspace() and character not in "-‐‑–−ー")


def faults(word: str) -> list[Fault]:
    """What is wrong with a normalised word."""
    if len(word) != LENGTH or not (word.isascii() and word.isdigit()):
        return [Fault("own_word_malformed", "word")]
    # Where they may, one in nine takes 1234 and one in seventeen 1111 (DataGenetics 2012, 3.4 million of them).
    if len(set(word)) == 1 or word in _UP or word in _DOWN:
        return [Fault("own_word_too_easy", "word")]
    return []
