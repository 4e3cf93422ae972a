"""Why attributes stand in one row, in sentences."""

from pog.comparisons.rows import ALIGNED, KINDRED, MARKED, SOURCE, WORDS, Why
from pog.core.i18n import _
from pog.matching.wording import listed


def sentence(why: Why) -> str:
    words = listed(why.facts)
    if why.kind == ALIGNED and not why.facts:  # the framework's rules keep its words back
        return str(_("Aligned with the same competency."))
    said = {
        MARKED: _("Put together by %(names)s.", names=", ".join(why.facts)),
        SOURCE: _(
            "One was taken over from the other, or both come from the same source: %(words)s.",
            words=words,
        ),
        ALIGNED: _("Aligned with the same competency: %(words)s.", words=words),
        WORDS: _("Similar words: %(words)s.", words=words),
        KINDRED: _("These mean about the same: %(words)s.", words=words),
    }
    return str(said[why.kind])
