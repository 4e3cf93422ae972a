"""`/uri/<uuid>` for machines and for things of frameworks; people are led to pages."""

import uuid
from typing import Any, Final

from flask import Response, current_app, request, url_for

from pog.core.database import db
from pog.exports.achievements import MIMETYPE, achievement_of, achievements_of
from pog.exports.gathering import portrait_of_edition
from pog.exports.queries import edition_naming
from pog.frameworks.models import Competency, Framework
from pog.frameworks.permissions import VIEW_FRAMEWORK
from pog.library.models import LibraryEntry
from pog.profiles.hooks import answers_addresses
from pog.profiles.models import Attribute, Edition, Grouping, Profile
from pog.profiles.queries import newest_edition
from pog.provider import answering, queries
from pog.provider.packages import document_about, document_of_edition, graph_about
from pog.provider.views.blueprint import base_url, send_framework, send_json
from pog.provider.views.service import package_about
from pog.standards.case.fields import JsonObject
from pog.web.doors import actor
from pog.web.pages import go_to

HTML, CASE = "text/html", "application/json"
LINKED: Final = MIMETYPE
OFFERED: Final = (HTML, CASE, LINKED)


@answers_addresses
def answer(thing_id: uuid.UUID) -> Any:  # a response, or None to leave it to profiles
    """CASE for who asks for JSON; pages of frameworks and of the library for everybody else."""
    if wanted() == CASE:
        whole = whole_framework(thing_id)
        if whole is not None:
            return send_framework(whole, "1.1")
        found = case_of(thing_id)
        return found and sent(thing_id, found)
    if wanted() == LINKED:
        found = linked_data_of(thing_id)
        return found and sent(thing_id, found, LINKED)
    framework, fragment = framework_of(thing_id)
    if framework is not None:
        if not VIEW_FRAMEWORK.allows(actor(), framework):
            return None
        return go_to(url_for("frameworks.show", framework_id=framework.id) + fragment)
    return page_of_edition(thing_id)


def wanted() -> str:
    """What the reader likes best; a browser, which takes anything, gets a page."""
    accepted = request.accept_mimetypes
    best: str = accepted.best_match(OFFERED, default=HTML)
    return best if accepted[best] > accepted[HTML] else HTML


def sent(thing_id: uuid.UUID, document: JsonObject, mimetype: str = CASE) -> Response:
    """What is an organization's own is kept by nobody on the way."""
    response = send_json(document, mimetype=mimetype)
    framework, _fragment = framework_of(thing_id)
    if framework is not None and framework.organization_id is not None:
        response.headers["Cache-Control"] = "no-store"
    return response


def whole_framework(thing_id: uuid.UUID) -> Framework | None:
    """The framework that has this identifier here or where it came from, for whoever may see it."""
    framework = db.session.get(Framework, thing_id)
    if framework is None:
        listed = queries.published_thing(thing_id)
        framework = listed.framework if listed and listed.kind == "CFDocument" else None
    allowed = framework is not None and VIEW_FRAMEWORK.allows(actor(), framework)
    return framework if allowed else None


def framework_of(thing_id: uuid.UUID) -> tuple[Framework | None, str]:
    """The framework a competency belongs to, and where it stands on its page."""
    framework = db.session.get(Framework, thing_id)
    if framework is not None:
        return framework, ""
    competency = db.session.get(Competency, thing_id)
    if competency is None:
        return None, ""
    return competency.framework, f"?at={competency.id}#c-{competency.id}"


def page_of_edition(thing_id: uuid.UUID) -> Any:  # a response, or None
    """Where a thing without a row of its own was published: library entries, older editions."""
    if any(db.session.get(kind, thing_id) for kind in (Profile, Attribute, Grouping)):
        return None
    listed = queries.published_thing(thing_id)
    if listed is not None and listed.framework is not None:
        return go_to(url_for("frameworks.show", framework_id=listed.framework.id))
    edition = (listed and listed.edition) or edition_naming(thing_id)
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
        competency = None if framework.id == thing_id else db.session.get(Competency, thing_id)
        key = (competency.source_id if competency else None) or str(thing_id)
        document = document_about(key, framework, base_url(), "1.1")
        return document if competency is None else answering.item_alone(document, key)
    listed = queries.published_thing(thing_id)
    if listed is not None:
        return answering.alone(package_about(listed), listed.kind, str(thing_id))
    edition = edition_of(thing_id)
    if edition is None or edition.profile is None:
        return None
    document = document_of_edition(edition.id, base_url(), "1.1")
    return answering.item_alone(document, str(thing_id)) or document


def linked_data_of(thing_id: uuid.UUID) -> JsonObject | None:
    """An attribute as an achievement, a profile as all of its, frameworks in CTDL-ASN."""
    found = graph_of(thing_id)
    if found is not None:
        return found
    edition = edition_of(thing_id)
    if edition is None or edition.profile is None:
        found = case_of(thing_id)
        return found and as_linked_data(found)
    portrait = portrait_of_edition(edition.profile, edition, base_url())
    if thing_id in (edition.profile.id, edition.id):
        return achievements_of(portrait)
    for attribute in portrait.attributes:
        if attribute.id == thing_id:
            return achievement_of(portrait, attribute)
    found = case_of(thing_id)
    return found and as_linked_data(found)


def graph_of(thing_id: uuid.UUID) -> JsonObject | None:
    """A framework or a competency, by its identifier here or where it came from."""
    framework, _fragment = framework_of(thing_id)
    key = str(thing_id)
    competency = db.session.get(Competency, thing_id)
    if competency is not None:
        key = competency.source_id or key
    if framework is None:
        listed = queries.published_thing(thing_id)
        framework = listed.framework if listed is not None else None
    if framework is None or not VIEW_FRAMEWORK.allows(actor(), framework):
        return None
    return graph_about(key, framework, base_url())


def as_linked_data(found: JsonObject) -> JsonObject:
    """CASE as JSON-LD: every field is a term of CASE, and the address is the identifier."""
    thing = found.get("CFDocument", found)
    terms = {"@vocab": CASE_TERMS, "uri": "@id"}
    return {"@context": terms, **{key: value for key, value in thing.items() if key not in FREE}}


CASE_TERMS: Final = "https://purl.imsglobal.org/spec/case/v1p1/terms#"
FREE: Final = frozenset({"extensions"})
"""Free content has no terms."""


def edition_of(thing_id: uuid.UUID) -> Edition | None:
    """The newest edition of a profile, or the newest one a thing stands in."""
    profile = db.session.get(Profile, thing_id)
    if profile is not None:
        return newest_edition(profile)
    return db.session.get(Edition, thing_id) or edition_naming(thing_id)
