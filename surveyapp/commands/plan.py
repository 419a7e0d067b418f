"""`surveyapp plan`: the city's plans, from their files to the table as it stands."""

import unicodedata

import click

from surveyapp import runtime
from surveyapp.operations import planning
from surveyapp.wording.console import spoken as _


@click.group()
def plan() -> None:
    """総合計画の点検・取り込み・表示。"""


@plan.command()
@click.argument("name")
def check(name: str) -> None:
    """計画ファイルを点検します（questionnaires/plans/ の名前か、.toml の場所）。誤りはすべて示します。"""
    with runtime.desk() as desk:
        read = planning.check_plan(desk, name)
    survey = sum(one.is_survey for one in read.indicators)
    click.echo(
        _(
            "{key}: 誤りはありません。（施策 {policies}、指標 {indicators}、うち調査による指標 {survey}、指紋 {fingerprint}）",
            key=read.key,
            policies=len(read.policies),
            indicators=len(read.indicators),
            survey=survey,
            fingerprint=read.fingerprint[:12],
        )
    )


@plan.command("import")
@click.argument("name")
def import_(name: str) -> None:
    """計画を取り込み、印刷された表を第1版として公表します。"""
    with runtime.desk(writing=True) as desk:
        read = planning.check_plan(desk, name)
        is_new = planning.import_plan(desk, read)
    click.echo(
        _("「{title}」を取り込みました。", title=read.title)
        if is_new
        else _("「{title}」は取り込み済みで、変わりはありません。", title=read.title)
    )


@plan.command()
@click.argument("name")
@click.option("--edition", type=int, help="版の番号。書かなければ最新の版。")
def show(name: str, edition: int | None) -> None:
    """達成目標の表を、計画に印刷された形で表示します。"""
    with runtime.desk() as desk:
        shown = planning.shown(desk, name, edition)
    dated = shown.edition.dated
    edition_number = _("第{number}版（{dated}）", number=shown.edition.number, dated=dated or _("発行日不明"))
    click.echo(f"{shown.plan.city} {shown.plan.title}　{edition_number}")
    for policy in shown.plan.policies:
        click.echo("\n" + _("施策{number} {name}", number=policy.number, name=policy.name))
        click.echo(_line([_("指標名"), *(column.heading for column in shown.plan.columns)]))
        for row in shown.rows[policy.number]:
            cells = [" / ".join(_cell(cell) for cell in row.cells[column.key]) for column in shown.plan.columns]
            click.echo(_line([row.indicator.name, *cells]))


def _cell(cell: planning.ShownCell) -> str:
    if cell.origin is None:
        return cell.printed
    marks = [
        mark
        for mark, holds in ((_("合成データ"), cell.origin.synthetic), (_("中間集計"), cell.origin.interim))
        if holds
    ]
    # A share is told on both bases where the office has not said which one it is.
    base = {"answered": [_("無回答を除いた割合")], "everyone": [_("無回答を含めた割合")]}.get(cell.base, [])
    return f"{cell.printed} [{'; '.join([*base, cell.origin.interval, f'n={cell.origin.n}', *marks])}]"


def _line(cells: list[str]) -> str:
    """Cells under one another also in Japanese, whose letters are two columns wide; the first cell takes its own line."""
    name, *rest = cells
    return f"  {name}\n    " + "  ".join(_padded(cell, 20) for cell in rest).rstrip()


def _padded(text: str, width: int) -> str:
    taken = sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in text)
    return text + " " * max(width - taken, 0)
