"""Sentences for faults about people, passwords and doors."""

from surveyapp.wording.marker import N_

SENTENCES: dict[str, str] = {
    "sign_in_wrong": N_(
        "職員名かパスワードが違います。大文字・小文字をご確認のうえ、もう一度入力してください。"
        "お忘れのときは、管理者に再設定を依頼してください。"
    ),
    "staff_name_taken": N_("職員名「{name}」はすでに使われています。別の名前にしてください。"),
    "staff_name_malformed": N_("職員名を{most}文字以内で入力してください。改行などの制御文字は使えません。"),
    "no_such_staff": N_("職員「{name}」は登録されていません。`surveyapp staff list` で名前をご確認ください。"),
    "password_length": N_("パスワードは{least}文字以上{most}文字以内にしてください。"),
    "password_is_the_name": N_("パスワードに職員名をそのまま使わないでください。別の言葉を組み合わせてください。"),
    "password_old_wrong": N_("現在のパスワードが違います。もう一度入力してください。"),
    "password_twice": N_("確認のための入力が、新しいパスワードと一致しません。両方をもう一度入力してください。"),
    "staff_without_role": N_("役割を1つ以上指定してください。指定できる役割：{known}。"),
    "no_such_role": N_("役割「{role}」はありません。指定できる役割：{known}。"),
}
