"""What the office calls the stages, steps, margins and roles that faults tell by their short English names."""

from surveyapp.wording.marker import N_

STAGES = {
    "draft": N_("準備中"),
    "open": N_("受付中"),
    "closed": N_("締切済み"),
    "registered": N_("1回目の入力待ち"),
    "keying": N_("1回目を入力中"),
    "keyed_once": N_("2回目の入力待ち"),
    "keying_again": N_("2回目を入力中"),
    "disputed": N_("相違の判定待ち"),
    "accepted": N_("入力完了"),
    "blank": N_("白票"),
    "duplicate": N_("重複（数えない）"),
    "proposed": N_("承認待ち"),
    "published": N_("公表済み"),
    "withdrawn": N_("取り下げ済み"),
}
STEPS = {
    "open": N_("受付の開始"),
    "close": N_("受付の締切"),
    "claim": N_("入力の開始"),
    "let_go": N_("手放すこと"),
    "finish": N_("入力の完了"),
    "accept": N_("入力の完了"),
    "dispute": N_("入力の完了"),
    "settle": N_("相違の判定"),
    "blank": N_("白票にすること"),
    "give_way": N_("重複として外すこと"),
    "approve": N_("承認"),
    "withdraw": N_("取り下げ"),
}
MARGINS = {"age_sex": N_("年齢×性別"), "district": N_("地区")}
ROLES = {
    "clerk": N_("入力者"),
    "supervisor": N_("監督者"),
    "analyst": N_("分析者"),
    "approver": N_("承認者"),
    "administrator": N_("管理者"),
}

#: field of a fault -> its values as they are said; a value that is not here is said as it is
OF_FIELDS = {"stage": STAGES, "step": STEPS, "margin": MARGINS, "roles": ROLES}
