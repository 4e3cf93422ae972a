"""Starting a profile from an edition of another one; the source never changes."""

import uuid

from pog.core.database import db
from pog.core.i18n import _
from pog.organizations.models import Organization
from pog.profiles.authors import Author
from pog.profiles.hooks import carry_along
from pog.profiles.models import LABELS, Attribute, Edition, Grouping, Indicator, Profile
from pog.profiles.recording import clean_prose, record
from pog.profiles.slugs import free_slug
from pog.profiles.snapshots import (
    AttributeState,
    GroupingState,
    Snapshot,
    read_snapshot,
)


def clone_edition(
    edition: Edition,
    organization: Organization,
    author: Author,
    *,
    title: str | None = None,
    language: str | None = None,
) -> Profile:
    """Start a draft in the organization with all that the edition says.

    Every grouping and attribute is a new one that knows its source; the usage rules travel.
    """
    source = read_snapshot(edition.content, language)
    title = (title or "").strip() or default_title(source, organization)
    core, core_html = clean_prose(source.core_statement, field="core_statement")
    profile = Profile(
        id=uuid.uuid4(),
        slug=free_slug(title),
        organization_id=organization.id,
        title=title,
        label=label_of(source),
        kind=source.kind,
        language=source.language,
        core_statement=core,
        core_statement_html=core_html,
        usage_rules=source.usage_rules,
        purposes=list(source.purposes),
        upstream_edition_id=edition.id,
    )
    db.session.add(profile)
    db.session.flush()
    reason = _("From %(source)s.", source=edition.source_line)
    for position, grouping in enumerate(source.groupings):
        clone_grouping(profile, grouping, position, author, reason)
    db.session.expire(profile, ["attributes", "groupings"])
    ours = {a.source_id: a for a in profile.attributes if a.source_id is not None}
    carry_along(edition.content, ours, edition.source_line)
    return profile


def clone_grouping(
    profile: Profile, source: GroupingState, position: int, author: Author, reason: str
) -> None:
    grouping = None
    if source.name:
        grouping = Grouping(
            id=uuid.uuid4(),
            profile_id=profile.id,
            name=source.name,
            position=position,
            source_id=source.id,
        )
        db.session.add(grouping)
    for number, state in enumerate(source.attributes):
        attribute = clone_attribute(profile, grouping, state, position * 1000 + number)
        record(attribute, "cloned", author, reason)


def clone_attribute(
    profile: Profile, grouping: Grouping | None, source: AttributeState, position: int
) -> Attribute:
    text, html = clean_prose(source.statement, field="statement")
    attribute = Attribute(
        id=uuid.uuid4(),
        profile=profile,
        grouping=grouping,
        name=source.name,
        code=source.code,
        statement=text,
        statement_html=html,
        position=position,
        revision=0,
        source_id=source.id,
        indicators=[
            Indicator(level=i.level, text=i.text, position=at)
            for at, i in enumerate(source.indicators)
        ],
    )
    db.session.add(attribute)
    return attribute


def default_title(source: Snapshot, organization: Organization) -> str:
    """What a clone is called until somebody chooses another title."""
    titles: dict[str, str] = {
        "portrait": _("Portrait of a %(organization)s Graduate", organization=organization.name),
        "vision": _("Vision of a %(organization)s Graduate", organization=organization.name),
        "learner": _("Portrait of a %(organization)s Learner", organization=organization.name),
    }
    usual: str = _("Profile of a %(organization)s Graduate", organization=organization.name)
    return titles.get(label_of(source), usual)


def label_of(source: Snapshot) -> str:
    """The label as one of ours; libraries name it in whole phrases."""
    said = source.label.casefold()
    return next((label for label in reversed(LABELS) if label in said), "profile")
