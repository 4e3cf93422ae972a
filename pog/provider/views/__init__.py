"""The addresses of what is published: the CASE service, `/uri/<uuid>`, a page about both."""

from pog.provider.views import developers, embedding, service, stable_addresses
from pog.provider.views.blueprint import blueprint

__all__ = ["blueprint", "developers", "embedding", "service", "stable_addresses"]
