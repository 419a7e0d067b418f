"""What was tested of the residents' pages, when and how, and what was not: said to everybody, and no more than is so."""

import datetime
from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from surveyapp import runtime
from surveyapp.domain.languages import JAPANESE, LANGUAGES
from surveyapp.operations import answering
from surveyapp.pages.guard import EVERYBODY, open_to
from surveyapp.pages.reading import Reading, read_as, reading
from surveyapp.pages.spoken import wording

bp = Blueprint("accessibility", __name__)
bp.context_processor(lambda: {"reading": reading(), "languages": LANGUAGES})

#: The statement is about one place on one day: it has no other translations.
SPOKEN = (JAPANESE, "en")


@dataclass(frozen=True)
class Trials:
    """What the tests in tests/browser looked at, and the day on which all of them were last run and were without fault.

    A change of what they look at fails a test until it stands here too.
    """

    on: datetime.date = datetime.date(2026, 11, 26)
    browser: str = "Chromium 156（Linux）"
    axe: str = "axe-core 4.14.1"
    widths: tuple[int, ...] = (320, 390, 820, 1280)
    target: int = 44


@bp.get("/accessibility")
@open_to(EVERYBODY)
def statement() -> ResponseReturnValue:
    """The statement, in Japanese or English."""
    asked_in = reading().tag
    how = Reading(asked_in if asked_in in SPOKEN else JAPANESE)
    read_as(how)
    return render_template("accessibility/statement.html", tested=Trials(), spoken=SPOKEN, contact=_contact(how))


def _contact(how: Reading) -> Markup:
    """Whom to tell, in the words of the survey that is open; empty while there is none, or more than one."""
    with runtime.desk() as desk:
        asked = answering.doorstep(desk).questionnaire
    if asked is None:
        return Markup("")
    contact = wording(asked, how if how.tag in asked.languages else Reading()).say("contact")
    return contact if how.tag in asked.languages else Markup('<span lang="ja">{}</span>').format(contact)
