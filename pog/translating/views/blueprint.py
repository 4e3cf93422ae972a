"""Where the pages of translations are registered, and what they share."""

from flask import Blueprint

from pog.core.errors import NotFound
from pog.core.i18n import TEXT_LANGUAGES
from pog.profiles.models import Profile
from pog.web.doors import NOT_HERE

blueprint = Blueprint("translating", __name__)


def refuse_other(profile: Profile, language: str) -> None:
    """Only languages we know, and never the one the profile is written in."""
    if language not in TEXT_LANGUAGES or language == profile.language:
        raise NotFound(NOT_HERE)
