"""What the items of a profile refer to in CASE: types, subjects, licence, groups of links."""

import uuid
from collections.abc import Iterator
from typing import Final

from pog.core.database import Json
from pog.exports.portrait import Alignment, Portrait
from pog.standards.case.minting import NAMESPACE, mint
from pog.standards.case.model import (
    AssociationGrouping,
    Definitions,
    ItemType,
    License,
    Link,
    Subject,
)

GROUPING, ATTRIBUTE, INDICATOR = "Grouping", "Attribute", "Indicator"
TYPES: Final = {
    GROUPING: "A named section of a profile of a graduate.",
    ATTRIBUTE: "One quality every graduate should have.",
    INDICATOR: "How an attribute shows at a level.",
}
"""Data of the file, so it is not translated."""
PURPOSES: Final = {"college": "College", "career": "Career", "civic_life": "Civic life"}
"""What a profile prepares for is the subject of its document; data of the file as well."""


def item_type_id(title: str) -> uuid.UUID:
    """The same on every site: a type of ours is one thing."""
    return mint(NAMESPACE, "item-type", title)


def link_to(thing: License | Subject | AssociationGrouping) -> Link:
    return Link(title=thing.title, identifier=thing.identifier, uri=thing.uri)


class Definer:
    """The definitions of one profile."""

    def __init__(self, portrait: Portrait) -> None:
        self.portrait = portrait
        self.at = portrait.at.isoformat()

    def definitions(self) -> Definitions:
        return Definitions(
            subjects=tuple(self.subjects()),
            licenses=tuple(self.licenses()),
            item_types=tuple(self.item_types()),
            association_groupings=tuple(self.association_groupings()),
        )

    def license_link(self) -> Link | None:
        found = next(self.licenses(), None)
        return link_to(found) if found is not None else None

    def subjects(self) -> Iterator[Subject]:
        """The same on every site, as the types of items are."""
        for place, (name, title) in enumerate(PURPOSES.items(), start=1):
            if name in self.portrait.purposes:
                key = mint(NAMESPACE, "purpose", name)
                yield Subject(
                    identifier=str(key),
                    uri=self.portrait.uri(key),
                    changed_at=self.at,
                    title=title,
                    hierarchy_code=str(place),
                )

    def association_groupings(self) -> Iterator[AssociationGrouping]:
        """The alignments to each framework are a group of their own."""
        for framework in self.portrait.frameworks:
            yield self.association_grouping(framework)

    def association_grouping(self, framework: Json) -> AssociationGrouping:
        key = mint(self.portrait.id, "alignments", framework.get("id") or framework["title"])
        return AssociationGrouping(
            identifier=str(key),
            uri=self.portrait.uri(key),
            changed_at=self.at,
            title=str(framework["title"]),
        )

    def licenses(self) -> Iterator[License]:
        """The usage rules of the profile are what CASE calls its licence."""
        rules = self.portrait.usage_rules
        if rules:
            key = mint(self.portrait.id, "licence")
            yield License(
                identifier=str(key),
                uri=self.portrait.uri(key),
                changed_at=self.at,
                title="Usage rules",
                license_text=rules,
            )

    def item_types(self) -> Iterator[ItemType]:
        used = [ATTRIBUTE]
        if any(grouping.id for grouping in self.portrait.groupings):
            used.insert(0, GROUPING)
        if any(attribute.indicators for attribute in self.portrait.attributes):
            used.append(INDICATOR)
        for place, title in enumerate(used, start=1):
            key = item_type_id(title)
            yield ItemType(
                identifier=str(key),
                uri=self.portrait.uri(key),
                changed_at=self.at,
                title=title,
                description=TYPES[title],
                hierarchy_code=str(place),
            )

    def grouping_link(self, alignment: Alignment) -> Link | None:
        framework = alignment.framework
        return link_to(self.association_grouping(framework)) if framework.get("title") else None
