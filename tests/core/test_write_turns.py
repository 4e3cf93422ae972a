"""On SQLite one writer of the process comes after the other, and nobody keeps the turn."""

import threading

import pytest
import sqlalchemy as sa

from pog.core.database import prepare_engine, turns_of, writing


@pytest.fixture
def engine(tmp_path):
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'turns.db'}")
    prepare_engine(engine)
    with writing(), engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE words (word TEXT)"))
    yield engine
    engine.dispose()


def is_free(engine):
    """Whether somebody else could write now."""
    got = turns_of(engine)._lock.acquire(blocking=False)
    if got:
        turns_of(engine)._lock.release()
    return got


def add(connection, word):
    connection.execute(sa.text("INSERT INTO words VALUES (:word)"), {"word": word})


def test_the_turn_ends_with_what_is_kept_and_with_what_is_dropped(engine):
    with writing(), engine.begin() as connection:
        add(connection, "kept")
        assert not is_free(engine)
    assert is_free(engine)
    with pytest.raises(sa.exc.OperationalError), writing(), engine.begin() as connection:
        connection.execute(sa.text("SELECT nothing FROM nowhere"))
    assert is_free(engine)


def test_the_turn_ends_with_a_broken_connection(engine):
    with writing(), engine.connect() as connection:
        add(connection, "lost")
        connection.invalidate()
        assert is_free(engine)
        connection.rollback()
    assert is_free(engine)


def test_readers_need_no_turn(engine):
    with turns_of(engine).turn(), engine.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM words")).scalar() == 0


def test_a_connection_may_have_several_transactions(engine):
    with writing(), engine.connect() as connection:
        for word in ("one", "two"):
            add(connection, word)
            connection.commit()
    assert is_free(engine)


def test_everybody_gets_a_turn(engine):
    def write(number):
        with writing():
            for _ in range(10):
                with engine.begin() as connection:
                    add(connection, f"word of {number}")

    writers = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM words")).scalar() == 80
    assert is_free(engine)
