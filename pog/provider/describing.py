"""The description of the CASE service in OpenAPI 3.0, made from the table all else follows."""

from typing import Any, Final

from pog.core.database import Json
from pog.provider.answering import ANSWERS, SERVICE
from pog.standards.case.fields import DEFINITION_LISTS, KINDS, Field, Shape
from pog.standards.case.writing import Version

UUID: Final = {
    "type": "string",
    "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$",
}
TEXT: Final = {"type": "string"}
FREE: Final = {"type": "object", "additionalProperties": True}
MAJOR: Final = ("success", "processing", "failure", "unsupported")
SEVERITY: Final = ("status", "warning", "error")
MINOR: Final = (
    "fullsuccess",
    "invalid_sort_field",
    "invalid_selection_field",
    "forbidden",
    "internal_server_error",
    "unknownobject",
    "server_busy",
)
SPELLED: Final = {
    "1.1": {"invalid_uuid": "invalid_uuid", "unauthorised_request": "unauthorised_request"},
    "1.0": {"invalid_uuid": "invaliduuid", "unauthorised_request": "unauthorisedrequest"},
}
"""Two codes changed their spelling between the versions."""
SETS: Final = {"CFConcepts", "CFItemTypes", "CFSubjects"}
_SHAPES: Final[dict[Shape, Json]] = {
    Shape.UUID: UUID,
    Shape.URI: {"type": "string", "format": "uri"},
    Shape.DATE: {"type": "string", "format": "date"},
    Shape.DATETIME: {"type": "string", "format": "date-time"},
    Shape.TEXTS: {"type": "array", "items": TEXT},
    Shape.INTEGER: {"type": "integer", "format": "int32"},
    Shape.NUMBER: {"type": "number"},
    Shape.EXTENSIONS: FREE,
    Shape.EXTENSION_LIST: {"type": "array", "items": FREE},
}
_ASKED: Final = (
    ("limit", {"type": "integer", "minimum": 1}, "How many documents to send at most."),
    ("offset", {"type": "integer", "minimum": 0, "default": 0}, "How many to skip."),
    ("sort", TEXT, "The field to put them in order by."),
    ("orderBy", {"type": "string", "enum": ["asc", "desc"]}, "From the first up, or down."),
    ("filter", TEXT, "One or two clauses such as title~'portrait' AND language='en'."),
    ("fields", TEXT, "The fields to send, separated by commas."),
)


def description(base_url: str, address: str) -> Json:
    """The whole document for one version, named as addresses name it (v1p1)."""
    version = SERVICE[address]
    paths: dict[str, Any] = {
        "/CFDocuments": {"get": _listing()},
        "/CFDocuments/{sourcedId}": {"get": _operation("CFDocument", "One document.")},
        "/CFPackages/{sourcedId}": {
            "get": _operation("CFPackage", "A document with everything in it.")
        },
    }
    for name, (kind, _answer) in ANSWERS.items():
        schema = "CFAssociationSet" if name == "CFItemAssociations" else kind
        schema = f"{kind}Set" if name in SETS else schema
        paths[f"/{name}/{{sourcedId}}"] = {"get": _operation(schema, _SAYS[name])}
    return {
        "openapi": "3.0.3",
        "info": {
            "title": f"pog: published profiles and frameworks as CASE {version}",
            "version": version,
            "description": (
                "Read only, without a key. Published editions of profiles, and frameworks of the "
                "library whose licence lets the full text travel."
            ),
        },
        "servers": [{"url": f"{base_url}/ims/case/{address}"}],
        "paths": paths,
        "components": {"schemas": schemas(version)},
    }


_SAYS: Final = {
    "CFItems": "One item.",
    "CFItemAssociations": "An item and the associations that begin or end at it.",
    "CFAssociations": "One association.",
    "CFAssociationGroupings": "One group of associations.",
    "CFConcepts": "A concept and those below it.",
    "CFItemTypes": "A type of items and those below it.",
    "CFLicenses": "One licence.",
    "CFSubjects": "A subject and those below it.",
    "CFRubrics": "One rubric.",
}


def _operation(schema: str, summary: str) -> Json:
    parameter = {"name": "sourcedId", "in": "path", "required": True, "schema": UUID}
    return {
        "summary": summary,
        "operationId": f"get{schema}",
        "parameters": [parameter],
        "responses": _responses(schema),
    }


def _listing() -> Json:
    asked = [
        {"name": name, "in": "query", "schema": schema, "description": says}
        for name, schema, says in _ASKED
    ]
    responses = _responses("CFDocumentSet")
    responses["200"]["headers"] = {
        "X-Total-Count": {
            "description": "How many documents match, on all pages together.",
            "schema": {"type": "integer"},
        },
        "Link": {
            "description": "The addresses of the next, last, first and previous page.",
            "schema": TEXT,
        },
    }
    return {
        "summary": "What is published.",
        "operationId": "getAllCFDocuments",
        "parameters": asked,
        "responses": responses,
    }


