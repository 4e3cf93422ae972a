"""An upstream change beside what this profile says itself: what can be done with it."""

from dataclasses import dataclass

from pog.lineage.changes import INDICATORS, NAME, PLACE, PRESENCE, UpstreamChange
from pog.profiles.lineage import Spans, spans
from pog.profiles.merging import Merge, merge
from pog.profiles.models import Attribute
from pog.profiles.revising import merge_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A change that waits for a decision."""

    change: UpstreamChange
    attribute: Attribute | None
    """Ours; None for the profile itself and for what upstream added."""
    mine: str
    """What we say now, in the form of `change.before`."""
    merged: Merge | None
    """Both changes put together; None where there is nothing of ours to keep."""

    @property
    def untouched(self) -> bool:
        """Whether our words are still the source's, so that taking it over loses nothing."""
        return self.merged is None

    @property
    def is_words(self) -> bool:
        return self.change.field not in (PRESENCE, PLACE)

    @property
    def can_merge(self) -> bool:
        return self.merged is not None and self.merged.clean

    @property
    def safe(self) -> bool:
        """Whether it can be taken over along with others, unread: nothing of ours is touched."""
        return self.untouched and not self.change.is_removal

    @property
    def name(self) -> str:
        if self.attribute is not None:
            return self.attribute.name
        return self.change.attribute.name if self.change.attribute else ""

    @property
    def by_hand(self) -> str:
        """What the text to merge by hand begins with."""
        return self.merged.mine_on_top if self.merged else self.change.after

    @property
    def upstream_spans(self) -> Spans:
        """What upstream changed."""
        return spans(shown(self.change.before), shown(self.change.after))

    @property
    def my_spans(self) -> Spans:
        """What we changed of the same words."""
        return spans(shown(self.change.before), shown(self.mine))

    @property
    def merged_spans(self) -> Spans:
        """What taking over both would change in ours."""
        return spans(shown(self.mine), shown(self.merged.text)) if self.can_merge else []  # type: ignore[union-attr]  # can_merge says it is there


def shown(text: str) -> str:
    """Indicators are lines of level, tab and words; people read “level: words”."""
    return text.replace("\t", ": ") if "\t" in text else text


def offer_of(change: UpstreamChange, attribute: Attribute | None, mine: str) -> Offer | None:
    """The offer for a change, or nothing when we say so already."""
    merged: Merge | None = None
    if change.field not in (PRESENCE, PLACE):
        if mine == change.after:
            return None
        if mine != change.before:
            join = merge_line if change.field in (NAME, INDICATORS) else merge
            merged = join(change.before, mine, change.after)
    return Offer(change=change, attribute=attribute, mine=mine, merged=merged)
