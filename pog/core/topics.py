"""Which parts of which live pages changed, numbered per topic.

A page belongs to topics ("convening:<uuid>") and shows regions ("agenda"). Each change
gives its regions the topic's next number, in the transaction that made the change; a page
that knows the number it last saw can ask what came after. One row per region: the state is
kept, not a log, so the table stays as small as the pages.
"""

import functools
from collections.abc import Iterable

from sqlalchemy import Executable, bindparam, select
from sqlalchemy.orm import Mapped, mapped_column

from pog.core.database import Model, db, dialect, insert_into


class LiveTopic(Model):
    __tablename__ = "live_topics"
    topic: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(default=0)


class LiveRegion(Model):
    __tablename__ = "live_regions"
    topic: Mapped[str] = mapped_column(primary_key=True)
    region: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]


def mark_changed(topic: str, regions: Iterable[str]) -> int:
    """Give these regions the topic's next number.

    The row of the topic stays locked until the commit, so numbers become visible in
    their order on PostgreSQL too: nobody who saw 7 can have missed 6.
    """
    session = db.session
    number: int = session.execute(
        _next_number(dialect()), {"topic": topic, "number": 1}
    ).scalar_one()
    rows = [{"topic": topic, "region": name, "number": number} for name in sorted(set(regions))]
    if rows:
        session.execute(_changed(dialect()), rows)
    return number


@functools.cache
def _next_number(dialect_name: str) -> Executable:
    return (
        insert_into(LiveTopic, dialect_name)
        .on_conflict_do_update(index_elements=["topic"], set_={"number": LiveTopic.number + 1})
        .returning(LiveTopic.number)
    )


@functools.cache
def _changed(dialect_name: str) -> Executable:
    insert = insert_into(LiveRegion, dialect_name)
    return insert.on_conflict_do_update(
        index_elements=["topic", "region"], set_={"number": insert.excluded.number}
    )


_POSITIONS = select(LiveTopic.topic, LiveTopic.number).where(
    LiveTopic.topic.in_(bindparam("topics", expanding=True))
)


def positions(topics: Iterable[str]) -> dict[str, int]:
    """The number each topic stands at; 0 where nothing has changed yet."""
    wanted = list(topics)
    rows = db.session.execute(_POSITIONS, {"topics": wanted})
    found = {topic: number for topic, number in rows}
    return {topic: found.get(topic, 0) for topic in wanted}


def changed_since(topic: str, number: int) -> dict[str, int]:
    """The regions of a topic that changed after a number, with their own numbers."""
    rows = db.session.execute(
        select(LiveRegion.region, LiveRegion.number)
        .where(LiveRegion.topic == topic, LiveRegion.number > number)
        .order_by(LiveRegion.number, LiveRegion.region)
    )
    return {region: at for region, at in rows}
