"""The table of what is published follows what is published, in the same transaction."""

from collections.abc import Iterable

from pog.core.database import db
from pog.core.events import before_commit
from pog.core.i18n import _
from pog.core.identity import Actor
from pog.core.links import Link
from pog.frameworks.events import FrameworkKept
from pog.frameworks.models import Framework
from pog.profiles.events import EditionPublished
from pog.profiles.hooks import links_from_profiles
from pog.profiles.models import Edition, Profile
from pog.profiles.permissions import PUBLISH_PROFILE
from pog.provider.services import list_edition, list_framework


@before_commit(EditionPublished)
def list_it(fact: EditionPublished) -> None:
    list_edition(db.session.get_one(Edition, fact.edition_id))


@before_commit(FrameworkKept)
def list_what_may_travel(fact: FrameworkKept) -> None:
    framework = db.session.get(Framework, fact.framework_id)
    if framework is not None:
        list_framework(framework)


@links_from_profiles
def to_frames(actor: Actor, profile: Profile) -> Iterable[Link]:
    if PUBLISH_PROFILE.allows(actor, profile):
        yield Link(
            text=_("Show it on your site"),
            endpoint="provider.embedding",
            values={"profile_id": profile.id},
            icon="globe",
        )
