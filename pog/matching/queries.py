"""What engines are given: candidates, and what is known beyond their texts."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from pog.alignments.models import Alignment
from pog.alignments.queries import COUNTED
from pog.core.database import Json, db
from pog.crosswalks.queries import readable_links
from pog.frameworks.models import Competency
from pog.matching.engines.interface import OWN, Knowledge, Passage, Tie
from pog.matching.models import DismissedMatch
from pog.profiles.models import Attribute, Edition, Profile
from pog.profiles.snapshots import read_snapshot

PUBLISHED_WEIGHTS: Final = {
    "exact": 1.0,
    "replaced_by": 0.9,
    "close": 0.8,
    "related": 0.6,
    "broader": 0.5,
    "supports": 0.5,
    "level_equivalent": 0.5,
    "covers": 0.4,
    "covered_by": 0.4,
}
"""How surely one end stands for the other. A published "none" is no tie."""
RELATION_WEIGHTS: Final = {
    "exact": 1.0,
    "strong_overlap": 0.9,
    "target_broader": 0.7,
    "target_narrower": 0.7,
    "weak_overlap": 0.5,
    "related": 0.4,
    "peer": 0.3,
    "prerequisite": 0.3,
}
NOT_YET_ENDORSED: Final = 0.7
"""What an alignment nobody endorsed weighs beside one that is."""
NEWEST_EDITIONS: Final = 20
"""So many published editions of others are followed: each holds a whole profile."""


def attribute_passage(attribute: Attribute) -> Passage:
    above = (attribute.grouping.name,) if attribute.grouping is not None else ()
    return Passage(
        key=str(attribute.id), name=attribute.name, statement=attribute.statement, above=above
    )


def candidates_of(framework_ids: Iterable[uuid.UUID]) -> list[Passage]:
    """The competencies of these frameworks with the names of what they stand below."""
    rows = db.session.execute(
        select(
            Competency.id,
            Competency.parent_id,
            Competency.name,
            Competency.statement,
            Competency.official_code,
            Competency.level,
        )
        .where(Competency.framework_id.in_(list(framework_ids)))
        .order_by(Competency.framework_id, Competency.position)
    ).all()
    names = {row.id: row.name for row in rows}
    return [
        Passage(
            key=str(row.id),
            name=row.name,
            statement=row.statement or "",
            code=row.official_code or "",
            level=row.level or "",
            above=(names[row.parent_id],) if row.parent_id in names else (),
        )
        for row in rows
    ]


def competencies_by_ids(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Competency]:
    rows = db.session.scalars(
        select(Competency)
        .where(Competency.id.in_(list(ids)))
        .options(joinedload(Competency.framework))
    )
    return {row.id: row for row in rows}


def dismissed_for(attribute: Attribute) -> Sequence[DismissedMatch]:
    """What was dismissed for this attribute, newest first."""
    return db.session.scalars(
        select(DismissedMatch)
        .where(DismissedMatch.attribute_id == attribute.id)
        .options(joinedload(DismissedMatch.competency).joinedload(Competency.framework))
        .order_by(DismissedMatch.at.desc(), DismissedMatch.id)
    ).all()


def dismissal_between(attribute_id: uuid.UUID, competency_id: uuid.UUID) -> DismissedMatch | None:
    return db.session.scalar(
        select(DismissedMatch).where(
            DismissedMatch.attribute_id == attribute_id,
            DismissedMatch.competency_id == competency_id,
        )
    )


def knowledge_of(organization_id: uuid.UUID | None) -> Knowledge:
    """Published crosswalks, published alignments of others, and the organization's own work.

    Only what others published leaves their organization; what they accepted or dismissed while
    drafting stays there. Five queries, however much is known.
    """
    passages: dict[str, Passage] = {}
    ties: list[Tie] = []
    add_published(passages, ties, organization_id)
    add_editions(passages, ties, organization_id)
    dismissed: list[tuple[str, str]] = []
    if organization_id is not None:
        add_own(passages, ties, organization_id)
        dismissed = own_dismissals(passages, organization_id)
    return Knowledge(passages=passages, ties=ties, dismissed=dismissed)


def add_published(
    passages: dict[str, Passage], ties: list[Tie], organization_id: uuid.UUID | None
) -> None:
    """Crosswalks of the library and those the organization imported.

    An end that is a competency here has its key; any other is known by framework and code.
    """
    for link in readable_links([organization_id] if organization_id is not None else ()):
        weight = PUBLISHED_WEIGHTS.get(link.relation) or RELATION_WEIGHTS.get(link.relation)
        if not weight:
            continue
        keys = []
        for here, framework, code, text in (
            (link.source_id, link.source_framework, link.source_code, link.source_text),
            (link.target_id, link.target_framework, link.target_code, link.target_text),
        ):
            key = str(here) if here is not None else f"{framework}/{code or text}"
            keys.append(key)
            passages.setdefault(key, Passage(key=key, name=text, code=code))
        ties.append(Tie(keys[0], keys[1], weight, link.note))


def add_own(passages: dict[str, Passage], ties: list[Tie], organization_id: uuid.UUID) -> None:
    """What the organization's own profiles are aligned to; declined alignments are no ties."""
    rows = db.session.scalars(
        select(Alignment)
        .join(Attribute, Attribute.id == Alignment.attribute_id)
        .join(Profile, Profile.id == Attribute.profile_id)
        .where(Profile.organization_id == organization_id, Alignment.state.in_(COUNTED))
        .options(
            joinedload(Alignment.attribute).joinedload(Attribute.grouping),
            joinedload(Alignment.competency),
        )
        .order_by(Alignment.id)
    )
    for row in rows:
        one = attribute_passage(row.attribute)
        other = str(row.competency_id)
        passages[one.key] = one
        passages.setdefault(other, Passage(key=other, name=row.competency.name))
        weight = RELATION_WEIGHTS[row.relation] * (
            1.0 if row.state == "endorsed" else NOT_YET_ENDORSED
        )
        ties.append(Tie(one.key, other, weight, OWN))


