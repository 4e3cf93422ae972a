"""A framework as a CTDL-ASN graph, with what CTDL-ASN has no word for."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Final
from urllib.parse import urljoin

from pog.core.i18n import _, _n
from pog.standards.case.fields import JsonObject
from pog.standards.case.formats import is_uri
from pog.standards.case.model import Association, CFPackage, Item, Node
from pog.standards.case.relations import RelationKind, relation_of, turned
from pog.standards.case.remarks import Loss
from pog.standards.case.translating import in_languages, translations_in
from pog.standards.case.tree import placed_items
from pog.standards.ctdl_asn.terms import CONTEXT, PROPERTY_OF, STATUS, STATUS_OF, ctid_of

DEFAULT_LANGUAGE: Final = "en"
UNSAID_OF_ITEMS: Final = {
    "education_level": "educationLevel",
    "alternative_label": "alternativeLabel",
    "status_start_date": "statusStartDate",
    "status_end_date": "statusEndDate",
    "subject_uri": "subjectURI",
}


def write_graph(package: CFPackage) -> tuple[JsonObject, list[Loss]]:
    """The JSON-LD document, and what of the package is not in it."""
    writer = _Writer(package)
    return writer.document(), writer.losses()


class _Writer:
    def __init__(self, package: CFPackage) -> None:
        self.package = package
        self.root = package.document
        self.language = self.root.language or DEFAULT_LANGUAGE
        self.placed = placed_items(package)
        self.items = {place.item.identifier: place.item for place in self.placed}
        self.children: defaultdict[str | None, list[str]] = defaultdict(list)
        self.parents: dict[str, str | None] = {}
        for place in self.placed:
            address = self.address(place.item)
            self.children[place.parent_identifier].append(address)
            self.parents[place.item.identifier] = place.parent_identifier
        self.unsaid: Counter[str] = Counter()
        self.ties = self.find_ties()

    def document(self) -> JsonObject:
        return {
            "@context": CONTEXT,
            "@id": f"{self.root.uri}#graph",
            "@graph": [self.framework(), *map(self.competency, self.items.values())],
        }

    def address(self, item: Item) -> str:
        return item.uri if is_uri(item.uri) else urljoin(self.root.uri, f"/uri/{item.identifier}")

    def words(self, text: str | None, language: str | None = None) -> JsonObject | None:
        return {language or self.language: text} if text else None

    def framework(self) -> JsonObject:
        root = self.root
        licence = (
            root.license_uri.uri if root.license_uri and is_uri(root.license_uri.uri) else None
        )
        source = root.official_source_url
        keywords = {self.language: list(root.subject)} if root.subject else None
        self.unsaid["notes"] += bool(root.notes)
        self.unsaid["extensions"] += bool(root.extensions)
        self.unsaid["licenseText"] += len(self.package.definitions.licenses)
        return kept(
            {
                "@id": root.uri,
                "@type": "ceasn:CompetencyFramework",
                "ceterms:ctid": ctid_of(root.identifier),
                "ceasn:name": in_languages(self.words(root.title), root.extensions, "title"),
                "ceasn:description": in_languages(
                    self.words(root.description or root.title),
                    root.extensions,
                    "description" if root.description else "title",
                ),
                "ceasn:inLanguage": [self.language, *translations_in(root.extensions)],
                "ceasn:publisher": [urljoin(root.uri, "/")],
                "ceasn:publisherName": self.words(root.publisher or root.creator),
                "ceasn:author": [root.creator] if root.creator else None,
                "ceasn:source": [source] if source and is_uri(source) else None,
                "ceasn:license": licence,
                "ceasn:dateModified": root.changed_at or None,
                "ceasn:dateValidFrom": moment(root.status_start_date),
                "ceasn:dateValidUntil": moment(root.status_end_date),
                "ceasn:publicationStatusType": STATUS
                + STATUS_OF.get(root.adoption_status or "", "Published"),
                "ceasn:localSubject": keywords,
                "ceasn:hasTopChild": self.children[None] or None,
            }
        )

    def competency(self, item: Item) -> JsonObject:
        language = item.language or self.language
        parent = self.parents[item.identifier]
        above = self.address(self.items[parent]) if parent is not None else None
        derived = item.extensions.get("sourceItemURI")
        said = {
            "@id": self.address(item),
            "@type": "ceasn:Competency",
            "ceterms:ctid": ctid_of(item.identifier),
            "ceasn:competencyText": in_languages(
                {language: item.full_statement}, item.extensions, "fullStatement"
            ),
            "ceasn:competencyLabel": in_languages(
                self.words(item.abbreviated_statement, language),
                item.extensions,
                "abbreviatedStatement",
            ),
            "ceasn:competencyCategory": self.words(item.item_type, language),
            "ceasn:codedNotation": item.human_coding_scheme,
            "ceasn:listID": item.list_enumeration,
            "ceasn:comment": {language: [item.notes]} if item.notes else None,
            "ceasn:conceptKeyword": several(item.concept_keywords, language),
            "ceasn:localSubject": several(item.subject, language),
            "ceasn:inLanguage": [language, *translations_in(item.extensions)],
            "ceasn:isPartOf": self.root.uri,
            "ceasn:isChildOf": [above] if above else None,
            "ceasn:isTopChildOf": None if above else self.root.uri,
            "ceasn:hasChild": self.children[item.identifier] or None,
            "ceasn:derivedFrom": [derived] if isinstance(derived, str) else None,
            "ceasn:dateModified": item.changed_at or None,
            **self.alignments(item),
        }
        for name, label in UNSAID_OF_ITEMS.items():
            self.unsaid[label] += bool(getattr(item, name))
        return kept(said)

    def alignments(self, item: Item) -> JsonObject:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for wanted, other in self.ties[item.identifier]:
            if other not in found[wanted]:
                found[wanted].append(other)
        return dict(found)

    def find_ties(self) -> defaultdict[str, list[tuple[str, str]]]:
        """By item: the property, and the competency elsewhere."""
        found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for key, kind, association in alignments_of(self.package):
            other = other_end(association, key)
            wanted = PROPERTY_OF.get(kind)
            if wanted is not None and is_uri(other.uri) and other.identifier not in self.items:
                found[key].append((wanted, other.uri))
        return found

    def losses(self) -> list[Loss]:
        kinds = Counter(kind for _key, kind, _association in alignments_of(self.package))
        losses = []
        if peers := kinds[RelationKind.PEER]:
            losses.append(
                Loss(
                    "peer",
                    _n(
                        "%(num)s link side by side became alignTo: CTDL-ASN has no word for it.",
                        "%(num)s links side by side became alignTo: CTDL-ASN has no word for them.",
                        peers,
                    ),
                    peers,
                )
            )
        left = unwritten(self.package, self.items)
        for name, count in sorted(left.items()):
            losses.append(
                Loss(
                    "association",
                    _(
                        "%(count)s associations of the type %(name)s are not in the file.",
                        count=count,
                        name=name,
                    ),
                    count,
                    (name,),
                )
            )
        reasons = sum(bool(one.notes) for _key, _kind, one in alignments_of(self.package))
        if reasons:
            losses.append(
                Loss("reasons", _("CTDL-ASN has no place for the reasons of alignments."), reasons)
            )
        for label, count in sorted(self.unsaid.items()):
            if count:
                message = _("CTDL-ASN has no place for %(name)s as text.", name=label)
                losses.append(Loss("field", message, count, (label,)))
        return losses


def alignments_of(package: CFPackage) -> Iterator[tuple[str, RelationKind, Association]]:
    """The item that is the subject, how it relates, and the association that says so."""
    inside = {item.identifier for item in package.items}
    for association in package.associations:
        relation = relation_of(association.association_type, association.extensions)
        if relation is None or relation.verbatim is not None:
            continue
        ends = (association.origin.identifier, association.destination.identifier)
        if (ends[0] in inside) == (ends[1] in inside):
            continue
        kind = relation.kind
        if ends[1] in inside and not relation.swapped:
            kind = turned(kind)
        yield (ends[0] if ends[0] in inside else ends[1]), kind, association


def unwritten(package: CFPackage, inside: dict[str, Item]) -> Counter[str]:
    """Associations that have no place in a graph, by type."""
    written = {one.identifier for _key, kind, one in alignments_of(package) if kind in PROPERTY_OF}
    return Counter(
        one.association_type
        for one in package.associations
        if one.association_type != "isChildOf" and one.identifier not in written
    )


def other_end(association: Association, key: str) -> Node:
    return association.destination if association.origin.identifier == key else association.origin


def moment(day: str | None) -> str | None:
    return f"{day}T00:00:00Z" if day else None


def several(texts: tuple[str, ...], language: str) -> JsonObject | None:
    return {language: list(texts)} if texts else None


def kept(said: JsonObject) -> JsonObject:
    return {name: value for name, value in said.items() if value is not None}
