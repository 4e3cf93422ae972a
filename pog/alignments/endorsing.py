"""Endorsing: the working group of a sector stands behind an alignment, each member with a word."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload, selectinload

from pog.alignments.models import Alignment, Endorsement, WorkingGroup, WorkingGroupMember
from pog.alignments.services import ENDORSED, PROPOSED, judge, note, refuse_dropped
from pog.convenings.models import COUNTED_ROLES, Convening, Participant, StakeholderGroup
from pog.core.database import db
from pog.core.errors import Conflict, Refusal
from pog.core.i18n import _
from pog.frameworks.models import SECTORS, Competency
from pog.organizations.queries import members_of
from pog.profiles.authors import Author
from pog.profiles.models import Attribute, Profile

LARGEST_QUORUM = 50


@dataclass(frozen=True, slots=True)
class Standing:
    """How far an alignment is: who endorsed it, of how many, and how many it takes."""

    names: tuple[str, ...]
    members: int
    quorum: int


def endorse_alignment(alignment: Alignment, *, author: Author) -> bool:
    """Put the author's word behind it; whether it is endorsed with that.

    Without a working group for the sector one word is enough.
    """
    refuse_dropped(alignment.attribute)
    try:
        with db.session.begin_nested():
            db.session.add(
                Endorsement(alignment_id=alignment.id, by=key_of(author), name=author.name)
            )
            db.session.flush()
    except IntegrityError as error:
        if alignment.state == ENDORSED:
            return True
        raise Conflict(_("You have endorsed this alignment already.")) from error
    group = working_group(alignment.attribute.profile_id, alignment.competency.framework.sector)
    if group is not None and count_endorsements(alignment) < group.quorum:
        note(alignment, "supported", author)
        return False
    judge(alignment, ENDORSED, "endorsed", author)
    return True


def withdraw_endorsement(alignment: Alignment, *, author: Author) -> None:
    """Take one's word back; without enough of them it is proposed again."""
    gone = db.session.execute(
        delete(Endorsement).where(
            Endorsement.alignment_id == alignment.id, Endorsement.by == key_of(author)
        )
    )
    if not gone.rowcount:  # type: ignore[attr-defined]  # a DELETE's result has it
        raise Conflict(_("You have not endorsed this alignment."))
    group = working_group(alignment.attribute.profile_id, alignment.competency.framework.sector)
    enough = group.quorum if group is not None else 1
    if alignment.state == ENDORSED and count_endorsements(alignment) < enough:
        judge(alignment, PROPOSED, "withdrawn", author)
    else:
        note(alignment, "withdrawn", author)


def key_of(author: Author) -> str:
    """Whose word it is; a person with several seats has one."""
    return str(author.person_id or author.participant_id or author.name)


def count_endorsements(alignment: Alignment) -> int:
    return (
        db.session.scalar(
            select(func.count(Endorsement.id)).where(Endorsement.alignment_id == alignment.id)
        )
        or 0
    )


# ------------------------------------------------------------------ who endorses


def working_group(profile_id: uuid.UUID, sector: str) -> WorkingGroup | None:
    return db.session.scalar(select(WorkingGroup).filter_by(profile_id=profile_id, sector=sector))


