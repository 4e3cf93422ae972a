"""Where the pages of profiles are registered."""

from flask import Blueprint

blueprint = Blueprint("profiles", __name__)
