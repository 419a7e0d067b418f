"""What stood in a page that could not be kept yet: carried through the door, unseen, and kept once one is in again.

Without scripts a page may be turned after its entry has ended, or after a word was put before the answers on another
device. What was answered on it travels in the form that asks for the code or the word; nothing of it is kept before.
"""

from dataclasses import dataclass

from flask import request, url_for
from werkzeug.datastructures import MultiDict

PLACE = "place"
#: Before the name of each field, since a question may be called `code` or `word`.
AT = "at."

CHECK, LATER = "check", "later"
PLACES = {"resident.check": CHECK, "resident.send": CHECK, "resident.later": LATER}


@dataclass(frozen=True)
class Carried:
    """Where somebody wanted to go, and what they said there: hidden fields of the page in between."""

    place: str = ""
    fields: tuple[tuple[str, str], ...] = ()

    @property
    def page(self) -> int | None:
        """The page of the questionnaire that is meant, if it is one."""
        return int(self.place) if self.place.isascii() and self.place.isdecimal() and len(self.place) < 6 else None

    @property
    def form(self) -> MultiDict[str, str]:
        """What was posted, as it was."""
        return MultiDict((name.removeprefix(AT), value) for name, value in self.fields)

    def way(self, label: str) -> str:
        """The address that is meant."""
        if self.page is not None:
            return url_for("resident.questions", label=label, page=self.page)
        return url_for(f"resident.{self.place if self.place in (CHECK, LATER) else 'start'}", label=label)


def carried() -> Carried:
    """What this request wants and brings, or has brought along already."""
    form = request.form
    if PLACE in form:
        brought = tuple((name, value) for name, value in form.items(multi=True) if name.startswith(AT))
        return Carried(form[PLACE], brought)
    place = str((request.view_args or {}).get("page", PLACES.get(request.endpoint or "", "")))
    if request.endpoint != "resident.turn":
        return Carried(place)
    return Carried(place, tuple((AT + name, value) for name, value in form.items(multi=True) if name != "csrf_token"))
