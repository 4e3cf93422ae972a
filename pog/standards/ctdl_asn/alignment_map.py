"""Alignments as a ceterms:AlignmentMap: what one party says of its own and others' things."""

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urljoin

from pog.core.i18n import _
from pog.standards.case.fields import JsonObject
from pog.standards.case.formats import is_uri
from pog.standards.case.minting import NAMESPACE, mint
from pog.standards.case.model import CFPackage
from pog.standards.case.relations import RelationKind
from pog.standards.case.remarks import Loss
from pog.standards.case.remembering import NOTES
from pog.standards.ctdl_asn.terms import MAP_CONTEXT, ctid_of
from pog.standards.ctdl_asn.writing import DEFAULT_LANGUAGE, alignments_of, kept, other_end

TYPE_OF: Final = {
    RelationKind.EXACT: "ceasn:exactAlignment",
    RelationKind.STRONG_OVERLAP: "ceasn:majorAlignment",
    RelationKind.WEAK_OVERLAP: "ceasn:minorAlignment",
    RelationKind.TARGET_BROADER: "ceasn:broadAlignment",
    RelationKind.TARGET_NARROWER: "ceasn:narrowAlignment",
    RelationKind.RELATED: "skos:closeMatch",
    RelationKind.PEER: "skos:closeMatch",
    RelationKind.PREREQUISITE: "ceasn:prerequisiteAlignment",
}
"""`skos:relatedMatch` was left out of CTDL on purpose; the nearest is closeMatch."""
EXPANDED: Final = {
    "ceasn": "https://purl.org/ctdlasn/terms/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
}


def write_alignment_map(package: CFPackage) -> tuple[JsonObject, list[Loss]]:
    """The JSON-LD document, and what of the package is not in it."""
    root = package.document
    language = root.language or DEFAULT_LANGUAGE
    key = str(mint(NAMESPACE, "alignment map", root.identifier))
    address = f"{root.uri}#alignment-map"
    rows = list(_alignments(package, address, language))
    document = {
        "@context": MAP_CONTEXT,
        "@id": f"{root.uri}#alignment-graph",
        "@graph": [
            kept(
                {
                    "@id": address,
                    "@type": "ceterms:AlignmentMap",
                    "ceterms:ctid": ctid_of(key),
                    "ceterms:name": {language: _("Alignments of %(title)s", title=root.title)},
                    "ceterms:description": {language: root.description or root.title},
                    "ceterms:inLanguage": [language],
                    "ceterms:ownedBy": [urljoin(root.uri, "/")],
                    "ceterms:source": [root.uri],
                }
            ),
            *rows,
        ],
    }
    left = len(package.items)
    losses = [
        Loss("items", _("An alignment map holds alignments, not the framework itself."), left)
    ]
    return document, losses


def _alignments(package: CFPackage, address: str, language: str) -> Iterator[JsonObject]:
    items = {item.identifier: item for item in package.items}
    for key, kind, association in alignments_of(package):
        item, other = items[key], other_end(association, key)
        prefix, _colon, name = TYPE_OF[kind].partition(":")
        target: dict[str, Any] = {}  # JSON
        notes = association.extensions.get(NOTES)
        if isinstance(notes, dict) and isinstance(notes.get("target"), dict):
            target = notes["target"]
        framework = target.get("framework") or {}
        title, url = framework.get("title"), framework.get("url")
        yield kept(
            {
                "@id": association.uri if is_uri(association.uri) else f"{address}-{key}",
                "@type": "ceterms:CredentialAlignmentObject",
                "ceterms:inAlignmentMap": [address],
                "ceterms:alignmentType": EXPANDED[prefix] + name,
                "ceterms:sourceNode": item.uri,
                "ceterms:sourceNodeName": {
                    language: item.abbreviated_statement or item.full_statement
                },
                "ceterms:targetNode": other.uri if is_uri(other.uri) else None,
                "ceterms:targetNodeName": {language: other.title} if other.title else None,
                "ceterms:targetNodeDescription": (
                    {language: association.notes} if association.notes else None
                ),
                "ceterms:codedNotation": target.get("code"),
                "ceterms:frameworkName": {language: title} if title else None,
                "ceterms:framework": url if url and is_uri(str(url)) else None,
                "ceterms:alignmentDate": target.get("at"),
            }
        )
