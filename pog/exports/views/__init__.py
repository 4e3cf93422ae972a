"""The pages of exports: files, paper, and stable addresses that answer machines too."""

from pog.exports.views import files, framework_files, printing, stable_addresses
from pog.exports.views.blueprint import blueprint

__all__ = ["blueprint", "files", "framework_files", "printing", "stable_addresses"]
