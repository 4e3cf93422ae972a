"""The blueprint all pages of suggestions hang on."""

from flask import Blueprint

blueprint = Blueprint("suggestions", __name__)
