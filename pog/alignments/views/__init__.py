"""The pages of alignments."""

from pog.alignments.views import listing, mapping, picking
from pog.alignments.views.blueprint import blueprint

__all__ = ["blueprint", "listing", "mapping", "picking"]
