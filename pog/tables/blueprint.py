"""The blueprint all pages of tables hang on."""

from flask import Blueprint

blueprint = Blueprint("tables", __name__)
