"""Who opens a shared text: the name and colour others see, and whether they may type."""

import uuid
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pog.coediting.log import Log, Who
from pog.coediting.models import TEXT_LIMIT
from pog.coediting.wording import sentences
from pog.convenings.seats import seats_on_profile
from pog.core.database import db
from pog.core.errors import Forbidden
from pog.core.identity import Actor
from pog.profiles.authors import Author, author_of
from pog.profiles.models import Attribute
from pog.profiles.permissions import EDIT_ATTRIBUTE, VIEW_ATTRIBUTE

TONES = 8


@dataclass(frozen=True, slots=True, eq=False)
class Typist:
    """Somebody at a shared text, as they were let in."""

    person_id: uuid.UUID | None
    sign_in_id: uuid.UUID | None
    is_operator: bool
    author: Author
    name: str
    group: str | None
    tone: int
    may_type: bool
    takes_part: bool
    """Whether typing is theirs in some phase."""
    attribute_id: uuid.UUID
    profile_id: uuid.UUID
    revision: int
    is_dropped: bool
    phases: tuple[Any, ...]
    """What was open when they were let in."""
    sentences: Mapping[str, str]
    """What to say for each refusal, in their language."""

    def hello(self, *, editable: bool, revision: int) -> dict[str, Any]:
        """What a page has to know first."""
        return {
            "you": {"name": self.name, "group": self.group, "tone": self.tone},
            "editable": editable,
            "limit": TEXT_LIMIT,
            "revision": revision,
        }

    def who(self) -> Who:
        """What their right to type hangs on."""
        return Who(self.profile_id, self.sign_in_id, self.person_id, self.author.participant_id)

    def actor(self) -> Actor:
        """The same person, to be asked about anew."""
        return Actor(
            person_id=self.person_id, sign_in_id=self.sign_in_id, is_operator=self.is_operator
        )


def typist_at(actor: Actor, attribute_id: uuid.UUID) -> Typist | None:
    """Who this is at this text; nobody when it is not there or not shared with them."""
    attribute = db.session.get(Attribute, attribute_id)
    if attribute is None or not VIEW_ATTRIBUTE.allows(actor, attribute):
        return None
    try:
        author = author_of(actor, attribute.profile)
    except Forbidden:
        author = Author(name="")
    seats = seats_on_profile(actor, attribute.profile_id)
    seat = seats[0] if seats else None
    group = seat.group if seat is not None else None
    return Typist(
        person_id=actor.person_id,
        sign_in_id=actor.sign_in_id,
        is_operator=actor.is_operator,
        author=author,
        name=seat.nickname if seat is not None else author.name,
        group=group.name if group is not None else None,
        tone=group.tone if group is not None else tone_of(author.name),
        may_type=bool(author.name) and EDIT_ATTRIBUTE.allows(actor, attribute),
        takes_part=any(one.role != "observer" for one in seats),
        attribute_id=attribute.id,
        profile_id=attribute.profile_id,
        revision=attribute.revision,
        is_dropped=attribute.dropped_at is not None,
        phases=Log.of(db.session.connection()).phases([attribute.id])[attribute.id],
        sentences=sentences(),
    )


def tone_of(name: str) -> int:
    """A colour for somebody without a group: the same one every time."""
    return zlib.crc32(name.encode()) % TONES + 1


def may_type(typist: Typist) -> bool:
    """Whether they may change the text now."""
    attribute = db.session.get(Attribute, typist.attribute_id)
    return attribute is not None and EDIT_ATTRIBUTE.allows(typist.actor(), attribute)


def may_read(typist: Typist) -> bool:
    """Whether they may still see it."""
    attribute = db.session.get(Attribute, typist.attribute_id)
    return attribute is not None and VIEW_ATTRIBUTE.allows(typist.actor(), attribute)
