"""Which fields each CASE object has, in the published order: the one table all else follows."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

# JSON from strangers has any shape at all; what leaves `reading` is typed.
JsonObject = dict[str, Any]


class Shape(StrEnum):
    """What a field holds."""

    TEXT = "text"
    RAW_TEXT = "raw_text"  # tags are allowed: it is quoted, not shown as Markdown
    UUID = "uuid"
    ANY_ID = "any_id"
    URI = "uri"
    DATE = "date"
    DATETIME = "datetime"
    TEXTS = "texts"
    INTEGER = "integer"
    NUMBER = "number"
    LINK = "link"
    LINKS = "links"
    NODE = "node"
    ASSOCIATION_TYPE = "association_type"
    TARGET_TYPE = "target_type"
    CASE_VERSION = "case_version"
    EXTENSIONS = "extensions"
    EXTENSION_LIST = "extension_list"
    CRITERIA = "criteria"
    LEVELS = "levels"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of one kind of object."""

    name: str
    shape: Shape
    required: bool = False
    since_1_1: bool = False


def _must(name: str, shape: Shape = Shape.TEXT) -> Field:
    return Field(name, shape, required=True)


def _may(name: str, shape: Shape = Shape.TEXT) -> Field:
    return Field(name, shape)


def _new(name: str, shape: Shape = Shape.TEXT) -> Field:
    return Field(name, shape, since_1_1=True)


_ID = _must("identifier", Shape.UUID)
_URI = _must("uri", Shape.URI)
_CHANGED = _must("lastChangeDateTime", Shape.DATETIME)
_EXTENSIONS = _new("extensions", Shape.EXTENSIONS)
_DATES = (_may("statusStartDate", Shape.DATE), _may("statusEndDate", Shape.DATE))

KINDS: Final[dict[str, tuple[Field, ...]]] = {
    "CFDocument": (
        _ID, _URI,
        _new("frameworkType"),
        _new("caseVersion", Shape.CASE_VERSION),
        _must("creator"), _must("title"),
        _CHANGED,
        _may("officialSourceURL", Shape.URI),
        _may("publisher"), _may("description"),
        _may("subject", Shape.TEXTS), _may("subjectURI", Shape.LINKS),
        _may("language"), _may("version"), _may("adoptionStatus"),
        *_DATES,
        _may("licenseURI", Shape.LINK),
        _may("notes"),
        _EXTENSIONS,
    ),
    "CFItem": (
        _ID,
        _must("fullStatement"),
        _may("alternativeLabel"), _may("CFItemType"),
        _URI,
        _may("humanCodingScheme"), _may("listEnumeration"), _may("abbreviatedStatement"),
        _may("conceptKeywords", Shape.TEXTS), _may("conceptKeywordsURI", Shape.LINK),
        _may("notes"),
        _new("subject", Shape.TEXTS), _new("subjectURI", Shape.LINKS),
        _may("language"),
        _may("educationLevel", Shape.TEXTS),
        _may("CFItemTypeURI", Shape.LINK), _may("licenseURI", Shape.LINK),
        *_DATES,
        _CHANGED, _EXTENSIONS,
    ),
    "CFAssociation": (
        _ID,
        _must("associationType", Shape.ASSOCIATION_TYPE),
        _may("sequenceNumber", Shape.INTEGER),
        _URI,
        _must("originNodeURI", Shape.NODE), _must("destinationNodeURI", Shape.NODE),
        _may("CFAssociationGroupingURI", Shape.LINK),
        _CHANGED,
        _new("notes"),
        _EXTENSIONS,
    ),
    "CFConcept": (
        _ID, _URI, _must("title"), _may("keywords"), _must("hierarchyCode"), _may("description"),
        _CHANGED, _EXTENSIONS,
    ),
    "CFSubject": (
        _ID, _URI, _must("title"), _must("hierarchyCode"), _may("description"),
        _CHANGED, _EXTENSIONS,
    ),
    "CFLicense": (
        _ID, _URI, _must("title"), _may("description"), _must("licenseText", Shape.RAW_TEXT),
        _CHANGED, _EXTENSIONS,
    ),
    "CFItemType": (
        _ID, _URI, _must("title"), _must("description"), _must("hierarchyCode"), _may("typeCode"),
        _CHANGED, _EXTENSIONS,
    ),
    "CFAssociationGrouping": (
        _ID, _URI, _must("title"), _may("description"), _CHANGED, _EXTENSIONS,
    ),
    "CFRubric": (
        _ID, _URI, _may("title"), _may("description"), _CHANGED,
        _may("CFRubricCriteria", Shape.CRITERIA),
        _EXTENSIONS,
    ),
    "CFRubricCriterion": (
        _ID, _URI, _may("category"), _may("description"), _may("CFItemURI", Shape.LINK),
        _may("weight", Shape.NUMBER), _may("position", Shape.INTEGER),
        _may("rubricId", Shape.UUID),
        _CHANGED,
        _may("CFRubricCriterionLevels", Shape.LEVELS),
        _EXTENSIONS,
    ),
    "CFRubricCriterionLevel": (
        _ID, _URI, _may("description"), _may("quality"), _may("score", Shape.NUMBER),
        _may("feedback"), _may("position", Shape.INTEGER), _may("rubricCriterionId", Shape.UUID),
        _CHANGED,
        # A list here and nowhere else: so it is published.
        _new("extensions", Shape.EXTENSION_LIST),
    ),
    "LinkURI": (_must("title"), _ID, _URI),
    "LinkGenURI": (
        _must("title"), _must("identifier", Shape.ANY_ID), _URI,
        _new("targetType", Shape.TARGET_TYPE),
    ),
}  # fmt: skip

PACKAGE_LISTS: Final = {
    "CFItems": "CFItem",
    "CFAssociations": "CFAssociation",
    "CFRubrics": "CFRubric",
}
DEFINITION_LISTS: Final = {
    "CFConcepts": "CFConcept",
    "CFSubjects": "CFSubject",
    "CFLicenses": "CFLicense",
    "CFItemTypes": "CFItemType",
    "CFAssociationGroupings": "CFAssociationGrouping",
}
# Which list of definitions a link has to resolve in.
DEFINED_BY: Final = {
    "CFItemTypeURI": "CFItemTypes",
    "conceptKeywordsURI": "CFConcepts",
    "subjectURI": "CFSubjects",
    "licenseURI": "CFLicenses",
    "CFAssociationGroupingURI": "CFAssociationGroupings",
}
PACKAGE_KEYS: Final = (
    "CFDocument", "CFItems", "CFAssociations", "CFDefinitions", "CFRubrics", "extensions",
)  # fmt: skip
