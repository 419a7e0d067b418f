"""Sentences for faults: scoring runs and jobs."""

from surveyapp.wording.marker import N_

SENTENCES: dict[str, str] = {
    "open_wave_is_not_scored": N_(
        "この調査は、だれでも回答できる調査です。無作為に選んだ方の回答ではないため、集計の対象にならず、総合計画の指標にも使えません。"
        "回答は `surveyapp export` で書き出し、参考としてご利用ください。"
    ),
    "nothing_to_score": N_(
        "調査「{wave}」には、集計できる回答がまだありません。回答が届いてから、もう一度お試しください。"
    ),
    "too_few_to_score": N_("回答が {people} 件しかなく、誤差を計算できません。回答が増えてから集計してください。"),
    "no_such_run": N_("集計 {run} はありません。集計の一覧から選び直してください。"),
    "no_such_job": N_("集計の依頼 {job} はこの調査にありません。調査の画面から開き直してください。"),
    "no_figures_of_question": N_(
        "この集計に、質問「{question}」の結果はありません。集計の一覧から選び直してください。"
    ),
    "level_impossible": N_("信頼水準 {level} は使えません。0.5 以上 1 未満の数（ふつうは 0.95）を指定してください。"),
    "weights_unknown": N_(
        "重み「{weights}」は使えません。default、cells:N（N は2以上）、none のどれかを指定してください。"
    ),
    "quadrant_unknown": N_(
        "象限「{quadrant}」はありません。improve、keep、maintain、watch のどれかを指定してください。"
    ),
    "weights_incomplete": N_(
        "調査「{wave}」の回答のうち {missing} 件に重みがありません。すべての回答に重みを付けて読み込み直してください。"
    ),
    "cells_need_every_class": N_(
        "地区・性別・年齢のどれかが分からない回答が {people} 件あるため、層ごとの重み（cells）は使えません。"
        "重みを default にしてください。"
    ),
    "cell_not_in_register": N_("回答にある区分「{cell}」が人口の表にありません。人口の表をお確かめください。"),
    "job_taken_by_another": N_("集計の依頼 {job} は別の処理が引き継ぎました。そちらの結果をお待ちください。"),
    "job_broke": N_(
        "集計の途中で思わぬ誤り（{kind}）が起きました。もう一度お試しのうえ、続くときはシステム担当者にお知らせください。"
    ),
    "statistics_refused": N_("統計の計算ができませんでした（{reason}）。システム担当者にお知らせください。"),
    "plan_to_be_named": N_("どの総合計画に公表するかを --plan で指定してください（登録済み: {plans}）。"),
    # what the statistics refuse
    "lonely_stratum": N_(
        "回答が1件だけの層があり、ばらつきが計算できません（{strata}）。層をまとめるか、回答が増えてから集計してください。"
    ),
    "stratum_without_respondents": N_(
        "回答が1件もない層があります（{strata}）。層をまとめるか、回答が増えてから集計してください。"
    ),
    "population_below_respondents": N_("人口より回答の多い層があります（{strata}）。人口の表と層をお確かめください。"),
    "category_without_respondents": N_(
        "人口の区分（{margin}）のうち、回答が1件もないものがあります（{categories}）。区分をまとめてください。"
    ),
    "category_without_total": N_(
        "回答にある区分（{margin}）のうち、人口の表にないものがあります（{categories}）。人口の表をお確かめください。"
    ),
    "totals_disagree": N_(
        "人口の合計が合いません（{margin}: {found}、ほかの区分: {expected}）。同じ時点の表を使ってください。"
    ),
    "margins_infeasible": N_(
        "人口に合う重みが作れません（{rounds}回の繰り返しの後も {worst} が合いません）。"
        "回答が増えてから集計するか、重みを none にしてください。"
    ),
    "cells_too_thin": N_(
        "回答が {found} 件しかなく、1区分あたり {minimum} 件にまとめられません。重みを default か none にしてください。"
    ),
    "stratum_not_in_register": N_("回答の層（{strata}）が人口の表にありません。人口の表をお確かめください。"),
}
