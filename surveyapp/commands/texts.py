"""`surveyapp texts`: tools for those who write the wording of a questionnaire."""

from pathlib import Path

import click

from surveyapp import runtime
from surveyapp.commands.files import new_file
from surveyapp.operations import authoring
from surveyapp.wording.console import spoken as _


@click.group()
def texts() -> None:
    """調査票の文言を書くための道具。"""


@texts.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--output", "-o", type=click.Path(path_type=Path), help="案を入れた文言を書き出す、新しいファイル。")
def readings(file: Path, output: Path | None) -> None:
    """文言のファイルに、ふりがなの案を示します。これまでに人が付けたふりがなから探し、推測はしません。"""
    with runtime.desk() as desk:
        found = authoring.propose_readings(desk, file)
    if output is not None:
        with new_file(output) as written:
            written.write(found.written.encode())
        click.echo(_("{file} に書きました。読み方が正しいか、すべて確かめてください。", file=output))
    else:
        for text in found.new:
            click.echo(text)
    click.echo(
        _(
            "案を示した文言 {new} 件、まだ読み方の分からない言葉 {unread} 件",
            new=len(found.new),
            unread=len(found.unread),
        )
    )
    for word in found.unread:
        click.echo(f"　{word}")
