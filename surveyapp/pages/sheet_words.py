"""Words and numbers of the clerks' pages: the stages of a sheet, what to do with the paper now, what was typed for a day."""

import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from surveyapp.domain import keys
from surveyapp.domain.faults import Fault, Refused
from surveyapp.domain.stages import SheetStage

STAGES = {
    SheetStage.REGISTERED: _l("1回目の入力待ち"),
    SheetStage.KEYING: _l("1回目を入力中"),
    SheetStage.KEYED_ONCE: _l("2回目の入力待ち"),
    SheetStage.KEYING_AGAIN: _l("2回目を入力中"),
    SheetStage.DISPUTED: _l("相違の判定待ち"),
    SheetStage.ACCEPTED: _l("入力完了"),
    SheetStage.BLANK: _l("白票"),
    SheetStage.DUPLICATE: _l("重複（数えない）"),
}


def finished(office: int, stage: SheetStage) -> str:
    """What the clerk does with the paper now."""
    if stage is SheetStage.KEYED_ONCE:
        return _(
            "事務番号 %(office)s の1回目の入力を終えました。調査票を、2回目を入力する人に渡してください。",
            office=office,
        )
    if stage is SheetStage.DISPUTED:
        return _(
            "事務番号 %(office)s は1回目と違うところがあります。調査票を「判定待ち」の束に置いてください。",
            office=office,
        )
    return _(
        "事務番号 %(office)s の入力を終え、回答として数えました。調査票を「入力済み」の束に置いてください。",
        office=office,
    )


def read_day(typed: str) -> datetime.date:
    """The day that was typed or picked."""
    try:
        return datetime.date.fromisoformat(keys.flat(typed))
    except ValueError:
        raise Refused(Fault("received_on_unreadable", "received_on", typed=typed[:20])) from None


def read_office_number(typed: str) -> int:
    """The office number that was typed, whatever the width of its digits."""
    number = keys.flat(typed)
    if not (number.isascii() and number.isdigit() and len(number) <= 9):
        raise Refused(Fault("office_number_unreadable", "office", typed=typed.strip()[:20]))
    return int(number)
