"""What staff type when they record a figure of the plan: numbers and dates as people write them."""

import datetime
import re
import unicodedata

from surveyapp.domain.faults import Fault, Refused
from surveyapp.domain.plan_indicators import Indicator
from surveyapp.domain.plan_values import NOT_MEASURED

#: The first year of an era less one: 令和1年 is 2019.
ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_DAY = re.compile(r"(令和|平成|昭和)?(\d{1,4}|元)[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_YEAR = re.compile(r"(\d{4})年?度?")


def read_figure(indicator: Indicator, typed: str) -> tuple[float | None, str]:
    """The number that was typed, in the indicator's unit, and its printed text where that is no number.

    Full width, separators of thousands and the unit are accepted; "＿" says that nothing was measured. An empty field
    says nothing, and is refused.
    """
    flat = unicodedata.normalize("NFKC", typed).strip()
    if flat and set(flat) <= set("_"):
        return None, NOT_MEASURED
    labels = {unicodedata.normalize("NFKC", label) for label in (indicator.unit.label, indicator.printed_unit)}
    for label in sorted(labels - {""}):
        flat = flat.removesuffix(label)
    bare = flat.replace(",", "").replace(" ", "")
    if not _NUMBER.fullmatch(bare):
        raise Refused(Fault("plan_figure_unreadable", "number", indicator=indicator.name, unit=indicator.unit.label))
    return float(bare), ""


def read_day(typed: str) -> datetime.date:
    """The day that was typed: 2019-03-31, 2019/3/31, 2019年3月31日, 平成31年3月31日, in any width."""
    found = _DAY.fullmatch("".join(unicodedata.normalize("NFKC", typed).split()))
    if found:
        era, year, month, day = found.groups()
        whole = 1 if year == "元" else int(year)
        try:
            return datetime.date(whole + ERAS.get(era or "", 0), int(month), int(day))
        except ValueError:
            # 2019-02-30 looks like a day and is none
            pass
    raise Refused(Fault("plan_day_unreadable", "as_of"))


def read_fiscal_year(typed: str) -> int | None:
    """The fiscal year that was typed; None when the field was left empty."""
    flat = "".join(unicodedata.normalize("NFKC", typed).split())
    if not flat:
        return None
    found = _YEAR.fullmatch(flat)
    if found is None:
        raise Refused(Fault("plan_year_unreadable", "year"))
    return int(found.group(1))


def fiscal_year(day: datetime.date) -> int:
    """The fiscal year of a day: it begins in April."""
    return day.year if day.month >= 4 else day.year - 1
