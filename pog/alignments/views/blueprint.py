"""Where the pages of alignments are registered."""

from flask import Blueprint

blueprint = Blueprint("alignments", __name__)
