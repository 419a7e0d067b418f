"""Which fault is shown as which page: one table. A page says what to do next, and never shows a trace.

What went wrong inside is logged with the name of the view and the place in the program, without the address and
without the message: both can hold an access code or an answer.
"""

import logging
import traceback

from flask import Flask, current_app, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from surveyapp.domain.faults import NotAllowed, NotThere, Refused, TooLate, TooMany
from surveyapp.pages.reading import reading
from surveyapp.pages.spoken import drawn
from surveyapp.pages.telling import Told, told

logger = logging.getLogger(__name__)

#: The first class that fits counts.
STATUS_OF_FAULTS: tuple[tuple[type[Refused], int], ...] = (
    (NotThere, 404),
    (TooLate, 409),
    (TooMany, 429),
    (NotAllowed, 403),
    (Refused, 400),
)

#: Status -> heading, and what to do.
PAGES = {
    400: (_l("この操作は受け付けられませんでした"), _l("前の画面に戻り、内容を確かめてから、もう一度お試しください。")),
    401: (
        _l("サインインが必要です"),
        _l(
            "サインインしていないか、しばらく操作がなかったためサインアウトしました。入力中だったときは、この画面を閉じずに"
            "別のタブでサインインし、ブラウザの「戻る」で入力した画面に戻って、もう一度送信してください。"
        ),
    ),
    403: (
        _l("この画面を開く権限がありません"),
        _l("必要な役割を持つ職員でサインインし直すか、管理者に役割の追加を依頼してください。"),
    ),
    404: (
        _l("お探しのページが見つかりません"),
        _l("アドレスが正しいかご確認ください。移動または削除された可能性もあります。"),
    ),
    405: (_l("この開き方はできません"), _l("前の画面に戻り、画面のボタンやリンクから操作してください。")),
    409: (
        _l("ほかの操作が先に行われました"),
        _l("前の画面に戻って開き直し、いまの状態を確かめてから操作してください。"),
    ),
    413: (
        _l("送信された内容が大きすぎます"),
        _l("前の画面に戻り、文章を短くするか、小さいファイルを選んで、もう一度送信してください。"),
    ),
    429: (_l("しばらくお待ちください"), _l("時間をおいてから、もう一度お試しください。")),
    500: (
        _l("申し訳ありません。処理の途中で問題が起きました"),
        _l(
            "送信した内容は記録されていないことがあります。前の画面に戻り、もう一度お試しください。"
            "続くときは、時刻を添えて担当課にご連絡ください。"
        ),
    ),
    503: (_l("ただいま準備中です"), _l("数分たってから、もう一度お試しください。")),
}
STALE_FORM = (
    _l("画面の有効期限が切れています"),
    _l(
        "画面を開いてから時間がたったか、別の画面で出入りがあったため、送信を受け付けませんでした。"
        "ブラウザの「戻る」で前の画面に戻り、画面を再読み込みしてから、もう一度送信してください。"
    ),
)


def register(app: Flask) -> None:
    """Show faults as pages."""
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unforeseen)


def status_of(refused: Refused) -> int:
    """The status of an answer that tells a refusal, also where a page shows its form again."""
    return next(status for kind, status in STATUS_OF_FAULTS if isinstance(refused, kind))


def _refused(refused: Refused) -> ResponseReturnValue:
    return _page(status_of(refused), told(refused, {}))


def _stale_form(_error: CSRFError) -> ResponseReturnValue:
    return _page(400, heading_and_advice=STALE_FORM)


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error  # a redirect, which is no fault
    return _page(error.code)


def _unforeseen(error: Exception) -> ResponseReturnValue:
    # A test shall see what went wrong, not our apology for it.
    if current_app.testing:
        raise error
    places = "".join(traceback.format_tb(error.__traceback__))
    logger.error("%s in %s\n%s", type(error).__name__, request.endpoint, places)
    return _page(500)


def _page(
    status: int, sentences: list[Told] | None = None, heading_and_advice: tuple[object, object] | None = None
) -> ResponseReturnValue:
    """The page for a status. It is drawn without asking who is signed in: the database may be what is broken."""
    shown = status if status in PAGES else 400 if status < 500 else 500
    heading, advice = heading_and_advice or PAGES[shown]
    template = current_app.jinja_env.get_template("errors/error.html")
    how = reading()
    text = template.render(
        heading=drawn(str(heading), how.ruby),
        advice=drawn(str(advice), how.ruby),
        sentences=sentences or [],
        status=status,
        way_on=_way_on(status),
        reading=how,
    )
    return text, status, {"Content-Type": "text/html; charset=utf-8"}


def _way_on(status: int) -> str:
    """Where to go from an error: the staff to their desk or the sign-in, readers to the plans, residents to the start."""
    if request.path.startswith("/staff"):
        return url_for("sign_in.page" if status == 401 else "sign_in.desk")
    return "/plan/" if request.path.startswith("/plan") else "/"
