"""What shared texts do when others change, freeze or leave words."""

import logging

from sqlalchemy import select

from pog.coediting.queries import typed_in
from pog.coediting.services import TextUnreadable, cut_revision, keep_typing, take_words
from pog.convenings.events import (
    ActivityStarted,
    ConveningClosed,
    ConveningEvent,
    RoomHandedOver,
)
from pog.convenings.models import Convening
from pog.core.database import db
from pog.core.events import before_commit
from pog.profiles.hooks import words_settled_by, words_taken_by
from pog.profiles.models import Attribute

log = logging.getLogger(__name__)


@words_settled_by
def revision_of_what_was_typed(attribute: Attribute) -> None:
    keep_typing(attribute)


@words_taken_by
def enter_the_shared_text(attribute: Attribute, before: str) -> None:
    take_words(attribute, before)


@before_commit(ActivityStarted)
def keep_before_the_next_step(event: ActivityStarted) -> None:
    keep_what_the_room_wrote(event)


@before_commit(RoomHandedOver)
def keep_before_another_runs_it(event: RoomHandedOver) -> None:
    keep_what_the_room_wrote(event)


@before_commit(ConveningClosed)
def keep_at_the_end(event: ConveningClosed) -> None:
    keep_what_the_room_wrote(event)


def keep_what_the_room_wrote(event: ConveningEvent) -> None:
    """The room moves on: what was typed until now is a revision."""
    profile_id = db.session.scalar(
        select(Convening.profile_id).where(Convening.id == event.convening_id)
    )
    if profile_id is not None:
        for attribute_id in typed_in(profile_id):
            try:
                cut_revision(attribute_id)
            except TextUnreadable:
                # It stays as it is stored; the room is not held back by it.
                log.exception("The text of %s could not be kept as a revision.", attribute_id)
