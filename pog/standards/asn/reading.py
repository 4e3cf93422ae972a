"""A standards document of the Achievement Standards Network as a CASE package.

RDF/JSON (W3C, 2013): {subject: {predicate: [{"type", "value"}]}}, with the terms of ASN, Dublin
Core and GEM that its documents use.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

from pog.core.errors import Unreadable
from pog.core.i18n import _
from pog.standards.case.fields import JsonObject
from pog.standards.case.loading import SIZE_LIMIT, load
from pog.standards.case.minting import NAMESPACE, mint
from pog.standards.case.reading import Reading, read_package
from pog.standards.case.remarks import Remark

NO_DATE: Final = "1970-01-01T00:00:00+00:00"
TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
ASN: Final = "http://purl.org/ASN/schema/core/"
DCTERMS: Final = "http://purl.org/dc/terms/"
DC: Final = "http://purl.org/dc/elements/1.1/"
GEM: Final = "http://purl.org/gem/qualifiers/"
DOCUMENT: Final = f"{ASN}StandardDocument"
STATEMENT: Final = f"{ASN}Statement"
RELATIONS: Final = {
    f"{ASN}exactCorrelation": "exactMatchOf",
    f"{ASN}exactAlignment": "exactMatchOf",
    f"{ASN}majorCorrelation": "ext:majorRelated",
    f"{ASN}majorAlignment": "ext:majorRelated",
    f"{ASN}minorCorrelation": "ext:minorRelated",
    f"{ASN}minorAlignment": "ext:minorRelated",
    f"{ASN}broadAlignment": "isPartOf",
    f"{ASN}narrowAlignment": "ext:hasPart",
    f"{ASN}alignTo": "isRelatedTo",
    f"{ASN}alignFrom": "isRelatedTo",
    f"{ASN}derivedFrom": "isRelatedTo",
}


def is_asn(found: Any) -> bool:  # JSON
    """Whether this is RDF/JSON with a standards document in it."""
    return isinstance(found, dict) and any(
        DOCUMENT in values(node, TYPE) for node in found.values()
    )


def values(node: Any, *predicates: str) -> list[str]:  # JSON
    """The values of the first of these predicates that has any."""
    for predicate in predicates:
        rows = node.get(predicate) if isinstance(node, dict) else None
        if isinstance(rows, list):
            found = [
                str(row["value"]) for row in rows if isinstance(row, dict) and row.get("value")
            ]
            if found:
                return found
    return []


def first(node: Any, *predicates: str) -> str | None:  # JSON
    return next(iter(values(node, *predicates)), None)


def read_standards(source: bytes | JsonObject, *, size_limit: int = SIZE_LIMIT) -> Reading:
    """The document in a file, or `Unreadable` with a sentence that says what to do."""
    remarks: list[Remark] = []
    found = load(source, size_limit, remarks)
    if not is_asn(found):
        raise Unreadable(_("This file holds no standards document in the RDF/JSON of ASN."))
    reading = read_package(_Reader(found).package(), size_limit=size_limit)
    return Reading(reading.package, [*remarks, *reading.warnings])


class _Reader:
    def __init__(self, nodes: JsonObject) -> None:
        self.address, self.root = next(
            (address, node) for address, node in nodes.items() if DOCUMENT in values(node, TYPE)
        )
        self.statements = {
            address: node for address, node in nodes.items() if STATEMENT in values(node, TYPE)
        }
        self.keys = {
            one: str(mint(NAMESPACE, "asn", one)) for one in (self.address, *self.statements)
        }

    def package(self) -> JsonObject:
        return {
            "CFDocument": self.document(),
            "CFItems": [self.item(address) for address in self.statements],
            "CFAssociations": [*self.tree(), *self.alignments()],
        }

    def document(self) -> JsonObject:
        root = self.root
        creator = first(root, f"{DC}creator", f"{DCTERMS}creator", f"{DCTERMS}publisher")
        licence = first(root, f"{DCTERMS}license", f"{DCTERMS}rights", f"{DC}rights")
        return kept(
            {
                "identifier": self.keys[self.address],
                "uri": self.address,
                "title": first(root, f"{DC}title", f"{DCTERMS}title"),
                "creator": creator or "unknown",
                "description": first(root, f"{DCTERMS}description", f"{DC}description"),
                "officialSourceURL": first(root, f"{DCTERMS}source", f"{DC}source"),
                "language": language(first(root, f"{DCTERMS}language", f"{DC}language")),
                "subject": [one.rpartition("/")[2] for one in values(root, f"{DCTERMS}subject")],
                "lastChangeDateTime": NO_DATE,
                "licenseURI": {
                    "title": licence,
                    "identifier": str(mint(NAMESPACE, "licence", licence)),
                    "uri": licence if licence.startswith("http") else f"{self.address}#licence",
                }
                if licence
                else None,
            }
        )

    def item(self, address: str) -> JsonObject:
        node = self.statements[address]
        levels = values(node, f"{DCTERMS}educationLevel")
        return kept(
            {
                "identifier": self.keys[address],
                "uri": address,
                "fullStatement": first(
                    node, f"{DCTERMS}description", f"{DC}description", f"{DCTERMS}title"
                ),
                "humanCodingScheme": first(
                    node, f"{ASN}statementNotation", f"{ASN}altStatementNotation"
                ),
                "listEnumeration": first(node, f"{ASN}listID"),
                "CFItemType": first(node, f"{ASN}statementLabel"),
                "notes": "\n".join(values(node, f"{ASN}comment")) or None,
                "educationLevel": [one.rpartition("/")[2] for one in levels] or None,
                "language": language(first(node, f"{DCTERMS}language", f"{DC}language")),
                "lastChangeDateTime": NO_DATE,
            }
        )

    def tree(self) -> Iterator[JsonObject]:
        """As parents list their children; those only they themselves place come after."""
        listed = [
            (address, child)
            for address, node in ((self.address, self.root), *self.statements.items())
            for child in values(node, f"{GEM}hasChild")
        ]
        for address, node in self.statements.items():
            listed += [(parent, address) for parent in values(node, f"{GEM}isChildOf")]
        listed += [(self.address, address) for address in self.statements]
        placed: set[str] = set()
        numbers: defaultdict[str, int] = defaultdict(int)
        for parent, child in listed:
            if child in placed or child not in self.statements or parent not in self.keys:
                continue
            placed.add(child)
            numbers[parent] += 1
            tie = self.association("isChildOf", child, parent)
            yield {**tie, "sequenceNumber": numbers[parent]}

    def alignments(self) -> Iterator[JsonObject]:
        for address, node in self.statements.items():
            for predicate, kind in RELATIONS.items():
                for other in values(node, predicate):
                    yield self.association(kind, address, other)

    def association(self, kind: str, one: str, other: str) -> JsonObject:
        key = str(mint(NAMESPACE, kind, one, other))
        return {
            "identifier": key,
            "uri": f"urn:uuid:{key}",
            "associationType": kind,
            "originNodeURI": self.node(one),
            "destinationNodeURI": self.node(other),
            "lastChangeDateTime": NO_DATE,
        }

    def node(self, address: str) -> JsonObject:
        node = self.statements.get(address, {})
        title = (
            first(self.root, f"{DC}title", f"{DCTERMS}title") if address == self.address else None
        )
        title = title or first(node, f"{ASN}statementNotation", f"{DCTERMS}description") or address
        return {"title": title, "identifier": self.keys.get(address, address), "uri": address}


def language(value: str | None) -> str:
    """ASN names languages by address: ".../iso639-2/eng"."""
    code = (value or "en").rpartition("/")[2]
    return {"eng": "en", "spa": "es", "English": "en"}.get(code, code)


def kept(said: JsonObject) -> JsonObject:
    return {name: value for name, value in said.items() if value is not None}
