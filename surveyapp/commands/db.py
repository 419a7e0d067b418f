"""`surveyapp db`: the database's shape."""

import click

from surveyapp import runtime
from surveyapp.store import schema
from surveyapp.wording.console import spoken as _


@click.group()
def db() -> None:
    """データベース。"""


@db.command()
def upgrade() -> None:
    """データベースを最新の形にします。"""
    schema.upgrade(runtime.house().settings.database_url)
    click.echo(_("データベースは最新の形です。"))
