"""A bundle becomes a profile: the same identifiers, all of it or nothing."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import insert, select

from pog.alignments.models import Alignment, AlignmentChange
from pog.bundles.rows import read
from pog.bundles.writing import KIND, VERSION
from pog.core.batches import in_batches
from pog.core.database import Json, Model, db
from pog.core.errors import Conflict, Unreadable
from pog.core.i18n import TEXT_LANGUAGES, _
from pog.core.markup import render_markdown
from pog.core.work import publish
from pog.frameworks.models import Competency, Framework
from pog.organizations.models import Organization
from pog.profiles.events import EditionPublished, ProfileChanged
from pog.profiles.models import Attribute, Edition, Grouping, Indicator, Profile, Revision
from pog.profiles.publishing import render_content
from pog.profiles.slugs import free_slug
from pog.profiles.snapshots import hash_of
from pog.qualifications.models import EXTENTS, BestFit, Qualification, Vouching
from pog.qualifications.queries import levels
from pog.standards.case.loading import read_json
from pog.translating.models import Translation
from pog.translating.services import LIMITS, clean

LISTS: Final[Mapping[str, type[Model]]] = {
    "groupings": Grouping,
    "attributes": Attribute,
    "indicators": Indicator,
    "revisions": Revision,
    "editions": Edition,
    "translations": Translation,
    "alignments": Alignment,
    "alignment_changes": AlignmentChange,
}


@dataclass(frozen=True, slots=True)
class Brought:
    """The profile, and how many of each thing came with it."""

    profile: Profile
    counts: Mapping[str, int]


def read_bundle(source: bytes, size_limit: int) -> Json:
    """The document of a bundle, with every edition's hash checked."""
    found = read_json(source, size_limit)
    if not isinstance(found, dict) or found.get("kind") != KIND:
        raise Unreadable(_("This is not a bundle of a profile. Export one as a bundle first."))
    if found.get("version") != VERSION:
        raise Unreadable(_("This bundle was written by a newer pog. Bring this site up to date."))
    for name in (*LISTS, "upstream", "frameworks", "qualifications"):
        if not isinstance(found.setdefault(name, []), list):
            raise damaged()
    if not isinstance(found.get("profile"), dict):
        raise damaged()
    for edition in (*found["editions"], *found["upstream"]):
        content = edition.get("content") if isinstance(edition, dict) else None
        if not isinstance(content, dict) or hash_of(content) != edition.get("content_hash"):
            raise Unreadable(
                _("An edition in this bundle is not what its hash says. Export it again.")
            )
    return found


def damaged() -> Unreadable:
    return Unreadable(_("This bundle is damaged. Export it again."))


def bring_in(bundle: Json, organization: Organization) -> Brought:
    """Everything of the bundle in this organization; refused when any of it is here already."""
    values = read(Profile, bundle["profile"], organization_id=organization.id)
    rows = {name: [read(kind, row) for row in bundle[name]] for name, kind in LISTS.items()}
    refuse_what_is_here(values, rows)
    belongs(values["id"], rows)
    values["upstream_edition_id"] = _upstream(bundle["upstream"], values.get("upstream_edition_id"))
    values["slug"] = _slug(str(values["slug"]), str(values["title"]))
    values["core_statement_html"] = _html(values.get("core_statement"))
    profile = Profile(**values)
    db.session.add(profile)
    db.session.flush()
    for row in rows["attributes"]:
        row["statement_html"] = _html(row.get("statement"))
    for row in rows["editions"]:
        row["rendered"] = render_content(row["content"])
    check_translations(rows["translations"])
    _competencies(bundle["frameworks"], rows["alignments"], organization)
    for name, kind in LISTS.items():
        for some in in_batches(rows[name], 500):
            db.session.execute(insert(kind), list(some))
    awarded = _qualifications(bundle["qualifications"], profile.id, rows["attributes"])
    db.session.expire_all()
    for row in sorted(rows["editions"], key=lambda one: int(one["number"])):
        publish(EditionPublished(profile_id=profile.id, edition_id=row["id"]))
    publish(ProfileChanged(profile_id=profile.id))
    counts = {name: len(found) for name, found in rows.items()}
    return Brought(profile, counts | {"qualifications": awarded})


def _qualifications(said: list[Any], profile_id: uuid.UUID, attributes: Iterable[Json]) -> int:
    """With what they vouch for; levels that are no library's here are left out."""
    here = {str(row["id"]) for row in attributes}
    known = {str(level.id): level.id for level in levels()}
    number = 0
    for row in said:
        made = Qualification(**read(Qualification, row, profile_id=profile_id))
        vouches, fits = row.get("vouches"), row.get("levels")
        if not (isinstance(vouches, dict) and isinstance(fits, list)):
            raise damaged()
        made.vouches = [
            Vouching(attribute_id=uuid.UUID(key), extent=extent)
            for key, extent in vouches.items()
            if key in here and extent in EXTENTS
        ]
        made.levels = [BestFit(competency_id=known[key]) for key in map(str, fits) if key in known]
        if db.session.get(Qualification, made.id) is not None:
            raise Conflict(
                _(
                    "The bundle holds something that is here already in another profile: "
                    "%(identifier)s in “%(table)s”. Nothing was imported.",
                    identifier=made.id,
                    table="qualifications",
                )
            )
        db.session.add(made)
        number += 1
    db.session.flush()
    return number


