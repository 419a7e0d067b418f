"""`surveyapp tickets`: access codes for the letters. A code is in the file for the printer and nowhere else."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

import click

from surveyapp import runtime
from surveyapp.commands.files import new_file, to_disk
from surveyapp.domain.access_codes import printed
from surveyapp.operations import sampling
from surveyapp.operations.sampling import Letter
from surveyapp.wording.console import spoken as _


@click.group()
def tickets() -> None:
    """回答用コードの発行・再発行。"""


@tickets.command()
@click.argument("wave")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    help="印刷用のCSV（コードはここにしか残りません）。",
)
def issue(wave: str, output: Path) -> None:
    """標本の人数分のコードを発行し、印刷用のCSVに書きます。"""
    # The letters are on disk before the tickets are committed, and get their name after: a full disk leaves nothing
    # half-done, and a process killed in between leaves the letters in the hidden .part file.
    with new_file(output, private=True) as file, runtime.desk(writing=True) as desk:
        letters = sampling.issue(desk, wave)
        file.write(_letters_csv(letters))
        to_disk(file)
    click.echo(
        _(
            "{n} 件のコードを発行し、{file} に書きました。印刷が済んだら安全に消してください。",
            n=len(letters),
            file=output,
        )
    )


@tickets.command()
@click.argument("wave")
@click.argument("number")
def reissue(wave: str, number: str) -> None:
    """案内状をなくした方に、新しいコードを発行します。古いコードは使えなくなります。"""
    with runtime.desk(writing=True) as desk:
        letter = sampling.reissue(desk, wave, number)
    click.echo(_("新しいコード: {code}", code=printed(letter.code)))


def _letters_csv(letters: Iterable[Letter]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["調査票番号", "回答用コード", "層", "種別"])
    writer.writerows([letter.number, printed(letter.code), letter.stratum, letter.form] for letter in letters)
    return text.getvalue().encode("utf-8-sig")
