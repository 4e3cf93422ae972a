"""Marks move with their words, in the transaction that changes the words."""

from pog.comments.passages import (
    follow_attribute,
    follow_typed,
    follow_words,
    said_by,
)
from pog.core.database import db
from pog.core.events import before_commit
from pog.profiles.events import AttributeChanged, AttributesTyped, ProfileChanged
from pog.profiles.models import Attribute, Profile


@before_commit(AttributeChanged)
def follow_revision(event: AttributeChanged) -> None:
    attribute = db.session.get(Attribute, event.attribute_id)
    if attribute is not None:
        follow_attribute(attribute)


@before_commit(AttributesTyped)
def follow_typing(event: AttributesTyped) -> None:
    follow_typed(event.attribute_ids)


@before_commit(ProfileChanged)
def follow_core_statement(event: ProfileChanged) -> None:
    profile = db.session.get(Profile, event.profile_id)
    if profile is not None:
        follow_words(profile.id, said_by(profile))
