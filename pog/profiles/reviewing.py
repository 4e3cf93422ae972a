"""Looking at a profile again: when it is due, and what came of it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import select

from pog.core.clock import now
from pog.core.database import db
from pog.core.errors import Refusal
from pog.core.i18n import _
from pog.profiles.authors import Author
from pog.profiles.models import Profile, ProfileReview
from pog.profiles.recording import clean_short, hold, profile_changed

SOON: Final = 60
"""So many days before, people are reminded: a board meets once a month."""
NOTE_LIMIT: Final = 500


@dataclass(frozen=True, slots=True)
class Reminder:
    """A review that is near or past."""

    profile: Profile
    on: date
    days: int
    """Until then; below zero when the day is past."""

    @property
    def is_past(self) -> bool:
        return self.days < 0


def reminder_of(profile: Profile) -> Reminder | None:
    """Whether to remind people of this profile's review today; never of a retired one's."""
    if profile.review_on is None or profile.state == "retired":
        return None
    days = (profile.review_on - now().date()).days
    return Reminder(profile, profile.review_on, days) if days <= SOON else None


def reminders_of(profiles: Sequence[Profile]) -> list[Reminder]:
    """Those of several profiles, the most pressing first."""
    found = [one for one in map(reminder_of, profiles) if one is not None]
    return sorted(found, key=lambda one: (one.on, one.profile.title))


def record_review(
    profile: Profile, *, reviewed: bool, next_on: date | None, note: str = "", author: Author
) -> ProfileReview:
    """Note that the profile was reviewed, or only that the day is another one now.

    The next day may stay open after a review; a day that was moved has to be a day.
    """
    hold(profile)
    if next_on is None and not reviewed:
        raise Refusal(_("Enter the new day."), field="next_on")
    if next_on is not None and next_on <= now().date():
        raise Refusal(_("Choose a day that is still to come."), field="next_on")
    review = ProfileReview(
        id=uuid.uuid4(),
        profile_id=profile.id,
        reviewed=reviewed,
        due_on=profile.review_on,
        next_on=next_on,
        note=clean_short(note, field="note", limit=NOTE_LIMIT),
        author_name=author.name,
        at=now(),
    )
    db.session.add(review)
    profile.review_on = next_on
    profile_changed(profile)
    return review


def reviews_of(profile: Profile, limit: int = 50) -> Sequence[ProfileReview]:
    """What was recorded, newest first."""
    return db.session.scalars(
        select(ProfileReview)
        .where(ProfileReview.profile_id == profile.id)
        .order_by(ProfileReview.at.desc(), ProfileReview.id)
        .limit(limit)
    ).all()
