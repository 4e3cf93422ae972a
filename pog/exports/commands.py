"""`pog export`: a profile or a framework as a file."""

from pathlib import Path
from typing import Any

import click
from flask import current_app

from pog.core.errors import NotFound, Refusal
from pog.core.i18n import _
from pog.core.terminal import in_app, json_option, print_json
from pog.exports.bundle import BUNDLE, make_bundle
from pog.exports.formats import FORMATS
from pog.exports.formats.interface import Made
from pog.exports.frameworks import InPieces, export_in_pieces, in_one_piece
from pog.exports.gathering import portrait_of_draft, portrait_of_edition, with_pictures
from pog.exports.languages import in_language
from pog.exports.portrait import Portrait
from pog.frameworks.queries import framework_named
from pog.profiles.models import Profile
from pog.profiles.queries import edition_by_number, profile_by_slug_or_id
from pog.standards.case.remarks import Loss


@click.command("export")
@click.argument("name", metavar="ID")
@click.option("--format", "kind", type=click.Choice([*FORMATS, BUNDLE]), required=True)
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, metavar="FILE")
@click.option("--edition", type=int, help="A published edition instead of the draft.")
@click.option("--language", help="One of the languages a profile is translated into.")
@json_option
@in_app
def export(
    name: str,
    kind: str,
    output: Path,
    edition: int | None,
    language: str | None,
    as_json: bool,
) -> None:
    """Write a profile or a framework to a file; ID is its UUID, short name or key.

    What is not in the file as it is here is listed, with --json as one document.
    """
    made = make(name, kind, edition, language)
    try:
        with output.open("wb") as file:
            for piece in made.content:
                file.write(piece)
    except OSError as error:
        raise Refusal(
            _("The file %(name)s could not be written: %(why)s.", name=output, why=error.strerror)
        ) from error
    losses = made.losses()
    if as_json:
        print_json(report(name, kind, output, losses))
        return
    click.echo(str(output))
    for loss in losses:
        click.echo(loss.message, err=True)


def make(name: str, kind: str, edition: int | None, language: str | None = None) -> InPieces:
    """The file; a large framework is not held as a whole."""
    base_url: str = current_app.config["POG_SETTINGS"].base_url
    profile = profile_by_slug_or_id(name)
    if profile is not None:
        return in_one_piece(make_profile(profile, kind, edition, language))
    if kind == BUNDLE:
        raise NotFound(_("There is no profile “%(name)s”.", name=name))
    framework = framework_named(name)
    if framework is None:
        raise NotFound(_("There is no profile or framework “%(name)s”.", name=name))
    return export_in_pieces(framework, base_url, FORMATS[kind])


def make_profile(profile: Profile, kind: str, edition: int | None, language: str | None) -> Made:
    base_url: str = current_app.config["POG_SETTINGS"].base_url
    if kind == BUNDLE:
        if edition is not None:
            raise Refusal(_("A bundle is of the whole profile: leave the edition out."))
        return make_bundle(profile)
    if edition is None:
        with_record = FORMATS[kind].tells_record
        portrait = portrait_of_draft(profile, base_url, with_record=with_record)
        return made_in(portrait, kind, language)
    found = edition_by_number(profile, edition)
    if found is None:
        raise NotFound(_("There is no edition %(number)s.", number=edition))
    return made_in(portrait_of_edition(profile, found, base_url), kind, language)


def made_in(portrait: Portrait, kind: str, language: str | None) -> Made:
    if language is not None and language not in portrait.languages:
        raise Refusal(_("This profile is not translated into “%(language)s”.", language=language))
    wanted = FORMATS[kind]
    if wanted.on_paper:
        portrait = with_pictures(portrait)
    return wanted.make(in_language(portrait, language))


def report(name: str, kind: str, output: Path, losses: tuple[Loss, ...]) -> dict[str, Any]:
    """The loss report."""
    return {
        "id": name,
        "format": kind,
        "file": str(output),
        "bytes": output.stat().st_size,
        "losses": [
            {
                "code": loss.code,
                "message": loss.message,
                "count": loss.count,
                "where": list(loss.where),
                "restorable": loss.restorable,
            }
            for loss in losses
        ],
    }


COMMANDS = [export]
