"""A profile's logo and art as files, to those who read the draft; once published, to all."""

import uuid

from flask import Response, make_response
from flask.typing import ResponseReturnValue

from pog.core.errors import NotFound
from pog.profiles.models import Profile, ProfilePicture
from pog.profiles.permissions import VIEW_PROFILE
from pog.profiles.picturing import pictures_of
from pog.profiles.queries import newest_edition
from pog.profiles.views.blueprint import blueprint
from pog.profiles.views.public import published_profile
from pog.web.doors import NOT_HERE, needs, public


@blueprint.get("/profiles/<uuid:profile_id>/pictures/<uuid:picture_id>")
@needs(VIEW_PROFILE)
def picture(profile: Profile, picture_id: uuid.UUID) -> ResponseReturnValue:
    return sent(picture_in(profile, picture_id), "private")


@blueprint.get("/p/<slug>/pictures/<uuid:public_picture_id>")
@public
def public_picture(slug: str, public_picture_id: uuid.UUID) -> ResponseReturnValue:
    profile = published_profile(slug)
    if newest_edition(profile) is None:
        raise NotFound(NOT_HERE)
    return sent(picture_in(profile, public_picture_id), "public")


def picture_in(profile: Profile, picture_id: uuid.UUID) -> ProfilePicture:
    pictures = pictures_of(profile.id, with_content=True).values()
    found = next((one for one in pictures if one.id == picture_id), None)
    if found is None:
        raise NotFound(NOT_HERE)
    return found


def sent(picture: ProfilePicture, whose: str) -> Response:
    """An hour at most, though what stands at an address never changes: people take art away."""
    response = make_response(picture.content)
    response.headers["Content-Type"] = picture.mimetype
    response.headers["Cache-Control"] = f"{whose}, max-age=3600"
    return response
