"""The pages of frameworks."""

from pog.frameworks.views import library, own_texts
from pog.frameworks.views.blueprint import blueprint

__all__ = ["blueprint", "library", "own_texts"]
