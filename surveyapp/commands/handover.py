"""`surveyapp import …` and `surveyapp export`: files in and out."""

import sys
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import click

from surveyapp import runtime
from surveyapp.commands.files import content, new_file
from surveyapp.domain.tabular import ENCODINGS, GETA, Unfit, write_table
from surveyapp.operations import handover, sampling, wave_keeping
from surveyapp.operations.handover import File
from surveyapp.wording.console import spoken as _

FILE = click.Path(path_type=Path, dir_okay=False)


@click.group("import")
def import_() -> None:
    """集計値・回答・人口のCSVを読み込みます（UTF-8 または Shift_JIS）。"""


@import_.command()
@click.argument("wave")
@click.argument("file", type=FILE)
def counts(wave: str, file: Path) -> None:
    """公表された集計値（選択肢ごとの人数）だけが分かる調査を読み込みます。"""
    with runtime.desk() as desk:
        read = handover.check_counts(desk, wave, _file(file))
    with runtime.desk(writing=True) as desk:
        kept = handover.keep_counts(desk, read)
    click.echo(_("「{title}」の集計値を {n} 問分読み込みました。", title=kept.title, n=len(read.counts)))


@import_.command()
@click.argument("wave")
@click.argument("file", type=FILE)
@click.option("--population", type=FILE, help="層・地区・年齢・性別ごとの人口と対象者数のCSV。")
@click.option("--source", default="", help="人口の出典。")
def responses(wave: str, file: Path, population: Path | None, source: str) -> None:
    """1行が1人の回答を、columns.toml の対応にしたがって読み込みます。"""
    counts_of = None if population is None else _file(population)
    with runtime.desk() as desk:
        read = handover.check_responses(desk, wave, _file(file), counts_of, source)
    with runtime.desk(writing=True) as desk:
        kept = handover.keep_responses(desk, read)
    click.echo(_("「{title}」の回答を {n} 件読み込みました。", title=kept.title, n=len(read.responses)))


@import_.command()
@click.argument("wave")
@click.argument("file", type=FILE)
@click.option("--size", type=int, required=True, help="標本の大きさ（発送数）。")
@click.option("--source", required=True, help="人口の出典（集計の下に表示します）。")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="人口の基準日。")
def population(wave: str, file: Path, size: int, source: str, as_of: datetime | None) -> None:
    """これから行う調査の人口（地区・年齢・性別ごと）を読み込み、層を作ります。"""
    with runtime.desk() as desk:
        cells = handover.check_population(desk, wave, _file(file))
    with runtime.desk(writing=True) as desk:
        wave_keeping.draft(desk, wave)
        strata = sampling.keep_population(
            desk, wave, cells, size=size, source=source, as_of=None if as_of is None else as_of.date()
        )
    persons = f"{sum(cell.persons for cell in cells):,}"
    click.echo(_("人口 {persons} 人を読み込み、{strata} 層を作りました。", persons=persons, strata=len(strata)))


@click.command()
@click.argument("wave")
@click.option("--format", "format_", type=click.Choice(["csv"]), default="csv", show_default=True, help="形式。")
@click.option("--encoding", type=click.Choice(ENCODINGS), default=ENCODINGS[0], show_default=True, help="文字コード。")
@click.option("-o", "--output", type=FILE, help="書き出すファイル。付けなければ標準出力に書きます。")
@click.option("--with-text", is_flag=True, help="自由記述も書き出す（個人が分かる内容がないか、ご確認ください）。")
def export(wave: str, format_: str, encoding: str, output: Path | None, with_text: bool) -> None:
    """回答を、だれのものか分からない形で書き出します。"""
    if output is None:
        _rows, unfit = _write(sys.stdout.buffer, wave, encoding, with_text)
    else:
        # The place for the file is made sure of first: the journal shall name no export that nobody has.
        with new_file(output) as file:
            rows, unfit = _write(file, wave, encoding, with_text)
        said = _(
            "{rows} 行を {file} に書きました（{form}、{encoding}）。",
            rows=rows,
            file=output,
            form=format_,
            encoding=encoding,
        )
        click.echo(said, err=True)
    _tell_unfit(unfit, encoding)


def _write(file: BinaryIO, wave: str, encoding: str, with_text: bool) -> tuple[int, tuple[Unfit, ...]]:
    """Write the table; how many rows it has, and which characters did not fit."""
    with runtime.desk(writing=True) as desk:
        exported = handover.export(desk, wave, with_text=with_text)
    written, unfit = write_table(exported.columns, exported.rows, encoding)
    file.write(written)
    return len(exported.rows), unfit


def _file(path: Path) -> File:
    return File(path.name, content(path))


def _tell_unfit(unfit: tuple[Unfit, ...], encoding: str) -> None:
    """Every character that was replaced, so that none is lost in silence."""
    if not unfit:
        return
    click.echo(
        _(
            "{encoding} にない文字が {n} 字あり、「{geta}」に置き換えました。"
            "文字を残すには --encoding utf-8-sig を使ってください。",
            encoding=encoding,
            n=len(unfit),
            geta=GETA,
        ),
        err=True,
    )
    for one in unfit:
        character = f"{one.character}（U+{ord(one.character):04X}）"
        click.echo(
            _("  {line} 行目 {column}: {character}", line=one.line, column=one.column, character=character), err=True
        )
