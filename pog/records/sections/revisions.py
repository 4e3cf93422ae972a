"""What became of the profile's words in this convening: before, after, and each revision."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from sqlalchemy import Row, select, tuple_

from pog.convenings.models import Participant, StakeholderGroup
from pog.core.database import db
from pog.core.i18n import _l
from pog.profiles.diffing import diff_words
from pog.profiles.models import Attribute, Revision
from pog.profiles.wording import CHANGE_WORDS
from pog.records.sections.interface import Asked, Content, Section, Sheet, author

Made = Row[Revision, str, str, str, str | None]


def gather(asked: Asked) -> Content | None:
    rows = db.session.execute(
        select(
            Revision, Attribute.name, Participant.role, Participant.nickname, StakeholderGroup.name
        )
        .join(Attribute, Attribute.id == Revision.attribute_id)
        .join(Participant, Participant.id == Revision.participant_id)
        .outerjoin(StakeholderGroup, StakeholderGroup.id == Participant.group_id)
        .where(Participant.convening_id == asked.convening.id)
        .order_by(Attribute.position, Attribute.id, Revision.number)
    ).all()
    if not rows:
        return None
    by_attribute = [list(some) for _key, some in groupby(rows, lambda row: row[0].attribute_id)]
    before = states_before(
        [(some[0][0].attribute_id, some[0][0].number - 1) for some in by_attribute]
    )
    groups = groups_by_name(asked)
    return {"attributes": [one_attribute(asked, some, before, groups) for some in by_attribute]}


def groups_by_name(asked: Asked) -> Mapping[str, str]:
    """The group behind each name that may stand under a text several people typed."""
    rows = db.session.execute(
        select(Participant.nickname, StakeholderGroup.name)
        .join(StakeholderGroup, StakeholderGroup.id == Participant.group_id)
        .where(Participant.convening_id == asked.convening.id)
    )
    return {f"{nickname} ({group})": group for nickname, group in rows}


def states_before(wanted: Sequence[tuple[uuid.UUID, int]]) -> dict[uuid.UUID, str]:
    """What each attribute said before its first revision here."""
    rows = db.session.execute(
        select(Revision.attribute_id, Revision.statement).where(
            tuple_(Revision.attribute_id, Revision.number).in_(wanted)
        )
    )
    return {attribute_id: statement for attribute_id, statement in rows}


def one_attribute(
    asked: Asked, rows: Sequence[Made], before: Mapping[uuid.UUID, str], groups: Mapping[str, str]
) -> Content:
    last: Revision = rows[-1][0]
    old = before.get(last.attribute_id, "")
    return {
        "attribute_id": str(last.attribute_id),
        "attribute": rows[0][1],
        "before": old,
        "after": last.statement,
        "_diff": [(span.kind.value, span.text) for span in diff_words(old, last.statement)],
        "revisions": [one_revision(asked, row, groups) for row in rows],
    }


def one_revision(asked: Asked, row: Made, groups: Mapping[str, str]) -> Content:
    revision, _name, role, nickname, group = row
    by = author(asked, nickname=nickname, group=group, role=role)
    if len(revision.contributors) > 1:  # several typed in it; the seat is that of the first
        known = [name if asked.with_names else groups.get(name) for name in revision.contributors]
        by = ", ".join(dict.fromkeys(name for name in known if name)) or by
    return {
        "number": revision.number,
        "change": revision.change,
        "_change_words": CHANGE_WORDS[revision.change],
        "at": revision.at,
        "author": by,
        "reason": revision.reason,
        "name": revision.name,
        "statement": revision.statement,
    }


def sheets(content: Content) -> Iterator[Sheet]:
    yield Sheet(
        name="Revisions",
        head=["Attribute", "Revision", "Change", "When", "By", "Name", "Statement", "Why"],
        rows=[
            (
                one["attribute"],
                made["number"],
                made["change"],
                made["at"],
                made["author"],
                made["name"],
                made["statement"],
                made["reason"],
            )
            for one in content["attributes"]
            for made in one["revisions"]
        ],
        widths=(28, 10, 16, 18, 24, 28, 80, 40),
    )


SECTION = Section(
    name="revisions",
    title=_l("How the words changed"),
    icon="history",
    template="records/_revisions.html",
    gather=gather,
    sheets=sheets,
    fields={
        "attributes[].attribute_id": "Stable identifier of the attribute.",
        "attributes[].attribute": "Its name of today.",
        "attributes[].before": "What it said before this convening; empty when it is new.",
        "attributes[].after": "What it said after the last revision made here.",
        "attributes[].revisions[].number": "Number of the revision.",
        "attributes[].revisions[].change": "What kind of change it was.",
        "attributes[].revisions[].at": "When.",
        "attributes[].revisions[].author": "The groups, with nicknames if names were chosen.",
        "attributes[].revisions[].reason": "Why.",
        "attributes[].revisions[].name": "The attribute's name in this revision.",
        "attributes[].revisions[].statement": "Its words in this revision, as Markdown.",
    },
)
