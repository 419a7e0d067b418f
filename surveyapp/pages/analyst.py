"""The analyst's pages: how the fieldwork goes, runs asked for and followed, and every figure a run has recorded."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from surveyapp import runtime
from surveyapp.domain.faults import Refused
from surveyapp.domain.stages import JobStage
from surveyapp.domain.tabular import ENCODINGS, write_table
from surveyapp.operations import scoring
from surveyapp.pages import run_tables
from surveyapp.pages.errors import status_of
from surveyapp.pages.guard import ANALYST, APPROVER, open_to
from surveyapp.pages.run_words import csv_rows, digits, percent
from surveyapp.pages.telling import Told, sentence, told

bp = Blueprint("analyst", __name__, url_prefix="/staff")

LEVELS = ("0.90", "0.95", "0.99")
WEIGHTS = ("default", "none")
#: seconds after which the page of a running job looks again
LOOK_AGAIN = 2


@bp.get("/waves/")
@open_to(ANALYST, APPROVER)
def waves() -> ResponseReturnValue:
    """Every wave, with what came in and how often it was scored."""
    with runtime.desk() as desk:
        lines = scoring.wave_lines(desk)
    return render_template("analyst/waves.html", lines=lines, **_words())


@bp.get("/waves/<wave>")
@open_to(ANALYST, APPROVER)
def wave(wave: str) -> ResponseReturnValue:
    """One wave: returns, runs, and the button that asks for a run."""
    return _wave(wave, [])


@bp.post("/waves/<wave>/runs")
@open_to(ANALYST)
def ask(wave: str) -> ResponseReturnValue:
    """Ask for a run; a worker does it, and the page that follows shows how far it is."""
    try:
        with runtime.desk(writing=True) as desk:
            job = scoring.ask(
                desk,
                wave,
                current_user.id,
                level=float(_chosen("level", LEVELS, "0.95")),
                weights=_chosen("weights", WEIGHTS, "default"),
            ).id
    except Refused as refused:
        return _wave(wave, told(refused, {})), status_of(refused)
    return redirect(url_for(".job", wave=wave, job=job), 303)


@bp.get("/waves/<wave>/jobs/<int:job>")
@open_to(ANALYST, APPROVER)
def job(wave: str, job: int) -> ResponseReturnValue:
    """How far a run is; leads on to it when it is there."""
    with runtime.desk() as desk:
        progress = scoring.progress(desk, wave, job)
        view = scoring.wave_view(desk, wave)
    if progress.run is not None:
        return redirect(url_for(".run", run=progress.run), 303)
    page = render_template("analyst/job.html", job=progress, wave=view, again=LOOK_AGAIN, **_words())
    return page


@bp.get("/runs/<int:run>")
@open_to(ANALYST, APPROVER)
def run(run: int) -> ResponseReturnValue:
    """One run: what went in, how it was weighted, and its overall figures."""
    with runtime.desk() as desk:
        overview = scoring.run_overview(desk, run)
    return render_template(
        "analyst/run.html",
        run=overview.run,
        means=run_tables.mean_lines(overview),
        shares=run_tables.share_lines(overview),
        quadrants=run_tables.quadrant_lines(overview),
        **_words(),
    )


@bp.get("/runs/<int:run>/figures.csv")
@open_to(ANALYST, APPROVER)
def figures(run: int) -> ResponseReturnValue:
    """Every figure of a run as a file."""
    with runtime.desk() as desk:
        view, found = scoring.figure_table(desk, run)
    content, _unfit = write_table(*csv_rows(view, found), ENCODINGS[0])
    name = f"{view.wave}-run{view.number}.csv"
    return Response(
        content,
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@bp.get("/runs/<int:run>/<question>")
@open_to(ANALYST, APPROVER)
def question(run: int, question: str) -> ResponseReturnValue:
    """One question of a run in every domain."""
    with runtime.desk() as desk:
        view = scoring.question_view(desk, run, question)
    return render_template(
        "analyst/question.html",
        run=view.run,
        wording=view.run.questionnaire.full_wording(view.run.questionnaire.by_id[question]),
        means=run_tables.mean_table(view),
        options=run_tables.option_table(view),
        tables=run_tables.share_tables(view),
        **_words(),
    )


def _wave(key: str, faults: list[Told]) -> str:
    with runtime.desk() as desk:
        view = scoring.wave_view(desk, key)
    return render_template("analyst/wave.html", wave=view, faults=faults, levels=LEVELS, **_words())


def _chosen(field: str, offered: tuple[str, ...], usual: str) -> str:
    value = request.form.get(field, usual)
    return value if value in offered else usual


def _words() -> dict[str, object]:
    """What the templates call things."""
    return {
        "sentence": sentence,
        "digits": digits,
        "percent": percent,
        "grouped": run_tables.grouped,
        "JobStage": JobStage,
        "stages": {"draft": _("準備中"), "open": _("受付中"), "closed": _("締切済み")},
        "sources": {
            "fieldwork": _("この仕組みで行った調査"),
            "responses": _("回答を読み込んだ調査"),
            "counts": _("公表された集計値だけの調査"),
        },
        "channels": {"web": _("ウェブ"), "paper": _("紙"), "telephone": _("電話"), "import": _("読み込み")},
        "bases": {
            "answered": _("回答した人に占める割合"),
            "everyone": _("尋ねたすべての人に占める割合（無回答を含む）"),
        },
        "marks": {"reference": _("参考値"), "suppressed": _("秘匿")},
        "weights": {
            "raked": _("人口に合わせた重み"),
            "cells": _("層ごとの重み"),
            "strata": _("層ごとの重み"),
            "given": _("データに付いていた重み"),
            "none": _("重み付けなし"),
        },
        "scales": {"importance": _("重要度"), "satisfaction": _("満足度")},
        "quadrant_names": {
            "improve": _("重点改善分野"),
            "keep": _("重点維持分野"),
            "maintain": _("維持分野"),
            "watch": _("改善分野"),
        },
        "margins": {"age_sex": _("年齢×性別"), "district": _("地区")},
        "faces": {"sex": _("性別"), "age": _("年齢"), "district": _("地区")},
    }
