"""What every change to a profile shares: the lock, the clean text, the revision and the fact."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select

from pog.core.clock import now
from pog.core.database import Json, db
from pog.core.errors import Conflict, Refusal, TooLarge
from pog.core.i18n import _
from pog.core.markup import TEXT_LIMIT, clean_line, clean_text, render_markdown
from pog.core.work import publish
from pog.profiles.authors import Author
from pog.profiles.events import AttributeChanged, ProfileChanged
from pog.profiles.hooks import settle_words
from pog.profiles.models import NAME_LIMIT, Attribute, Profile, Revision
from pog.profiles.queries import attributes_in_order, namesake

REASON_LIMIT: Final = 500


def hold(profile: Profile, attribute: Attribute | None = None) -> None:
    """Lock the profile until the commit and read it afresh, so that changes queue up.

    SQLite's writers queue up already; on PostgreSQL two people would else both read
    revision 4 and both write revision 5.
    """
    db.session.refresh(profile, with_for_update=True)
    db.session.expire(profile, ["attributes", "groupings"])
    if attribute is not None:
        db.session.refresh(attribute)
        settle_words(attribute)


def clean_name(text: str, *, field: str = "name") -> str:
    """The name as one line; refused when it is empty or too long."""
    name = clean_line(text)
    if not name:
        raise Refusal(_("Enter a name."), field=field)
    if len(name) > NAME_LIMIT:
        raise TooLarge(
            _("This name is too long. Use %(limit)s characters at most.", limit=NAME_LIMIT),
            field=field,
        )
    return name


def clean_prose(text: str, *, field: str, limit: int = TEXT_LIMIT) -> tuple[str, str]:
    """The text as it is stored and its HTML; a refusal names the field."""
    cleaned = clean_text(text)
    try:
        return cleaned, render_markdown(cleaned, limit=limit) if cleaned else ""
    except Refusal as refusal:
        refusal.field = field
        raise


def clean_short(text: str, *, field: str, limit: int) -> str:
    """Plain text of bounded length."""
    cleaned = clean_text(text)
    if len(cleaned) > limit:
        raise TooLarge(
            _(
                "This text has %(length)s characters. Shorten it to %(limit)s at most.",
                length=len(cleaned),
                limit=limit,
            ),
            field=field,
        )
    return cleaned


def refuse_namesake(profile: Profile, name: str, but: Attribute | None = None) -> None:
    """Names are unique among the living attributes of a profile."""
    other = namesake(profile, name, but)
    if other is not None:
        raise Conflict(
            _("There is already an attribute called “%(name)s”.", name=other.name), field="name"
        )


def record(
    attribute: Attribute,
    change: str,
    author: Author,
    reason: str = "",
    *,
    contributors: Sequence[str] = (),
) -> Revision:
    """Write the attribute's present state down as its next revision and tell it."""
    db.session.flush()
    number = (attribute.revision or 0) + 1
    revision = Revision(
        profile_id=attribute.profile_id,
        attribute_id=attribute.id,
        number=number,
        change=change,
        name=attribute.name,
        statement=attribute.statement,
        indicators=indicator_states(attribute),
        grouping_name=attribute.grouping.name if attribute.grouping else None,
        position=attribute.position,
        reason=clean_short(reason, field="reason", limit=REASON_LIMIT),
        person_id=author.person_id,
        participant_id=author.participant_id,
        author_name=author.name,
        contributors=list(contributors),
        at=now(),
    )
    attribute.revision = number
    db.session.add(revision)
    touch(attribute.profile)
    publish(
        AttributeChanged(profile_id=attribute.profile_id, attribute_id=attribute.id, change=change)
    )
    return revision


def indicator_states(attribute: Attribute) -> list[Json]:
    return [{"level": i.level, "text": i.text} for i in attribute.indicators]


def touch(profile: Profile) -> None:
    """Note when the profile was last changed, and read its lists anew next time."""
    profile.changed_at = now()
    db.session.flush()
    db.session.expire(profile, ["attributes", "groupings"])


def profile_changed(profile: Profile) -> None:
    touch(profile)
    publish(ProfileChanged(profile_id=profile.id))


def put_in_order(attributes: Sequence[Attribute]) -> None:
    """Number the attributes in this order; only those that moved are written."""
    for position, attribute in enumerate(attributes):
        if attribute.position != position:
            attribute.position = position
    db.session.flush()


def renumber(profile: Profile) -> None:
    """Make positions follow the order people read the profile in."""
    db.session.flush()
    db.session.expire(profile, ["attributes", "groupings"])
    put_in_order(attributes_in_order(profile))


def next_position(profile: Profile) -> int:
    last = db.session.scalar(
        select(Attribute.position)
        .where(Attribute.profile_id == profile.id, Attribute.dropped_at.is_(None))
        .order_by(Attribute.position.desc())
        .limit(1)
    )
    return 0 if last is None else last + 1
