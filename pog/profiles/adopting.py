"""What a board decided about an edition: recorded apart from the votes of a room."""

import uuid
from collections.abc import Sequence
from datetime import date
from urllib.parse import urlsplit

from sqlalchemy import select

from pog.core.clock import now
from pog.core.database import db
from pog.core.errors import Conflict, NotFound, Refusal
from pog.core.i18n import _
from pog.core.markup import clean_line
from pog.profiles.authors import Author
from pog.profiles.models import Adoption, Edition, Profile
from pog.profiles.recording import clean_short, hold, profile_changed

BODY_LIMIT, NOTE_LIMIT, ADDRESS_LIMIT, MOST_VOTES = 200, 500, 500, 10_000


def record_adoption(
    edition: Edition,
    *,
    body: str,
    decided_on: date | None,
    in_favor: int | None = None,
    against: int | None = None,
    abstained: int | None = None,
    document_url: str = "",
    note: str = "",
    review_on: date | None = None,
    author: Author,
) -> Adoption:
    """Record that a body adopted an edition; the profile then stands as adopted.

    A day by which the body wants to look at it again becomes the profile's next review.

    The numbers of its vote are people and may be missing; the document is an address on the web.
    """
    profile = edition.profile
    if profile is None:
        raise NotFound(_("There is no such edition."))
    hold(profile)
    named = clean_short(clean_line(body), field="body", limit=BODY_LIMIT)
    if not named:
        raise Refusal(_("Say who decided, such as “Board of Education”."), field="body")
    if decided_on is None:
        raise Refusal(_("Enter the day of the decision."), field="decided_on")
    if decided_on > now().date():
        raise Refusal(
            _("This day is still to come. Record the decision afterwards."), field="decided_on"
        )
    if review_on is not None and review_on <= decided_on:
        raise Refusal(_("Choose a day after the decision."), field="review_on")
    adoption = Adoption(
        id=uuid.uuid4(),
        profile_id=profile.id,
        edition_id=edition.id,
        body=named,
        decided_on=decided_on,
        in_favor=votes(in_favor, "in_favor"),
        against=votes(against, "against"),
        abstained=votes(abstained, "abstained"),
        document_url=address(document_url),
        note=clean_short(note, field="note", limit=NOTE_LIMIT),
        review_on=review_on,
        recorded_by=author.name,
        recorded_at=now(),
        withdrawn_at=None,
        withdrawn_by=None,
    )
    db.session.add(adoption)
    profile.state = "adopted"
    if review_on is not None:
        profile.review_on = review_on
    profile_changed(profile)
    return adoption


def votes(number: int | None, field: str) -> int | None:
    if number is not None and not 0 <= number <= MOST_VOTES:
        raise Refusal(_("Enter a number of people, or leave the box empty."), field=field)
    return number


def address(text: str) -> str:
    found = clean_line(text)
    if found and (len(found) > ADDRESS_LIMIT or urlsplit(found).scheme not in ("http", "https")):
        raise Refusal(_("Enter an address that begins with https://."), field="document_url")
    return found


def withdraw_adoption(adoption: Adoption, *, author: Author) -> None:
    """Say that the record was wrong; it stays readable as withdrawn, for whoever relied on it."""
    hold(adoption.profile)
    if adoption.withdrawn_at is not None:
        raise Conflict(_("This record is withdrawn already."))
    adoption.withdrawn_at, adoption.withdrawn_by = now(), author.name
    profile_changed(adoption.profile)


def adoptions_of(profile: Profile) -> Sequence[Adoption]:
    """Every record, newest decision first."""
    return db.session.scalars(
        select(Adoption)
        .where(Adoption.profile_id == profile.id)
        .order_by(Adoption.decided_on.desc(), Adoption.recorded_at.desc())
    ).all()
