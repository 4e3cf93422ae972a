"""Words of CTDL-ASN, and how relations, states and identifiers are written in it."""

import uuid
from typing import Final

from pog.standards.case.minting import NAMESPACE, mint
from pog.standards.case.relations import RelationKind

CONTEXT: Final = "https://credreg.net/ctdlasn/schema/context/json"
MAP_CONTEXT: Final = "https://credreg.net/ctdl/schema/context/json"
"""CTDL's own: alignment maps are no part of CTDL-ASN."""
STATUS: Final = "http://credreg.net/ctdlasn/vocabs/publicationStatus/"
STATUS_OF: Final = {
    "Draft": "Draft",
    "Private Draft": "Draft",
    "Pending Implementation": "Published",
    "Implemented": "Published",
    "Adopted": "Published",
    "Retired": "Deprecated",
    "Deprecated": "Deprecated",
}
CASE_STATUS_OF: Final = {
    "Draft": "Draft",
    "Published": "Implemented",
    "Deprecated": "Retired",
}
PROPERTY_OF: Final = {
    RelationKind.EXACT: "ceasn:exactAlignment",
    RelationKind.STRONG_OVERLAP: "ceasn:majorAlignment",
    RelationKind.WEAK_OVERLAP: "ceasn:minorAlignment",
    RelationKind.RELATED: "ceasn:alignTo",
    RelationKind.TARGET_BROADER: "ceasn:broadAlignment",
    RelationKind.TARGET_NARROWER: "ceasn:narrowAlignment",
    RelationKind.PEER: "ceasn:alignTo",
}
"""Where the competency is the subject. Prerequisites are said by the other side."""
CASE_TYPE_OF: Final = {
    "ceasn:exactAlignment": "exactMatchOf",
    "ceasn:majorAlignment": "ext:majorRelated",
    "ceasn:minorAlignment": "ext:minorRelated",
    "ceasn:alignTo": "isRelatedTo",
    "ceasn:alignFrom": "isRelatedTo",
    "ceasn:broadAlignment": "isPartOf",
    "ceasn:narrowAlignment": "ext:hasPart",
    "ceasn:crossSubjectReference": "isRelatedTo",
    "ceasn:comprisedOf": "ext:hasPart",
    "ceasn:isVersionOf": "isRelatedTo",
}


def ctid_of(identifier: str) -> str:
    """The Credential Transparency Identifier: "ce-" and a lower-case UUID."""
    try:
        return f"ce-{uuid.UUID(identifier)}"
    except ValueError:
        return f"ce-{mint(NAMESPACE, 'ctid', identifier)}"


def identifier_of(ctid: str, address: str) -> str:
    """The UUID in a CTID; the same one each time for an address that has none."""
    try:
        return str(uuid.UUID(ctid.removeprefix("ce-")))
    except ValueError:
        return str(mint(NAMESPACE, "ctdl", address or ctid))
