"""The blueprint the pages of notes hang on."""

from flask import Blueprint

blueprint = Blueprint("notes", __name__)
