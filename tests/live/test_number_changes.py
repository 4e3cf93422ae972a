"""Facts number the regions they change, in the transaction that made them."""

import threading

import pytest

from pog.core.database import db
from pog.core.topics import changed_since, positions
from pog.core.work import publish, unit_of_work
from tests.live.renaming import Renamed, fail_after_publishing


def test_all_facts_of_a_unit_of_work_share_a_number(app, cast, topic):
    with app.app_context(), unit_of_work():
        publish(Renamed(profile_id=cast.profile.id, names=("title", "long")))
        publish(Renamed(profile_id=cast.profile.id, names=("title", "other")))
    with app.app_context():
        assert positions([topic]) == {topic: 1}
        assert changed_since(topic, 0) == {"long": 1, "other": 1, "title": 1}


def test_a_dropped_unit_of_work_leaves_no_trace_for_the_next(app, cast, topic):
    with app.app_context():
        with pytest.raises(ZeroDivisionError):
            fail_after_publishing(cast.profile.id)
        with unit_of_work():
            publish(Renamed(profile_id=cast.profile.id, names=("long",)))
        with unit_of_work():
            publish(Renamed(profile_id=cast.profile.id, names=("other",)))
    with app.app_context():
        assert changed_since(topic, 0) == {"long": 1, "other": 2}


def test_concurrent_changes_get_their_own_numbers_in_the_order_they_become_visible(
    app, cast, topic, rename
):
    """Whoever has seen a number has seen all below it."""
    holes = []
    done = threading.Event()

    def watch() -> None:
        seen = 0
        while not done.is_set() or seen < 40:
            with app.app_context():
                at = positions([topic])[topic]
                names = changed_since(topic, seen)
                db.session.rollback()
            if set(range(seen + 1, at + 1)) - set(names.values()):
                holes.append((seen, at, names))
            seen = max(seen, at)

    def change(which: int) -> None:
        for number in range(10):
            rename(f"{which}", f"one-{which}-{number}")

    watcher = threading.Thread(target=watch)
    watcher.start()
    threads = [threading.Thread(target=change, args=(which,)) for which in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done.set()
    watcher.join()
    assert holes == []


def test_a_page_is_as_new_as_its_bookmark(app, cast, topic, rename):
    """What a reading request sees after another's commit is still one moment."""
    with app.app_context():
        before = positions([topic])
        thread = threading.Thread(target=rename, args=("Later",))
        thread.start()
        thread.join()
        assert positions([topic]) == before
        db.session.rollback()
        assert positions([topic]) == {topic: 1}
