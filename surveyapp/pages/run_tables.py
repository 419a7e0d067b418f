"""The tables on the analyst's pages, from what a run has recorded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import url_for

from surveyapp.domain.questionnaire import Item, Questionnaire
from surveyapp.operations.scoring import Found, QuestionView, RunOverview
from surveyapp.pages.run_words import (
    Line,
    axis_of,
    category_label,
    cell,
    digits,
    domain_label,
    option_label,
    pairs,
)
from surveyapp.pages.telling import language

SHARE_AXIS = (0.0, 1.0)


@dataclass(frozen=True)
class ShareTable:
    """Shares in one base: a column an option, a row a domain."""

    base: str
    options: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class QuadrantLine:
    """An item with its two means and the quadrant it stands in."""

    label: str
    importance: str
    satisfaction: str
    place: str


def mean_lines(overview: RunOverview) -> list[Line]:
    """One row a question with points: its overall mean, grouped by section."""
    return [
        Line(
            label=_wording(overview.run.questionnaire, name),
            cells=(cell(pair, axis_of(overview.run.questionnaire, name)),),
            address=url_for("analyst.question", run=overview.run.id, question=name),
        )
        for name, pair in overview.means.items()
    ]


def share_lines(overview: RunOverview) -> list[tuple[Line, list[Line]]]:
    """The questions without points, each with a row an option: overall shares of those who answered."""
    questionnaire = overview.run.questionnaire
    found = []
    for name, figures in overview.shares.items():
        heading = Line(
            _wording(questionnaire, name), (), url_for("analyst.question", run=overview.run.id, question=name)
        )
        found.append((heading, _option_lines(questionnaire, name, figures)))
    return found


def mean_table(view: QuestionView) -> list[Line]:
    """The mean of a question in every domain; empty where its options have no points."""
    questionnaire = view.run.questionnaire
    axis = axis_of(questionnaire, view.question)
    return [
        Line(
            label=category_label(questionnaire, domain, category),
            cells=(cell(pair, axis),),
            group=domain_label(questionnaire, domain),
        )
        for (statistic, _option, _base, domain, category), pair in pairs(view.figures).items()
        if statistic == "mean"
    ]


def option_table(view: QuestionView) -> list[Line]:
    """The overall share of each option among those who answered, with bars."""
    overall = [one for one in view.figures if one.domain == "all" and one.base == "answered"]
    return _option_lines(view.run.questionnaire, view.question, overall)


def share_tables(view: QuestionView) -> list[ShareTable]:
    """The shares of a question in every domain: of those who answered, and of everyone asked."""
    questionnaire = view.run.questionnaire
    found = pairs(one for one in view.figures if one.statistic == "share")
    tables = []
    for base in ("answered", "everyone"):
        options = list(dict.fromkeys(option for _s, option, at, _d, _c in found if at == base))
        domains = list(dict.fromkeys((domain, category) for _s, _o, at, domain, category in found if at == base))
        lines = tuple(
            Line(
                label=category_label(questionnaire, *place),
                cells=tuple(
                    cell(found[key], SHARE_AXIS) if (key := ("share", option, base, *place)) in found else None
                    for option in options
                ),
                group=domain_label(questionnaire, place[0]),
            )
            for place in domains
        )
        labels = tuple(option_label(questionnaire, view.question, option) for option in options)
        if lines:
            tables.append(ShareTable(base, labels, lines))
    return tables


def grouped(lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    """Rows under the heading they share, in order."""
    return [(group, list(found)) for group, found in groupby(lines, key=lambda line: line.group)]


def quadrant_lines(overview: RunOverview) -> list[QuadrantLine]:
    """The items of a run with both means and their quadrant, in the order asked."""
    quadrants = overview.run.document.get("quadrants")
    items = quadrants["items"] if isinstance(quadrants, Mapping) else {}
    return [
        QuadrantLine(
            label=overview.run.questionnaire.words(language()).say(f"item.{item.id}"),
            importance=_mean(overview, item, "importance"),
            satisfaction=_mean(overview, item, "satisfaction"),
            place=str(items[item.id]),
        )
        for item in overview.run.questionnaire.items
        if item.id in items
    ]


def _option_lines(questionnaire: Questionnaire, question: str, figures: Sequence[Found]) -> list[Line]:
    return [
        Line(option_label(questionnaire, question, option), (cell(pair, SHARE_AXIS),))
        for (statistic, option, _base, _domain, _category), pair in pairs(figures).items()
        if statistic == "share"
    ]


def _mean(overview: RunOverview, item: Item, scale: str) -> str:
    pair = overview.means.get(f"{item.id}.{scale}")
    return digits(pair["weighted"].value) if pair else digits(None)


def _wording(questionnaire: Questionnaire, question: str) -> str:
    return questionnaire.full_wording(questionnaire.by_id[question], language())