def own_dismissals(
    passages: dict[str, Passage], organization_id: uuid.UUID
) -> list[tuple[str, str]]:
    rows = db.session.scalars(
        select(DismissedMatch)
        .join(Attribute, Attribute.id == DismissedMatch.attribute_id)
        .join(Profile, Profile.id == Attribute.profile_id)
        .where(Profile.organization_id == organization_id)
        .options(joinedload(DismissedMatch.attribute).joinedload(Attribute.grouping))
        .order_by(DismissedMatch.id)
    ).all()
    for row in rows:
        passages.setdefault(str(row.attribute_id), attribute_passage(row.attribute))
    return [(str(row.attribute_id), str(row.competency_id)) for row in rows]


def add_editions(
    passages: dict[str, Passage], ties: list[Tie], organization_id: uuid.UUID | None
) -> None:
    """Endorsed alignments in the newest published editions of other organizations."""
    query = (
        select(Edition.profile_id, Edition.content)
        .join(Profile, Profile.id == Edition.profile_id)
        .order_by(Edition.published_at.desc(), Edition.id)
        .limit(NEWEST_EDITIONS)
    )
    if organization_id is not None:
        query = query.where(Profile.organization_id != organization_id)
    seen: set[uuid.UUID | None] = set()
    for profile_id, content in db.session.execute(query):
        if profile_id not in seen:  # a later edition may have taken an alignment back
            seen.add(profile_id)
            add_edition(passages, ties, content)


def add_edition(passages: dict[str, Passage], ties: list[Tie], content: Json) -> None:
    snapshot = read_snapshot(content)
    attributes = {str(one.id): one for one in snapshot.attributes}
    for row in content.get("alignments", ()):
        one = attributes.get(str(row["attribute_id"]))
        other = row["target"].get("competency_id")
        if row["state"] != "endorsed" or one is None or not other:
            continue
        key = str(one.id)
        passages.setdefault(key, Passage(key=key, name=one.name, statement=one.statement))
        passages.setdefault(other, Passage(key=other, name=row["target"].get("name") or ""))
        ties.append(Tie(key, other, RELATION_WEIGHTS.get(row["relation"], 0.3), snapshot.title))
