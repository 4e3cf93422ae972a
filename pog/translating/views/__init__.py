"""The pages of translations."""

from pog.translating.views import histories, reading, writing
from pog.translating.views.blueprint import blueprint

__all__ = ["blueprint", "histories", "reading", "writing"]
