"""Where the pages of exports are registered."""

from flask import Blueprint, current_app, request

from pog.core.errors import NotFound
from pog.exports.languages import in_language
from pog.exports.portrait import Portrait
from pog.profiles.models import Edition, Profile
from pog.profiles.queries import edition_by_number, profile_by_slug_or_id
from pog.web.doors import NOT_HERE

blueprint = Blueprint("exports", __name__)


def base_url() -> str:
    """The address this site is known by."""
    found: str = current_app.config["POG_SETTINGS"].base_url
    return found


def as_asked(portrait: Portrait) -> Portrait:
    """In the language of `?lang`, as far as it is translated."""
    return in_language(portrait, request.args.get("lang"))


def published(slug: str, number: int) -> tuple[Profile, Edition]:
    """A published edition, or 404."""
    profile = profile_by_slug_or_id(slug)
    edition = edition_by_number(profile, number) if profile and 0 < number < 2**31 else None
    if profile is None or edition is None:
        raise NotFound(NOT_HERE)
    return profile, edition
