"""Every change to qualifications."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from pog.core.clock import now
from pog.core.database import db
from pog.core.errors import Refusal
from pog.core.i18n import _
from pog.core.markup import clean_line, clean_text
from pog.profiles.authors import Author
from pog.profiles.models import Profile
from pog.qualifications.models import EXTENTS, KINDS, BestFit, Qualification, Vouching
from pog.qualifications.queries import levels


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody says of a qualification."""

    name: str
    kind: str
    issuer: str = ""
    url: str = ""
    for_students: str = ""
    for_institutions: str = ""
    for_employers: str = ""
    level_note: str = ""
    vouches: Mapping[uuid.UUID, str] = field(default_factory=dict)
    """How far, by attribute; what it does not vouch for is left out."""
    level_ids: Collection[uuid.UUID] = ()


def add_qualification(profile: Profile, wanted: Wanted, *, author: Author) -> Qualification:
    qualification = Qualification(id=uuid.uuid4(), profile_id=profile.id)
    say(qualification, profile, wanted, author)
    db.session.add(qualification)
    db.session.flush()
    return qualification


def change_qualification(qualification: Qualification, wanted: Wanted, *, author: Author) -> None:
    say(qualification, qualification.profile, wanted, author)
    db.session.flush()


def remove_qualification(qualification: Qualification) -> None:
    """Take it away for good."""
    db.session.delete(qualification)
    db.session.flush()


def say(qualification: Qualification, profile: Profile, wanted: Wanted, author: Author) -> None:
    name = clean_line(wanted.name)
    if not name:
        raise Refusal(_("Enter a name."), field="name")
    if wanted.kind not in KINDS:
        raise Refusal(_("Choose what kind it is."), field="kind")
    url = clean_line(wanted.url)
    if url and not url.lower().startswith(("https://", "http://")):
        raise Refusal(_("Enter a whole web address that begins with https://."), field="url")
    qualification.name, qualification.kind, qualification.url = name, wanted.kind, url
    qualification.issuer = clean_line(wanted.issuer)
    for part in ("for_students", "for_institutions", "for_employers", "level_note"):
        setattr(qualification, part, clean_text(getattr(wanted, part)))
    here = {attribute.id for attribute in profile.attributes}
    keep_vouches(qualification, {k: v for k, v in wanted.vouches.items() if k in here})
    keep_levels(qualification, wanted.level_ids)
    qualification.changed_by, qualification.changed_at = author.name, now()


def keep_vouches(qualification: Qualification, wanted: Mapping[uuid.UUID, str]) -> None:
    stored = {one.attribute_id: one for one in qualification.vouches}
    for attribute_id, extent in wanted.items():
        if extent not in EXTENTS:
            raise Refusal(_("Choose how far it vouches."))
        if attribute_id in stored:
            stored[attribute_id].extent = extent
        else:
            qualification.vouches.append(Vouching(attribute_id=attribute_id, extent=extent))
    for attribute_id, one in stored.items():
        if attribute_id not in wanted and one.attribute.dropped_at is None:
            qualification.vouches.remove(one)


def keep_levels(qualification: Qualification, wanted: Collection[uuid.UUID]) -> None:
    known = {level.id for level in levels()}
    stored = {one.competency_id: one for one in qualification.levels}
    for level_id in known & set(wanted):
        if level_id not in stored:
            qualification.levels.append(BestFit(competency_id=level_id))
    for level_id, one in stored.items():
        if level_id not in wanted:
            qualification.levels.remove(one)
