"""Alignments follow their attribute into a clone."""

import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import or_, select

from pog.alignments.models import RELATIONS, Alignment
from pog.alignments.services import PROPOSED, keep_new, note
from pog.alignments.targets import target_of
from pog.core.database import Json, db
from pog.core.i18n import _
from pog.frameworks.models import Competency, Framework
from pog.profiles.authors import Author
from pog.profiles.models import Attribute


def take_alignments_along(content: Json, ours: Mapping[uuid.UUID, Attribute], source: str) -> None:
    """Propose here what the edition was aligned to, where the clone may see the framework.

    What the source's groups endorsed is open here: nobody in this place has judged it.
    """
    said = list(_of_ours(content, ours))
    known = _competencies(said, ours)
    for alignment, attribute in said:
        competency = known.get(str(alignment["target"].get("competency_id")))
        subject = _subject(alignment, attribute)
        if competency is None or subject is None:
            continue
        subject_id, words = subject
        author = Author(name=source)
        made = Alignment(
            id=uuid.uuid4(),
            attribute=attribute,
            subject_id=subject_id,
            subject_words=words,
            competency=competency,
            relation=alignment["relation"],
            reason=str(alignment.get("reason", "")) or _("From %(source)s.", source=source),
            evidence=str(alignment.get("evidence", "")),
            evidence_url=str(alignment.get("evidence_url", "")),
            state=PROPOSED,
            target=target_of(competency),
            author_name=source,
            person_id=None,
            participant_id=None,
        )
        keep_new(made)
        note(made, "added", author)


def _of_ours(
    content: Json, ours: Mapping[uuid.UUID, Attribute]
) -> Iterator[tuple[dict[str, Any], Attribute]]:
    for alignment in content.get("alignments", ()):
        attribute = ours.get(uuid.UUID(alignment["attribute_id"]))
        judged = alignment.get("state") in ("declined", "suggested")
        if attribute is not None and not judged and alignment["relation"] in RELATIONS:
            yield alignment, attribute


def _competencies(
    said: list[tuple[dict[str, Any], Attribute]], ours: Mapping[uuid.UUID, Attribute]
) -> dict[str, Competency]:
    """The targets that are still there and that the clone's organization may see."""
    keys = {
        uuid.UUID(one["target"]["competency_id"])
        for one, _a in said
        if one["target"].get("competency_id")
    }
    if not keys:
        return {}
    owner = next(iter(ours.values())).profile.organization_id
    rows = db.session.scalars(
        select(Competency)
        .join(Framework, Framework.id == Competency.framework_id)
        .where(
            Competency.id.in_(keys),
            or_(Framework.organization_id.is_(None), Framework.organization_id == owner),
        )
    )
    return {str(one.id): one for one in rows}


def _subject(alignment: Mapping[str, Any], attribute: Attribute) -> tuple[uuid.UUID, str] | None:
    """The attribute itself, or our indicator that says what the aligned one said."""
    if not alignment.get("indicator_id"):
        return attribute.id, ""
    words = str(alignment.get("indicator", ""))
    ours = next((one for one in attribute.indicators if one.text == words), None)
    return (ours.id, words) if ours is not None else None
