"""The database's shape: Alembic and the mapped classes agree, and awkward rows survive a change of shape."""

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy.exc import DBAPIError

from surveyapp.store import schema
from surveyapp.store.database import open_engine
from surveyapp.store.desk import Desks
from surveyapp.store.tables import Base, JournalEntry


def test_the_migrations_make_exactly_the_tables_that_the_code_expects(database_url: str) -> None:
    engine = open_engine(database_url)

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, Base.metadata)
    current = schema.is_current(engine)
    engine.dispose()

    assert differences == []
    assert current


def test_every_law_of_the_tables_has_a_name_in_the_database(database_url: str) -> None:
    engine = open_engine(database_url)
    with engine.connect() as connection:
        inspector = sa.inspect(connection)
        kept = {law["name"] for table in Base.metadata.tables for law in inspector.get_check_constraints(table)}
    engine.dispose()

    said = {
        str(law.name)
        for table in Base.metadata.tables.values()
        for law in table.constraints
        if isinstance(law, sa.CheckConstraint)
    }
    assert said <= kept


def test_a_database_taken_down_and_up_again_is_as_new(bare_database_url: str) -> None:
    schema.upgrade(bare_database_url)
    schema.downgrade(bare_database_url, "base")
    schema.upgrade(bare_database_url)

    engine = open_engine(bare_database_url)
    assert schema.is_current(engine)
    engine.dispose()


@pytest.mark.parametrize("deed", ["UPDATE journal SET deed = 'nothing'", "DELETE FROM journal"])
def test_the_journal_refuses_change_and_removal_whoever_asks(desks: Desks, deed: str) -> None:
    with desks.desk(writing=True) as desk:
        desk.session.add(JournalEntry(at=desk.now, deed="髙﨑𠮷が来た", about={"text": "𠮷野家"}))

    with pytest.raises(DBAPIError, match="add-only"), desks.desk(writing=True) as desk:
        desk.session.execute(sa.text(deed))

    with desks.desk() as desk:
        assert desk.session.scalars(sa.select(JournalEntry.deed)).all() == ["髙﨑𠮷が来た"]
