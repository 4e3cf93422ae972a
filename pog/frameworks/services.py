"""Keeping frameworks: those that come with pog, and those an organization imports."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy import insert, select

from pog.core.batches import in_batches
from pog.core.clock import now
from pog.core.database import Json, db
from pog.core.errors import Refusal
from pog.core.i18n import _l
from pog.core.markup import clean_line, clean_text
from pog.core.work import publish
from pog.frameworks.events import FrameworkKept
from pog.frameworks.models import SECTORS, Competency, Framework, FrameworkAssociation
from pog.standards.case.model import Association, CFPackage, Item
from pog.standards.case.reading import Reading
from pog.standards.case.serialising import as_json, package_as_json
from pog.standards.case.tree import placed_items

NAME_LENGTH = 4000
AT_ONCE: Final = 1_000
"""Rows of one statement: short enough that nobody else waits for the turn to write."""
KEPT_CURRENT = ("parent_id", "code", "official_code", "name", "position", "level", "verified")


def keep_library_framework(framework: Framework, competencies: Iterable[Competency]) -> Framework:
    """Store a framework of the library, or bring the stored one up to date.

    Competencies that left the list stay when they are there: alignments may point at them.
    """
    kept = db.session.merge(framework)
    changed = db.session.is_modified(kept)
    db.session.flush()
    known = {
        row.id: row
        for row in db.session.scalars(
            select(Competency).where(Competency.framework_id == framework.id)
        )
    }
    for competency in competencies:
        stored = known.get(competency.id)
        if stored is None:
            db.session.add(competency)
            db.session.flush()  # parents come before their children
            changed = True
        else:
            for name in KEPT_CURRENT:
                setattr(stored, name, getattr(competency, name))
            changed = changed or db.session.is_modified(stored)
    if changed:
        kept.changed_at = now()
    db.session.flush()
    publish(FrameworkKept(framework_id=kept.id))
    return kept


def import_case(
    reading: Reading, *, organization_id: uuid.UUID | None, sector: str, imported_from: str
) -> Framework:
    """Store a CASE package as a framework of the organization, with everything the file said."""
    package = reading.package
    framework = begin_framework(
        package, organization_id=organization_id, sector=sector, imported_from=imported_from
    )
    for some in in_batches(package.associations, AT_ONCE):
        keep_associations(framework.id, some)
    keep_competencies(framework.id, package)
    return framework


def begin_framework(
    package: CFPackage, *, organization_id: uuid.UUID | None, sector: str, imported_from: str
) -> Framework:
    """The framework itself, still empty."""
    if sector not in SECTORS:
        raise Refusal(_l("Choose the sector of this framework."), field="sector")
    framework = _framework_of(package)
    framework.id = uuid.uuid4()
    framework.organization_id = organization_id
    framework.sector = sector
    framework.imported_from = imported_from
    db.session.add(framework)
    db.session.flush()
    return framework


def keep_associations(framework_id: uuid.UUID, associations: Sequence[Association]) -> None:
    """Some of the links of a framework; statements in bulk, for there may be tens of thousands."""
    if associations:
        rows = [association_row(one, framework_id) for one in associations]
        db.session.execute(insert(FrameworkAssociation), rows)


def keep_competencies(framework_id: uuid.UUID, package: CFPackage) -> None:
    """All competencies of a framework, parents before their children; then it is there."""
    for some in in_batches(competency_rows(package, framework_id), AT_ONCE):
        db.session.execute(insert(Competency), some)
    publish(FrameworkKept(framework_id=framework_id))


def _framework_of(package: CFPackage) -> Framework:
    return Framework(
        **document_fields(package),
        redistribution="names_and_codes_only",
        verified=False,
        sources=[],
    )


def document_fields(package: CFPackage) -> Json:
    """What the document of a package says, by the columns of a framework."""
    document = package.document
    whole = package_as_json(replace(package, items=(), associations=()))
    licence = document.license_uri.title if document.license_uri else ""
    return {
        "title": clean_line(document.title)[:NAME_LENGTH],
        "publisher": clean_line(document.publisher or document.creator)[:NAME_LENGTH],
        "year": _year(document.status_start_date),
        "edition": clean_line(document.version or "")[:NAME_LENGTH],
        "url": _web_address(document.official_source_url),
        "licence": licence or "unverified",
        "source_document": {
            key: value for key, value in whole.items() if key not in ("CFItems", "CFAssociations")
        },
    }


def _web_address(text: str | None) -> str | None:
    """The address when it leads to a page: it becomes a link, and a file may say "javascript:"."""
    return text if text and text.lower().startswith(("https://", "http://")) else None


def _year(day: str | None) -> int | None:
    return int(day[:4]) if day and day[:4].isascii() and day[:4].isdigit() else None


def competency_rows(
    package: CFPackage, framework_id: uuid.UUID, known: Mapping[str, uuid.UUID] | None = None
) -> list[Json]:
    """A row for each item in reading order; `known` are those that have a row already."""
    placed = placed_items(package)
    ids = {place.item.identifier: uuid.uuid4() for place in placed} | dict(known or {})
    return [
        competency_row(place.item, position)
        | {
            "id": ids[place.item.identifier],
            "framework_id": framework_id,
            "parent_id": ids[place.parent_identifier] if place.parent_identifier else None,
        }
        for position, place in enumerate(placed)
    ]


def competency_row(item: Item, position: int) -> Json:
    """Shown words are cleaned like typed ones; `source_item` keeps the file's own."""
    code = clean_line(item.human_coding_scheme or "") or None
    return {
        "source_id": item.identifier,
        "code": code,
        "official_code": code,
        "name": clean_line(item.abbreviated_statement or item.full_statement)[:NAME_LENGTH],
        "statement": clean_text(item.full_statement),
        "position": position,
        "level": clean_line(", ".join(item.education_level)) or None,
        "item_type": item.item_type,
        "source_item": as_json(item),
    }


def association_row(association: Association, framework_id: uuid.UUID) -> Json:
    return {
        "framework_id": framework_id,
        "source_id": association.identifier,
        "kind": association.association_type,
        "origin": as_json(association.origin),
        "destination": as_json(association.destination),
        "sequence_number": association.sequence_number,
        "source_association": as_json(association),
    }
