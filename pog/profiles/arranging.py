"""The order of attributes, and the groupings they stand in."""

from collections.abc import Sequence
from typing import Literal

from sqlalchemy import select

from pog.core.database import db
from pog.core.errors import Conflict
from pog.core.i18n import _
from pog.profiles.authors import Author
from pog.profiles.models import Attribute, Grouping, Profile
from pog.profiles.queries import attributes_in_order, sections
from pog.profiles.recording import (
    clean_name,
    hold,
    next_position,
    profile_changed,
    put_in_order,
    record,
    renumber,
)
from pog.profiles.revising import refuse_foreign_grouping

Direction = Literal["up", "down"]


def move_attribute(attribute: Attribute, to: int | Direction, *, author: Author) -> bool:
    """Move an attribute up, down or to a place (from 1) among those of its grouping.

    Whether anything moved: the first cannot go up, nor the last down.
    """
    profile = attribute.profile
    hold(profile, attribute)
    refuse_dropped(attribute)
    siblings = [a for a in attributes_in_order(profile) if a.grouping_id == attribute.grouping_id]
    now_at = siblings.index(attribute)
    then_at = place_after(now_at, to, len(siblings))
    if then_at == now_at:
        return False
    siblings.insert(then_at, siblings.pop(now_at))
    put_in_order(with_siblings(profile, siblings))
    record(attribute, "moved", author)
    return True


def place_after(now_at: int, to: int | Direction, count: int) -> int:
    wanted = now_at - 1 if to == "up" else now_at + 1 if to == "down" else to - 1
    return max(0, min(wanted, count - 1))


def with_siblings(profile: Profile, siblings: Sequence[Attribute]) -> list[Attribute]:
    """All attributes in order, those of one grouping in their new one."""
    waiting = iter(siblings)
    moved = set(siblings)
    return [next(waiting) if a in moved else a for a in attributes_in_order(profile)]


def group_attribute(attribute: Attribute, grouping: Grouping | None, *, author: Author) -> bool:
    """Put an attribute at the end of a grouping, or into none; whether anything changed."""
    profile = attribute.profile
    hold(profile, attribute)
    refuse_dropped(attribute)
    refuse_foreign_grouping(profile, grouping)
    if attribute.grouping_id == (grouping.id if grouping else None):
        return False
    attribute.grouping = grouping
    attribute.position = next_position(profile)
    renumber(profile)
    record(attribute, "grouped", author)
    return True


def create_grouping(profile: Profile, *, name: str) -> Grouping:
    """Append a grouping. Names are unique within a profile."""
    hold(profile)
    name = clean_name(name)
    refuse_same_grouping(profile, name)
    grouping = Grouping(profile_id=profile.id, name=name, position=len(profile.groupings))
    db.session.add(grouping)
    profile_changed(profile)
    return grouping


def rename_grouping(grouping: Grouping, *, name: str) -> None:
    hold(grouping.profile)
    name = clean_name(name)
    refuse_same_grouping(grouping.profile, name, grouping)
    grouping.name = name
    profile_changed(grouping.profile)


def move_grouping(grouping: Grouping, to: int | Direction) -> bool:
    """Move a grouping with all it holds; whether anything moved."""
    profile = grouping.profile
    hold(profile)
    ordered = list(profile.groupings)
    now_at = ordered.index(grouping)
    then_at = place_after(now_at, to, len(ordered))
    if then_at == now_at:
        return False
    ordered.insert(then_at, ordered.pop(now_at))
    for position, each in enumerate(ordered):
        each.position = position
    renumber(profile)
    profile_changed(profile)
    return True


def remove_grouping(grouping: Grouping, *, author: Author) -> None:
    """Remove a grouping; its attributes stay in the profile, in none."""
    profile = grouping.profile
    hold(profile)
    inside = next(s.attributes for s in sections(profile) if s.grouping is grouping)
    for attribute in inside:
        attribute.grouping = None
    for attribute in db.session.scalars(
        select(Attribute).where(Attribute.grouping_id == grouping.id)
    ):
        attribute.grouping = None  # dropped ones, too
    db.session.flush()
    db.session.delete(grouping)
    renumber(profile)
    for attribute in inside:
        record(attribute, "grouped", author)
    profile_changed(profile)


def refuse_dropped(attribute: Attribute) -> None:
    if attribute.dropped_at is not None:
        raise Conflict(_("“%(name)s” was dropped. Bring it back first.", name=attribute.name))


def refuse_same_grouping(profile: Profile, name: str, but: Grouping | None = None) -> None:
    for other in profile.groupings:
        if other is not but and other.name.casefold() == name.casefold():
            raise Conflict(
                _("There is already a grouping called “%(name)s”.", name=other.name), field="name"
            )
