"""The pages of crosswalks."""

from pog.crosswalks.views import editions, pairs
from pog.crosswalks.views.blueprint import blueprint

__all__ = ["blueprint", "editions", "pairs"]