def _html(text: Any) -> str:  # a checked string, or nothing
    return render_markdown(text) if text else ""


def check_translations(rows: Iterable[Mapping[str, Any]]) -> None:
    """As somebody could have typed them: a language and a field we know, bounded words."""
    seen = set()
    for row in rows:
        language, field = row.get("language"), row.get("field")
        key = row.get("subject_id"), language, field, row.get("number")
        if language not in TEXT_LANGUAGES or field not in LIMITS or None in key or key in seen:
            raise damaged()
        seen.add(key)
        clean(field, str(row.get("text", "")))


def _slug(wanted: str, title: str) -> str:
    taken = db.session.scalar(select(Profile.id).where(Profile.slug == wanted))
    return free_slug(title) if taken else wanted


def refuse_what_is_here(profile: Json, rows: Mapping[str, list[dict[str, Any]]]) -> None:
    """An identifier names one thing: what is here is named, and nothing is brought in."""
    here = db.session.get(Profile, profile["id"])
    if here is not None:
        raise Conflict(
            _(
                "This profile is here already: “%(title)s” of %(organization)s. "
                "Nothing was imported.",
                title=here.title,
                organization=here.organization.name,
            )
        )
    for name, kind in LISTS.items():
        keys = [row["id"] for row in rows[name]]
        column = kind.__table__.c.id
        for some in in_batches(keys, 500):
            taken = db.session.scalars(select(column).where(column.in_(some)).limit(1)).first()
            if taken is not None:
                raise Conflict(
                    _(
                        "The bundle holds something that is here already in another profile: "
                        "%(identifier)s in “%(table)s”. Nothing was imported.",
                        identifier=taken,
                        table=name,
                    )
                )


def belongs(profile_id: uuid.UUID, rows: Mapping[str, list[dict[str, Any]]]) -> None:
    """Every row hangs on this profile, and nothing reaches into another one."""
    attributes = {row["id"] for row in rows["attributes"]}
    groupings = {row["id"] for row in rows["groupings"]} | {None}
    for name, found in rows.items():
        keys = [row["id"] for row in found]
        own = all(row.get("profile_id", profile_id) == profile_id for row in found)
        inside = all(row.get("attribute_id") in attributes | {None} for row in found)
        grouped = all(row.get("grouping_id") in groupings for row in found)
        if not (own and inside and grouped and len(keys) == len(set(keys))):
            raise Unreadable(
                _("The rows of “%(table)s” in this bundle do not fit together.", table=name)
            )


def _upstream(editions: Iterable[Json], wanted: uuid.UUID | None) -> uuid.UUID | None:
    """Editions it came from: those that are here by identifier or by hash, the others anew."""
    found: dict[uuid.UUID, uuid.UUID] = {}
    for said in editions:
        values = read(Edition, said, profile_id=None)
        key = values["id"]
        here = db.session.get(Edition, key) or db.session.scalar(
            select(Edition).where(Edition.content_hash == values["content_hash"]).limit(1)
        )
        if here is None:
            here = Edition(**values, rendered=render_content(values["content"]))
            db.session.add(here)
            db.session.flush()
        found[key] = here.id
    return found.get(wanted) if wanted else None


def _competencies(
    frameworks: Iterable[Any], alignments: Iterable[Json], organization: Organization
) -> None:
    """What is aligned to and not here comes as a framework of the organization."""
    wanted = {row["competency_id"] for row in alignments}
    here = set(db.session.scalars(select(Competency.id).where(Competency.id.in_(wanted))))
    for said in frameworks:
        if not isinstance(said, dict) or not isinstance(said.get("competencies"), list):
            raise damaged()
        rows = [read(Competency, row, framework_id=uuid.UUID(said["id"]))
                for row in said["competencies"]]  # fmt: skip
        missing = [row for row in rows if row["id"] in wanted - here]
        if not missing:
            continue
        framework = db.session.get(Framework, uuid.UUID(said["id"]))
        if framework is None:
            values = read(Framework, said, organization_id=organization.id, key=None)
            framework = Framework(**values)
            db.session.add(framework)
            db.session.flush()
        elif framework.organization_id != organization.id:
            raise Conflict(
                _(
                    "“%(title)s” is here without a competency that is aligned to. "
                    "Nothing was imported.",
                    title=framework.title,
                )
            )
        db.session.execute(insert(Competency), missing)
        here |= {row["id"] for row in missing}
    if wanted - here:
        raise Unreadable(_("An alignment in this bundle points at a competency that is not there."))
