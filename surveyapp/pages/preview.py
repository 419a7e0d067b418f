"""Officers look at any questionnaire as residents will see it: any language, any form, any page, before it opens.

The pages are the residents' own templates. Their links lead on within the preview, their buttons to one view that
reads nothing but which button it was: there is no door here through which anything could be kept or sent.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from surveyapp import runtime
from surveyapp.domain import rotation
from surveyapp.domain.effort import loads
from surveyapp.domain.faults import DefinitionFaults
from surveyapp.domain.languages import LANGUAGES, name_of
from surveyapp.domain.paper import Line
from surveyapp.domain.questionnaire import Questionnaire
from surveyapp.domain.readback import read_back
from surveyapp.operations import previewing
from surveyapp.operations.answering import Receipt, Standing, Summary
from surveyapp.operations.previewing import Copy, Preview, Shelved
from surveyapp.pages.fragments import Fragments
from surveyapp.pages.guard import ADMINISTRATOR, ANALYST, open_to
from surveyapp.pages.reading import EASY, LANGUAGE, RUBY, Reading, read_as
from surveyapp.pages.spoken import Wording
from surveyapp.pages.telling import told

bp = Blueprint("preview", __name__, url_prefix="/staff/preview")

#: The pages of a resident beside those with questions, in the order they are met.
SHEETS = ("start", "check", "receipt", "later", "left")
SAMPLE_NUMBER = "1234567890"
SAMPLE_CODE = "ABCD-EFGH-JKMN"


@dataclass(frozen=True)
class Look:
    """What an officer looks at: which copy of which wave, in which language, on which form."""

    shelved: Shelved
    copy: Copy
    questionnaire: Questionnaire
    language: str
    form: str
    ruby: bool = False

    @property
    def reading(self) -> Reading:
        """How its pages are read."""
        return Reading(self.language, self.ruby or self.language == EASY)

    @property
    def words(self) -> Wording:
        """The words of its pages; made anew, since an author's copy changes with every word that is mended."""
        return Wording(self.questionnaire, self.reading)

    @property
    def visit(self) -> Preview:
        """The way of nobody through this form."""
        return Preview(self.questionnaire, self.form, {})

    def at(self, endpoint: str, **place: Any) -> str:
        """The address of a view of the preview, looking at the same."""
        given = {"copy": self.copy.value, "language": self.language, "form": self.form or None}
        ruby = "on" if self.ruby else None
        return url_for(endpoint, wave=self.shelved.key, **{**given, "ruby": ruby, **place})


@bp.get("/")
@open_to(ANALYST, ADMINISTRATOR)
def shelf() -> ResponseReturnValue:
    """Every wave there is to look at."""
    with runtime.desk() as desk:
        found = previewing.shelf(desk)
    return render_template("preview/shelf.html", waves=found)


@bp.get("/<wave>/")
@open_to(ANALYST, ADMINISTRATOR)
def overview(wave: str) -> ResponseReturnValue:
    """What there is of a wave, and how much each page asks of a reader."""
    try:
        look = _look(wave)
    except DefinitionFaults as refused:
        with runtime.desk() as desk:
            shelved = previewing.shelved(desk, wave)
        return render_template("preview/faulty.html", shelved=shelved, found=told(refused), Copy=Copy), 400
    return render_template(
        "preview/overview.html",
        look=look,
        loads=loads(look.questionnaire, look.form, look.language),
        minutes=look.visit.minutes,
        orders=len(rotation.orders(look.questionnaire.rotated)),
        **_choices(look),
    )


@bp.get("/<wave>/<int:page>")
@open_to(ANALYST, ADMINISTRATOR)
def questions(wave: str, page: int) -> ResponseReturnValue:
    """One field of the questionnaire as it will look."""
    look = _look(wave)
    visit = look.visit
    if page not in visit.asked_on:
        abort(404)
    to_check = request.args.get("then") == "check"
    banner = _banner(look, str(page))
    read_as(look.reading)
    return _draw(
        "page",
        look,
        banner,
        page=page,
        place=page,
        places=len(visit.parts),
        part=visit.parts[page - 1],
        to_check=to_check,
        token=generate_csrf(),
        drawn="{}",
        # Parts of its own, so that what changes with every mended word does not fill the store of the residents.
        lines=Fragments(current_app).page(visit, page, {}, {}, look.words),
    )


@bp.get("/<wave>/<name>")
@open_to(ANALYST, ADMINISTRATOR)
def sheet(wave: str, name: str) -> ResponseReturnValue:
    """One of the pages around the questions as it will look."""
    if name not in SHEETS:
        abort(404)
    look = _look(wave)
    banner = _banner(look, name)
    read_as(look.reading)
    return _draw(name, look, banner, **_of_sheet(look, name))


@bp.post("/<wave>/press")
@open_to(ANALYST, ADMINISTRATOR)
def press(wave: str) -> ResponseReturnValue:
    """Go where a button leads. Of what stands in the form nothing is read but which button it was."""
    look, at = _look(wave), request.args.get("at", "")
    if otherwise := {name: request.form[name] for name in (LANGUAGE, RUBY) if name in request.form}:
        return redirect(look.at(".questions", page=int(at) if at.isdecimal() else 1, **otherwise), 303)
    return redirect(_way_on(look, at, request.form.get("go", "")), 303)


