"""Frameworks in CASE's words, read from the database in pieces."""

import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, Select, select

from pog.core.batches import in_batches
from pog.core.database import db
from pog.core.errors import Conflict
from pog.core.i18n import _
from pog.frameworks.licensing import FULL
from pog.frameworks.models import Competency, Framework, FrameworkAssociation
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
from pog.standards.case.remarks import Loss
from pog.standards.case.serialising import as_json
from pog.standards.case.sources import Source, source_of

AT_ONCE: Final = 500
Rows = Sequence[Row[Any]]  # of whatever was asked for
Read = Callable[[Select[Any]], Rows]


def in_session(statement: Select[Any]) -> Rows:
    """Read within the present unit of work, which may have changed something."""
    return db.session.execute(statement).all()


class ShortReads:
    """Each piece in a transaction of its own: whoever takes a file slowly keeps none open.

    What is read later has to be the state that was read first, or `Conflict` is raised: a file
    half of one and half of another state would be worse than one that breaks off.
    """

    def __init__(self, framework: Framework) -> None:
        self._engine = db.engine
        self._changed_at = framework.changed_at
        self._state = select(Framework.changed_at).where(Framework.id == framework.id)

    def __call__(self, statement: Select[Any]) -> Rows:
        with self._engine.connect() as connection:
            found: datetime | None = connection.scalar(self._state)
            if found != self._changed_at:
                raise Conflict(
                    _("The framework was changed while its file was written. Please try again.")
                )
            return connection.execute(statement).all()


def source_of_framework(
    framework: Framework, base_url: str, read: Read = in_session
) -> tuple[Source, list[Loss]]:
    """An imported framework as it came, one of the library as far as its licence lets it travel."""
    if framework.source_document is not None:
        return _as_it_came(framework, read), []
    return _Library(framework, base_url, read).source()


def cover_of_framework(framework: Framework, base_url: str) -> Source:
    """The same without items and associations, and without asking the database."""
    source, _losses = source_of_framework(framework, base_url, lambda _statement: ())
    return source


def _as_it_came(framework: Framework, read: Read) -> Source:
    """Everything the imported file said, from the rows it was kept in."""
    assert framework.source_document is not None
    items = _in_pieces(
        read,
        select(Competency.id)
        .where(Competency.framework_id == framework.id)
        .order_by(Competency.position, Competency.id),
        Competency.id,
        Competency.source_item,
    )
    links = _in_pieces(
        read,
        select(FrameworkAssociation.id)
        .where(FrameworkAssociation.framework_id == framework.id)
        .order_by(FrameworkAssociation.source_id, FrameworkAssociation.id),
        FrameworkAssociation.id,
        FrameworkAssociation.source_association,
    )
    return Source(
        rest=dict(framework.source_document),
        items=lambda: (row.source_item for row in items() if row.source_item),
        associations=lambda: (row.source_association for row in links()),
    )


def _in_pieces(
    read: Read,
    order: Select[Any],
    identifier: Any,  # the column, and others beside it
    *columns: Any,
) -> Callable[[], Iterator[Row[Any]]]:
    """The rows in this order, as often as one likes; which they are is asked once."""
    ids: list[uuid.UUID] = []

    def rows() -> Iterator[Row[Any]]:
        if not ids:
            ids.extend(key for (key,) in read(order))
        for some in in_batches(ids, AT_ONCE):
            found = read(select(identifier, *columns).where(identifier.in_(some)))
            by_id = {row[0]: row for row in found}
            yield from (by_id[key] for key in some)

    return rows


class _Library:
    """A framework of the library: names and codes, more only where its rule allows it."""

    def __init__(self, framework: Framework, base_url: str, read: Read) -> None:
        self.id = framework.id
        self.title = framework.title
        self.base_url = base_url
        self.at = framework.changed_at.isoformat()
        self.framework = framework
        self.full = framework.redistribution in FULL
        self.rows = _in_pieces(
            read,
            select(Competency.id)
            .where(Competency.framework_id == framework.id)
            .order_by(Competency.position, Competency.id),
            Competency.id,
            Competency.parent_id,
            Competency.name,
            Competency.statement,
            Competency.official_code,
        )

    def source(self) -> tuple[Source, list[Loss]]:
        rule = self.framework.redistribution
        cover = CFPackage(
            document=self.document(), definitions=Definitions(licenses=(self.licence(),))
        )
        rest = source_of(cover).rest
        if rule == "link_only":
            said = _("Only the title and address of this framework may travel.")
            return Source(rest=rest, items=list, associations=list), [Loss("link_only", said)]
        losses = []
        if rule not in FULL:
            said = _("Names and codes travel; the full texts do not.")
            losses.append(Loss("names_only", said, sum(1 for _row in self.rows())))
        return Source(
            rest=rest,
            items=lambda: (as_json(self.item(row)) for row in self.rows()),
            associations=lambda: map(as_json, self.tree()),
        ), losses

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
        key = mint(self.id, "licence")
        title = self.framework.licence or "unverified"
        return License(
            identifier=str(key),
            uri=self.uri(key),
            changed_at=self.at,
            title=title,
            license_text=title,
        )

    def item(self, row: Row[Any]) -> Item:
        full = self.full and row.statement
        return Item(
            identifier=str(row.id),
            uri=self.uri(row.id),
            changed_at=self.at,
            full_statement=row.statement if full else row.name,
            abbreviated_statement=row.name if full else None,
            human_coding_scheme=row.official_code,
            language="en",
        )

    def tree(self) -> Iterator[Association]:
        names = {row.id: row.name for row in self.rows()}
        root = Node(
            title=self.title, identifier=str(self.id), uri=self.uri(self.id), target_type="CASE"
        )
        numbers: dict[uuid.UUID | None, int] = {}
        for row in self.rows():
            parent = row.parent_id if row.parent_id in names else None
            numbers[parent] = numbers.get(parent, 0) + 1
            key = mint(self.id, "isChildOf", row.id)
            yield Association(
                identifier=str(key),
                uri=self.uri(key),
                changed_at=self.at,
                association_type="isChildOf",
                sequence_number=numbers[parent],
                origin=self.node(row.id, row.name),
                destination=self.node(parent, names[parent]) if parent else root,
            )

    def node(self, key: uuid.UUID, name: str) -> Node:
        return Node(title=name, identifier=str(key), uri=self.uri(key), target_type="CASE")
