"""Pages of suggestions: reading, making, deciding, asking the room."""

from flask import Flask

from pog.suggestions.views import asking, deciding, making, reading
from pog.suggestions.views.blueprint import blueprint

__all__ = ["asking", "blueprint", "deciding", "making", "reading"]


def install(app: Flask) -> None:
    app.jinja_env.globals.update(suggestions_beside=reading.suggestions_beside)
