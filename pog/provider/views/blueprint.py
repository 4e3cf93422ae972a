"""Where the addresses of the provider are registered, and how a JSON document is sent."""

import json

from flask import Blueprint, Response, current_app, make_response, request

from pog.core.database import Json

blueprint = Blueprint("provider", __name__)
FRESH: str = "public, max-age=60"


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
