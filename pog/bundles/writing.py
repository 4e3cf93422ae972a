"""The bundle of a profile: its rows, what it came from, and what it is aligned to."""

import json
import uuid
from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import select

from pog.alignments.models import Alignment, AlignmentChange
from pog.bundles.rows import written
from pog.core.database import Json, Model, db
from pog.core.i18n import _, _n
from pog.frameworks.licensing import passed_on, rule_named
from pog.frameworks.models import Competency, Framework
from pog.profiles.models import Attribute, Edition, Grouping, Indicator, Profile, Revision
from pog.qualifications.models import Qualification
from pog.qualifications.queries import qualifications_of
from pog.standards.case.remarks import Loss
from pog.translating.models import Translation

KIND, VERSION = "pog-bundle", 1
GENERATIONS: Final = 50
"""So far up the lineage is followed; nobody has cloned a clone that often."""


def bundle_of(profile: Profile) -> tuple[bytes, list[Loss]]:
    """One JSON document with everything, and what stays here."""
    alignments = _rows(Alignment, _of_attributes(Alignment, profile))
    changes = _rows(AlignmentChange, _of_attributes(AlignmentChange, profile))
    frameworks, held = _frameworks(alignments)
    document = {
        "kind": KIND,
        "version": VERSION,
        "organization": {
            "name": profile.organization.name,
            "slug": profile.organization.slug,
            "level": profile.organization.level,
        },
        "profile": written(profile),
        "groupings": _written(_rows(Grouping, Grouping.profile_id == profile.id)),
        "attributes": _written(_rows(Attribute, Attribute.profile_id == profile.id)),
        "indicators": _written(_rows(Indicator, _of_attributes(Indicator, profile))),
        "revisions": _written(_rows(Revision, Revision.profile_id == profile.id)),
        "editions": _written(_rows(Edition, Edition.profile_id == profile.id)),
        "upstream": [written(edition) for edition in lineage(profile)],
        "translations": _written(_rows(Translation, Translation.profile_id == profile.id)),
        "alignments": [_aligned(row) for row in alignments],
        "alignment_changes": [_aligned(row) for row in changes],
        "qualifications": [_awarded(row) for row in qualifications_of(profile.id)],
        "frameworks": frameworks,
    }
    text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)
    return text.encode(), _losses(held)


def _of_attributes(kind: Any, profile: Profile) -> Any:  # a table with attributes; a condition
    return kind.attribute_id.in_(select(Attribute.id).where(Attribute.profile_id == profile.id))


def _rows(kind: type[Model], condition: Any) -> Sequence[Any]:  # rows of that kind
    key = inspect_key(kind)
    return db.session.scalars(select(kind).where(condition).order_by(key)).all()


def inspect_key(kind: type[Model]) -> Any:  # the column of its identifier
    return kind.__table__.c.id


def _written(rows: Sequence[Model]) -> list[Json]:
    return [written(row) for row in rows]


def lineage(profile: Profile) -> Iterator[Edition]:
    """The edition it came from, the one that came from, and so on."""
    key = profile.upstream_edition_id
    for _generation in range(GENERATIONS):
        edition = db.session.get(Edition, key) if key else None
        if edition is None:
            return
        yield edition
        above = (edition.content.get("upstream") or {}).get("edition_id")
        key = uuid.UUID(above) if above else None


def _aligned(row: Alignment | AlignmentChange) -> Json:
    """Of what it is aligned to no more than the licence lets pass."""
    return written(row) | {"target": passed_on(row.target)}


def _awarded(row: Qualification) -> Json:
    """What it vouches for by attribute, and the levels it fits by competency."""
    return written(row) | {
        "vouches": {str(one.attribute_id): one.extent for one in row.vouches},
        "levels": sorted(str(one.competency_id) for one in row.levels),
    }


def _frameworks(alignments: Sequence[Alignment]) -> tuple[list[Json], int]:
    """Each framework aligned to, with the competencies that are; and how many texts stay here."""
    rows = db.session.scalars(
        select(Competency)
        .where(Competency.id.in_({row.competency_id for row in alignments}))
        .order_by(Competency.position, Competency.id)
    ).all()
    frameworks = db.session.scalars(
        select(Framework)
        .where(Framework.id.in_({row.framework_id for row in rows}))
        .order_by(Framework.title, Framework.id)
    ).all()
    found, held = [], 0
    for framework in frameworks:
        rule = rule_named(framework.redistribution)
        own = [row for row in rows if row.framework_id == framework.id]
        held += 0 if rule.texts else sum(row.statement is not None for row in own)
        described = written(framework) | {"replaced_by_id": None, "source_document": None}
        found.append(described | {"competencies": [_competency(row, rule) for row in own]})
    return found, held


def _competency(row: Competency, rule: Any) -> Json:  # a rule of frameworks/licensing
    values = written(row) | {"parent_id": None, "replaced_by_id": None, "source_item": None}
    if not rule.texts:
        values["statement"] = None
        target = {"name": row.name, "statement": row.statement, "code": row.official_code}
        passed = passed_on({**target, "framework": {"redistribution": "names_and_codes_only"}})
        values["name"] = passed.get("name") or row.official_code or ""
    if not rule.names:
        values |= {"name": "", "official_code": None, "level": None, "item_type": None}
    return values


def _losses(held: int) -> list[Loss]:
    losses = [
        Loss(
            "no_people",
            _("Comments, votes, notes and seats stay on this site; so do accounts of people."),
        )
    ]
    if held:
        losses.append(
            Loss(
                "names_only",
                _n(
                    "The full text of %(num)s competency stays here: its licence says so.",
                    "The full texts of %(num)s competencies stay here: their licences say so.",
                    held,
                ),
                held,
            )
        )
    return losses
