"""What higher features add to the pages of alignments, without alignments knowing them."""

from collections.abc import Callable

from pog.core.links import Link
from pog.frameworks.models import Framework
from pog.profiles.models import Attribute

Helper = Callable[[Attribute, Framework | None, str], Link]
"""Takes the attribute, and the framework or sector that is being looked at."""

_helpers: list[Helper] = []


def helps_to_align(helper: Helper) -> Helper:
    """Register another way to find competencies for an attribute; those who align see it."""
    if helper not in _helpers:
        _helpers.append(helper)
    return helper


def other_ways(
    attribute: Attribute, framework: Framework | None = None, sector: str = ""
) -> list[Link]:
    return [helper(attribute, framework, sector) for helper in _helpers]
