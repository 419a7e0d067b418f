"""What the command line says, in the language of whoever calls it."""

import os
import re

from surveyapp.wording import translated


def reader_language() -> str:
    """Japanese, unless the locale names another language; C and POSIX name none."""
    named = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    # Not by locale.normalize, which takes C.UTF-8, the locale of a bare container, for American English.
    tongue = re.split("[_.@]", named)[0].lower()
    return "ja" if tongue in {"", "c", "posix", "ja", "japanese"} else "en"


def spoken(sentence: str, **fields: object) -> str:
    """A sentence for the reader, its {gaps} filled. Imported as `_`, the name by which the catalogue finds sentences."""
    return translated(sentence, reader_language()).format(**fields)