def _responses(schema: str) -> Json:
    return {
        "200": _body(schema, "What was asked for."),
        "400": _body("imsx_StatusInfo", "The question cannot be understood."),
        "404": _body("imsx_StatusInfo", "Nothing is published under this identifier."),
        "default": _body("imsx_StatusInfo", "Something went wrong."),
    }


def _body(schema: str, says: str) -> Json:
    return {
        "description": says,
        "content": {"application/json": {"schema": _reference(schema)}},
    }


def _reference(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def schemas(version: Version) -> Json:
    """Every object the service sends, in this version of CASE."""
    found: Json = {kind: _object(kind, version) for kind in KINDS}
    for kind in ("CFDocument", "CFItem", "CFAssociation"):
        found[f"{kind}InPackage"] = found[kind]
    found["CFDocument"] = _with(found["CFDocument"], "CFPackageURI")
    found["CFItem"] = _with(found["CFItem"], "CFDocumentURI")
    found["CFAssociation"] = _with(found["CFAssociation"], "CFDocumentURI")
    found["CFDefinitions"] = _closed({n: _several(kind) for n, kind in DEFINITION_LISTS.items()})
    found["CFPackage"] = _closed(
        {
            "CFDocument": _reference("CFDocumentInPackage"),
            "CFItems": _several("CFItemInPackage"),
            "CFAssociations": _several("CFAssociationInPackage"),
            "CFDefinitions": _reference("CFDefinitions"),
            "CFRubrics": _several("CFRubric"),
        },
        "CFDocument",
    )
    found["CFDocumentSet"] = _closed({"CFDocuments": _several("CFDocument")}, "CFDocuments")
    found["CFAssociationSet"] = _closed(
        {"CFItem": _reference("CFItem"), "CFAssociations": _several("CFAssociationInPackage")},
        "CFItem",
        "CFAssociations",
    )
    for name in sorted(SETS):
        kind = DEFINITION_LISTS[name]
        found[f"{kind}Set"] = _closed({name: _several(kind)}, name)
    if version == "1.1":
        for name in ("CFPackage", "CFDefinitions"):
            found[name]["properties"]["extensions"] = FREE
    return found | _status(version)


def _object(kind: str, version: Version) -> Json:
    rules = [rule for rule in KINDS[kind] if version == "1.1" or not rule.since_1_1]
    properties = {rule.name: _value(rule) for rule in rules}
    return _closed(properties, *(rule.name for rule in rules if rule.required))


def _value(rule: Field) -> Json:
    match rule.shape:
        case Shape.LINK:
            return _reference("LinkURI")
        case Shape.LINKS:
            return _several("LinkURI")
        case Shape.NODE:
            return _reference("LinkGenURI")
        case Shape.CRITERIA:
            return _several("CFRubricCriterion")
        case Shape.LEVELS:
            return _several("CFRubricCriterionLevel")
        case _:
            return _SHAPES.get(rule.shape, TEXT)


def _several(name: str) -> Json:
    return {"type": "array", "items": _reference(name)}


def _closed(properties: Json, *required: str) -> Json:
    found: Json = {"type": "object", "properties": properties, "additionalProperties": False}
    return found | ({"required": list(required)} if required else {})


def _with(schema: Json, link: str) -> Json:
    """The object as it stands alone: with the way back to what it is part of."""
    properties = {**schema["properties"], link: _reference("LinkURI")}
    return _closed(properties, *schema["required"], link)


def _status(version: Version) -> Json:
    codes = [*MINOR, *SPELLED[version].values()]
    field = _closed(
        {"imsx_codeMinorFieldName": TEXT, "imsx_codeMinorFieldValue": _one_of(codes)},
        "imsx_codeMinorFieldName",
        "imsx_codeMinorFieldValue",
    )
    return {
        "imsx_CodeMinorField": field,
        "imsx_CodeMinor": _closed(
            {"imsx_codeMinorField": _several("imsx_CodeMinorField")}, "imsx_codeMinorField"
        ),
        "imsx_StatusInfo": _closed(
            {
                "imsx_codeMajor": _one_of(MAJOR),
                "imsx_severity": _one_of(SEVERITY),
                "imsx_description": TEXT,
                "imsx_codeMinor": _reference("imsx_CodeMinor"),
            },
            "imsx_codeMajor",
            "imsx_severity",
        ),
    }


def _one_of(words: tuple[str, ...] | list[str]) -> Json:
    return {"type": "string", "enum": list(words)}
