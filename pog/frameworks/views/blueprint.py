"""Where the pages of frameworks are registered."""

from flask import Blueprint

blueprint = Blueprint("frameworks", __name__)
