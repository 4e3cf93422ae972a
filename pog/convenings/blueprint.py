"""The blueprint all pages of convenings hang on; their views are in several modules."""

from flask import Blueprint

blueprint = Blueprint("convenings", __name__)
