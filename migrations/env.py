"""Runs the migrations on the database that is named by the configuration."""

from alembic import context
from sqlalchemy import create_engine, pool

from surveyapp.store.tables import Base


def run() -> None:
    """One transaction for all steps; SQLite rewrites tables where it cannot alter them."""
    url = context.config.get_main_option("sqlalchemy.url") or ""
    engine = create_engine(url, poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run()
