"""Marks move with their words, in the transaction that changes the words."""

import uuid

from pog.comments.passages import follow_attribute, follow_words, said_by
from pog.core.database import db
from pog.core.events import before_commit
from pog.profiles.events import AttributeChanged, AttributeTyped, ProfileChanged
from pog.profiles.models import Attribute, Profile


@before_commit(AttributeChanged)
def follow_revision(event: AttributeChanged) -> None:
    follow(event.attribute_id)


@before_commit(AttributeTyped)
def follow_typing(event: AttributeTyped) -> None:
    follow(event.attribute_id)


def follow(attribute_id: uuid.UUID) -> None:
    attribute = db.session.get(Attribute, attribute_id)
    if attribute is not None:
        follow_attribute(attribute)


@before_commit(ProfileChanged)
def follow_core_statement(event: ProfileChanged) -> None:
    profile = db.session.get(Profile, event.profile_id)
    if profile is not None:
        follow_words(profile.id, said_by(profile))
