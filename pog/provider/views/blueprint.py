"""Where the addresses of the provider are registered, and how a JSON document is sent."""

import json

from flask import Blueprint, Response, current_app, make_response, request

from pog.core.database import Json
from pog.exports.formats import FORMATS
from pog.exports.frameworks import export_in_pieces
from pog.frameworks.models import Framework
from pog.standards.case.minting import fingerprint
from pog.standards.case.writing import Version

blueprint = Blueprint("provider", __name__)
FRESH: str = "public, max-age=60"
WRITTEN: str = "1"
"""Another number whenever the same framework is written differently than before."""


def base_url() -> str:
    """The address this site is known by."""
    found: str = current_app.config["POG_SETTINGS"].base_url
    return found


def send_json(document: Json, *, mimetype: str = "application/json", status: int = 200) -> Response:
    """The same for everybody, kept for a minute; later readers ask whether it has changed."""
    response = make_response(json.dumps(document, ensure_ascii=False, allow_nan=False), status)
    response.headers["Content-Type"] = mimetype
    if status == 200:
        response.headers["Cache-Control"] = FRESH
        response.add_etag()
        response.make_conditional(request)
    return response


def send_framework(framework: Framework, version: Version) -> Response:
    """A whole framework, written while it is read; what it is called stands for its content.

    What is an organization's own is kept by nobody on the way.
    """
    name = [str(framework.id), framework.changed_at.isoformat(), version, base_url(), WRITTEN]
    response = Response(mimetype="application/json")
    own = framework.organization_id is not None
    response.headers["Cache-Control"] = "no-store" if own else FRESH
    response.set_etag(fingerprint(name), weak=True)
    if request.if_none_match.contains_weak(response.get_etag()[0] or ""):
        response.status_code = 304
        return response
    pieces = export_in_pieces(framework, base_url(), FORMATS[f"case-{version}"])
    response.response = pieces.content
    return response
