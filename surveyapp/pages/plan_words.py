"""Words and small forms of speech that the public and the staff's pages of the plan share."""

import datetime

from flask_babel import gettext as _

from surveyapp.pages.telling import sentence


def words() -> dict[str, object]:
    """What the templates of the plan call things."""
    return {
        "sentence": sentence,
        "day": day,
        "kinds": {
            "printed": _("計画に印刷された表"),
            "run": _("調査の集計"),
            "administrative": _("行政の記録"),
            "correction": _("訂正"),
        },
        "base_names": {
            "": "",
            "unknown": "",
            "answered": _("無回答を除いた割合"),
            "everyone": _("無回答を含めた割合"),
        },
    }


def day(when: datetime.date | datetime.datetime | None) -> str:
    """2026年3月31日; empty where no day is known."""
    if when is None:
        return ""
    return _("%(year)s年%(month)s月%(day)s日", year=when.year, month=when.month, day=when.day)
