"""Sentences for faults about paper: sheets received, keyed, compared, settled."""

from surveyapp.wording.marker import N_

SENTENCES: dict[str, str] = {
    "telephone_already_answered": N_(
        "この番号の回答は、すでに受け付けています。電話の方にそうお伝えください。番号の聞き違いがないかも、お確かめください。"
    ),
    "sheet_number_mistyped": N_(
        "「{typed}」は調査票番号ではありません。数字の打ち間違いがあります。調査票に印刷された番号を、もう一度入力してください。"
    ),
    "sheet_number_unknown": N_(
        "番号「{typed}」の調査票は、この調査では発行していません。番号と、調査の名前をお確かめください。"
    ),
    "sheet_of_another_wave": N_(
        "番号「{typed}」は「{title}」の調査票です。その調査の画面で登録するか、取り分けておいてください。"
    ),
    "wave_takes_no_sheets": N_(
        "「{title}」は受付中ではないので、調査票の登録や入力はできません。届いた調査票は日付を書いて取り分けておいてください。"
    ),
    "received_in_future": N_("受付日「{day}」が今日より先の日付です。届いた日に直してください。"),
    "received_on_unreadable": N_("受付日「{typed}」を読み取れません。2021-10-05 のように入力してください。"),
    "form_not_named": N_("調査票の種別が選ばれていません。用紙に印刷された種別（{forms}）から選んでください。"),
    "no_such_sheet": N_("事務番号 {office} の調査票は登録されていません。調査票に書いた事務番号をお確かめください。"),
    "office_number_unreadable": N_(
        "「{typed}」は事務番号ではありません。調査票に書いた事務番号（数字）を入力してください。"
    ),
    "sheet_moved_on": N_(
        "事務番号 {office} の調査票は、ほかの人が先に進めました。一覧を開き直して、次の調査票に進んでください。"
    ),
    "sheet_in_other_hands": N_(
        "事務番号 {office} の調査票は、いまほかの人が入力しています。別の調査票を先に入力してください。"
    ),
    "sheet_needs_no_keying": N_(
        "事務番号 {office} の調査票は、いま入力を待っていません。一覧の「状態を見る」で確認できます。"
    ),
    "same_clerk_twice": N_(
        "事務番号 {office} の1回目はあなたが入力しました。2回目は別の人が入力します。調査票を次の人に渡してください。"
    ),
    "claim_of_somebody_else": N_(
        "事務番号 {office} はほかの人が入力中です。手放させるには、監督者に依頼してください。"
    ),
    "claim_is_gone": N_(
        "この調査票は、いまあなたの手元にありません。手放したか、時間がたってほかの人が引き継いでいます。"
        "一覧で状態を確かめてください。"
    ),
    "keyed_already": N_(
        "事務番号 {office} は、あなたの入力が先に完了しています。あとから送られた内容は保存していません。"
        "直す必要があるときは監督者に伝えてください。"
    ),
    "nothing_to_key": N_("入力を待っている調査票は、いまありません。新しく届いた調査票を登録してください。"),
    "question_not_on_sheet": N_(
        "この調査票にない質問の回答が送られました。画面を開き直して、もう一度入力してください。"
    ),
    "not_keyed": N_("未入力です（無回答は 0）。"),
    "no_such_place": N_("「{typed}」にあたる選択肢はありません。1～{most} の番号で入力してください。"),
    "marks_too_few": N_("複数の○は、どこに○があるかも入力してください（例：2 と 4 なら *24）。"),
    "sheet_not_blank": N_(
        "事務番号 {office} は、すでに入力が進んでいるか処理が終わっているので、白票にできません。状態を確かめてください。"
    ),
    "sheet_not_disputed": N_(
        "事務番号 {office} には、いま判定を待つ相違がありません。ほかの人が先に判定したか、まだ2回目の入力が済んでいません。"
    ),
    "settler_has_keyed": N_(
        "事務番号 {office} はあなたが入力した調査票です。相違の判定は、入力していない人に依頼してください。"
    ),
    "rulings_do_not_fit": N_(
        "判定と相違が合いません（判定のない相違 {missing} 件、相違のない判定 {surplus} 件）。画面を開き直して、すべて判定してください。"
    ),
    "ruling_missing": N_("判定が選ばれていません。用紙を見て、1回目・2回目・どちらでもない、から選んでください。"),
    "ruling_without_answer": N_("「どちらでもない」ときは、用紙に書かれた回答を入力してください。"),
}
