"""`surveyapp wave`: list, check, open and close waves."""

import click

from surveyapp import runtime
from surveyapp.domain.languages import JAPANESE, name_of
from surveyapp.domain.questionnaire import Admission, Texts
from surveyapp.operations import previewing, wave_keeping
from surveyapp.wording.console import spoken as _


@click.group()
def wave() -> None:
    """調査（回）の一覧・点検・開始・締切。"""


@wave.command("list")
def list_() -> None:
    """登録済みの調査と、questionnaires/ にある定義を並べます。"""
    with runtime.desk() as desk:
        for listed in wave_keeping.list_waves(desk):
            click.echo(f"{listed.key}\t{listed.stage or _('未登録')}\t{listed.title}")


@wave.command()
@click.argument("name")
def check(name: str) -> None:
    """調査票の定義を点検します。誤りは、場所と直し方を添えてすべて示します。"""
    with runtime.desk() as desk:
        questionnaire = wave_keeping.check(desk, name)
    click.echo(
        _(
            "{name}: 誤りはありません。（分野 {sections}、項目 {items}、質問 {questions}、指紋 {fingerprint}）",
            name=name,
            sections=len(questionnaire.sections),
            items=len(questionnaire.items),
            questions=len(questionnaire.questions),
            fingerprint=questionnaire.fingerprint[:12],
        )
    )
    _warn_if_open(name, questionnaire.admission)
    for texts in questionnaire.texts.values():
        if texts.language != JAPANESE:
            _tell_language(texts, texts.language in questionnaire.languages)


def _warn_if_open(name: str, admission: str) -> None:
    """Say what answers of those who come of their own accord are good for, and what not."""
    if admission == Admission.OPEN:
        click.echo(
            _(
                'ご注意：だれでも回答できる調査（admission = "open"）です。無作為に選んだ方の回答ではないため、'
                "重み付け・点数・総合計画の指標には使えず、同じ方が何度も回答することも防ぎきれません。"
                "参考としてだけご利用ください。回答用のアドレスは /o/{wave} です。",
                wave=name,
            )
        )


def _tell_language(texts: Texts, is_offered: bool) -> None:
    """The review of a translation, whether residents are offered it, and every wording that stays Japanese."""
    review = texts.review
    said = _("{by}が{on}に確認", by=review.by, on=review.on) if review.is_done else _("機械翻訳")
    offer = _("回答者に提供する") if is_offered else _("回答者に提供しない")
    click.echo(
        _(
            "　{language}（{tag}）: {said}、{offer}、日本語のままの文言 {missing} 件",
            language=name_of(texts.language),
            tag=texts.language,
            said=said,
            offer=offer,
            missing=len(texts.missing),
        )
    )
    for place in texts.missing.values():
        click.echo(f"　　texts.{texts.language}.toml: {place}")


@wave.command()
@click.argument("name")
@click.option("--form", default="", help="票の名前（質問を分けて聞く調査のとき）。")
@click.option("--language", default="ja", help="文言の言語。")
def preview(name: str, form: str, language: str) -> None:
    """定義の画面ごとの読む量と、答える時間のめやすを示します。画面そのものは、職員用の「調査票の下見」で見られます。"""
    with runtime.desk() as desk:
        found = previewing.draft_loads(desk, name, form, language)
    click.echo("\t".join((_("画面"), _("問"), _("答える数"), _("うち条件つき"), _("文字数"), _("秒"))))
    for load in found:
        title = f"{load.page} {load.title}"
        click.echo(f"{title}\t{load.lines}\t{load.questions}\t{load.conditional}\t{load.characters}\t{load.seconds}")
    seconds = sum(load.seconds for load in found)
    click.echo(_("計 {minutes} 分 {seconds} 秒", minutes=seconds // 60, seconds=seconds % 60))


@wave.command("open")
@click.argument("name")
def open_(name: str) -> None:
    """定義を封印し、回答の受付を始めます。"""
    with runtime.desk(writing=True) as desk:
        opened = wave_keeping.open_(desk, name)
    click.echo(_("「{title}」の受付を始めました。", title=opened.title))
    _warn_if_open(name, opened.admission)


@wave.command()
@click.argument("name")
@click.option("--reason", required=True, help="改める理由。改訂とともに記録される。")
def revise(name: str, reason: str) -> None:
    """受付中の調査の翻訳とふりがなを、questionnaires/ のいまの内容に改めます。何を聞くかと日本語の文言は変えられません。"""
    with runtime.desk(writing=True) as desk:
        number = wave_keeping.revise_texts(desk, name, reason)
    click.echo(
        _(
            "「{name}」の文言を改めました（第{number}版）。これからの回答には、この版が記録されます。",
            name=name,
            number=number,
        )
    )


@wave.command()
@click.argument("name")
@click.option("--abandon", is_flag=True, help="入力の終わっていない調査票を残したまま締め切る。")
def close(name: str, abandon: bool) -> None:
    """受付を締め切り、回答用コードと回答のつながりを消します。"""
    with runtime.desk(writing=True) as desk:
        cut = wave_keeping.close(desk, name, abandon=abandon)
    wave_keeping.sweep(runtime.house().desks)
    click.echo(
        _(
            "締め切りました。つながり {links} 件、調査票番号 {sheets} 件、送信前の回答 {drafts} 件を消しました。",
            links=cut.links,
            sheets=cut.sheets,
            drafts=cut.drafts,
        )
    )
