"""Open Badges 3.0: every attribute as the definition of an achievement."""

import json

from pog.core.i18n import _, _l
from pog.exports.achievements import MIMETYPE, achievements_of
from pog.exports.formats.interface import Format, Made
from pog.exports.portrait import Portrait
from pog.standards.case.remarks import Loss


def make(portrait: Portrait) -> Made:
    text = json.dumps(achievements_of(portrait), ensure_ascii=False, indent=1)
    loss = Loss(
        "no_relations",
        _("A badge has no word for how strong an alignment is, and none for groupings."),
    )
    return Made(text.encode(), (loss,))


OPEN_BADGES = Format(
    name="open-badges",
    label=_l("Open Badges definitions"),
    contains=_l(
        "Each attribute as an achievement that badge systems can award, with its alignments "
        "(Open Badges 3.0, JSON-LD)."
    ),
    ending="badges.json",
    mimetype=MIMETYPE,
    make=make,
)
