"""Every change to alignments: joining, changing, judging, taking back and putting back."""

import uuid

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from pog.alignments.events import AlignmentChanged
from pog.alignments.models import (
    ADDRESS_LIMIT,
    EVIDENCE_LIMIT,
    REASON_LIMIT,
    RELATIONS,
    STATES,
    Alignment,
    AlignmentChange,
    Endorsement,
)
from pog.alignments.queries import alignment_between
from pog.alignments.targets import target_of
from pog.core.clock import now
from pog.core.database import db
from pog.core.errors import Conflict, NotFound, Refusal, TooLarge
from pog.core.i18n import _
from pog.core.markup import clean_line, clean_text
from pog.core.work import publish
from pog.frameworks.models import Competency
from pog.profiles.authors import Author
from pog.profiles.models import Attribute, Indicator

SUGGESTED, PROPOSED, ENDORSED, DECLINED = STATES


def align(
    attribute: Attribute,
    competency: Competency,
    *,
    relation: str,
    reason: str = "",
    evidence: str = "",
    evidence_url: str = "",
    indicator: Indicator | None = None,
    suggested: bool = False,
    author: Author,
) -> Alignment:
    """Join an attribute, or one of its indicators, to a competency; each pair once.

    A suggested one waits for somebody to propose it; until then no map and no file counts it.
    """
    refuse_dropped(attribute)
    refuse_strangers(attribute, competency)
    refuse_unknown(relation)
    if indicator is not None and indicator.attribute_id != attribute.id:
        raise NotFound(_("This attribute has no such indicator."))
    subject_id = indicator.id if indicator is not None else attribute.id
    if alignment_between(subject_id, competency.id) is not None:
        raise already(attribute, competency)
    alignment = Alignment(
        id=uuid.uuid4(),
        attribute=attribute,
        subject_id=subject_id,
        subject_words=indicator.text if indicator is not None else "",
        competency=competency,
        relation=relation,
        reason=clean_reason(reason),
        evidence=clean_evidence(evidence),
        evidence_url=clean_address(evidence_url),
        state=SUGGESTED if suggested else PROPOSED,
        target=target_of(competency),
        author_name=author.name,
        person_id=author.person_id,
        participant_id=author.participant_id,
    )
    keep_new(alignment)
    note(alignment, "suggested" if suggested else "added", author)
    return alignment


def change_alignment(
    alignment: Alignment,
    *,
    relation: str,
    reason: str = "",
    evidence: str = "",
    evidence_url: str = "",
    author: Author,
) -> bool:
    """Say otherwise how the two relate; what was endorsed or declined is open again."""
    refuse_dropped(alignment.attribute)
    refuse_unknown(relation)
    said = {
        "relation": relation,
        "reason": clean_reason(reason),
        "evidence": clean_evidence(evidence),
        "evidence_url": clean_address(evidence_url),
    }
    if all(getattr(alignment, name) == value for name, value in said.items()):
        return False
    if relation != alignment.relation or alignment.state == SUGGESTED:
        alignment.state = PROPOSED
        forget_endorsements(alignment)
    for name, value in said.items():
        setattr(alignment, name, value)
    alignment.target = target_of(alignment.competency)
    alignment.changed_at = now()
    note(alignment, "changed", author)
    return True


def remove_alignment(alignment: Alignment, *, author: Author) -> AlignmentChange:
    """Take an alignment away; its history keeps it, and it can be put back."""
    change = note(alignment, "removed", author)
    db.session.delete(alignment)
    db.session.flush()
    return change


def put_back(attribute: Attribute, change: AlignmentChange, *, author: Author) -> Alignment:
    """Undo a removal: the alignment as it was, state included."""
    if change.attribute_id != attribute.id or change.change != "removed":
        raise NotFound(_("This removal is not known here."))
    competency = db.session.get(Competency, change.competency_id)
    if competency is None:
        raise Conflict(_("The competency is no longer in its framework."))
    refuse_dropped(attribute)
    if alignment_between(change.subject_id, competency.id) is not None:
        raise already(attribute, competency)
    alignment = Alignment(
        id=change.alignment_id or uuid.uuid4(),
        attribute=attribute,
        subject_id=change.subject_id,
        subject_words=change.subject_words,
        competency=competency,
        relation=change.relation,
        reason=change.reason,
        evidence=change.evidence,
        evidence_url=change.evidence_url,
        state=change.state,
        target=change.target,
        author_name=author.name,
        person_id=author.person_id,
        participant_id=author.participant_id,
    )
    keep_new(alignment)
    note(alignment, "restored", author)
    return alignment


