"""The database's shape: Alembic and the mapped classes agree, and awkward rows survive a change of shape."""

import uuid

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy.exc import DBAPIError

from surveyapp.store import schema
from surveyapp.store.database import open_engine
from surveyapp.store.desk import Desks
from surveyapp.store.tables import Base, JournalEntry, Response


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


AWKWARD = [
    {"id": uuid.UUID(int=number), "wave": "tiny", "stratum_id": None, "day": None, "channel": channel, "language": "ja"}
    | {"form": "", "answers": answers, "weight": weight}
    for number, (channel, answers, weight) in enumerate(
        [
            ("web", {"free_text": {"wrote": "髙﨑𠮷 😀\n'; DROP TABLE response; --"}}, None),
            ("paper", {}, 0.1 + 0.2),
            ("import", {"info_sources": ["website"], "free_text": {"wrote": "('web', 'paper', 'import')"}}, 1e-300),
        ]
    )
]
WAVE = (
    "INSERT INTO wave (key, title, fiscal_year, stage, link, duplicates, keyings, source, synthetic) "
    "VALUES ('tiny', '調査「%s」', 2021, 'draft', 'cut_at_close', 'web', 2, 'fieldwork', false)"
)


def test_responses_and_counts_of_the_first_shape_survive_the_change_to_more_ways_of_answering(
    bare_database_url: str,
) -> None:
    schema.upgrade(bare_database_url, "0001")
    engine = open_engine(bare_database_url)
    response = sa.table("response", *(sa.column(name, getattr(Response, name).type) for name in AWKWARD[0]))
    counts = sa.text("INSERT INTO daily_count (wave, day, channel, returns) VALUES ('tiny', '2021-10-05', 'web', 0)")
    with engine.begin() as connection:
        for statement in (sa.text(WAVE), counts):
            connection.execute(statement)
        connection.execute(sa.insert(response), AWKWARD)

    schema.upgrade(bare_database_url)

    with engine.begin() as connection:
        kept = [dict(row) for row in connection.execute(sa.select(response).order_by(response.c.id)).mappings()]
        connection.execute(sa.text("UPDATE daily_count SET channel = 'telephone'"))
        connection.execute(sa.text("UPDATE response SET channel = 'telephone', filled_by = 'proxy' WHERE weight > 0.1"))
    with pytest.raises(DBAPIError), engine.begin() as connection:
        connection.execute(sa.text("UPDATE response SET channel = 'pigeon'"))
    assert kept == AWKWARD

    schema.downgrade(bare_database_url, "0001")

    with engine.connect() as connection:
        again = [dict(row) for row in connection.execute(sa.select(response).order_by(response.c.id)).mappings()]
        days = connection.execute(sa.text("SELECT channel, returns FROM daily_count")).all()
    engine.dispose()
    assert (again, days) == (AWKWARD, [("paper", 0)])


DRAFTS = [
    (1, "free_text", '{"wrote": "髙﨑𠮷 😀"}'),
    (1, "~order", "[]"),
    (2, "free_text", '"own_word"'),
    (2**31 - 1, "髙", "null"),
]


def test_drafts_survive_the_coming_of_words_and_those_behind_a_word_are_not_laid_open_when_words_go(
    bare_database_url: str,
) -> None:
    schema.upgrade(bare_database_url, "0004")
    engine = open_engine(bare_database_url)
    draft = sa.text("SELECT ticket_id, question, CAST(answer AS VARCHAR) FROM draft_answer ORDER BY 1, 2")
    keep = sa.text("INSERT INTO draft_answer (ticket_id, question, answer) VALUES (:ticket, :question, :answer)")
    with engine.begin() as connection:
        for ticket, question, answer in DRAFTS:
            connection.execute(keep, {"ticket": ticket, "question": question, "answer": answer})
        before = [tuple(row) for row in connection.execute(draft)]

    schema.upgrade(bare_database_url)

    word = sa.text("INSERT INTO own_word (ticket_id, word_hash, mark, misses) VALUES (2, '$', :mark, :misses)")
    with engine.begin() as connection:
        after = [tuple(row) for row in connection.execute(draft)]
        connection.execute(word, {"mark": "a", "misses": 0})
    for wrong in ({"mark": "", "misses": 0}, {"mark": "b", "misses": -1}, {"mark": "c", "misses": 0}):
        with pytest.raises(DBAPIError), engine.begin() as connection:
            connection.execute(word, wrong)
    assert len(before) == len(DRAFTS)
    assert after == before

    schema.downgrade(bare_database_url, "0004")

    with engine.connect() as connection:
        left = [tuple(row) for row in connection.execute(draft)]
    engine.dispose()
    assert left == [row for row in before if row[0] != 2]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_sqlite_keeps_responses_and_remarks_in_no_order_of_arrival(database_url: str) -> None:
    engine = open_engine(database_url)
    with engine.connect() as connection:
        words = connection.execute(sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'table'")).all()
    engine.dispose()

    assert {"response", "feedback"} <= {name for name, sql in words if "WITHOUT ROWID" in sql}


@pytest.mark.parametrize("deed", ["UPDATE journal SET deed = 'nothing'", "DELETE FROM journal"])
def test_the_journal_refuses_change_and_removal_whoever_asks(desks: Desks, deed: str) -> None:
    with desks.desk(writing=True) as desk:
        desk.session.add(JournalEntry(at=desk.now, deed="髙﨑𠮷が来た", about={"text": "𠮷野家"}))

    with pytest.raises(DBAPIError, match="add-only"), desks.desk(writing=True) as desk:
        desk.session.execute(sa.text(deed))

    with desks.desk() as desk:
        assert desk.session.scalars(sa.select(JournalEntry.deed)).all() == ["髙﨑𠮷が来た"]
