"""What suggestions add to the pages of alignments: a way to them."""

from pog.alignments.hooks import helps_to_align
from pog.core.i18n import _
from pog.core.links import Link
from pog.frameworks.models import Framework
from pog.profiles.models import Attribute


@helps_to_align
def to_the_suggestions(attribute: Attribute, framework: Framework | None, sector: str) -> Link:
    where = str(framework.id) if framework is not None else sector
    return Link(
        text=_("See suggestions"),
        endpoint="matching.of_attribute",
        values={"attribute_id": attribute.id, "where": where or None},
        icon="star",
    )
