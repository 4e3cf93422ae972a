"""Reads any CASE package there is: forgiving about form, firm about what makes no sense."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

from pog.core.errors import Unreadable
from pog.core.i18n import _
from pog.standards.case.fields import DEFINITION_LISTS, JsonObject
from pog.standards.case.loading import SIZE_LIMIT, load
from pog.standards.case.minting import NAMESPACE, canonical_json, mint
from pog.standards.case.model import (
    DEFINITION_CLASSES,
    Association,
    CaseObject,
    CFPackage,
    Definitions,
    Document,
    Item,
    case_names,
)
from pog.standards.case.parsing import Parser
from pog.standards.case.recognising import package_in, respelled
from pog.standards.case.remarks import Remark
from pog.standards.case.remembering import restore
from pog.standards.case.repeats import without_repeats
from pog.standards.case.tree import check_tree, remarks_on_ends

ITEM_LIMIT: Final = 100_000
C = TypeVar("C", bound=CaseObject)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says, and what was odd about how it says it."""

    package: CFPackage
    warnings: list[Remark]


def read_package(source: bytes | JsonObject, *, size_limit: int = SIZE_LIMIT) -> Reading:
    """The package in a file, or `Unreadable` with a sentence that says what to do."""
    remarks: list[Remark] = []
    raw = package_in(load(source, size_limit, remarks), remarks)
    restore(raw)
    return Reading(_Reader(raw, remarks).package(), remarks)


def read_documents(source: bytes | JsonObject, *, size_limit: int = SIZE_LIMIT) -> list[Document]:
    """The frameworks a server lists: {"CFDocuments": [...]} or the bare list."""
    remarks: list[Remark] = []
    found: Any = load(source, size_limit, remarks)  # JSON
    rows = found.get("CFDocuments") if isinstance(found, dict) else found
    if not isinstance(rows, list):
        raise Unreadable(_("This is not a list of frameworks from a CASE server."))
    parser = Parser(remarks)
    documents = (
        parser.parse(Document, row, f"$.CFDocuments[{place}]")
        for place, row in enumerate(rows)
        if isinstance(row, dict)
    )
    return [document for document in documents if document.identifier]


class _Reader:
    """Builds the model of one package."""

    def __init__(self, raw: JsonObject, remarks: list[Remark]) -> None:
        self.raw = raw
        self.remarks = remarks
        self.parser = Parser(remarks)
        self.skipped: dict[str, list[Any]] = {}  # rows nothing can be made of

    def package(self) -> CFPackage:
        self.document = self._document()
        package = CFPackage(
            document=self.document,
            items=tuple(self._items()),
            associations=tuple(self._associations()),
            definitions=self._definitions(),
            rubrics=tuple(row for _place, row in self._rows(self.raw, "CFRubrics")),
            extensions=self._extensions(self.raw),
        )
        package = without_repeats(package, self.remarks, self.skipped)
        check_tree(package)
        self.remarks.extend(remarks_on_ends(package))
        return replace(package, extra=self._extra())

    def _document(self) -> Document:
        where = "$.CFDocument"
        document = self.parser.parse(Document, self.raw["CFDocument"], where)
        for name, value in (("title", document.title), ("creator", document.creator)):
            if not value:
                self.parser.remark(where, _("The framework has no %(name)s.", name=name))
        return document if document.identifier else self._identified(document, where, 0)

    def _items(self) -> Iterator[Item]:
        rows = list(self._rows(self.raw, "CFItems"))
        if len(rows) > ITEM_LIMIT:
            raise Unreadable(
                _(
                    "This framework has %(number)s items. The most that can be read is %(limit)s.",
                    number=len(rows),
                    limit=ITEM_LIMIT,
                )
            )
        for place, row in rows:
            where = f"$.CFItems[{place}]"
            item = self._own(self.parser.parse(Item, row, where), where, place)
            if not item.full_statement:
                self.parser.remark(where, _("The item has no statement."))
            yield item

    def _associations(self) -> Iterator[Association]:
        for place, row in self._rows(self.raw, "CFAssociations"):
            where = f"$.CFAssociations[{place}]"
            read = self._own(self.parser.parse(Association, row, where), where, place)
            if not (read.origin.identifier and read.destination.identifier):
                self.skipped.setdefault("CFAssociations", []).append(row)
                self.parser.remark(where, _("The association has only one end and was set aside."))
                continue
            if "associationType" not in row:
                self.parser.remark(
                    where, _("The association has no type; it was read as isRelatedTo.")
                )
            yield read

    def _definitions(self) -> Definitions:
        raw = self.raw.get("CFDefinitions", {})
        if not isinstance(raw, dict):
            self.skipped["CFDefinitions"] = [raw]
            self.parser.remark("$.CFDefinitions", _("The definitions are not an object."))
            return Definitions()
        raw = respelled(raw, DEFINITION_LISTS, "$.CFDefinitions", self.remarks)
        names = case_names(Definitions)
        found: dict[str, Any] = {  # field > tuple of definitions
            names[name]: tuple(self._defined(DEFINITION_CLASSES[name], raw, name))
            for name in DEFINITION_LISTS
        }
        extra = {k: v for k, v in raw.items() if k not in DEFINITION_LISTS and k != "extensions"}
        return Definitions(**found, extensions=self._extensions(raw), extra=extra)

    def _defined(self, cls: type[C], raw: JsonObject, name: str) -> Iterator[C]:
        for place, row in self._rows(raw, name):
            where = f"$.CFDefinitions.{name}[{place}]"
            yield self._own(self.parser.parse(cls, row, where), where, place)

    def _rows(self, holder: JsonObject, name: str) -> Iterator[tuple[int, JsonObject]]:
        """The rows of a list that are objects; the others are set aside."""
        rows = holder.get(name, [])
        if isinstance(rows, dict):
            rows = [rows]
        if not isinstance(rows, list):
            rows = [rows]
        for place, row in enumerate(rows):
            if isinstance(row, dict):
                yield place, row
            else:
                self.skipped.setdefault(name, []).append(row)
                self.parser.remark(f"$.{name}[{place}]", _("This row is not an object."))

    def _own(self, thing: C, where: str, place: int) -> C:
        """With an identifier, and without the way back to the document it stands in."""
        extra = dict(thing.extra)
        link = extra.get("CFDocumentURI")
        if isinstance(link, dict) and link.get("identifier") == self.document.identifier:
            del extra["CFDocumentURI"]
            thing = replace(thing, extra=extra)
        return thing if thing.identifier else self._identified(thing, where, place)

    def _identified(self, thing: C, where: str, place: int) -> C:
        self.parser.remark(where, _("There was no identifier; one was made."))
        space = uuid.uuid5(NAMESPACE, canonical_json(self.raw["CFDocument"]))
        return replace(thing, identifier=str(mint(space, thing.KIND, thing.uri, place)))

    def _extensions(self, holder: JsonObject) -> JsonObject:
        found = holder.get("extensions", {})
        if isinstance(found, dict):
            return found
        self.skipped.setdefault("extensions", []).append(found)
        return {}

    def _extra(self) -> JsonObject:
        known = {"CFDocument", "CFItems", "CFAssociations", "CFDefinitions", "CFRubrics"}
        extra = {k: v for k, v in self.raw.items() if k not in known | {"extensions", "skipped"}}
        before = self.raw.get("skipped")
        skipped = dict(before) if isinstance(before, dict) else {}
        for name, rows in self.skipped.items():
            skipped[name] = [*skipped.get(name, []), *rows]
        return extra | ({"skipped": skipped} if skipped else {})
