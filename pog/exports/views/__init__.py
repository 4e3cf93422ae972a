"""The pages of exports: files, paper, and stable addresses that answer machines too."""

from pog.exports.views import files, printing, stable_addresses
from pog.exports.views.blueprint import blueprint

__all__ = ["blueprint", "files", "printing", "stable_addresses"]
