"""The logo of a profile and the art its students made, with what those who see neither need."""

import uuid
from collections.abc import Mapping
from typing import Final, Literal

from sqlalchemy import delete, select
from sqlalchemy.orm import undefer

from pog.core.clock import now
from pog.core.database import db
from pog.core.errors import NotFound, Refusal
from pog.core.i18n import _
from pog.core.markup import clean_line
from pog.core.pictures import Picture, written_anew
from pog.profiles.authors import Author
from pog.profiles.models import ART, LOGO, Profile, ProfilePicture
from pog.profiles.recording import clean_short, hold, profile_changed

ALT_LIMIT: Final = 300
CREDIT_LIMIT: Final = 120
FORMS: Final[Mapping[str, tuple[Literal["PNG", "JPEG"], int]]] = {
    LOGO: ("PNG", 800),
    ART: ("JPEG", 1_000),
}
"""How each is written, and how long its longer side is at most: sharp on a poster, and no more."""


def read_picture(kind: str, source: bytes) -> Picture:
    """What somebody sent, as it will be stored. It asks no database and takes a moment."""
    form, longest = FORMS[kind]
    try:
        return written_anew(source, form=form, longest=longest)
    except Refusal as refusal:
        refusal.field = "file"
        raise


def put_picture(
    profile: Profile,
    kind: str,
    picture: Picture | None,
    *,
    alt: str,
    credit: str = "",
    permitted: bool = False,
    author: Author,
) -> ProfilePicture:
    """Show this picture with the profile; without one only the words of the present one change.

    What is in it has to be said in words. Art needs somebody's word that it may be shown.
    """
    hold(profile)
    before = picture_of(profile, kind)
    words = clean_short(clean_line(alt), field="alt", limit=ALT_LIMIT)
    if picture is None and before is None:
        raise Refusal(_("Choose a picture."), field="file")
    if not words:
        raise Refusal(_("Say in words what is in the picture."), field="alt")
    if kind == ART and not permitted:
        raise Refusal(_("Ask for permission first, then tick the box."), field="permitted")
    made = clean_short(clean_line(credit), field="credit", limit=CREDIT_LIMIT)
    if picture is not None:
        db.session.execute(
            delete(ProfilePicture).where(
                ProfilePicture.profile_id == profile.id, ProfilePicture.kind == kind
            )
        )
        stored = ProfilePicture(
            id=uuid.uuid4(),  # a new one each time: browsers keep what stands at an address
            profile_id=profile.id,
            kind=kind,
            content=picture.content,
            mimetype=picture.mimetype,
            width=picture.width,
            height=picture.height,
        )
        db.session.add(stored)
    else:
        assert before is not None  # refused above
        stored = before
    stored.alt, stored.credit = words, made
    stored.author_name, stored.at = author.name, now()
    profile_changed(profile)
    return stored


def remove_picture(profile: Profile, kind: str) -> None:
    """Take it away from everywhere; nothing of it is kept."""
    hold(profile)
    picture = picture_of(profile, kind)
    if picture is None:
        raise NotFound(_("There is no such picture."))
    db.session.delete(picture)
    profile_changed(profile)


def picture_of(profile: Profile, kind: str) -> ProfilePicture | None:
    return pictures_of(profile.id).get(kind)


def pictures_of(
    profile_id: uuid.UUID, *, with_content: bool = False
) -> Mapping[str, ProfilePicture]:
    """The pictures there are by kind; their dots only when they are asked for."""
    query = select(ProfilePicture).where(ProfilePicture.profile_id == profile_id)
    if with_content:
        query = query.options(undefer(ProfilePicture.content))
    return {row.kind: row for row in db.session.scalars(query)}
