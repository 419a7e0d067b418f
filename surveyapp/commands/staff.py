"""`surveyapp staff`: who works with the survey."""

import sys

import click

from surveyapp import runtime
from surveyapp.operations import accounts
from surveyapp.wording.console import spoken as _

ROLE_HELP = "clerk、supervisor、analyst、approver、administrator。複数指定できます。"


@click.group()
def staff() -> None:
    """職員の登録、役割、退職。"""


@staff.command()
@click.argument("name")
@click.option("--role", "roles", multiple=True, help=ROLE_HELP)
def add(name: str, roles: tuple[str, ...]) -> None:
    """職員を登録します。パスワードは画面でたずねます（標準入力からも渡せます）。"""
    password = _ask_password()
    with runtime.desk(writing=True) as desk:
        added = accounts.add_staff(desk, name, password, roles)
    click.echo(_("登録しました：{name}（{roles}）", name=added.name, roles=_listed(added.roles)))


@staff.command("list")
def everybody() -> None:
    """職員と役割の一覧。"""
    with runtime.desk() as desk:
        people = accounts.everybody(desk)
    for person in people:
        click.echo(f"{person.name}\t{_listed(person.roles)}\t{'' if person.active else _('利用停止')}".rstrip())


@staff.command()
@click.argument("name")
@click.option("--role", "roles", multiple=True, help=ROLE_HELP)
def roles(name: str, roles: tuple[str, ...]) -> None:
    """役割を、指定したものだけにします。"""
    with runtime.desk(writing=True) as desk:
        changed = accounts.set_roles(desk, name, roles)
    click.echo(_("役割を変更しました：{name}（{roles}）", name=changed.name, roles=_listed(changed.roles)))


@staff.command()
@click.argument("name")
def password(name: str) -> None:
    """パスワードを再設定します。サインイン中の端末はすべて終了します。"""
    fresh = _ask_password()
    with runtime.desk(writing=True) as desk:
        accounts.set_password(desk, name, fresh)
    click.echo(_("パスワードを再設定しました：{name}", name=name))


@staff.command()
@click.argument("name")
def deactivate(name: str) -> None:
    """職員の利用を止めます。記録は残ります。"""
    with runtime.desk(writing=True) as desk:
        accounts.deactivate(desk, name)
    click.echo(_("利用を停止しました：{name}", name=name))


def _ask_password() -> str:
    """Asked twice at a terminal; the first line of standard input otherwise. Never an argument, which others can see."""
    if sys.stdin.isatty():
        return str(click.prompt(_("パスワード"), hide_input=True, confirmation_prompt=_("確認のためもう一度")))
    return sys.stdin.readline().rstrip("\r\n")


def _listed(roles: frozenset[str]) -> str:
    return "、".join(sorted(roles))
