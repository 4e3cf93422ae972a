"""Deciding about upstream changes: taking over, merging, declining; nothing goes by itself."""

import uuid

from pog.core.clock import now
from pog.core.database import db
from pog.core.errors import Conflict, NotFound, Refusal
from pog.core.i18n import _
from pog.lineage.applying import apply
from pog.lineage.changes import INDICATORS, PLACE, Key
from pog.lineage.models import (
    ACCEPTED,
    BY_HAND,
    CHOICES,
    DECLINED,
    MERGED,
    REASON_LIMIT,
    REOPENED,
    UpstreamDecision,
)
from pog.lineage.offers import Offer
from pog.lineage.queries import Waiting, decisions_of, waiting_for
from pog.profiles.authors import Author
from pog.profiles.models import Profile
from pog.profiles.recording import clean_short, hold, profile_changed


def decide(
    profile: Profile,
    key: Key,
    *,
    edition_id: uuid.UUID,
    choice: str,
    text: str | None = None,
    reason: str = "",
    author: Author,
) -> UpstreamDecision:
    """Take one upstream change over, merge it with ours, or decline it with a reason.

    `edition_id` is the edition the page showed: when a newer one came meanwhile, or somebody
    decided first, it is a Conflict and nothing is stored. `text` is what was merged by hand, or
    the name under which an addition is taken over.
    """
    if choice not in CHOICES:
        raise Refusal(_("Choose what to do with this change."), field="choice")
    hold(profile)
    waiting = waiting_for(profile)
    offer = waiting.offer(key) if waiting else None
    if waiting is None or offer is None:
        raise Conflict(_("This change is decided already. Nothing was stored twice."))
    if waiting.newest.id != edition_id:
        raise Conflict(
            _("A newer edition of the source came meanwhile. Look at the change once more.")
        )
    reason = clean_short(reason, field="reason", limit=REASON_LIMIT)
    if choice == DECLINED and not reason:
        raise Refusal(_("Say why you decline it, so that others understand."), field="reason")
    decision = _decide(profile, waiting, offer, choice, text, reason, author)
    stand_on_newest(profile)
    return decision


def _decide(
    profile: Profile,
    waiting: Waiting,
    offer: Offer,
    choice: str,
    text: str | None,
    reason: str,
    author: Author,
) -> UpstreamDecision:
    attribute = offer.attribute
    if choice != DECLINED:
        source = _("From %(source)s.", source=waiting.newest.source_line)
        words = words_for(offer, choice, text)
        attribute = apply(profile, offer, words, author, reason or source, waiting.newest)
    decision = UpstreamDecision(
        id=uuid.uuid4(),
        profile_id=profile.id,
        subject=offer.change.subject,
        subject_name=offer.name,
        field=offer.change.field,
        edition_id=waiting.newest.id,
        from_edition_id=waiting.base_of(offer.change.key),
        choice=choice,
        reason=reason,
        attribute_id=attribute.id if attribute else None,
        revision_number=attribute.revision if attribute and choice != DECLINED else None,
        author_name=author.name,
        person_id=author.person_id,
        at=now(),
    )
    db.session.add(decision)
    profile_changed(profile)
    return decision


def words_for(offer: Offer, choice: str, text: str | None) -> str:
    """The words that the choice leads to; for an addition the name it gets here."""
    if choice == BY_HAND:
        if offer.change.field in (PLACE, INDICATORS) or offer.change.is_removal:
            raise Refusal(_("This cannot be merged by hand. Take it over or decline it."))
        return text or ""
    if choice == MERGED:
        if not offer.can_merge or offer.merged is None:
            raise Conflict(
                _("Both changed the same words, so somebody has to put them together by hand.")
            )
        return offer.merged.text
    if offer.change.is_addition and offer.change.attribute is not None:
        return text or offer.change.attribute.name
    return offer.change.after


def take_over_untouched(profile: Profile, *, edition_id: uuid.UUID, author: Author) -> int:
    """Take over every change that touches none of our own words; how many there were."""
    hold(profile)
    waiting = waiting_for(profile)
    if waiting is None or waiting.newest.id != edition_id:
        raise Conflict(
            _("A newer edition of the source came meanwhile. Look at the changes once more.")
        )
    # Additions first: what moves may follow one of them. Each finds what the one before made.
    safe = sorted(
        (offer for offer in waiting.offers if offer.safe),
        key=lambda offer: (not offer.change.is_addition, offer.change.field == PLACE),
    )
    for offer in safe:
        _decide(profile, waiting, offer, ACCEPTED, None, "", author)
    stand_on_newest(profile)
    return len(safe)


def stand_on_newest(profile: Profile) -> bool:
    """Once nothing waits, the newest edition is what this profile is compared with."""
    db.session.flush()
    db.session.expire(profile, ["attributes", "groupings"])
    waiting = waiting_for(profile)
    if waiting is None or waiting.offers or waiting.newest.id == profile.upstream_edition_id:
        return False
    profile.upstream_edition_id = waiting.newest.id
    profile_changed(profile)
    db.session.expire(profile, ["upstream_edition"])
    return True


def reopen(profile: Profile, decision_id: uuid.UUID, *, author: Author) -> UpstreamDecision:
    """Offer a decided change once more; words that were taken over stay until decided anew."""
    hold(profile)
    decisions = decisions_of(profile)
    known = {one.id: one for one in decisions}
    old = known.get(decision_id)
    if old is None:
        raise NotFound(_("There is no such decision."))
    if next(one for one in decisions if one.key == old.key).id != old.id or old.choice == REOPENED:
        raise Conflict(_("This was decided anew since. The newest decision counts."))
    reopened = UpstreamDecision(
        id=uuid.uuid4(),
        profile_id=profile.id,
        subject=old.subject,
        subject_name=old.subject_name,
        field=old.field,
        edition_id=old.edition_id,
        from_edition_id=old.from_edition_id,
        choice=REOPENED,
        attribute_id=old.attribute_id,
        author_name=author.name,
        person_id=author.person_id,
        at=now(),
        revision_number=None,
    )
    db.session.add(reopened)
    profile_changed(profile)
    return reopened
