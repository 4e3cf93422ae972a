"""The bundle among the exports: not a format of a portrait, but the whole profile."""

from typing import Final

from pog.bundles.writing import bundle_of
from pog.exports.formats.interface import Made
from pog.profiles.models import Profile

BUNDLE: Final = "bundle"
ENDING: Final = "bundle.json"


def make_bundle(profile: Profile) -> Made:
    content, losses = bundle_of(profile)
    return Made(content, tuple(losses))
