"""The pages of imports: choosing a file, following it, answering, taking it back."""

from pog.imports.views import answering, choosing, following, profiles
from pog.imports.views.blueprint import blueprint

__all__ = ["answering", "blueprint", "choosing", "following", "profiles"]