def propose_alignment(alignment: Alignment, *, author: Author) -> None:
    """Stand behind a suggestion: from now on it counts as proposed."""
    judge(alignment, PROPOSED, "proposed", author)


def decline_alignment(alignment: Alignment, *, author: Author) -> None:
    """Keep it on record, but count it no more."""
    judge(alignment, DECLINED, "declined", author)
    forget_endorsements(alignment)


def reopen_alignment(alignment: Alignment, *, author: Author) -> None:
    """Take a judgement back."""
    judge(alignment, PROPOSED, "reopened", author)
    forget_endorsements(alignment)


def judge(alignment: Alignment, state: str, change: str, author: Author) -> None:
    if alignment.state == state:
        return
    refuse_dropped(alignment.attribute)
    alignment.state = state
    alignment.changed_at = now()
    note(alignment, change, author)


def forget_endorsements(alignment: Alignment) -> None:
    """What was endorsed is not what it says now."""
    db.session.execute(delete(Endorsement).where(Endorsement.alignment_id == alignment.id))


def keep_new(alignment: Alignment) -> None:
    """Store it; two people who align the same pair at once make one alignment."""
    try:
        with db.session.begin_nested():
            db.session.add(alignment)
            db.session.flush()
    except IntegrityError as error:
        raise already(alignment.attribute, alignment.competency) from error


def note(alignment: Alignment, change: str, author: Author) -> AlignmentChange:
    """Write a line of history and tell it."""
    line = AlignmentChange(
        id=uuid.uuid4(),
        alignment_id=alignment.id,
        attribute_id=alignment.attribute_id,
        competency_id=alignment.competency_id,
        subject_id=alignment.subject_id,
        subject_words=alignment.subject_words,
        change=change,
        relation=alignment.relation,
        reason=alignment.reason,
        evidence=alignment.evidence,
        evidence_url=alignment.evidence_url,
        state=alignment.state,
        target=alignment.target,
        author_name=author.name,
        at=now(),
    )
    db.session.add(line)
    db.session.flush()
    publish(
        AlignmentChanged(
            profile_id=alignment.attribute.profile_id, attribute_id=alignment.attribute_id
        )
    )
    return line


def already(attribute: Attribute, competency: Competency) -> Conflict:
    return Conflict(
        _(
            "“%(attribute)s” is already aligned to “%(competency)s”. "
            "Change that alignment instead.",
            attribute=attribute.name,
            competency=competency.name,
        )
    )


def refuse_dropped(attribute: Attribute) -> None:
    if attribute.dropped_at is not None:
        raise Conflict(_("This attribute was dropped. Bring it back first."))


def refuse_strangers(attribute: Attribute, competency: Competency) -> None:
    """An imported framework is only for the organization that imported it."""
    owner = competency.framework.organization_id
    if owner is not None and owner != attribute.profile.organization_id:
        raise NotFound(_("There is no such competency."))


def refuse_unknown(relation: str) -> None:
    if relation not in RELATIONS:
        raise Refusal(_("Choose how the two relate."), field="relation")


def clean_reason(reason: str) -> str:
    return clean_bounded(reason, REASON_LIMIT, "reason")


def clean_evidence(evidence: str) -> str:
    return clean_bounded(evidence, EVIDENCE_LIMIT, "evidence")


def clean_bounded(text: str, limit: int, field: str) -> str:
    cleaned = clean_text(text)
    if len(cleaned) > limit:
        raise TooLarge(
            _(
                "This text has %(length)s characters. Shorten it to %(limit)s at most.",
                length=len(cleaned),
                limit=limit,
            ),
            field=field,
        )
    return cleaned


def clean_address(address: str) -> str:
    """A web address that may become a link; nothing else may."""
    cleaned = clean_line(address)
    if not cleaned:
        return ""
    if not cleaned.lower().startswith(("https://", "http://")) or " " in cleaned:
        raise Refusal(
            _("Enter a whole web address that begins with https://."), field="evidence_url"
        )
    return clean_bounded(cleaned, ADDRESS_LIMIT, "evidence_url")
