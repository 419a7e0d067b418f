"""The database's shape: brought up to date by Alembic, from the first table on."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

MIGRATIONS = Path(__file__).resolve().parent.parent.parent / "migrations"


def upgrade(url: str, revision: str = "head") -> None:
    """Bring a database to a revision; one that is there already is left alone."""
    command.upgrade(_config(url), revision)


def downgrade(url: str, revision: str) -> None:
    """Take a database back to an earlier revision."""
    command.downgrade(_config(url), revision)


def is_current(engine: Engine) -> bool:
    """Whether the database answers and has the shape this code expects."""
    try:
        with engine.connect() as connection:
            found = MigrationContext.configure(connection).get_current_revision()
    except DBAPIError:
        return False
    return found == _newest()


@cache
def _newest() -> str | None:
    return ScriptDirectory.from_config(_config("")).get_current_head()


def _config(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    # ConfigParser reads % as interpolation; a password may hold one.
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config