def _look(wave: str) -> Look:
    """What the address asks for; the sealed copy, Japanese and the first form where it does not say."""
    with runtime.desk() as desk:
        shelved = previewing.shelved(desk, wave)
        wished = request.args.get("copy", "")
        copy = Copy(wished) if wished in shelved.copies else shelved.copies[0]
        found = previewing.questionnaire(desk, wave, copy)
    # The last one counts: a page's own row of languages adds its wish to the address it stands at.
    language, form = (request.args.getlist(LANGUAGE) or [""])[-1], request.args.get("form", "")
    return Look(
        shelved,
        copy,
        found,
        language if language in found.texts else "ja",
        form if form in found.forms else next(iter(found.forms), ""),
        request.args.get(RUBY) == "on",
    )


def _of_sheet(look: Look, name: str) -> dict[str, object]:
    """What a page around the questions shows; the check shows sample answers."""
    visit, questionnaire = look.visit, look.questionnaire
    match name:
        case "start":
            return {"go_on": 1}
        case "check":
            answers = previewing.sample(visit)
            fields = read_back(visit.parts, visit.asked, answers)
            return {"summary": Summary(_standing(look), fields, len(visit.asked) - len(answers))}
        case "receipt":
            return {"receipt": Receipt(SAMPLE_NUMBER, questionnaire, questionnaire.synthetic, questionnaire.link)}
    return {}


def _standing(look: Look) -> Standing:
    code = SAMPLE_CODE if look.questionnaire.is_open else ""
    return Standing(look.visit, look.questionnaire.synthetic, look.questionnaire.link, return_code=code)


def _draw(template: str, look: Look, banner: Markup, **more: object) -> str:
    return render_template(
        f"preview/{template}.html",
        label="preview",
        standing=_standing(look),
        words=look.words,
        reading=look.reading,
        languages=LANGUAGES,
        carried=_carried(look),
        url_for=_ways(look),
        banner=banner,
        **more,
    )


def _ways(look: Look) -> Callable[..., str]:
    """Addresses as the residents' templates ask for them, leading on within the preview."""

    def way(endpoint: str, **place: Any) -> str:
        room, _, view = endpoint.partition(".")
        if room not in ("resident", "feedback", "coming_back"):
            return url_for(endpoint, **place)
        then, anchor = place.get("then"), place.get("_anchor")
        if view == "questions":
            return look.at(".questions", page=place["page"], then=then, _anchor=anchor)
        if view in SHEETS:
            return look.at(".sheet", name=view)
        if view in ("turn", "send", "leave", "give", "choose"):
            return look.at(".press", at=place.get("page", view), then=then)
        return look.at(".overview")

    return way


def _way_on(look: Look, at: str, wish: str) -> str:
    if at == "choose":
        return look.at(".sheet", name="later")
    if at == "leave":
        return look.at(".sheet", name="left")
    if at in ("send", "give"):
        return look.at(".sheet", name="receipt")
    visit, page = look.visit, int(at) if at.isdecimal() and len(at) < 4 else 0
    if page not in visit.asked_on or wish in ("later", "check"):
        return look.at(".sheet", name="later" if wish == "later" else "check")
    other = visit.before(page) if wish == "back" else visit.after(page)
    if other is None:
        return look.at(".sheet", name="start" if wish == "back" else "check")
    return look.at(".questions", page=other)


def _banner(look: Look, here: str) -> Markup:
    """What says that this is no real page, in the officer's own language, drawn before the page's language is taken."""
    stops = ["start", *map(str, look.visit.asked_on), *SHEETS[1:]]
    place = stops.index(here) if here in stops else 0
    around = (stops[place - 1] if place else None, stops[place + 1] if place + 1 < len(stops) else None)
    return Markup(
        render_template(
            "preview/banner.html",
            look=look,
            here=_address(look, here),
            before=around[0] and _address(look, around[0]),
            after=around[1] and _address(look, around[1]),
            conditions=_conditions(look, int(here)) if here.isdecimal() else [],
            has_sample=here == "check",
            **_choices(look),
        )
    )


def _address(look: Look, stop: str) -> str:
    return look.at(".questions", page=int(stop)) if stop.isdecimal() else look.at(".sheet", name=stop)


def _choices(look: Look) -> dict[str, object]:
    return {"languages": {tag: name_of(tag) for tag in look.questionnaire.texts}, "Copy": Copy}


def _carried(look: Look) -> str:
    """What an address that asks for another language has to say besides, to look at the same copy and form."""
    return urlencode({"copy": look.copy.value, "form": look.form, "language": look.language}) + "&"


def _conditions(look: Look, page: int) -> list[tuple[Line, list[tuple[str, list[str]]]]]:
    """The lines of a page that only some are asked, each with the questions and the options that open it."""
    asked = look.questionnaire
    return [
        (
            line,
            [
                (
                    asked.full_wording(earlier),
                    [asked.label(earlier, code) for code in earlier.by_code if code in rule.codes],
                )
                for rule in line.questions[0].only_if
                if (earlier := asked.by_id[rule.question])
            ],
        )
        for line in look.visit.parts[page - 1].lines
        if line.questions[0].only_if
    ]
