"""A CTDL-ASN graph as the CASE package it amounts to; the reader of CASE takes it from there."""

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
from pog.standards.ctdl_asn.terms import CASE_STATUS_OF, CASE_TYPE_OF, identifier_of

FRAMEWORK: Final = "ceasn:CompetencyFramework"
COMPETENCY: Final = "ceasn:Competency"
NO_DATE: Final = "1970-01-01T00:00:00+00:00"


def is_graph(document: Any) -> bool:  # JSON
    """Whether this is what `read_graph` reads."""
    return any(FRAMEWORK in types_of(node) for node in nodes_in(document))


def read_graph(source: bytes | JsonObject, *, size_limit: int = SIZE_LIMIT) -> Reading:
    """The framework in a JSON-LD file, or `Unreadable` with a sentence that says what to do."""
    remarks: list[Remark] = []
    document = load(source, size_limit, remarks)
    reading = read_package(_Reader(document, remarks).package(), size_limit=size_limit)
    return Reading(reading.package, [*remarks, *reading.warnings])


def nodes_in(document: Any) -> list[JsonObject]:  # JSON
    if isinstance(document, dict):
        document = document.get("@graph", [document])
    return (
        [node for node in document if isinstance(node, dict)] if isinstance(document, list) else []
    )


def types_of(node: JsonObject) -> list[Any]:  # JSON
    types = node.get("@type", [])
    return types if isinstance(types, list) else [types]


def addresses(value: Any) -> list[str]:  # JSON
    """Addresses, whether one or many, plain or as {"@id": ...}."""
    listed = value if isinstance(value, list) else [value]
    found = [one.get("@id") if isinstance(one, dict) else one for one in listed]
    return [one for one in found if isinstance(one, str) and one]


