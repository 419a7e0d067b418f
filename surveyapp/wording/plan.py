"""Sentences for the faults of a plan's file and of its editions."""

from surveyapp.wording.marker import N_

SENTENCES: dict[str, str] = {
    # What is not there
    "plan_no_such_indicator": N_(
        "計画「{plan}」に指標「{indicator}」はありません。計画ファイルの指標の id を確かめてください。"
    ),
    "plan_no_such_policy": N_("計画「{plan}」に施策「{number}」はありません。施策の番号を確かめてください。"),
    "plan_no_such_column": N_(
        "計画「{plan}」の表に「{column}」の欄はありません。計画ファイルの columns の key を確かめてください。"
    ),
    # The plan as a whole
    "plan_key_malformed": N_(
        "「{value}」は計画の名前に使えません。半角の英小文字・数字・ハイフンで60字までにしてください。"
    ),
    "plan_key_not_file": N_("計画の名前「{value}」がファイルの名前「{file}」と違います。同じにしてください。"),
    "plan_id_twice": N_("「{value}」が2回使われています。一方を別の名前にしてください。"),
    "plan_not_a_date": N_("「{value}」は日付として読めません。2018-04-30 のように、半角で年-月-日を書いてください。"),
    "plan_period_backwards": N_(
        "終わりの年度 {last} が始まりの年度 {first} より前です。first と last を確かめてください。"
    ),
    "plan_one_target_column": N_('目標値の欄（kind = "target"）が {found} あります。ちょうど一つにしてください。'),
    "plan_no_value_column": N_('数値の欄（kind = "value"）がありません。当初や現状の欄を一つ以上書いてください。'),
    "plan_printed_undated": N_(
        "計画の発行日（dated）がありません。日付を書くか、分からないときはその旨を note に書いてください。"
    ),
    "plan_unit_is_built_in": N_(
        "単位「{value}」は初めから用意されています。この書き足しを消すか、別の名前にしてください。"
    ),
    # Policies
    "plan_policy_number_malformed": N_(
        "「{value}」は番号として読めません。5-1-1 のように、半角の数字とハイフンで書いてください。"
    ),
    "plan_policy_number_twice": N_("番号「{value}」が2回使われています。計画の番号を確かめ、一方を直してください。"),
    "plan_basic_policy_unknown": N_("基本政策「{value}」がありません。{known} のどれかを書いてください。"),
    "plan_basic_policy_empty": N_(
        "基本政策「{number}」に施策が一つもありません。施策の basic_policy にこの番号を書くか、基本政策を消してください。"
    ),
    "plan_note_unknown": N_("注「{value}」がありません。[[notes]] にある key を書くか、消してください。"),
    # Indicators
    "plan_unit_unknown": N_("単位「{value}」は使えません。{known} のどれかを書くか、[units] に書き足してください。"),
    "plan_number_beside_blank": N_(
        "表の文字「{text}」には数がありません。測られていない値は0ではないので、number を消してください。"
    ),
    "plan_number_differs": N_(
        "number の {number:g} が表の文字「{text}」と違います。計画を見て、どちらかを直してください。"
    ),
    "plan_number_impossible": N_("{number:g} は単位「{unit}」の値としてあり得ません。数と単位を確かめてください。"),
    "plan_text_in_another_unit": N_("表の文字「{text}」が単位「{unit}」と合いません。unit か text を直してください。"),
    "plan_target_form_missing": N_(
        "目標の形（form）がありません。現状と目標値から推測することはしないので、{allowed} のどれかを書いてください。"
    ),
    "plan_target_without_number": N_(
        '目標値に数がないときの form は "not_stated" だけです。「{form}」なら number と text に数を書いてください。'
    ),
    "plan_target_contradicts": N_(
        "現状 {current:g}、目標値 {target:g} では、目標の形「{form}」になりません。数か form を直してください。"
    ),
    "plan_survey_of_administrative": N_(
        'survey は調査による指標に書くものです。source を "survey" にするか、survey を消してください。'
    ),
    "plan_mean_without_scale": N_("平均（mean）には、どの尺度の点数かを scale に書いてください。"),
    "plan_scale_of_another_question": N_(
        "尺度「{scale}」が質問「{question}」の末尾と違います。項目の質問は「項目.尺度」と書くので、どちらかを直してください。"
    ),
    "plan_mean_with_options": N_(
        "平均（mean）に options は使えません。options を消すか、statistic を share にしてください。"
    ),
    "plan_mean_among_everyone": N_(
        '平均の母数は「{base}」にできません。無回答には点数がないので、base を "answered" にしてください。'
    ),
    "plan_mean_in_another_unit": N_(
        '平均（mean）の単位は points です。「{unit}」なら statistic を "share" にしてください。'
    ),
    "plan_share_without_options": N_("割合（share）には、数える選択肢の code を options に一つ以上書いてください。"),
    "plan_share_with_scale": N_(
        "割合（share）に scale は使えません。scale を消すか、statistic を mean にしてください。"
    ),
    "plan_share_in_another_unit": N_(
        '割合（share）の単位は percent です。「{unit}」なら statistic を "mean" にしてください。'
    ),
    # The plan against a wave
    "plan_question_not_in_wave": N_(
        "指標「{indicator}」の質問「{question}」がこの調査にありません。調査票に加えるか、計画ファイルの question を直してください。"
    ),
    "plan_option_not_in_wave": N_(
        "質問「{question}」に選択肢「{options}」がありません。計画ファイルの options を、調査票の code に合わせてください。"
    ),
    "plan_scale_not_in_wave": N_(
        "質問「{question}」は尺度「{scale}」で評価されていません。計画ファイルの scale か、調査票を直してください。"
    ),
    # Editions
    "plan_edition_without_change": N_("新しい数値が一つもありません。版に載せる数値を選んでください。"),
    "plan_edition_before_previous": N_(
        "版の日付 {dated} が前の版の日付 {previous} より前です。日付を確かめてください。"
    ),
    "plan_value_without_column": N_("表に「{column}」の欄はありません。{known} のどれかを選んでください。"),
    "plan_target_is_fixed": N_(
        "「{indicator}」の目標値は、版では変えられません。計画を改定したときは、新しい計画ファイルを作ってください。"
    ),
    "plan_value_in_another_unit": N_(
        "「{indicator}」の単位は「{unit}」です。「{found}」の数値は載せられないので、単位をそろえて入れ直してください。"
    ),
    "plan_value_impossible": N_(
        "「{indicator}」の {number:g} は単位「{unit}」の値としてあり得ません。数を確かめてください。"
    ),
    "plan_interval_incomplete": N_("「{indicator}」の信頼区間は、下限・上限・信頼水準の三つをそろえて入れてください。"),
    "plan_interval_beside_figure": N_(
        "「{indicator}」の値が信頼区間の外にあります。値と下限・上限を確かめてください。"
    ),
    "plan_value_on_another_base": N_(
        "「{indicator}」の母数が「{base}」になっています。計画ファイルの base に合わせて集計し直してください。"
    ),
    "plan_value_is_older": N_(
        "「{indicator}」には、{year}年の値より新しい値が載っています。年と基準日を確かめるか、訂正として出してください。"
    ),
    "plan_same_date_is_correction": N_(
        "「{indicator}」には同じ時点の別の値が載っています。「{text}」に直すなら、理由を書いて訂正として出してください。"
    ),
    "plan_newer_in_past_column": N_(
        "「{indicator}」の過去の欄に新しい値は載せられません。新しい値は「{latest}」の欄に載せてください。"
    ),
    "plan_nothing_to_correct": N_(
        "「{indicator}」のこの欄に、訂正する値が見つかりません。欄と母数を確かめるか、新しい値として出してください。"
    ),
    "plan_correction_changes_nothing": N_(
        "「{indicator}」は「{text}」のままで、訂正するところがありません。値を確かめてください。"
    ),
    "plan_correction_without_reason": N_("「{indicator}」を訂正する理由がありません。なぜ直すのかを書いてください。"),
    "plan_cell_twice": N_("「{indicator}」の同じ欄に値が二つ以上あります。載せる値を一つにしてください。"),
    # Plans and editions that are kept
    "no_such_plan": N_("計画「{plan}」は登録されていません。`surveyapp plan import` で取り込んでください。"),
    "no_plan_yet": N_("総合計画がまだ取り込まれていません。先に `surveyapp plan import` で取り込んでください。"),
    "no_such_edition": N_("計画「{plan}」に、その版はありません。版の一覧から選んでください。"),
    "plan_printed_table_changed": N_(
        "計画「{plan}」の印刷された表の値が、取り込み済みの第1版と違います（{indicators}）。"
        "公表した値は書き換えられないので、画面から訂正として出してください。"
    ),
    # Figures that staff type
    "plan_figure_unreadable": N_(
        "「{indicator}」の数値を読み取れません。半角か全角の数字で入れてください（単位は{unit}）。測っていないときは「＿」と入れてください。"
    ),
    "plan_day_unreadable": N_("日付を読み取れません。2019-03-31 か 平成31年3月31日 のように入れてください。"),
    "plan_year_unreadable": N_("年度を読み取れません。西暦4桁で入れるか、空けておいてください。"),
    "plan_day_in_the_future": N_("日付が今日より後になっています。数値の基準日を確かめてください。"),
    "plan_source_missing": N_("出典がありません。どの資料の数値かを書いてください。"),
    "plan_reason_missing": N_("訂正の理由がありません。なぜ直すのかを書いてください。"),
    "plan_note_too_long": N_("出典・理由・備考は、それぞれ{most}字以内にしてください。"),
    "plan_survey_is_not_typed": N_("「{indicator}」は調査による指標です。手入力ではなく、集計から提案してください。"),
    # Proposals of runs
    "plan_run_not_chosen": N_("集計が選ばれていません。提案する集計を一つ選んでください。"),
    "plan_without_survey_indicators": N_(
        "計画「{plan}」には、調査による指標がありません。集計から提案するものはありません。"
    ),
    "plan_run_without_figures": N_(
        "「{title}」の第{run}回集計には、公表できる数値がありません。回答が少なく秘匿されているときは、回収を待って集計し直してください。"
    ),
    "plan_run_changes_nothing": N_(
        "「{title}」の第{run}回集計の数値は、いま公表している数値と同じです。提案は要りません。"
    ),
    # Publishing
    "role_needed": N_("この操作には、役割（{roles}）のどれかが必要です。管理者に役割の追加を依頼してください。"),
    "plan_second_person_needed": N_("提案した本人は承認できません。別の承認者に依頼してください。"),
    "plan_edition_settled": N_("この提案は、ほかの人がすでに承認したか、取り下げました。画面を開き直してください。"),
    "plan_correction_overtaken": N_(
        "「{indicator}」は、この訂正が提案された後に別の値に変わっています。この提案を取り下げ、いまの値を見て出し直してください。"
    ),
    "plan_figure_suppressed": N_(
        "「{indicator}」の数値は、回答が少ないため公表できません。この提案を取り下げ、集計から提案し直してください。"
    ),
    # Verdicts against the target
    "verdict_target_met": N_("目標値（{target}）に達しています。"),
    "verdict_target_met_within_error": N_(
        "目標値（{target}）に達しています。ただし目標値は{level}％信頼区間の中にあり、その差は誤差の範囲内です。"
    ),
    "verdict_target_met_error_unknown": N_("目標値（{target}）に達しています。この値の誤差は公表されていません。"),
    "verdict_target_missed": N_("目標値（{target}）に達していません。"),
    "verdict_target_missed_within_error": N_(
        "目標値（{target}）に達していません。ただし目標値は{level}％信頼区間の中にあり、その差は誤差の範囲内です。"
    ),
    "verdict_target_missed_error_unknown": N_("目標値（{target}）に達していません。この値の誤差は公表されていません。"),
    "verdict_target_not_stated": N_("増やすのか減らすのかが計画に示されていないため、目標との比較はしません。"),
    "verdict_on_course": N_("当初から目標まで直線で進むとしたときの{year}年の水準（{line}）には届いています。"),
    "verdict_off_course": N_("当初から目標まで直線で進むとしたときの{year}年の水準（{line}）に届いていません。"),
    # Verdicts against the last value
    "verdict_rose": N_("前回（{last}）より上がりました。差は{difference}です（{level}％信頼区間 {interval}）。"),
    "verdict_fell": N_("前回（{last}）より下がりました。差は{difference}です（{level}％信頼区間 {interval}）。"),
    "verdict_within_error": N_(
        "前回（{last}）との差{difference}は、誤差の範囲内です（{level}％信頼区間 {interval}）。変化がないという意味ではありません。"
    ),
    "verdict_rose_supposed": N_(
        "前回（{last}）より上がったとみられます。差は{difference}です（{level}％信頼区間 {interval}。"
        "前回の誤差は公表されていないため、今回と同じと推定）。"
    ),
    "verdict_fell_supposed": N_(
        "前回（{last}）より下がったとみられます。差は{difference}です（{level}％信頼区間 {interval}。"
        "前回の誤差は公表されていないため、今回と同じと推定）。"
    ),
    "verdict_within_error_supposed": N_(
        "前回（{last}）との差{difference}は、誤差の範囲内です（{level}％信頼区間 {interval}。"
        "前回の誤差は公表されていないため、今回と同じと推定）。変化がないという意味ではありません。"
    ),
    "verdict_unweighted_rose": N_(
        "重み付けをしない値（{value}）で比べると、前回より上がったとみられます（差{difference}、{level}％信頼区間 {interval}、推定）。"
    ),
    "verdict_unweighted_fell": N_(
        "重み付けをしない値（{value}）で比べると、前回より下がったとみられます（差{difference}、{level}％信頼区間 {interval}、推定）。"
    ),
    "verdict_unweighted_within_error": N_(
        "重み付けをしない値（{value}）で比べると、前回との差{difference}は誤差の範囲内です（{level}％信頼区間 {interval}、推定）。"
    ),
    "verdict_plain_rose": N_(
        "重み付けをしない値どうし（今回{value}）で比べると、前回より上がりました（差{difference}、{level}％信頼区間 {interval}）。"
    ),
    "verdict_plain_fell": N_(
        "重み付けをしない値どうし（今回{value}）で比べると、前回より下がりました（差{difference}、{level}％信頼区間 {interval}）。"
    ),
    "verdict_plain_within_error": N_(
        "重み付けをしない値どうし（今回{value}）で比べると、前回との差{difference}は誤差の範囲内です（{level}％信頼区間 {interval}）。"
    ),
    "verdict_not_judged": N_("前回（{last}）との差は、今回の誤差が計算できないため判定しません。"),
    "verdict_counted_change": N_("前回（{last}）との差は{difference}です。"),
    "verdict_same": N_("前回（{last}）と同じです。"),
}
