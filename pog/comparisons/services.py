"""Putting attributes into one row, taking them out, and undoing either."""

import uuid
from collections.abc import Iterable

from pog.comparisons.models import RowMark
from pog.comparisons.queries import step_in
from pog.core.clock import now
from pog.core.database import db
from pog.core.errors import NotFound, Refusal
from pog.core.i18n import _
from pog.organizations.models import Organization
from pog.profiles.authors import Author


def put_together(
    organization: Organization, one_id: uuid.UUID, others: Iterable[uuid.UUID], *, author: Author
) -> None:
    """Say that the attribute speaks about the same thing as these others."""
    mark(organization, one_id, others, together=True, author=author)


def take_apart(
    organization: Organization, one_id: uuid.UUID, others: Iterable[uuid.UUID], *, author: Author
) -> None:
    """Say that the attribute is about something else than these others."""
    mark(organization, one_id, others, together=False, author=author)


def mark(
    organization: Organization,
    one_id: uuid.UUID,
    others: Iterable[uuid.UUID],
    *,
    together: bool,
    author: Author,
) -> None:
    step_id, at = uuid.uuid4(), now()
    others = [other for other in others if other != one_id]
    if not others:
        raise Refusal(_("Choose two different attributes."))
    db.session.add_all(
        RowMark(
            id=uuid.uuid4(),
            organization_id=organization.id,
            step_id=step_id,
            one_id=one_id,
            other_id=other,
            together=together,
            author_name=author.name,
            person_id=author.person_id,
            at=at,
        )
        for other in others
    )
    db.session.flush()


def undo_step(organization: Organization, step_id: uuid.UUID) -> None:
    """Forget what was said in this step; what was said before counts again."""
    rows = step_in(organization.id, step_id)
    if not rows:
        raise NotFound(_("This step was undone already."))
    for row in rows:
        db.session.delete(row)
    db.session.flush()
