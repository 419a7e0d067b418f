"""Sentences for faults about waves, tickets and codes."""

from surveyapp.wording.marker import N_

SENTENCES: dict[str, str] = {
    "no_such_wave": N_("調査「{wave}」は登録されていません。`surveyapp wave list` で名前をご確認ください。"),
    "wave_step_impossible": N_("調査はいま「{stage}」の状態なので、この操作（{step}）はできません。"),
    "sheet_step_impossible": N_(
        "この調査票はいま「{stage}」の状態なので、この操作（{step}）はできません。画面を開き直してください。"
    ),
    "edition_step_impossible": N_(
        "この版はいま「{stage}」の状態なので、この操作（{step}）はできません。画面を開き直してください。"
    ),
    "wave_not_open": N_(
        "「{title}」は、ただいま回答を受け付けていません。受付期間は、お手元の案内状でご確認ください。"
    ),
    "no_such_ticket": N_("回答の入口が見つかりません。お手元の案内状の回答用コードを、もう一度入力してください。"),
}
