"""The CASE service: what is published, for machines, without a key."""

import uuid
from typing import Final
from urllib.parse import urlencode

from flask import Response, request
from werkzeug.exceptions import HTTPException

from pog.provider import answering, queries
from pog.provider.answering import ANSWERS, SERVICE
from pog.provider.asking import Misunderstood, Page, Question, answer, read_question
from pog.provider.describing import SPELLED, description
from pog.provider.listing import documents
from pog.provider.models import PublishedThing
from pog.provider.packages import document_about, document_of_edition
from pog.provider.views.blueprint import base_url, blueprint, send_framework, send_json
from pog.standards.case.fields import JsonObject
from pog.standards.case.writing import Version
from pog.web.doors import public
from pog.web.edge import show_failure

ROOT: Final = "/ims/case/<case_version>"


class Absent(Exception):
    """Nothing is published under this identifier; `code` is CASE's word for why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@blueprint.get(f"{ROOT}/CFDocuments", endpoint="documents")
@public
def list_documents(case_version: str) -> Response:
    version = version_named(case_version)
    question = read_question(request.args)
    everything = [
        answering.alone_document(one, base_url(), case_version)
        for one in documents(base_url(), version)
    ]
    found = answer(question, everything)
    response = send_json({"CFDocuments": found.documents})
    response.headers["X-Total-Count"] = str(found.total)
    if links := links_of(case_version, question, found):
        response.headers["Link"] = links
    return response


def links_of(case_version: str, question: Question, found: Page) -> str:
    """The other pages of the same question, as a Link header has them."""
    size, here, total = question.limit, question.offset, found.total
    last = max(0, (total - 1) // size * size)
    places = {"next": here + size, "last": last, "first": 0, "prev": max(0, here - size)}
    if here + size >= total:
        del places["next"]
    if here == 0:
        del places["prev"]
    kept = [(key, value) for key, value in request.args.items() if key not in ("limit", "offset")]
    start = f"{base_url()}/ims/case/{case_version}/CFDocuments"
    return ", ".join(
        f'<{start}?{urlencode([*kept, ("limit", size), ("offset", place)])}>; rel="{name}"'
        for name, place in places.items()
    )


@blueprint.get(f"{ROOT}/CFDocuments/<cf_document>")
@public
def document(case_version: str, cf_document: str) -> Response:
    version = version_named(case_version)
    package = package_about(listed_thing("CFDocument", cf_document), version)
    alone = answering.alone_document(package["CFDocument"], base_url(), case_version)
    return send_json(alone)


@blueprint.get(f"{ROOT}/CFPackages/<cf_document>")
@public
def package(case_version: str, cf_document: str) -> Response:
    version = version_named(case_version)
    found = listed_thing("CFDocument", cf_document)
    if found.framework is not None:
        return send_framework(found.framework, version)
    return send_json(package_about(found, version))


@blueprint.get(f"{ROOT}/CFItems/<cf_item>", endpoint="CFItems")
@blueprint.get(f"{ROOT}/CFItemAssociations/<cf_item>", endpoint="CFItemAssociations")
@blueprint.get(f"{ROOT}/CFAssociations/<cf_association>", endpoint="CFAssociations")
@blueprint.get(f"{ROOT}/CFAssociationGroupings/<cf_grouping>", endpoint="CFAssociationGroupings")
@blueprint.get(f"{ROOT}/CFConcepts/<cf_concept>", endpoint="CFConcepts")
@blueprint.get(f"{ROOT}/CFItemTypes/<cf_item_type>", endpoint="CFItemTypes")
@blueprint.get(f"{ROOT}/CFLicenses/<cf_license>", endpoint="CFLicenses")
@blueprint.get(f"{ROOT}/CFSubjects/<cf_subject>", endpoint="CFSubjects")
@blueprint.get(f"{ROOT}/CFRubrics/<cf_rubric>", endpoint="CFRubrics")
@public
def thing(case_version: str, **identified: str) -> Response:
    """One thing; which kind of it is the last word of the endpoint."""
    (identifier,) = identified.values()
    kind, answers = ANSWERS[str(request.endpoint).rpartition(".")[2]]
    version = version_named(case_version)
    package = package_about(listed_thing(kind, identifier), version)
    found = answers(package, identifier.lower())
    if found is None:  # 1.0 has no place for everything that 1.1 has
        raise unknown()
    return send_json(found)


def version_named(case_version: str) -> Version:
    if case_version not in SERVICE:
        raise unknown()
    return SERVICE[case_version]


def listed_thing(kind: str, identifier: str) -> PublishedThing:
    """Where a thing of this kind is published."""
    try:
        key = uuid.UUID(identifier)
    except ValueError:
        raise Absent("invalid_uuid", "This is not a UUID.") from None
    found = queries.published_thing(key)
    if found is None or found.kind != kind:
        raise unknown()
    return found


def package_about(listed: PublishedThing, version: Version = "1.1") -> JsonObject:
    """The package in which it is published; of a framework what has to do with it."""
    if listed.framework is not None:
        return document_about(str(listed.identifier), listed.framework, base_url(), version)
    assert listed.edition_id is not None  # one of the two
    return document_of_edition(listed.edition_id, base_url(), version)


def unknown() -> Absent:
    return Absent("unknownobject", "Nothing of this kind is published under this identifier.")


@blueprint.get(f"{ROOT}/discovery/imscase<described>_openapi3_v1p0.json")
@public
def openapi(case_version: str, described: str) -> Response:
    if described != case_version or case_version not in SERVICE:
        raise unknown()
    return send_json(description(base_url(), case_version))


@blueprint.get(f"{ROOT}/<path:rest>")
@public
def nothing(case_version: str, rest: str) -> Response:
    """An address the service does not have is answered in its own words, too."""
    del case_version, rest
    raise unknown()


# ------------------------------------------------------------------ refusals in CASE's words


@blueprint.errorhandler(Misunderstood)
def explain_question(problem: Misunderstood) -> Response:
    return status_info(400, problem.code, str(problem))


@blueprint.errorhandler(Absent)
def explain_absence(problem: Absent) -> Response:
    return status_info(404, problem.code, str(problem))


def status_info(status: int, code: str, message: str) -> Response:
    version = SERVICE.get((request.view_args or {}).get("case_version", ""), "1.1")
    field = {
        "imsx_codeMinorFieldName": "pog",
        "imsx_codeMinorFieldValue": SPELLED[version].get(code, code),
    }
    body = {
        "imsx_codeMajor": "failure",
        "imsx_severity": "error",
        "imsx_description": message,
        "imsx_codeMinor": {"imsx_codeMinorField": [field]},
    }
    return send_json(body, status=status)


@blueprint.errorhandler(500)
def explain_failure(error: HTTPException) -> Response:
    """The log has the reason; a person gets the usual page, a machine CASE's words."""
    page = show_failure(getattr(error, "original_exception", None) or error)
    if not request.path.startswith("/ims/"):
        return page
    return status_info(500, "internal_server_error", "Something went wrong on our side.")
