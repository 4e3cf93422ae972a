"""What is published, as strict CASE documents."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Final

from pog.alignments.targets import FULL
from pog.core.database import db
from pog.exports.formats.case_1_1 import package_of
from pog.exports.framework_sources import cover_of_framework, source_of_framework
from pog.exports.frameworks import package_in
from pog.exports.gathering import cover_of_edition, portrait_of_edition
from pog.frameworks.models import Framework
from pog.profiles.models import Edition
from pog.standards.case.fields import DEFINITION_LISTS, PACKAGE_LISTS, JsonObject
from pog.standards.case.repairing import Part
from pog.standards.case.repairing_references import ENDS
from pog.standards.case.sources import source_of
from pog.standards.case.writing import Version, Writing, write_package
from pog.standards.ctdl_asn.terms import ctid_of
from pog.standards.ctdl_asn.writing import write_graph

KINDS_BY_LIST: Final = PACKAGE_LISTS | DEFINITION_LISTS


def is_served(framework: Framework) -> bool:
    """Everybody's, and its licence lets the whole text travel."""
    return framework.organization_id is None and framework.redistribution in FULL


def document_of_edition(edition_id: uuid.UUID, base_url: str, version: Version) -> JsonObject:
    """The whole package of an edition. It is shared: whoever changes it copies it first."""
    return _document_of_edition(edition_id, base_url, version)


@lru_cache(maxsize=64)  # an edition never changes, and readers ask for many things of one
def _document_of_edition(edition_id: uuid.UUID, base_url: str, version: Version) -> JsonObject:
    edition = db.session.get_one(Edition, edition_id)
    assert edition.profile is not None  # those of the library are not published by us
    portrait = portrait_of_edition(edition.profile, edition, base_url)
    return write_package(package_of(portrait), version, now=portrait.at)[0]


def parts_of_framework(
    framework: Framework, base_url: str, version: Version = "1.1"
) -> Iterator[Part]:
    """The whole package of a framework, without holding all of it."""
    source, _losses = source_of_framework(framework, base_url)
    return Writing(source, version, now=framework.changed_at).parts()


def document_about(
    identifier: str, framework: Framework, base_url: str, version: Version
) -> JsonObject:
    """The package of a framework with only those items and links that have to do with this one."""

    def is_about(thing: JsonObject) -> bool:
        ends = (thing.get(name, {}).get("identifier") for name in ENDS)
        return identifier == thing["identifier"] or identifier in ends

    return {
        name: part if isinstance(part, dict) else [one for one in part if is_about(one)]
        for name, part in parts_of_framework(framework, base_url, version)
    }


def graph_about(identifier: str, framework: Framework, base_url: str) -> JsonObject | None:
    """A framework in CTDL-ASN, or the one competency of it that has this identifier."""
    source, _losses = source_of_framework(framework, base_url)
    document, _losses = write_graph(package_in(source))
    if identifier in (str(framework.id), source.rest["CFDocument"]["identifier"]):
        return document
    found = (one for one in document["@graph"] if one["ceterms:ctid"] == ctid_of(identifier))
    node: JsonObject | None = next(found, None)
    return node and {"@context": document["@context"], **node}


def cover(thing: Edition | Framework, base_url: str, version: Version) -> JsonObject:
    """The CFDocument alone, without reading what is in the package."""
    if isinstance(thing, Framework):
        source, at = cover_of_framework(thing, base_url), thing.changed_at
    else:
        assert thing.profile is not None  # as above
        portrait = cover_of_edition(thing.profile, thing, base_url)
        package, at = package_of(portrait), portrait.at
        source = source_of(replace(package, items=(), associations=(), rubrics=()))
    found: JsonObject = Writing(source, version, now=at).document()["CFDocument"]
    return found


def things_in(
    parts: Iterable[tuple[str, JsonObject | Iterable[JsonObject]]],
) -> Iterator[tuple[str, str]]:
    """Identifier and kind of everything that has an identifier of its own."""
    for name, part in parts:
        if name == "CFDefinitions" and isinstance(part, dict):
            yield from things_in(part.items())
        elif name == "CFDocument" and isinstance(part, dict):
            yield part["identifier"], name
        elif name in KINDS_BY_LIST and not isinstance(part, dict):
            yield from ((one["identifier"], KINDS_BY_LIST[name]) for one in part)
