"""Sentences for faults in answers, on the web and on paper."""

from surveyapp.wording.marker import N_

SENTENCES: dict[str, str] = {
    "text_too_long": N_("ご記入は{most}文字までです（いまは{length}文字）。短くしてから、もう一度お進みください。"),
    "too_many_chosen": N_("選べるのは{limit}つまでです（いまは{chosen}つ）。{limit}つ以内に選び直してください。"),
    "several_marks": N_("この質問は1つだけ選んでください。"),
    "unknown_option": N_("選択肢にない回答が送られました。画面の選択肢から選び直してください。"),
    "answer_of_another_kind": N_(
        "この質問の形に合わない回答が送られました。画面を開き直して、もう一度お答えください。"
    ),
    "answer_required": N_("この質問には必ずお答えください。お答えいただくと送信できます。"),
    "nothing_answered": N_(
        "まだどの質問にも回答がありません。1つでもお答えいただくと送信できます。下の「変更」から回答の画面に戻れます。"
    ),
    "feedback_empty": N_("5段階の評価を選ぶか、お気づきの点を書いてから、もう一度送ってください。"),
    "feedback_enough": N_(
        "本日はたくさんのご感想をいただいたため、受付を終えました。調査への回答は、受け付けています。"
    ),
}
