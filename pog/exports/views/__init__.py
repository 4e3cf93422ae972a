"""The pages of exports: files and paper."""

from pog.exports.views import files, framework_files, papers, printing
from pog.exports.views.blueprint import blueprint

__all__ = ["blueprint", "files", "framework_files", "papers", "printing"]
