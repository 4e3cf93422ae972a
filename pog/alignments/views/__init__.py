"""The pages of alignments."""

from pog.alignments.views import histories, joining, judging, listing, mapping, picking
from pog.alignments.views.blueprint import blueprint

__all__ = ["blueprint", "histories", "joining", "judging", "listing", "mapping", "picking"]
