"""The page that offers the files, and the files themselves."""

from flask import Response, make_response
from flask.typing import ResponseReturnValue

from pog.core.database import Json
from pog.core.errors import NotFound
from pog.core.i18n import name_of
from pog.exports.bundle import BUNDLE, ENDING, make_bundle
from pog.exports.formats import FORMATS
from pog.exports.formats.documents import NotTranslated
from pog.exports.formats.interface import Format
from pog.exports.gathering import portrait_of_draft, portrait_of_edition, with_pictures
from pog.exports.portrait import Portrait
from pog.exports.views.blueprint import as_asked, base_url, blueprint, published
from pog.frameworks.licensing import attribution
from pog.frameworks.wording import REDISTRIBUTION_WORDS
from pog.profiles.models import Profile
from pog.profiles.permissions import PUBLISH_PROFILE, VIEW_PROFILE
from pog.profiles.queries import editions_of
from pog.profiles.snapshots import languages_in
from pog.web.doors import NOT_HERE, actor, needs, public
from pog.web.pages import page


@blueprint.get("/profiles/<uuid:profile_id>/export")
@needs(VIEW_PROFILE)
def menu(profile: Profile) -> ResponseReturnValue:
    """Every format with what is in it, what is not, and under which licences."""
    portrait = portrait_of_draft(profile, base_url(), with_record=True, reader=actor())
    return page(
        "exports/menu.html",
        profile=profile,
        formats=[(one, one.make(portrait)) for one in FORMATS.values() if not one.on_paper],
        papers=[one for one in FORMATS.values() if one.on_paper],
        has_attributes=bool(portrait.attributes),
        may_publish=PUBLISH_PROFILE.allows(actor(), profile),
        version=profile.changed_at.timestamp(),
        frameworks=portrait.frameworks,
        editions=[(one, languages_named(one.content)) for one in editions_of(profile)],
        languages=[(code, name_of(code)) for code in portrait.languages[1:]],
        attribution=attribution,
        redistribution_words=REDISTRIBUTION_WORDS,
    )


@blueprint.get("/profiles/<uuid:profile_id>/export/<format>")
@needs(VIEW_PROFILE)
def file(profile: Profile, format: str) -> ResponseReturnValue:  # noqa: A002 - the address says so
    if format == BUNDLE:
        return saved(make_bundle(profile).content, "application/json", f"{profile.slug}.{ENDING}")
    wanted = format_named(format)
    portrait = portrait_of_draft(
        profile, base_url(), with_record=wanted.tells_record, reader=actor()
    )
    return download(profile, wanted, portrait)


@blueprint.get("/p/<slug>/editions/<int:number>/export/<format>")
@public
def edition_file(slug: str, number: int, format: str) -> ResponseReturnValue:  # noqa: A002 - as above
    """A published edition as a file: its snapshot, the same for everybody and every time."""
    wanted = format_named(format)
    profile, edition = published(slug, number)
    return download(profile, wanted, portrait_of_edition(profile, edition, base_url()))


def languages_named(content: Json) -> list[tuple[str, str]]:
    """Those an edition is translated into, and what they are called."""
    return [(code, name_of(code)) for code in languages_in(content)[1:]]


def format_named(name: str) -> Format:
    if name not in FORMATS:
        raise NotFound(NOT_HERE)
    return FORMATS[name]


def download(profile: Profile, wanted: Format, portrait: Portrait) -> ResponseReturnValue:
    """The file, in the language the address asks for."""
    portrait = as_asked(portrait)
    if wanted.on_paper:
        portrait = with_pictures(portrait)
    edition = f"edition-{portrait.edition}" if portrait.edition else "draft"
    if portrait.language != portrait.own_language:
        edition += f"-{portrait.language}"
    name = f"{portrait.slug}-{edition}.{wanted.ending}"
    try:
        return saved(wanted.make(portrait).content, wanted.mimetype, name)
    except NotTranslated as missing:
        return page(
            "exports/not_translated.html",
            status=missing.status,
            profile=profile,
            portrait=portrait,
            sentence=str(missing),
            may_see=VIEW_PROFILE.allows(actor(), profile),
        )


def saved(content: bytes, mimetype: str, name: str) -> Response:
    """Always saved, never shown: a file of ours must not act as a page of this site."""
    response = make_response(content)
    response.headers["Content-Type"] = mimetype
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
