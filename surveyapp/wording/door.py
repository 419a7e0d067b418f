"""Sentences for faults at a resident's door: what a code opens, and whether it is the time for it."""

from surveyapp.wording.marker import N_

SENTENCES: dict[str, str] = {
    "access_code_malformed": N_(
        "コードの文字に誤りがあるようです。お手紙に印刷された12文字を、もう一度お確かめのうえ入力してください。"
    ),
    "access_code_unknown": N_(
        "このコードは使えません。お手紙のコードと見比べて、もう一度入力してください。"
        "新しいお手紙を受け取った方は、新しいコードだけが使えます。"
    ),
    "already_sent": N_("この回答は、すでに受け付けています。"),
    "no_such_page": N_("そのページはありません。はじめの画面から開き直してください。"),
    "wave_not_open": N_(
        "「{title}」は、ただいま回答を受け付けていません。受付期間は、お届けしたお手紙でご確認ください。"
    ),
    "no_such_ticket": N_("回答の入口が見つかりません。お手紙の回答用コードを、もう一度入力してください。"),
    "too_many_tries": N_(
        "誤った入力が続いたため、しばらく受け付けを止めています。{minutes}分ほどたってから、もう一度お試しください。"
    ),
}
