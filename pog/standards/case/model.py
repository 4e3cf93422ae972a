# ruff: noqa: RUF009 - the helpers below are `dataclasses.field` with the name CASE uses
"""What a CASE package says, as plain objects.

Times and dates stay the text they arrived as. `extensions` is CASE's own place for more;
`extra` holds what the file said in fields CASE does not know, so that nothing is lost.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar, cast

from pog.standards.case.fields import JsonObject


def case(name: str, default: str | None = None) -> Any:  # as `dataclasses.field` is typed
    """A field and its name in CASE."""
    return field(default=default, metadata={"case": name})


def must(name: str) -> Any:  # as `dataclasses.field` is typed
    """A field CASE requires; empty when the file left it out."""
    return field(default="", metadata={"case": name})


def several(name: str) -> Any:  # as `dataclasses.field` is typed
    return field(default=(), metadata={"case": name})


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """CASE's LinkURI: to another object of CASE."""

    KIND: ClassVar[str] = "LinkURI"

    title: str = must("title")
    identifier: str = must("identifier")
    uri: str = must("uri")
    extra: JsonObject = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """CASE's LinkGenURI: one end of an association, in the package or anywhere else."""

    KIND: ClassVar[str] = "LinkGenURI"

    title: str = must("title")
    identifier: str = must("identifier")
    uri: str = must("uri")
    target_type: str | None = case("targetType")
    extra: JsonObject = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseObject:
    """What every object with an identity has."""

    KIND: ClassVar[str] = ""

    identifier: str = must("identifier")
    uri: str = must("uri")
    changed_at: str = must("lastChangeDateTime")
    extensions: JsonObject = field(default_factory=dict)
    extra: JsonObject = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(CaseObject):
    KIND: ClassVar[str] = "CFDocument"

    framework_type: str | None = case("frameworkType")
    case_version: str | None = case("caseVersion")
    creator: str = must("creator")
    title: str = must("title")
    official_source_url: str | None = case("officialSourceURL")
    publisher: str | None = case("publisher")
    description: str | None = case("description")
    subject: tuple[str, ...] = several("subject")
    subject_uri: tuple[Link, ...] = several("subjectURI")
    language: str | None = case("language")
    version: str | None = case("version")
    adoption_status: str | None = case("adoptionStatus")
    status_start_date: str | None = case("statusStartDate")
    status_end_date: str | None = case("statusEndDate")
    license_uri: Link | None = case("licenseURI")
    notes: str | None = case("notes")

    @property
    def package_identifier(self) -> str:
        """Where the package is fetched: some servers give it another id than the document's."""
        link = self.extra.get("CFPackageURI")
        found = link.get("identifier") if isinstance(link, dict) else None
        return found if isinstance(found, str) and found else self.identifier


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(CaseObject):
    KIND: ClassVar[str] = "CFItem"

    full_statement: str = must("fullStatement")
    alternative_label: str | None = case("alternativeLabel")
    item_type: str | None = case("CFItemType")
    human_coding_scheme: str | None = case("humanCodingScheme")
    list_enumeration: str | None = case("listEnumeration")
    abbreviated_statement: str | None = case("abbreviatedStatement")
    concept_keywords: tuple[str, ...] = several("conceptKeywords")
    concept_keywords_uri: Link | None = case("conceptKeywordsURI")
    notes: str | None = case("notes")
    subject: tuple[str, ...] = several("subject")
    subject_uri: tuple[Link, ...] = several("subjectURI")
    language: str | None = case("language")
    education_level: tuple[str, ...] = several("educationLevel")
    item_type_uri: Link | None = case("CFItemTypeURI")
    license_uri: Link | None = case("licenseURI")
    status_start_date: str | None = case("statusStartDate")
    status_end_date: str | None = case("statusEndDate")


@dataclass(frozen=True, slots=True, kw_only=True)
class Association(CaseObject):
    KIND: ClassVar[str] = "CFAssociation"

    association_type: str = case("associationType", "isRelatedTo")
    sequence_number: int | None = case("sequenceNumber")
    origin: Node = field(default_factory=Node, metadata={"case": "originNodeURI"})
    destination: Node = field(default_factory=Node, metadata={"case": "destinationNodeURI"})
    grouping_uri: Link | None = case("CFAssociationGroupingURI")
    notes: str | None = case("notes")

    @property
    def group(self) -> str:
        return self.grouping_uri.identifier if self.grouping_uri else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept(CaseObject):
    KIND: ClassVar[str] = "CFConcept"

    title: str = must("title")
    keywords: str | None = case("keywords")
    hierarchy_code: str | None = case("hierarchyCode")
    description: str | None = case("description")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject(CaseObject):
    KIND: ClassVar[str] = "CFSubject"

    title: str = must("title")
    hierarchy_code: str | None = case("hierarchyCode")
    description: str | None = case("description")


@dataclass(frozen=True, slots=True, kw_only=True)
class License(CaseObject):
    KIND: ClassVar[str] = "CFLicense"

    title: str = must("title")
    description: str | None = case("description")
    license_text: str | None = case("licenseText")


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemType(CaseObject):
    KIND: ClassVar[str] = "CFItemType"

    title: str = must("title")
    description: str | None = case("description")
    hierarchy_code: str | None = case("hierarchyCode")
    type_code: str | None = case("typeCode")


@dataclass(frozen=True, slots=True, kw_only=True)
class AssociationGrouping(CaseObject):
    KIND: ClassVar[str] = "CFAssociationGrouping"

    title: str = must("title")
    description: str | None = case("description")


@dataclass(frozen=True, slots=True, kw_only=True)
class Definitions:
    """What items and associations refer to."""

    concepts: tuple[Concept, ...] = several("CFConcepts")
    subjects: tuple[Subject, ...] = several("CFSubjects")
    licenses: tuple[License, ...] = several("CFLicenses")
    item_types: tuple[ItemType, ...] = several("CFItemTypes")
    association_groupings: tuple[AssociationGrouping, ...] = several("CFAssociationGroupings")
    extensions: JsonObject = field(default_factory=dict)
    extra: JsonObject = field(default_factory=dict)

    def everything(self) -> Iterator[CaseObject]:
        yield from self.concepts
        yield from self.subjects
        yield from self.licenses
        yield from self.item_types
        yield from self.association_groupings


@dataclass(frozen=True, slots=True, kw_only=True)
class CFPackage:
    """One framework with everything in it; rubrics are carried as they came."""

    document: Document
    items: tuple[Item, ...] = ()
    associations: tuple[Association, ...] = ()
    definitions: Definitions = field(default_factory=Definitions)
    rubrics: tuple[JsonObject, ...] = ()
    extensions: JsonObject = field(default_factory=dict)
    extra: JsonObject = field(default_factory=dict)


DEFINITION_CLASSES: dict[str, type[CaseObject]] = {
    "CFConcepts": Concept,
    "CFSubjects": Subject,
    "CFLicenses": License,
    "CFItemTypes": ItemType,
    "CFAssociationGroupings": AssociationGrouping,
}


def case_names(cls: type[Any]) -> dict[str, str]:  # any of the classes above
    """CASE's name of each field > ours."""
    fields = cast("dict[str, Any]", cls.__dataclass_fields__)  # what dataclasses keep, untyped
    return {f.metadata["case"]: name for name, f in fields.items() if "case" in f.metadata}
