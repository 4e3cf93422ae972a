"""Where the pages of lineage are registered."""

from flask import Blueprint

blueprint = Blueprint("lineage", __name__)
