"""An attribute's alignments: reading, judging, taking back and putting back."""

import uuid
from collections.abc import Sequence
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from pog.alignments import services
from pog.alignments.endorsing import endorsed_by, key_of, standings
from pog.alignments.forms import PutBackForm
from pog.alignments.hooks import other_ways
from pog.alignments.models import Alignment, AlignmentChange
from pog.alignments.permissions import (
    ALIGN_ATTRIBUTE,
    CHANGE_ALIGNMENT,
    ENDORSE_IN_PROFILE,
    JUDGE_PROFILE,
    VIEW_ALIGNMENT,
    sectors_endorsed_by,
)
from pog.alignments.queries import alignments_of, history_of
from pog.alignments.views.blueprint import blueprint
from pog.alignments.wording import (
    CHANGE_WORDS,
    RELATION_DETAILS,
    RELATION_WORDS,
    STATE_BADGES,
    STATE_WORDS,
    STRENGTH,
)
from pog.core.database import Json, db
from pog.core.errors import NotFound, Refusal
from pog.core.i18n import _
from pog.frameworks.licensing import attribution
from pog.frameworks.models import SECTORS
from pog.frameworks.wording import REDISTRIBUTION_WORDS, SECTOR_WORDS
from pog.profiles.authors import author_of
from pog.profiles.models import Attribute, Profile
from pog.profiles.permissions import VIEW_ATTRIBUTE
from pog.profiles.queries import attributes_in_order
from pog.web.doors import NOT_HERE, actor, needs
from pog.web.pages import go_to, notice, page


@blueprint.get("/attributes/<uuid:attribute_id>/alignments")
@needs(VIEW_ATTRIBUTE)
def of_attribute(attribute: Attribute) -> ResponseReturnValue:
    """All alignments of one attribute by sector, with reasons, sources and licences."""
    rows = alignments_of(attribute)
    sectors = [
        (sector, [row for row in rows if row.competency.framework.sector == sector])
        for sector in SECTORS
    ]
    before, after = neighbours(attribute)
    return page(
        "alignments/of_attribute.html",
        attribute=attribute,
        profile=attribute.profile,
        sectors=[(sector, some) for sector, some in sectors if some],
        missing=[sector for sector, some in sectors if not some and sector != "international"],
        frameworks=frameworks_of(rows),
        history=history_of(attribute),
        removed=removed_now(attribute),
        indicator_ids={one.id for one in attribute.indicators},
        before=before,
        after=after,
        may_align=ALIGN_ATTRIBUTE.allows(actor(), attribute) and attribute.dropped_at is None,
        may_judge=JUDGE_PROFILE.allows(actor(), attribute.profile),
        other_ways=other_ways(attribute),
        endorses=sectors_endorsed_by(actor(), attribute.profile),
        standings=standings(attribute.profile_id, rows),
        mine=endorsed_by(my_key(attribute.profile), rows),
        attribution=attribution,
        **words(),
    )


def my_key(profile: Profile) -> str:
    """By which key the reader endorses; nothing for those who cannot."""
    if not ENDORSE_IN_PROFILE.allows(actor(), profile):
        return ""
    return key_of(author_of(actor(), profile))


def words() -> dict[str, Any]:  # what a template is given
    """What stored words are called on screen."""
    return {
        "sector_words": SECTOR_WORDS,
        "relation_words": RELATION_WORDS,
        "relation_details": RELATION_DETAILS,
        "redistribution_words": REDISTRIBUTION_WORDS,
        "state_words": STATE_WORDS,
        "state_badges": STATE_BADGES,
        "change_words": CHANGE_WORDS,
        "strength": STRENGTH,
    }


def frameworks_of(rows: Sequence[Alignment]) -> list[Json]:
    """Each framework that is aligned to once, as it was when it was aligned to."""
    found: dict[str, Json] = {}
    for row in rows:
        framework = row.target.get("framework") or {}
        if framework.get("title"):
            found.setdefault(str(row.competency.framework_id), framework)
    return sorted(found.values(), key=lambda framework: str(framework["title"]))


def neighbours(attribute: Attribute) -> tuple[Attribute | None, Attribute | None]:
    """The attributes before and after this one."""
    ordered = attributes_in_order(attribute.profile)
    if attribute not in ordered:
        return None, None
    at = ordered.index(attribute)
    return (ordered[at - 1] if at else None), (ordered[at + 1] if at + 1 < len(ordered) else None)


def removed_now(attribute: Attribute) -> AlignmentChange | None:
    """The removal just made, for the button that undoes it."""
    if not ALIGN_ATTRIBUTE.allows(actor(), attribute):
        return None
    try:
        return removal(attribute, request.args.get("removed"))
    except NotFound:
        return None


def removal(attribute: Attribute, key: str | None) -> AlignmentChange:
    try:
        change = db.session.get(AlignmentChange, uuid.UUID(key or ""))
    except ValueError:
        change = None
    if change is None or change.attribute_id != attribute.id:
        raise NotFound(NOT_HERE)
    return change


def back_to(attribute: Attribute, **more: object) -> ResponseReturnValue:
    values = {"attribute_id": attribute.id, **more}
    return go_to(url_for("alignments.of_attribute", **values))  # type: ignore[arg-type]  # its own parameters


@blueprint.post("/alignments/<uuid:alignment_id>/remove")
@needs(CHANGE_ALIGNMENT, else_hidden_without=VIEW_ALIGNMENT)
def remove(alignment: Alignment) -> ResponseReturnValue:
    attribute = alignment.attribute
    change = services.remove_alignment(alignment, author=author_of(actor(), attribute.profile))
    return back_to(attribute, removed=change.id)


@blueprint.post("/attributes/<uuid:attribute_id>/alignments/put-back")
@needs(ALIGN_ATTRIBUTE, else_hidden_without=VIEW_ATTRIBUTE)
def put_back(attribute: Attribute) -> ResponseReturnValue:
    form = PutBackForm()
    if not form.validate():
        raise Refusal(_("This removal is not known here."))
    change = removal(attribute, form.change.data)
    services.put_back(attribute, change, author=author_of(actor(), attribute.profile))
    notice(_("The alignment is back."))
    return back_to(attribute)
