"""Frameworks as CASE packages: an imported one as it came, one of the library by its licence."""

import uuid
from collections.abc import Iterator

from sqlalchemy import select

from pog.core.database import db
from pog.core.errors import Refusal
from pog.core.i18n import _
from pog.exports.formats import FORMATS
from pog.exports.formats.case_1_1 import CASE_1_1
from pog.exports.formats.interface import Format, Made
from pog.frameworks.licensing import FULL
from pog.frameworks.models import Competency, Framework, FrameworkAssociation
from pog.standards.case.fields import JsonObject
from pog.standards.case.minting import mint
from pog.standards.case.model import (
    Association,
    CFPackage,
    Definitions,
    Document,
    Item,
    License,
    Link,
    Node,
)
from pog.standards.case.reading import read_package
from pog.standards.case.remarks import Loss


def export_framework(framework: Framework, base_url: str, wanted: Format = CASE_1_1) -> Made:
    """The framework as a file, with what is not in it."""
    if wanted.make_framework is None:
        raise Refusal(
            _(
                "A framework is not written as %(name)s. Use one of: %(known)s.",
                name=wanted.name,
                known=", ".join(one.name for one in framework_formats()),
            )
        )
    package, losses = package_of_framework(framework, base_url)
    made = wanted.make_framework(package, framework.changed_at)
    return Made(made.content, (*losses, *made.losses))


def framework_formats() -> tuple[Format, ...]:
    """The formats a framework can be written in."""
    return tuple(one for one in FORMATS.values() if one.make_framework is not None)


def package_of_framework(
    framework: Framework, base_url: str, *, with_items: bool = True
) -> tuple[CFPackage, list[Loss]]:
    """The framework in CASE's words; without items it is read in one query at most."""
    if framework.source_document is not None:
        return _as_it_came(framework, with_items), []
    return _Library(framework, base_url).package(with_items)


def competencies_of(framework: Framework) -> list[Competency]:
    rows = db.session.scalars(
        select(Competency)
        .where(Competency.framework_id == framework.id)
        .order_by(Competency.position, Competency.id)
    )
    return list(rows)


def _as_it_came(framework: Framework, with_items: bool) -> CFPackage:
    """Everything the imported file said, from the rows it was kept in."""
    assert framework.source_document is not None
    if not with_items:
        return read_package(dict(framework.source_document)).package
    links = db.session.scalars(
        select(FrameworkAssociation)
        .where(FrameworkAssociation.framework_id == framework.id)
        .order_by(FrameworkAssociation.source_id)
    )
    whole: JsonObject = {
        **framework.source_document,
        "CFItems": [row.source_item for row in competencies_of(framework) if row.source_item],
        "CFAssociations": [row.source_association for row in links],
    }
    return read_package(whole).package


class _Library:
    """A framework of the library: names and codes, more only where its rule allows it."""

    def __init__(self, framework: Framework, base_url: str) -> None:
        self.framework = framework
        self.base_url = base_url
        self.at = framework.changed_at.isoformat()

    def package(self, with_items: bool) -> tuple[CFPackage, list[Loss]]:
        rule = self.framework.redistribution
        losses = []
        travels = with_items and rule != "link_only"
        rows = competencies_of(self.framework) if travels else []
        if rule == "link_only":
            losses.append(
                Loss("link_only", _("Only the title and address of this framework may travel."))
            )
        elif rule not in FULL:
            losses.append(
                Loss("names_only", _("Names and codes travel; the full texts do not."), len(rows))
            )
        package = CFPackage(
            document=self.document(),
            items=tuple(self.item(row) for row in rows),
            associations=tuple(self.tree(rows)),
            definitions=Definitions(licenses=(self.licence(),)),
        )
        return package, losses

    def uri(self, key: uuid.UUID) -> str:
        return f"{self.base_url}/uri/{key}"

    def document(self) -> Document:
        framework, licence = self.framework, self.licence()
        return Document(
            identifier=str(framework.id),
            uri=self.uri(framework.id),
            changed_at=self.at,
            case_version="1.1",
            creator=framework.publisher or framework.title,
            publisher=framework.publisher or None,
            title=framework.title,
            official_source_url=framework.url,
            version=str(framework.year) if framework.year else None,
            language="en",
            license_uri=Link(title=licence.title, identifier=licence.identifier, uri=licence.uri),
            notes=framework.verified_note,
        )

    def licence(self) -> License:
        key = mint(self.framework.id, "licence")
        title = self.framework.licence or "unverified"
        return License(
            identifier=str(key),
            uri=self.uri(key),
            changed_at=self.at,
            title=title,
            license_text=title,
        )

    def item(self, row: Competency) -> Item:
        full = self.framework.redistribution in FULL and row.statement
        return Item(
            identifier=str(row.id),
            uri=self.uri(row.id),
            changed_at=self.at,
            full_statement=row.statement if full and row.statement else row.name,
            abbreviated_statement=row.name if full else None,
            human_coding_scheme=row.official_code,
            language="en",
        )

    def tree(self, rows: list[Competency]) -> Iterator[Association]:
        known = {row.id: row for row in rows}
        root = Node(
            title=self.framework.title,
            identifier=str(self.framework.id),
            uri=self.uri(self.framework.id),
            target_type="CASE",
        )
        numbers: dict[uuid.UUID | None, int] = {}
        for row in rows:
            above = known.get(row.parent_id) if row.parent_id else None
            parent = above.id if above else None
            numbers[parent] = numbers.get(parent, 0) + 1
            key = mint(self.framework.id, "isChildOf", row.id)
            yield Association(
                identifier=str(key),
                uri=self.uri(key),
                changed_at=self.at,
                association_type="isChildOf",
                sequence_number=numbers[parent],
                origin=self.node(row),
                destination=self.node(above) if above else root,
            )

    def node(self, row: Competency) -> Node:
        return Node(
            title=row.name, identifier=str(row.id), uri=self.uri(row.id), target_type="CASE"
        )
