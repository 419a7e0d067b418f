"""Sentences for faults: files in and out."""

from surveyapp.wording.marker import N_

SENTENCES: dict[str, str] = {
    # any CSV
    "csv_empty": N_("ファイルが空です。書き出し直してください。"),
    "csv_without_rows": N_("見出しの行だけで、データの行がありません。書き出し直してください。"),
    "csv_encoding_unknown": N_(
        "文字コードが UTF-8 でも Shift_JIS でもありません。表計算ソフトで「CSV UTF-8」として保存し直してください。"
    ),
    "csv_quotes_open": N_('ここから始まる「"」が閉じていません。引用符の対応を直してください。'),
    "csv_column_missing": N_("列「{column}」がありません。見出しを直してください（いまある列: {found}）。"),
    "csv_column_twice": N_("列「{column}」が2回あります。一つを消すか、名前を変えてください。"),
    "csv_row_of_other_length": N_(
        "この行には値が {found} 個ありますが、見出しは {expected} 個です。行を直してください。"
    ),
    "csv_more_faults": N_("ほかに {count} 件の誤りがあります。ここまでを直してから、もう一度読み込んでください。"),
    # waves held elsewhere
    "wave_already_kept": N_(
        "調査「{wave}」はすでに登録されています。二重に数えないため、読み込みませんでした。`surveyapp wave list` でご確認ください。"
    ),
    # published counts
    "counts_item_unknown": N_(
        "項目「{code}」の「{kind}」は調査票の定義にありません。code と kind をお確かめください。"
    ),
    "counts_form_differs": N_("票「{form}」はこの項目を聞いていません。調査票の定義では {forms} です。"),
    "counts_not_a_number": N_("「{value}」は人数として読めません。整数を入れてください。"),
    "counts_negative": N_("人数が負の数です（{value}）。元の表をお確かめください。"),
    "counts_total_disagrees": N_(
        "選択肢の人数の計（{summed}）が有効回答数（{said}）と合いません。元の表をお確かめください。"
    ),
    "counts_twice": N_("質問「{question}」は {line} 行目にもあります。一つを消してください。"),
    # register counts
    "more_invited_than_live": N_(
        "対象者 {invited} 人が人口 {population} 人より多くなっています。元の表をお確かめください。"
    ),
    "stratum_not_in_population": N_("回答の層「{stratum}」が人口のファイルにありません。層の名前をそろえてください。"),
    "more_returned_than_invited": N_(
        "層「{stratum}」の回答 {returned} 件が、対象者 {invited} 人より多くなっています。二つのファイルをお確かめください。"
    ),
    "returned_disagrees": N_(
        "層「{stratum}」の回答者数が合いません（人口のファイル {said} 人、回答のファイル {returned} 件）。"
        "同じ調査のファイルかどうかお確かめください。"
    ),
    # responses
    "response_value_unknown": N_("「{value}」はこの質問の選択肢にありません。値か columns.toml を直してください。"),
    "response_form_unknown": N_("票「{form}」は調査票の定義にありません。定義にある票の名前を入れてください。"),
    "response_channel_unknown": N_("回答方法「{value}」が columns.toml の channels にありません。書き足してください。"),
    "response_weight_impossible": N_("重み「{value}」は使えません。0より大きい数を入れてください。"),
    # out
    "nothing_to_export": N_("調査「{wave}」には、書き出せる回答がまだありません。"),
}
