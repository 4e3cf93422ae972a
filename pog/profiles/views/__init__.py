"""The pages of profiles."""

from flask import Flask

from pog.core.markup import text_of
from pog.profiles.readability import Reading, reading_of
from pog.profiles.views import (
    arranging,
    editing,
    editions,
    histories,
    indicators,
    pictures,
    public,
    publishing,
    reading,
    reviews,
)
from pog.profiles.views.blueprint import blueprint

__all__ = [
    "arranging",
    "blueprint",
    "editing",
    "editions",
    "histories",
    "indicators",
    "install",
    "pictures",
    "public",
    "publishing",
    "reading",
    "reviews",
]


def install(app: Flask) -> None:
    """What parts of profile pages ask for themselves."""
    app.jinja_env.globals["reading_level"] = reading_level


def reading_level(html: str, language: str) -> Reading | None:
    """How easy a stored text is to read."""
    return reading_of(text_of(html), language)
