"""The response matrix and one's own input."""

from flask import request
from flask.typing import ResponseReturnValue

from pog.comments import matrix as reading
from pog.comments.my_input import lines_about
from pog.comments.own import own_comments, seats_of
from pog.comments.permissions import MODERATE_COMMENTS, VIEW_MATRIX
from pog.comments.views.blueprint import blueprint
from pog.profiles.models import Profile
from pog.profiles.permissions import VIEW_PROFILE
from pog.web.doors import actor, needs, public
from pog.web.pages import page


@blueprint.get("/profiles/<uuid:profile_id>/comments/matrix")
@needs(VIEW_MATRIX, else_hidden_without=VIEW_PROFILE)
def matrix(profile: Profile) -> ResponseReturnValue:
    return page(
        "comments/matrix.html",
        profile=profile,
        found=reading.matrix(profile.id, page=request.args.get("page", 1, type=int)),
        numbers=reading.answer_numbers(profile.id),
        may_moderate=MODERATE_COMMENTS.allows(actor(), profile),
    )


@blueprint.get("/my-input")
@public  # shows only what this browser or account wrote itself
def mine() -> ResponseReturnValue:
    seats = seats_of(actor())
    return page(
        "comments/mine.html",
        seats=seats,
        own=own_comments(actor(), seats),
        lines=lines_about([seat.id for seat in seats]),
    )
