"""Runs in words, digits and bars: what the analyst's pages show of figures. Rounding happens here, once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from analysis.figures import Unit, half_up, printed
from surveyapp.domain.questionnaire import Face, Questionnaire
from surveyapp.operations.scoring import Found, RunView
from surveyapp.pages.telling import language

SUPPRESSED, REFERENCE = "suppressed", "reference"
SILENT = "_silent"
#: units of a bar's drawing, from the low end of its axis to the high one
BAR_WIDTH = 200
CSV_COLUMNS = ("question", "wording", "option", "option_label", "domain", "category", "category_label")


@dataclass(frozen=True)
class Bar:
    """An interval as a drawing: places on an axis `BAR_WIDTH` wide, and the places of its ticks."""

    value: float
    low: float | None
    high: float | None
    plain: float | None
    ticks: tuple[float, ...]


@dataclass(frozen=True)
class Cell:
    """A figure as it is printed, with the unweighted one beside it; a suppressed one has no digits and no bar."""

    n: str
    value: str
    interval: str
    plain: str
    mark: str
    effective: str
    effect: str
    bar: Bar | None


@dataclass(frozen=True)
class Line:
    """A row of a table: its label, the address it leads to, its cells."""

    label: str
    cells: tuple[Cell | None, ...]
    address: str = ""
    group: str = ""


def pairs(figures: Iterable[Found]) -> dict[tuple[str, str, str, str, str], dict[str, Found]]:
    """Figures by place (statistic, option, base, domain, category), weighted and unweighted side by side."""
    found: dict[tuple[str, str, str, str, str], dict[str, Found]] = {}
    for one in figures:
        place = (one.statistic, one.option, one.base, one.domain, one.category)
        found.setdefault(place, {})[one.weighting] = one
    return found


def cell(pair: Mapping[str, Found], axis: tuple[float, float]) -> Cell:
    """A figure and its unweighted neighbour, on the axis of their scale (0 to 1 for a share)."""
    weighted, plain = pair["weighted"], pair["unweighted"]
    unit = Unit.PERCENT if weighted.statistic == "share" else Unit.POINT
    if weighted.mark == SUPPRESSED or weighted.value is None:
        return Cell("", "", "", "", SUPPRESSED, "", "", None)
    return Cell(
        n=f"{weighted.n:,}",
        value=digits(weighted.value, unit),
        interval=_interval(weighted, unit, axis),
        plain=digits(plain.value, unit),
        mark=weighted.mark,
        effective="－" if weighted.effective_n is None else f"{half_up(weighted.effective_n, 0):,}",
        effect="" if weighted.design_effect is None else printed(weighted.design_effect, Unit.POINT),
        bar=_bar(weighted, plain, axis),
    )


def digits(value: float | None, unit: Unit = Unit.POINT, places: int | None = None) -> str:
    """A number as it is printed; a dash where there is none."""
    return "－" if value is None else printed(value, unit, places)


def percent(part: float, whole: float, places: int = 1) -> str:
    """A part of a whole in percent; a dash where the whole is nothing."""
    return f"{printed(part / whole, Unit.PERCENT, places)}％" if whole else "－"


def axis_of(questionnaire: Questionnaire, question: str) -> tuple[float, float]:
    """The ends of the scale a question is answered on; 0 and 1 where its options have no points."""
    points = [option.points for option in questionnaire.by_id[question].options if option.points is not None]
    return (min(points), max(points)) if len(points) > 1 else (0.0, 1.0)


def option_label(questionnaire: Questionnaire, question: str, option: str) -> str:
    """An option as it was shown; several joined by a plus sign; 無回答."""
    if option == SILENT:
        return _("無回答")
    known = questionnaire.by_id[question].by_code
    if option in known:
        return questionnaire.label(questionnaire.by_id[question], option, language())
    return "＋".join(questionnaire.label(questionnaire.by_id[question], code, language()) for code in option.split("+"))


def category_label(questionnaire: Questionnaire, domain: str, category: str) -> str:
    """A domain as a row names it: 全体, or the option of the face item."""
    if domain == "all":
        return _("全体")
    return questionnaire.label(questionnaire.faces[Face(domain)], category, language())


def domain_label(questionnaire: Questionnaire, domain: str) -> str:
    """What a group of domains is split by: the question of the face item; empty for everyone."""
    return "" if domain == "all" else questionnaire.wording(questionnaire.faces[Face(domain)], language())


def csv_rows(run: RunView, figures: Sequence[Found]) -> tuple[tuple[str, ...], list[list[object]]]:
    """Every figure for a file, with labels; what is suppressed tells neither a number nor how many it rests on."""
    first = Found._fields.index("n")
    columns = (*CSV_COLUMNS, "statistic", "base", "weighting", *Found._fields[first:])
    places: dict[tuple[str, str, str, str], list[object]] = {}
    rows: list[list[object]] = []
    for one in figures:
        place = (one.question, one.option, one.domain, one.category)
        if place not in places:
            places[place] = _csv_place(run.questionnaire, *place)
        found = one[first:]
        shown = (*(None for _ in found[1:]), one.mark) if one.mark == SUPPRESSED else found
        rows.append([*places[place], one.statistic, one.base, one.weighting, *shown])
    return columns, rows


def _csv_place(questionnaire: Questionnaire, question: str, option: str, domain: str, category: str) -> list[object]:
    return [
        question,
        questionnaire.full_wording(questionnaire.by_id[question], language()),
        option,
        option_label(questionnaire, question, option) if option else "",
        domain,
        category,
        category_label(questionnaire, domain, category),
    ]


def _interval(figure: Found, unit: Unit, axis: tuple[float, float]) -> str:
    """Both ends; those of a mean are cut at the ends of its scale, here and nowhere before."""
    if figure.low is None or figure.high is None:
        return "－"
    return f"{printed(max(figure.low, axis[0]), unit)}～{printed(min(figure.high, axis[1]), unit)}"


def _bar(weighted: Found, plain: Found, axis: tuple[float, float]) -> Bar | None:
    value = _place(weighted.value, axis)
    if value is None:
        return None
    steps = round(axis[1] - axis[0]) if axis[1] - axis[0] > 1 else 4
    return Bar(
        value=value,
        low=_place(weighted.low, axis),
        high=_place(weighted.high, axis),
        plain=_place(plain.value, axis),
        ticks=tuple(round(BAR_WIDTH * step / steps, 1) for step in range(steps + 1)),
    )


def _place(value: float | None, axis: tuple[float, float]) -> float | None:
    if value is None:
        return None
    inside = min(max(value, axis[0]), axis[1])
    return round(BAR_WIDTH * (inside - axis[0]) / (axis[1] - axis[0]), 1)
