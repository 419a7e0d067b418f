"""Sentences for the faults of a questionnaire's definition and of any document written by hand."""

from surveyapp.wording.marker import N_

SENTENCES: dict[str, str] = {
    # Any document written by hand
    "key_missing": N_("「{key}」がありません。この項目を書き足してください。"),
    "key_unknown": N_("「{key}」という項目はありません。つづりを確かめてください（ここに書ける項目：{known}）。"),
    "not_a_table": N_("ここには項目のまとまり（表）を書いてください。"),
    "not_a_list_of_tables": N_("ここには [[ ]] で始まるまとまりを、必要な数だけ並べて書いてください。"),
    "list_empty": N_("一つも書かれていません。少なくとも一つ書いてください。"),
    "not_a_text": N_('値は文字列です。「"」で囲んで書いてください。'),
    "text_blank": N_("中身が空です。文言を書いてください。"),
    "not_a_whole_number": N_('値は整数です。半角の数字を、「"」で囲まずに書いてください。'),
    "not_a_number": N_('値は数です。半角の数字を、「"」で囲まずに書いてください。'),
    "number_out_of_range": N_("{value} は使えません。{low} から {high} までの数を書いてください。"),
    "not_true_or_false": N_('値は true（はい）か false（いいえ）です。「"」で囲まずに書いてください。'),
    "word_not_allowed": N_("「{value}」は使えません。次のどれかを書いてください（{allowed}）。"),
    "not_a_list_of_texts": N_('値は文字列の並びです。["…", "…"] の形で書いてください。'),
    "listed_twice": N_("「{value}」が2回書かれています。一つを消してください。"),
    # The files of a folder
    "folder_missing": N_("調査票のフォルダー「{folder}」がありません。questionnaires の中の名前を確かめてください。"),
    "file_missing": N_("{file} がありません。フォルダーにこの名前のファイルを置いてください。"),
    "file_not_utf8": N_("{file} の文字コードが UTF-8 ではありません。UTF-8 を選んで保存し直してください。"),
    "file_shift_jis": N_("{file} は Shift_JIS で保存されています。文字コードに UTF-8 を選んで保存し直してください。"),
    "file_not_toml": N_(
        "{file} の {line} 行目付近が TOML として読めません。"
        '「"」の閉じ忘れ、「=」の抜け、かっこの対応、同じ項目の重なりを確かめてください。'
    ),
    "definition_unreadable": N_("{file} を開けません（{error}）。ファイルの権限を確かめてください。"),
    "wave_not_folder": N_("調査の名前「{value}」がフォルダーの名前「{folder}」と違います。同じにしてください。"),
    "base_missing": N_("もとにする調査「{value}」がありません。隣のフォルダーの名前を書いてください。"),
    "base_of_a_base": N_("「{value}」自体が別の調査をもとにしています。もとの調査を直接書いてください。"),
    # The wave and its rules
    "wave_malformed": N_(
        "「{value}」は調査の名前に使えません。半角の英小文字・数字・ハイフンで60字までにしてください。"
    ),
    "form_malformed": N_("「{value}」は票の名前に使えません。半角の英数字8字までで書いてください。"),
    "link_and_duplicates": N_(
        'link が "{link}" のとき、duplicates は "first"（先に届いた回答を採る）だけです。'
        '「{duplicates}」を使うには link を "cut_at_close" にしてください。'
    ),
    "open_wave_keeps_no_link": N_(
        'admission が "open"（だれでも回答できる）のとき、link に "{link}" は使えません。手紙の番号がないためです。この行を消してください。'
    ),
    # Scales, sections, items, questions
    "id_malformed": N_(
        "「{value}」は id に使えません。英小文字で始め、半角の英小文字・数字・下線で40字までにしてください。"
    ),
    "id_twice": N_("id「{value}」が2回使われています。区分・項目・質問の id はすべて別にしてください。"),
    "code_malformed": N_(
        "「{value}」は選択肢の code に使えません。半角の英数字で始め、英数字・_・-・+ で30字までにしてください"
        "（尺度では name と prompt も使えません）。"
    ),
    "code_twice": N_("code「{value}」が同じ質問の中で2回使われています。別の code にしてください。"),
    "one_option_only": N_("選択肢が一つしかありません。二つ以上書いてください。"),
    "points_missing": N_("選択肢「{option}」に points（点数）がありません。点数か dont_know = true を書いてください。"),
    "points_outside_the_mean": N_(
        "選択肢「{option}」は「わからない」「答えたくない」なので平均に入りません。points を消してください。"
    ),
    "item_or_question": N_("item（尺度で評価する項目）か question（質問）の、どちらか一つを書いてください。"),
    "rated_on_nothing": N_("rated に尺度の id を一つ以上書いてください。"),
    "scale_unknown": N_("尺度「{value}」がありません。[scales] にある id を書いてください（{known}）。"),
    "form_unknown": N_("票「{value}」がありません。調査の forms に書いた名前を使ってください（{known}）。"),
    "options_of_a_text": N_('自由記述（kind = "text"）に選択肢は書けません。options を消すか、kind を変えてください。'),
    "limit_not_multiple": N_('limit（選べる数）は kind = "multiple" だけで使えます。消すか、kind を変えてください。'),
    "most_not_text": N_('most（最大文字数）は自由記述（kind = "text"）だけで使えます。消すか、kind を変えてください。'),
    "face_not_single": N_('属性（face）の質問は単一回答（kind = "single"）にしてください。'),
    "face_twice": N_("属性「{value}」の質問が二つあります。一つだけにしてください。"),
    "only_if_not_earlier": N_("条件の質問「{question}」がこれより前にありません。前にある質問の id を書いてください。"),
    "only_if_of_a_text": N_("自由記述「{question}」は条件に使えません。選択肢のある質問を書いてください。"),
    "only_if_option_unknown": N_(
        "質問「{question}」に選択肢「{option}」がありません。その質問の code を書いてください。"
    ),
    "only_if_without_codes": N_("質問「{question}」のどの選択肢を選んだ人に聞くのか、code を一つ以上書いてください。"),
    "rotated_alone": N_("rotated = true の区分が一つだけでは、順番を入れ替えられません。二つ以上に付けてください。"),
    "only_if_across_rotation": N_(
        "質問「{question}」の条件の質問「{earlier}」が、順番の入れ替えで後になることがあります。"
        "同じ区分に置くか、入れ替えない区分を前に置いてください。"
    ),
    # The wording
    "japanese_missing": N_("texts.ja.toml がありません。日本語の文言は必ず要ります。"),
    "language_malformed": N_("「{value}」は言語の記号として読めません。texts.en.toml のように名付けてください。"),
    "language_unknown": N_(
        "言語「{value}」の画面の文言がありません。languages には次のものだけを書けます（{known}）。"
    ),
    "language_without_texts": N_(
        "言語「{value}」の文言がありません。texts.{value}.toml を置くか、languages から消してください。"
    ),
    "languages_without_japanese": N_('languages に "ja"（日本語）がありません。日本語は必ず入れてください。'),
    "language_not_reviewed": N_(
        "「{language}」は機械翻訳のままなので、実際の調査では使えません。その言語の分かる人が画面を通して読み、"
        'review = "reviewed"、reviewed_by（確認した人）、reviewed_on（確認した日）を書くか、'
        "questionnaire.toml の languages から消してください。"
    ),
    "review_not_dated": N_("「{value}」は日付として読めません。2026-04-30 のように、半角で年-月-日を書いてください。"),
    "reading_malformed": N_(
        "ふりがなの書き方が違います。{{病院|びょういん}} のように、かっこと縦線は半角、読みはかなで書いてください。"
    ),
    # columns.toml
    "question_unknown": N_("質問「{question}」がこの調査にありません。調査票の id を書いてください。"),
    "question_in_two_columns": N_("質問「{question}」が二つの列に割り当てられています。一つだけにしてください。"),
    "column_of_a_multiple_answer": N_(
        "複数回答の質問「{question}」は一つの列からは読めません。この行を消してください。"
    ),
    "option_unknown": N_("質問「{question}」に選択肢「{option}」がありません。その質問の code を書いてください。"),
}
