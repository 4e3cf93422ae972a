"""What is published, as strict CASE documents."""

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Final

from pog.alignments.targets import FULL
from pog.core.database import db
from pog.core.i18n import force_locale
from pog.exports.formats.case_1_1 import package_of
from pog.exports.frameworks import package_of_framework
from pog.exports.gathering import cover_of_edition, portrait_of_edition
from pog.frameworks.models import Framework
from pog.profiles.models import Edition
from pog.standards.case.fields import DEFINITION_LISTS, PACKAGE_LISTS, JsonObject
from pog.standards.case.model import CFPackage
from pog.standards.case.writing import Version, write_package

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
    return written(package_of(portrait), version, portrait.at)


def document_of_framework(framework: Framework, base_url: str, version: Version) -> JsonObject:
    package, _losses = package_of_framework(framework, base_url)
    return written(package, version, framework.changed_at)


def cover(thing: Edition | Framework, base_url: str, version: Version) -> JsonObject:
    """The CFDocument alone, without reading what is in the package."""
    if isinstance(thing, Framework):
        package, _losses = package_of_framework(thing, base_url, with_items=False)
        at = thing.changed_at
    else:
        assert thing.profile is not None  # as above
        portrait = cover_of_edition(thing.profile, thing, base_url)
        package, at = package_of(portrait), portrait.at
    package = replace(package, items=(), associations=(), rubrics=())
    found: JsonObject = written(package, version, at)["CFDocument"]
    return found


def written(package: CFPackage, version: Version, at: datetime) -> JsonObject:
    """The same for everybody: whose language the list of losses would be in is not asked."""
    with force_locale("en"):
        document, _losses = write_package(package, version, now=at)
    return document


def things_in(document: JsonObject) -> Iterator[tuple[str, JsonObject]]:
    """Everything with an identifier of its own, with its kind."""
    yield "CFDocument", document["CFDocument"]
    for holder in (document, document.get("CFDefinitions", {})):
        for name, kind in KINDS_BY_LIST.items():
            for thing in holder.get(name, ()):
                yield kind, thing