def working_groups(profile_id: uuid.UUID) -> Mapping[str, WorkingGroup]:
    """The named groups of a profile with their members, by sector."""
    rows = db.session.scalars(
        select(WorkingGroup)
        .where(WorkingGroup.profile_id == profile_id)
        .options(selectinload(WorkingGroup.members))
    ).all()
    return {row.sector: row for row in rows}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could be in a working group."""

    choice: str
    name: str
    person_id: uuid.UUID | None = None
    stakeholder_group_id: uuid.UUID | None = None


def candidates(profile: Profile) -> list[Candidate]:
    """The organization's people, and the stakeholder groups of the profile's convenings."""
    organization = profile.organization
    people = [
        Candidate(f"person:{one.person_id}", one.person.name, person_id=one.person_id)
        for one in members_of(organization)
    ]
    rows = db.session.execute(
        select(StakeholderGroup, Convening.title)
        .join(Convening, Convening.id == StakeholderGroup.convening_id)
        .where(Convening.profile_id == profile.id)
        .order_by(Convening.created_at.desc(), StakeholderGroup.position)
    )
    groups = [
        Candidate(
            f"group:{group.id}",
            _("%(group)s in “%(convening)s”", group=group.name, convening=title),
            stakeholder_group_id=group.id,
        )
        for group, title in rows
    ]
    return people + groups


def name_working_group(
    profile: Profile, sector: str, choices: Collection[str], quorum: int
) -> WorkingGroup | None:
    """Say who endorses a sector's alignments and how many it takes; nobody ends the group."""
    if sector not in SECTORS:
        raise Refusal(_("Choose a sector."))
    if not 1 <= quorum <= LARGEST_QUORUM:
        raise Refusal(
            _("Enter a number from 1 to %(limit)s.", limit=LARGEST_QUORUM), field="quorum"
        )
    chosen = [one for one in candidates(profile) if one.choice in choices]
    db.session.execute(
        delete(WorkingGroup).where(
            WorkingGroup.profile_id == profile.id, WorkingGroup.sector == sector
        )
    )
    if not chosen:
        return None
    group = WorkingGroup(id=uuid.uuid4(), profile_id=profile.id, sector=sector, quorum=quorum)
    group.members = [
        WorkingGroupMember(
            person_id=one.person_id,
            stakeholder_group_id=one.stakeholder_group_id,
            name=one.name,
        )
        for one in chosen
    ]
    db.session.add(group)
    db.session.flush()
    return group


def sizes_of(groups: Iterable[WorkingGroup]) -> dict[str, int]:
    """How many may endorse in each sector: people, and seats in stakeholder groups."""
    groups = list(groups)
    wanted = {m.stakeholder_group_id for g in groups for m in g.members} - {None}
    rows = db.session.execute(
        select(Participant.group_id, func.count(Participant.id))
        .where(
            Participant.group_id.in_(wanted),
            Participant.removed_at.is_(None),
            Participant.role.in_(COUNTED_ROLES),
        )
        .group_by(Participant.group_id)
    )
    seats = {group_id: count for group_id, count in rows}
    return {
        group.sector: sum(
            1 if member.person_id is not None else seats.get(member.stakeholder_group_id, 0)
            for member in group.members
        )
        for group in groups
    }


def standings(profile_id: uuid.UUID, rows: Sequence[Alignment]) -> dict[uuid.UUID, Standing]:
    """For alignments whose sector has a working group, or which somebody endorsed: how far."""
    groups = working_groups(profile_id)
    sizes = sizes_of(groups.values())
    names: dict[uuid.UUID, list[str]] = {}
    for alignment_id, name in db.session.execute(
        select(Endorsement.alignment_id, Endorsement.name)
        .where(Endorsement.alignment_id.in_([row.id for row in rows]))
        .order_by(Endorsement.at, Endorsement.id)
    ):
        names.setdefault(alignment_id, []).append(name)
    found = {}
    for row in rows:
        sector = row.competency.framework.sector
        group = groups.get(sector)
        if group is not None or row.id in names:
            found[row.id] = Standing(
                tuple(names.get(row.id, ())),
                sizes.get(sector, 0),
                group.quorum if group is not None else 1,
            )
    return found


def endorsed_by(key: str, rows: Sequence[Alignment]) -> set[uuid.UUID]:
    """Which of these carry this one's word."""
    if not key:
        return set()
    return set(
        db.session.scalars(
            select(Endorsement.alignment_id).where(
                Endorsement.by == key, Endorsement.alignment_id.in_([row.id for row in rows])
            )
        )
    )


def waiting_for(
    profile_id: uuid.UUID, sectors: Collection[str], author_key: str
) -> Sequence[Alignment]:
    """Proposed alignments to these sectors that the author has not endorsed yet."""
    mine = select(Endorsement.alignment_id).where(Endorsement.by == author_key)
    rows = db.session.scalars(
        select(Alignment)
        .join(Attribute, Attribute.id == Alignment.attribute_id)
        .where(
            Attribute.profile_id == profile_id,
            Attribute.dropped_at.is_(None),
            Alignment.state == PROPOSED,
            Alignment.id.not_in(mine),
        )
        .options(
            joinedload(Alignment.competency).joinedload(Competency.framework),
            joinedload(Alignment.attribute),
        )
        .order_by(Attribute.position, Alignment.created_at, Alignment.id)
    ).all()
    return [row for row in rows if row.competency.framework.sector in sectors]
