"""`surveyapp plan`: the city's plans, from their files to the table as it stands."""

import unicodedata

import click

from surveyapp import runtime
from surveyapp.operations import planning


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
        f"{read.key}: 誤りはありません。（施策 {len(read.policies)}、指標 {len(read.indicators)}、"
        f"うち調査による指標 {survey}、指紋 {read.fingerprint[:12]}）"
    )


@plan.command("import")
@click.argument("name")
def import_(name: str) -> None:
    """計画を取り込み、印刷された表を第1版として公表します。"""
    with runtime.desk(writing=True) as desk:
        read = planning.check_plan(desk, name)
        is_new = planning.import_plan(desk, read)
    click.echo(
        f"「{read.title}」を取り込みました。" if is_new else f"「{read.title}」は取り込み済みで、変わりはありません。"
    )


@plan.command()
@click.argument("name")
@click.option("--edition", type=int, help="版の番号。書かなければ最新の版。")
def show(name: str, edition: int | None) -> None:
    """達成目標の表を、計画に印刷された形で表示します。"""
    with runtime.desk() as desk:
        shown = planning.shown(desk, name, edition)
    dated = shown.edition.dated
    click.echo(f"{shown.plan.city} {shown.plan.title}　第{shown.edition.number}版（{dated or '日付不明'}）")
    for policy in shown.plan.policies:
        click.echo(f"\n施策{policy.number} {policy.name}")
        click.echo(_line(["指標名", *(column.heading for column in shown.plan.columns)]))
        for row in shown.rows[policy.number]:
            cells = [" / ".join(_cell(cell) for cell in row.cells[column.key]) for column in shown.plan.columns]
            click.echo(_line([row.indicator.name, *cells]))


def _cell(cell: planning.ShownCell) -> str:
    if cell.origin is None:
        return cell.printed
    marks = [
        mark for mark, holds in (("合成データ", cell.origin.synthetic), ("中間集計", cell.origin.interim)) if holds
    ]
    return f"{cell.printed} [{cell.origin.interval}; n={cell.origin.n}{''.join('; ' + mark for mark in marks)}]"


def _line(cells: list[str]) -> str:
    """Cells under one another also in Japanese, whose letters are two columns wide; the first cell takes its own line."""
    name, *rest = cells
    return f"  {name}\n    " + "  ".join(_padded(cell, 20) for cell in rest).rstrip()


def _padded(text: str, width: int) -> str:
    taken = sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in text)
    return text + " " * max(width - taken, 0)
