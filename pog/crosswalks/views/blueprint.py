"""Where the pages of crosswalks are registered."""

from flask import Blueprint

blueprint = Blueprint("crosswalks", __name__)
