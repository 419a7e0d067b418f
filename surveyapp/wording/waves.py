"""Sentences for faults about waves, tickets and codes."""

from surveyapp.wording.marker import N_

SENTENCES: dict[str, str] = {
    "no_such_wave": N_("調査「{wave}」は登録されていません。`surveyapp wave list` で名前をご確認ください。"),
    "wave_step_impossible": N_(
        "調査はいま「{stage}」なので、{step}はできません。`surveyapp wave list` で状態を確かめてください。"
    ),
    "sheet_step_impossible": N_(
        "この調査票はいま「{stage}」なので、{step}はできません。画面を開き直して、状態を確かめてください。"
    ),
    "edition_step_impossible": N_(
        "この提案はいま「{stage}」なので、{step}はできません。画面を開き直して、状態を確かめてください。"
    ),
    "language_not_there": N_("言語「{language}」の文言がありません。あるのは {known} です。"),
    "no_ticket_with_number": N_("番号「{number}」の調査票は発行されていません。番号をもう一度お確かめください。"),
    "ticket_already_spent": N_("番号「{number}」の調査票は、すでに回答済みです。新しいコードは発行できません。"),
    "tickets_already_issued": N_(
        "調査「{wave}」の回答用コードは、すでに発行済みです。再発行は `surveyapp tickets reissue` を使ってください。"
    ),
    "population_missing": N_(
        "調査「{wave}」には人口がまだありません。先に `surveyapp import population` で読み込んでください。"
    ),
    "open_wave_has_no_sample": N_(
        '調査「{wave}」は、だれでも回答できる調査（admission = "open"）です。人口の読み込みや回答用コードの発行はできません。'
    ),
    "population_is_in_use": N_("調査「{wave}」の人口は、すでに標本の抽出に使われているので入れ替えられません。"),
    "population_code_unknown": N_(
        "人口の{face}に、調査票の定義にない値「{code}」があります。定義の選択肢に合わせてください。"
    ),
    "population_negative": N_("人口が負の数です（{sex}・{age}・{district}）。元の表をお確かめください。"),
    "population_cell_twice": N_("人口に同じ区分が2回あります（{sex}・{age}・{district}）。1行にまとめてください。"),
    "population_total_disagrees": N_(
        "人口の合計が合いません（{place}: 表の合計 {said} 人、内訳の計 {summed} 人）。元の表をお確かめください。"
    ),
    "population_not_a_number": N_("人口「{value}」は数ではありません。整数で入力してください。"),
    "sample_size_impossible": N_(
        "標本の大きさ {size} は使えません。{least} 以上、人口 {population} 以下にしてください。"
    ),
    "stratum_too_thin": N_(
        "層「{stratum}」の対象者が{invited}人で、30人に足りません。標本を大きくするか、区分をまとめてください。"
    ),
    "face_missing": N_(
        '調査票の定義に {face} の質問がありません。層と集計に必要なので、face = "{face}" の質問を加えてください。'
    ),
    "sheets_unfinished": N_(
        "入力の終わっていない調査票が {count} 枚あります。入力を終えるか、`--abandon` を付けて締め切ってください。"
    ),
    "revision_without_reason": N_("改める理由がありません。`--reason` に、何をなぜ改めるのかを書いてください。"),
    "revision_without_change": N_(
        "「{wave}」の文言は、いま使っているものと同じです。questionnaires の texts のファイルを直してから実行してください。"
    ),
    "revision_of_what_is_sealed": N_(
        "「{wave}」は受付を始めているので、改められるのは翻訳とふりがなだけです。次のところを元に戻してください（{places}）。"
    ),
    "command_lacks": N_(
        "「{name}」が指定されていません。使い方は {usage} です。くわしくは `{help}` でご確認ください。"
    ),
    "command_without_option": N_(
        "オプション「{name}」はありません。使い方は {usage} です。くわしくは `{help}` でご確認ください。"
    ),
    "command_value_wrong": N_(
        "「{name}」に指定された値は使えません。使い方は {usage} です。くわしくは `{help}` でご確認ください。"
    ),
    "command_misused": N_("コマンドの書き方が違います。使い方は {usage} です。くわしくは `{help}` でご確認ください。"),
    "path_exists": N_("ファイル「{path}」はすでにあります。別の名前にするか、先に移してください。"),
    "path_unreadable": N_("ファイル「{path}」を開けません（{reason}）。場所と権限をお確かめください。"),
    "path_unwritable": N_("ファイル「{path}」を書けません（{reason}）。空き容量と権限をお確かめください。"),
    "port_in_use": N_(
        "ポート {port} はほかのプログラムが使っています。`surveyapp demo --port 8001` のように別の番号にしてください。"
    ),
    "database_not_ready": N_(
        "データベースにつながらないか、形が古いままです。SURVEYAPP_DATABASE_URL を確かめ、`surveyapp db upgrade` を実行してください。"
    ),
}
