"""Where the pages of ballots are hung."""

from flask import Blueprint

blueprint = Blueprint("ballots", __name__)
