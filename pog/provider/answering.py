"""What each address of the CASE service answers: one thing of a package, as it stands alone."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from pog.standards.case.fields import DEFINITION_LISTS, JsonObject
from pog.standards.case.writing import Version

SERVICE: Final[Mapping[str, Version]] = {"v1p1": "1.1", "v1p0": "1.0"}
"""How addresses and people write the versions."""


def address_of_package(base_url: str, version: str, identifier: str) -> str:
    return f"{base_url}/ims/case/{version}/CFPackages/{identifier}"


def alone_document(document: JsonObject, base_url: str, version: str) -> JsonObject:
    """A CFDocument outside its package says where the package is."""
    link = {
        "title": document["title"],
        "identifier": document["identifier"],
        "uri": address_of_package(base_url, version, document["identifier"]),
    }
    return {**document, "CFPackageURI": link}


def back(package: JsonObject) -> JsonObject:
    """The link from a thing to the document it stands in."""
    document = package["CFDocument"]
    return {key: document[key] for key in ("title", "identifier", "uri")}


def find(package: JsonObject, kind: str, identifier: str) -> JsonObject | None:
    holder, name = _place(package, kind)
    return next((one for one in holder.get(name, ()) if one["identifier"] == identifier), None)


def _place(package: JsonObject, kind: str) -> tuple[JsonObject, str]:
    name = LISTS[kind]
    return (package.get("CFDefinitions", {}) if name in DEFINITION_LISTS else package), name


def item_alone(package: JsonObject, identifier: str) -> JsonObject | None:
    item = find(package, "CFItem", identifier)
    return {**item, "CFDocumentURI": back(package)} if item is not None else None


def association_alone(package: JsonObject, identifier: str) -> JsonObject | None:
    found = find(package, "CFAssociation", identifier)
    return {**found, "CFDocumentURI": back(package)} if found is not None else None


def associations_of_item(package: JsonObject, identifier: str) -> JsonObject | None:
    """The item with every association that begins or ends at it."""
    item = item_alone(package, identifier)
    if item is None:
        return None
    return {
        "CFItem": item,
        "CFAssociations": [
            one
            for one in package.get("CFAssociations", ())
            if identifier
            in (one["originNodeURI"]["identifier"], one["destinationNodeURI"]["identifier"])
        ],
    }


def definition_alone(kind: str) -> "Answer":
    return lambda package, identifier: find(package, kind, identifier)


def definition_set(kind: str) -> "Answer":
    """The definition first, then those below it by their hierarchy codes."""

    def answer(package: JsonObject, identifier: str) -> JsonObject | None:
        first = find(package, kind, identifier)
        if first is None:
            return None
        holder, name = _place(package, kind)
        below = [one for one in holder[name] if one is not first and _is_below(one, first)]
        return {name: [first, *below]}

    return answer


def _is_below(one: JsonObject, first: JsonObject) -> bool:
    code = str(first["hierarchyCode"]).rstrip(".")
    return str(one["hierarchyCode"]).startswith(f"{code}.")


Answer = Callable[[JsonObject, str], Any]  # a JSON object, or None
LISTS: Final = {
    "CFItem": "CFItems",
    "CFAssociation": "CFAssociations",
    "CFRubric": "CFRubrics",
    **{kind: name for name, kind in DEFINITION_LISTS.items()},
}
ANSWERS: Final[Mapping[str, tuple[str, Answer]]] = {
    "CFItems": ("CFItem", item_alone),
    "CFItemAssociations": ("CFItem", associations_of_item),
    "CFAssociations": ("CFAssociation", association_alone),
    "CFAssociationGroupings": (
        "CFAssociationGrouping",
        definition_alone("CFAssociationGrouping"),
    ),
    "CFConcepts": ("CFConcept", definition_set("CFConcept")),
    "CFItemTypes": ("CFItemType", definition_set("CFItemType")),
    "CFLicenses": ("CFLicense", definition_alone("CFLicense")),
    "CFSubjects": ("CFSubject", definition_set("CFSubject")),
    "CFRubrics": ("CFRubric", definition_alone("CFRubric")),
}
"""By the name in the address: the kind it asks for, and how a package answers."""


def alone(package: JsonObject, kind: str, identifier: str) -> JsonObject | None:
    """The thing of this kind as `/uri/<uuid>` answers it; a document is its whole package."""
    if kind == "CFDocument":
        return package
    of_kind = {"CFItem": item_alone, "CFAssociation": association_alone}
    found: JsonObject | None = of_kind.get(kind, definition_alone(kind))(package, identifier)
    return found
