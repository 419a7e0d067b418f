"""What a log may hold: which view broke and where in the program; never an access code, an answer or a message of an error.

Servers and libraries write logs of their own, and they quote addresses (a letter's link holds its code) and errors (which
may quote what was typed). Whoever turns such a log up to look for a fault must not find residents in it.
"""

import logging
import re
import traceback

from flask import Flask

from surveyapp.domain.access_codes import ALPHABET

#: Those who speak about single requests, beside the app's own logger.
TALKATIVE = ("gunicorn.error", "gunicorn.access", "waitress", "werkzeug")

_FOUR = f"[{ALPHABET}]{{4}}"
#: The code in a letter's link, however it is written there; or a code by itself.
_CODES = re.compile(rf"(?<=/s/)[^\s\"'?]+|\b{_FOUR}-?{_FOUR}-?{_FOUR}\b", re.IGNORECASE)


def register(app: Flask) -> None:
    """Make the app's logger and those of the servers discreet; doing it twice is doing it once."""
    for name in (app.name, *TALKATIVE):
        logging.getLogger(name).addFilter(_discreet)


def _discreet(record: logging.LogRecord) -> bool:
    """Take the codes out of a record, and leave of an error its classes and places."""
    record.msg, record.args = _CODES.sub("…", record.getMessage()), ()
    if record.exc_info and record.exc_info[1] is not None:
        record.exc_text = _places(record.exc_info[1])
    record.exc_info = None
    return True


def _places(error: BaseException) -> str:
    """An error and what caused it, the cause first, without their messages."""
    cause = error.__cause__ or error.__context__
    before = f"{_places(cause)}\n\n" if cause is not None else ""
    return before + "".join(traceback.format_tb(error.__traceback__)) + type(error).__name__
