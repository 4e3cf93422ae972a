"""A framework as files, and what each of them leaves out."""

from flask import Response
from flask.typing import ResponseReturnValue

from pog.core.errors import NotFound
from pog.exports.formats import FORMATS
from pog.exports.formats.interface import Format
from pog.exports.frameworks import export_in_pieces, framework_formats
from pog.exports.views.blueprint import base_url, blueprint
from pog.frameworks.models import Framework
from pog.frameworks.permissions import VIEW_FRAMEWORK
from pog.frameworks.wording import REDISTRIBUTION_WORDS
from pog.organizations.services import slug_of
from pog.web.doors import NOT_HERE, needs
from pog.web.pages import page


@blueprint.get("/frameworks/<uuid:framework_id>/export")
@needs(VIEW_FRAMEWORK)
def framework_menu(framework: Framework) -> ResponseReturnValue:
    """Which files there are. What each leaves out is another page: it takes writing the file."""
    return page(
        "exports/framework_menu.html",
        framework=framework,
        formats=framework_formats(),
        redistribution_words=REDISTRIBUTION_WORDS,
    )


@blueprint.get("/frameworks/<uuid:framework_id>/export/<framework_format>")
@needs(VIEW_FRAMEWORK)
def framework_file(framework: Framework, framework_format: str) -> Response:
    """Always saved, never shown, as the files of profiles are; sent while it is written."""
    wanted = framework_format_named(framework_format)
    response = Response(export_in_pieces(framework, base_url(), wanted).content)
    response.headers["Content-Type"] = wanted.mimetype
    name = f"{slug_of(framework.title)}.{wanted.ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@blueprint.get("/frameworks/<uuid:framework_id>/export/<framework_format>/report")
@needs(VIEW_FRAMEWORK)
def framework_report(framework: Framework, framework_format: str) -> ResponseReturnValue:
    """What the file does not have as it is here."""
    wanted = framework_format_named(framework_format)
    pieces = export_in_pieces(framework, base_url(), wanted)
    size = sum(map(len, pieces.content))
    return page(
        "exports/framework_report.html",
        framework=framework,
        format=wanted,
        losses=pieces.losses(),
        size=size,
    )


def framework_format_named(name: str) -> Format:
    wanted = FORMATS.get(name)
    if wanted is None or wanted.make_framework is None:
        raise NotFound(NOT_HERE)
    return wanted
