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
    "own_word_needed": N_("これまでの回答を見るには、暗証番号を入力してください。"),
    "own_word_malformed": N_("暗証番号は、4けたの数字で入力してください。"),
    "own_word_too_easy": N_(
        "同じ数字だけの番号や、1234のような続きの番号は、ほかの人に当てられやすいため使えません。別の4けたの数字にしてください。"
    ),
    "own_word_wrong": N_("暗証番号が違います。もう一度お確かめのうえ入力してください。"),
    "own_word_closed": N_(
        "暗証番号の誤りが続いたため、これまでの回答は表示できなくなりました。はじめから答え直すか、紙の調査票でお答えください。"
    ),
    "begin_anew_unconfirmed": N_(
        "はじめから答え直すときは、「これまでの回答が消えることを確認しました」に印を付けてください。"
    ),
    "open_wave_is_crowded": N_(
        "ただいま、この調査への回答がたいへん混み合っています。{minutes}分ほどたってから、もう一度お試しください。"
    ),
    "too_many_tries": N_(
        "誤った入力が続いたため、しばらく受け付けを止めています。{minutes}分ほどたってから、もう一度お試しください。"
    ),
}
