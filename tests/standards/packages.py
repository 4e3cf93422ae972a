"""Small packages of our own, and the damage done to them."""

import copy
import json
from typing import Any

SPACE = "8f0c3c1e-0000-4000-8000-"
DOCUMENT = SPACE + "000000000001"
CHANGED = "2026-01-02T03:04:05+00:00"


def uid(number: int) -> str:
    return f"{SPACE}{number:012d}"


def node(number: int, title: str = "A statement", **more: str) -> dict[str, Any]:
    return {
        "title": title,
        "identifier": uid(number),
        "uri": f"https://example.org/uri/{uid(number)}",
    } | more


def item(number: int, statement: str = "Listens and answers.", **more: Any) -> dict[str, Any]:
    return {
        "identifier": uid(number),
        "fullStatement": statement,
        "uri": f"https://example.org/uri/{uid(number)}",
        "lastChangeDateTime": CHANGED,
    } | more


def association(
    number: int, origin: int, destination: int, kind: str = "isChildOf", **more: Any
) -> dict[str, Any]:
    return {
        "identifier": uid(number),
        "associationType": kind,
        "uri": f"https://example.org/uri/{uid(number)}",
        "originNodeURI": node(origin),
        "destinationNodeURI": node(destination),
        "lastChangeDateTime": CHANGED,
    } | more


def defined(number: int, title: str, **more: str) -> dict[str, Any]:
    return node(number, title, **more) | {"lastChangeDateTime": CHANGED}


def package() -> dict[str, Any]:
    """A document, two items under it, one below the first, all types of definitions, a rubric."""
    link = node(31, "Competency")
    return copy.deepcopy({
        "CFDocument": {
            "identifier": DOCUMENT,
            "uri": f"https://example.org/uri/{DOCUMENT}",
            "caseVersion": "1.1",
            "creator": "Orchard County Schools",
            "title": "What our graduates can do",
            "lastChangeDateTime": CHANGED,
            "language": "en",
            "subject": ["Life"],
            "subjectURI": [node(32, "Life")],
            "licenseURI": node(33, "CC BY 4.0"),
            "statusStartDate": "2026-01-01",
        },
        "CFItems": [
            item(11, CFItemType="Competency", CFItemTypeURI=link, educationLevel=["09", "10"]),
            item(12, "Plans ahead.", notes="*Soon*", extensions={"orchard": {"row": 7}}),
            item(13, "Says it again in other words.", humanCodingScheme="1.a"),
        ],
        "CFAssociations": [
            association(21, 11, 1, sequenceNumber=1),
            association(22, 12, 1, sequenceNumber=2),
            association(23, 13, 11, sequenceNumber=1),
            association(24, 13, 12, "precedes", CFAssociationGroupingURI=node(34, "Order")),
            association(25, 12, 99, "ext:majorRelated", notes="Close",
                        destinationNodeURI=node(99, "Elsewhere", targetType="CASE")),
        ],
        "CFDefinitions": {
            "CFConcepts": [defined(35, "Listening", hierarchyCode="1")],
            "CFSubjects": [defined(32, "Life", hierarchyCode="1")],
            "CFLicenses": [defined(33, "CC BY 4.0", licenseText="Share it.")],
            "CFItemTypes": [
                defined(31, "Competency", description="A competency", hierarchyCode="1"),
            ],
            "CFAssociationGroupings": [defined(34, "Order")],
        },
        "CFRubrics": [{
            "identifier": uid(41), "uri": f"https://example.org/uri/{uid(41)}",
            "title": "Listening",
            "lastChangeDateTime": CHANGED,
            "CFRubricCriteria": [{
                "identifier": uid(42), "uri": f"https://example.org/uri/{uid(42)}", "weight": 0.5,
                "lastChangeDateTime": CHANGED, "rubricId": uid(41), "CFItemURI": node(11),
                "CFRubricCriterionLevels": [{
                    "identifier": uid(43), "uri": f"https://example.org/uri/{uid(43)}", "score": 2,
                    "lastChangeDateTime": CHANGED, "extensions": [{"colour": "green"}],
                }],
            }],
        }],
        "extensions": {"orchard": {"edition": 3}},
    })  # fmt: skip


def as_bytes(thing: Any) -> bytes:
    return json.dumps(thing).encode()
