"""`surveyapp wave`: list, check, open and close waves."""

import click

from surveyapp import runtime
from surveyapp.operations import wave_keeping
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


@wave.command("open")
@click.argument("name")
def open_(name: str) -> None:
    """定義を封印し、回答の受付を始めます。"""
    with runtime.desk(writing=True) as desk:
        opened = wave_keeping.open_(desk, name)
    click.echo(_("「{title}」の受付を始めました。", title=opened.title))


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
