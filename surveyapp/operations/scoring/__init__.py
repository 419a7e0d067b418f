"""Scoring runs: asked for, gathered, recorded, shown. The computing between gathering and recording is a job's."""

from surveyapp.operations.scoring.asking import (
    Progress,
    Taken,
    advance,
    ask,
    beat,
    fail,
    jobs_of,
    minimum_of,
    progress,
    take,
)
from surveyapp.operations.scoring.gathering import CellCount, Gathered, gather
from surveyapp.operations.scoring.recording import Result, record
from surveyapp.operations.scoring.showing import (
    QuestionView,
    RunOverview,
    RunView,
    WaveLine,
    WaveView,
    figure_table,
    question_view,
    run_overview,
    run_view,
    wave_lines,
    wave_view,
)
from surveyapp.store.figures import Found

__all__ = [
    "CellCount",
    "Found",
    "Gathered",
    "Progress",
    "QuestionView",
    "Result",
    "RunOverview",
    "RunView",
    "Taken",
    "WaveLine",
    "WaveView",
    "advance",
    "ask",
    "beat",
    "fail",
    "figure_table",
    "gather",
    "jobs_of",
    "minimum_of",
    "progress",
    "question_view",
    "record",
    "run_overview",
    "run_view",
    "take",
    "wave_lines",
    "wave_view",
]
