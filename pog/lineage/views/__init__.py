"""The pages of lineage: what changed above, and what lives on below."""

from pog.lineage.views import below, upstream
from pog.lineage.views.blueprint import blueprint

__all__ = ["below", "blueprint", "upstream"]
