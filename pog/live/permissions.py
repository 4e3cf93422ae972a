"""Which topics there are, and who may listen to each."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, inspect, select

from pog.convenings.models import Convening
from pog.convenings.permissions import FACILITATE, VIEW_CONVENING
from pog.core.database import Model, db
from pog.core.identity import Actor
from pog.core.permissions import Permission
from pog.profiles.models import Profile
from pog.profiles.permissions import VIEW_PROFILE

MOST_TOPICS = 6
"""A page belongs to two or three; more is not one of ours."""


@dataclass(frozen=True, slots=True)
class TopicKind:
    """Something pages can be about, and what it takes to listen to it."""

    model: type[Model]
    permission: Permission


TOPIC_KINDS = {
    "convening": TopicKind(Convening, VIEW_CONVENING),
    "desk": TopicKind(Convening, FACILITATE),
    "profile": TopicKind(Profile, VIEW_PROFILE),
}


def split_topic(topic: str) -> tuple[str, uuid.UUID] | None:
    """The kind and key of a topic written the one way we write it; else nothing."""
    kind, _, key = topic.partition(":")
    try:
        identifier = uuid.UUID(key)
    except ValueError:
        return None
    if kind not in TOPIC_KINDS or str(identifier) != key:
        return None
    return kind, identifier


def may_listen(actor: Actor, topics: Iterable[str]) -> bool:
    """Whether the actor may hear of all these topics; they see the same on the page."""
    wanted = list(topics)
    return 0 < len(wanted) <= MOST_TOPICS and all(_may_listen(actor, topic) for topic in wanted)


def _may_listen(actor: Actor, topic: str) -> bool:
    found = split_topic(topic)
    if found is None:
        return False
    kind = TOPIC_KINDS[found[0]]
    thing = db.session.scalar(_THINGS[kind.model], {"key": found[1]})
    return thing is not None and kind.permission.allows(actor, thing)


_THINGS = {
    kind.model: select(kind.model).where(inspect(kind.model).primary_key[0] == bindparam("key"))
    for kind in TOPIC_KINDS.values()
}
"""A thousand streams are let in within seconds: built once, they cost two thirds."""
