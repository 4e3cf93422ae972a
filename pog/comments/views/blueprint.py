"""Where the pages of comments are registered."""

from flask import Blueprint

from pog.comments.services import name_of
from pog.comments.writing import writing_seat
from pog.profiles.models import Profile
from pog.web.doors import actor

blueprint = Blueprint("comments", __name__)


def moderator_name(profile: Profile) -> str:
    """What stands beside an answer or a line of the log: who acts now."""
    return name_of(actor(), writing_seat(actor(), profile.id))
