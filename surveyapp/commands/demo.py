"""`surveyapp demo`: prepares the synthetic wave once and serves it on this machine only."""

import os
import socket
import subprocess
import sys
from dataclasses import replace

import click

from surveyapp import runtime
from surveyapp.demo import making, place
from surveyapp.demo.making import SignIn
from surveyapp.domain.access_codes import printed
from surveyapp.domain.faults import Fault, Refused
from surveyapp.store import schema
from surveyapp.store.desk import Clock, Desks
from surveyapp.wording.console import spoken as _
from surveyapp.wording.names import ROLES

HOST = "127.0.0.1"


@click.command()
@click.option("--port", default=8000, show_default=True, help="待ち受けるポート。")
@click.option("--sample", default=making.SAMPLE, show_default=True, help="標本の大きさ。")
@click.option("--prepare-only", is_flag=True, help="用意だけして、公開しない。")
def demo(port: int, sample: int, prepare_only: bool) -> None:
    """合成データの調査を一度だけ用意し、この機械の中だけで公開します。"""
    if not prepare_only:
        _free(port)
    instance = runtime.house().settings.instance
    address, sign_ins = place.prepare(instance, _open, click.echo, sample)
    if prepare_only:
        return
    desks = _open(address, None)
    letters = making.letters_to_try(desks)
    desks.engine.dispose()
    _tell(port, sign_ins, [printed(letter.code) for letter in letters])
    _serve(port, address)


def _open(address: str, clock: Clock | None) -> Desks:
    schema.upgrade(address)
    return runtime.open_desks(replace(runtime.house().settings, database_url=address), clock)


def _free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise Refused(Fault("port_in_use", port=port)) from error


def _tell(port: int, sign_ins: tuple[SignIn, ...], codes: list[str]) -> None:
    here = f"http://{HOST}:{port}"
    click.echo(
        "\n" + _("合成データの体験版です。この機械の中からだけ開けます。やめるには Ctrl+C を押してください。") + "\n"
    )
    click.echo(_("  住民の回答　　 {address}", address=f"{here}/"))
    for code in codes:
        click.echo(_("  　案内状の例　 {code}　（{address}）", code=code, address=f"{here}/s/{code.replace('-', '')}"))
    click.echo(_("  総合計画の指標 {address}", address=f"{here}/plan/{making.PLAN}/"))
    click.echo(_("  職員　　　　　 {address}", address=f"{here}/staff/"))
    for one in sign_ins:
        click.echo(
            _(
                "  　名前 {name}パスワード {password}　{role}",
                name=f"{one.name:<14}",
                password=one.password,
                role=_(ROLES[one.role]),
            )
        )
    click.echo("")


def _serve(port: int, address: str) -> None:
    """The web server and one worker beside it, both ended together."""
    environment = {**os.environ, "SURVEYAPP_DATABASE_URL": address, "SURVEYAPP_SECURE_COOKIES": "0"}
    server = [sys.executable, "-m", "waitress", f"--listen={HOST}:{port}", "--call", "surveyapp.app:create_app"]
    worker = [sys.executable, "-c", "from surveyapp.app import main; main()", "work"]
    with subprocess.Popen(worker, env=environment) as beside:
        try:
            subprocess.run(server, env=environment, check=False)
        except KeyboardInterrupt:
            click.echo(_("終わります。"))
        finally:
            beside.terminate()
