"""Draws the pages of a resident who is in: what each of them is told, whichever door it is asked for at."""

import hashlib
from collections.abc import Mapping, Sequence

from flask import render_template, request
from flask_wtf.csrf import generate_csrf
from markupsafe import escape

from surveyapp import runtime
from surveyapp.domain.answers import Answer
from surveyapp.domain.faults import Fault, Refused
from surveyapp.domain.questionnaire import Questionnaire
from surveyapp.operations import answering
from surveyapp.operations.answering import Standing
from surveyapp.pages import entrance, fields, fragments, reading
from surveyapp.pages.carrying import CHECK
from surveyapp.pages.headers import nonce
from surveyapp.pages.spoken import Wording, wording
from surveyapp.pages.telling import told


def draw(template: str, label: str, standing: Standing, **more: object) -> str:
    """A page of somebody who stands somewhere in a questionnaire."""
    told_by = {"until": entrance.until(), "lasts": entrance.LASTS.seconds}
    words = words_of(standing.visit.questionnaire)
    return render_template(
        f"resident/{template}", **{"label": label, "standing": standing, "words": words, **told_by, **more}
    )


def words_of(questionnaire: Questionnaire) -> Wording:
    """The words of a questionnaire as this reader reads it."""
    return wording(questionnaire, reading.settle(questionnaire.languages))


def page(
    label: str,
    page: int,
    standing: Standing,
    shown: Mapping[str, Answer],
    faults: Sequence[Fault] = (),
    *,
    stale: bool = False,
) -> str:
    """One field of the questionnaire with these answers in it."""
    visit, words = standing.visit, words_of(standing.visit.questionnaire)
    sentences = told(Refused.of(faults))
    asked = visit.asked_on[page]
    pages, to_check = list(visit.asked_on), request.args.get("then") == CHECK
    wrong = {fault.anchor: fault.sentence for fault in sentences}
    lines = fragments.fragments().page(visit, page, shown, wrong, words)
    drawn = fields.drawn_with(asked, visit.answers)

    def frame(**parts: str) -> str:
        return draw(
            "page.html",
            standing=standing,
            page=page,
            place=pages.index(page) + 1,
            places=len(pages),
            part=visit.parts[page - 1],
            faults=sentences,
            stale=stale,
            to_check=to_check,
            **parts,
        )

    parts = {"label": label, "token": generate_csrf(), "drawn": drawn, "lines": lines, "script_nonce": nonce()}
    parts |= {"until": entrance.until(), "stands": f"stands_{hashlib.sha256(drawn.encode()).hexdigest()[:12]}"}
    if faults or stale:
        return frame(**parts)
    key = (visit.questionnaire.fingerprint, visit.form, visit.order, words.reading, page, tuple(pages), to_check)
    return fragments.fragments().spliced(key, frame, **{name: escape(part) for name, part in parts.items()})


def check(label: str, faults: Sequence[Fault] = (), *, stale: bool = False) -> str:
    """All answers by field, before they are sent."""
    with runtime.desk() as desk:
        summary = answering.summary(desk, entrance.entered(label))
    words_of(summary.standing.visit.questionnaire)
    sentences, by = told(Refused.of(faults)), request.form.get("filled_by", "")
    return draw("check.html", label, summary.standing, summary=summary, faults=sentences, stale=stale, filled_by=by)