class _Reader:
    def __init__(self, document: Any, remarks: list[Remark]) -> None:  # JSON
        self.remarks = remarks
        nodes = nodes_in(document)
        frameworks = [node for node in nodes if FRAMEWORK in types_of(node)]
        if not frameworks:
            raise Unreadable(_("This file holds no competency framework in CTDL-ASN."))
        if len(frameworks) > 1:
            raise Unreadable(_("This file holds several frameworks. Split it into one file each."))
        self.root = frameworks[0]
        self.competencies = {
            address: node
            for node in nodes
            if COMPETENCY in types_of(node) and (address := str(node.get("@id") or ""))
        }
        languages = addresses(self.root.get("ceasn:inLanguage"))
        self.language = languages[0] if languages else "en"
        self.key = self.key_of(self.root)
        self.keys = {address: self.key_of(node) for address, node in self.competencies.items()}

    def key_of(self, node: JsonObject) -> str:
        return identifier_of(str(node.get("ceterms:ctid") or ""), str(node.get("@id") or ""))

    def package(self) -> JsonObject:
        return {
            "CFDocument": self.document(),
            "CFItems": [self.item(address) for address in self.competencies],
            "CFAssociations": [*self.tree(), *self.alignments()],
        }

    def texts(self, node: JsonObject, name: str) -> list[str]:
        """The texts of a language map in the framework's language, or in the first there is."""
        value = node.get(name)
        if isinstance(value, dict):
            if len(value) > 1:
                others = ", ".join(sorted(set(value) - {self.language}))
                self.remarks.append(
                    Remark(name, _("Only one language is kept; left out: %(names)s.", names=others))
                )
            folded = {key.casefold(): text for key, text in value.items()}
            value = folded.get(self.language.casefold(), next(iter(folded.values()), None))
        listed = value if isinstance(value, list) else [value]
        return [str(one) for one in listed if one not in (None, "")]

    def text(self, node: JsonObject, name: str) -> str | None:
        found = self.texts(node, name)
        return "\n".join(found) or None

    def document(self) -> JsonObject:
        root = self.root
        address = str(root.get("@id") or "")
        source = addresses(root.get("ceasn:source"))
        licence = addresses(root.get("ceasn:license"))
        status = str(next(iter(addresses(root.get("ceasn:publicationStatusType"))), ""))
        publisher = self.text(root, "ceasn:publisherName")
        title, description = (self.text(root, f"ceasn:{name}") for name in ("name", "description"))
        by_address = next(iter(addresses(root.get("ceasn:publisher"))), "")
        return kept(
            {
                "identifier": self.key,
                "uri": address,
                "creator": self.text(root, "ceasn:author") or publisher or by_address or "unknown",
                "publisher": publisher,
                "title": title,
                # Required there: who has none repeats the name.
                "description": description if description != title else None,
                "lastChangeDateTime": moment(root.get("ceasn:dateModified")),
                "language": self.language,
                "officialSourceURL": source[0] if source else None,
                "adoptionStatus": CASE_STATUS_OF.get(status.rpartition("/")[2]),
                "statusStartDate": day(root.get("ceasn:dateValidFrom")),
                "statusEndDate": day(root.get("ceasn:dateValidUntil")),
                "subject": self.texts(root, "ceasn:localSubject") or None,
                "licenseURI": {
                    "title": licence[0],
                    "identifier": str(mint(NAMESPACE, "licence", licence[0])),
                    "uri": licence[0],
                }
                if licence
                else None,
            }
        )

    def item(self, address: str) -> JsonObject:
        node = self.competencies[address]
        text = self.text(node, "ceasn:competencyText")
        label = self.text(node, "ceasn:competencyLabel")
        derived = addresses(node.get("ceasn:derivedFrom"))
        levels = [one.rpartition("/")[2] for one in addresses(node.get("ceasn:educationLevelType"))]
        return kept(
            {
                "identifier": self.keys[address],
                "uri": address,
                "fullStatement": text or label,
                "abbreviatedStatement": label if text else None,
                "humanCodingScheme": self.text(node, "ceasn:codedNotation"),
                "listEnumeration": self.text(node, "ceasn:listID"),
                "notes": self.text(node, "ceasn:comment"),
                "CFItemType": self.text(node, "ceasn:competencyCategory"),
                "conceptKeywords": self.texts(node, "ceasn:conceptKeyword") or None,
                "subject": self.texts(node, "ceasn:localSubject") or None,
                "educationLevel": levels or None,
                "language": next(iter(addresses(node.get("ceasn:inLanguage"))), self.language),
                "lastChangeDateTime": moment(node.get("ceasn:dateModified")),
                "extensions": {"sourceItemURI": derived[0]} if derived else None,
            }
        )

    def tree(self) -> Iterator[JsonObject]:
        """Children as their parents list them; those only they themselves place come after."""
        numbers: defaultdict[str, int] = defaultdict(int)
        placed: set[str] = set()
        root = str(self.root.get("@id") or "")
        listed = [(root, child) for child in addresses(self.root.get("ceasn:hasTopChild"))]
        for address, node in self.competencies.items():
            listed += [(address, child) for child in addresses(node.get("ceasn:hasChild"))]
        for address, node in self.competencies.items():
            listed += [(parent, address) for parent in addresses(node.get("ceasn:isChildOf"))]
        listed += [(root, address) for address in self.competencies]
        for parent, child in listed:
            if child in placed or child not in self.competencies:
                continue
            if parent != root and parent not in self.competencies:
                continue
            placed.add(child)
            numbers[parent] += 1
            above = self.key if parent == root else self.keys[parent]
            ends = (self.node(child), {**self.node(parent), "identifier": above})
            yield {**self.association("isChildOf", *ends), "sequenceNumber": numbers[parent]}

    def node(self, address: str) -> JsonObject:
        node = self.competencies.get(address, {})
        title = self.text(node, "ceasn:competencyLabel") or self.text(node, "ceasn:competencyText")
        known = self.keys.get(address)
        return {
            "title": title or address,
            "identifier": known or identifier_of(address.rpartition("/")[2], address),
            "uri": address,
        }

    def association(self, kind: str, origin: JsonObject, other: JsonObject) -> JsonObject:
        key = str(mint(NAMESPACE, kind, origin["identifier"], other["identifier"]))
        return {
            "identifier": key,
            "uri": f"urn:uuid:{key}",
            "associationType": kind,
            "originNodeURI": origin,
            "destinationNodeURI": other,
            "lastChangeDateTime": moment(self.root.get("ceasn:dateModified")),
        }

    def alignments(self) -> Iterator[JsonObject]:
        for address, node in self.competencies.items():
            here = self.node(address)
            for name, kind in CASE_TYPE_OF.items():
                for other in addresses(node.get(name)):
                    yield self.association(kind, here, self.node(other))
            for other in addresses(node.get("ceasn:prerequisiteAlignment")):
                yield self.association("precedes", self.node(other), here)


def moment(value: Any) -> str:  # JSON
    text = str(value or "")
    if len(text) == len("2002-06-01"):
        return f"{text}T00:00:00+00:00"
    return text or NO_DATE


def day(value: Any) -> str | None:  # JSON
    return str(value)[:10] if value else None


def kept(said: JsonObject) -> JsonObject:
    return {name: value for name, value in said.items() if value is not None}
