"""The databases that the tests themselves stand on."""

import pytest
from sqlalchemy import create_engine, inspect, text


@pytest.mark.parametrize("turn", range(2))
def test_what_one_test_writes_the_next_one_does_not_find(database_url, turn):
    engine = create_engine(database_url)

    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE left_behind (turn INTEGER)"))

    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM left_behind")).scalar() == 0
    engine.dispose()


def test_a_bare_database_holds_no_table(bare_database_url):
    engine = create_engine(bare_database_url)

    assert inspect(engine).get_table_names() == []
    engine.dispose()
