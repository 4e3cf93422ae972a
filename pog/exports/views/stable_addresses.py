"""`/uri/<uuid>` for machines and for things of frameworks; people are led to pages."""

import uuid
from typing import Any

from flask import Response, current_app, make_response, request, url_for

from pog.core.database import db
from pog.exports.formats.case_1_1 import package_of
from pog.exports.frameworks import package_of_framework
from pog.exports.gathering import portrait_of_edition
from pog.exports.queries import edition_naming
from pog.exports.views.blueprint import base_url
from pog.frameworks.models import Competency, Framework
from pog.frameworks.permissions import VIEW_FRAMEWORK
from pog.library.models import LibraryEntry
from pog.profiles.hooks import answers_addresses
from pog.profiles.models import Attribute, Edition, Grouping, Profile
from pog.profiles.queries import newest_edition
from pog.standards.case.fields import JsonObject
from pog.standards.case.model import CFPackage
from pog.standards.case.writing import file_text, write_package
from pog.web.doors import actor
from pog.web.pages import go_to


@answers_addresses
def answer(thing_id: uuid.UUID) -> Any:  # a response, or None to leave it to profiles
    """CASE for who asks for JSON; pages of frameworks and of the library for everybody else."""
    if wants_json():
        found = case_of(thing_id)
        return found and json_answer(found)
    framework, fragment = framework_of(thing_id)
    if framework is not None:
        if not VIEW_FRAMEWORK.allows(actor(), framework):
            return None
        return go_to(url_for("frameworks.show", framework_id=framework.id) + fragment)
    return page_of_edition(thing_id)


def wants_json() -> bool:
    accepted = request.accept_mimetypes
    best = accepted.best_match(["text/html", "application/json"], default="text/html")
    return best == "application/json" and accepted[best] > accepted["text/html"]


def json_answer(document: JsonObject) -> Response:
    response = make_response(file_text(document))
    response.headers["Content-Type"] = "application/json"
    response.headers["Vary"] = "Accept"
    return response


def framework_of(thing_id: uuid.UUID) -> tuple[Framework | None, str]:
    """The framework a competency belongs to, and where it stands on its page."""
    framework = db.session.get(Framework, thing_id)
    if framework is not None:
        return framework, ""
    competency = db.session.get(Competency, thing_id)
    return (None, "") if competency is None else (competency.framework, f"#c-{competency.id}")


def page_of_edition(thing_id: uuid.UUID) -> Any:  # a response, or None
    """Where a thing without a row of its own was published: library entries, older editions."""
    if any(db.session.get(kind, thing_id) for kind in (Profile, Attribute, Grouping)):
        return None
    edition = edition_naming(thing_id)
    if edition is None:
        return None
    if edition.profile is not None:
        address = url_for("profiles.edition", slug=edition.profile.slug, number=edition.number)
        return go_to(f"{address}#attribute-{thing_id}")
    entry = db.session.query(LibraryEntry).filter_by(edition_id=edition.id).first()
    if entry is None or "library.show" not in current_app.view_functions:
        return None
    return go_to(url_for("library.show", entry_id=entry.id))


def case_of(thing_id: uuid.UUID) -> JsonObject | None:
    """What was published under this identifier, in CASE's words."""
    framework, _fragment = framework_of(thing_id)
    if framework is not None:
        if not VIEW_FRAMEWORK.allows(actor(), framework):
            return None
        package, _losses = package_of_framework(framework, base_url())
        competency = None if framework.id == thing_id else db.session.get(Competency, thing_id)
        key = (competency.source_id if competency else None) or str(thing_id)
        document, _repaired = write_package(package, now=framework.created_at)
        return document if competency is None else item_of(document, key)
    edition = edition_of(thing_id)
    if edition is None or edition.profile is None:
        return None
    portrait = portrait_of_edition(edition.profile, edition, base_url())
    package = package_of(portrait)
    document, _repaired = write_package(package, now=portrait.at)
    return document if is_whole(thing_id, package) else item_of(document, str(thing_id))


def edition_of(thing_id: uuid.UUID) -> Edition | None:
    """The newest edition of a profile, or the newest one a thing stands in."""
    profile = db.session.get(Profile, thing_id)
    if profile is not None:
        return newest_edition(profile)
    return db.session.get(Edition, thing_id) or edition_naming(thing_id)


def is_whole(thing_id: uuid.UUID, package: CFPackage) -> bool:
    """Whether the identifier names the profile or an edition rather than something in it."""
    own = {item.identifier for item in package.items}
    return str(thing_id) not in own


def item_of(document: JsonObject, identifier: str) -> JsonObject | None:
    """One item alone, with the way back to its document."""
    for item in document.get("CFItems", ()):
        if item["identifier"] == identifier:
            whole = document["CFDocument"]
            back = {key: whole[key] for key in ("title", "identifier", "uri")}
            return {**item, "CFDocumentURI": back}
    return None
