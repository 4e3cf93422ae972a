"""The pages of profiles."""

from pog.profiles.views import (
    arranging,
    editing,
    histories,
    indicators,
    public,
    publishing,
    reading,
)
from pog.profiles.views.blueprint import blueprint

__all__ = [
    "arranging",
    "blueprint",
    "editing",
    "histories",
    "indicators",
    "public",
    "publishing",
    "reading",
]
