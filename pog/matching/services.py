"""What people say to suggestions."""

import uuid

from sqlalchemy.exc import IntegrityError

from pog.alignments.models import Alignment
from pog.alignments.services import align, refuse_dropped, refuse_strangers
from pog.core.database import db
from pog.frameworks.models import Competency
from pog.matching.models import DismissedMatch
from pog.matching.queries import dismissal_between
from pog.profiles.authors import Author
from pog.profiles.models import Attribute


def accept_match(
    attribute: Attribute,
    competency: Competency,
    *,
    relation: str,
    reason: str = "",
    author: Author,
) -> Alignment:
    """Make the suggestion an alignment: proposed, never endorsed by itself."""
    alignment = align(attribute, competency, relation=relation, reason=reason, author=author)
    restore_match(attribute, competency)
    return alignment


def dismiss_match(attribute: Attribute, competency: Competency, *, author: Author) -> None:
    """Leave it out of this attribute's suggestions; saying so twice is saying it once."""
    refuse_dropped(attribute)
    refuse_strangers(attribute, competency)
    if dismissal_between(attribute.id, competency.id) is not None:
        return
    dismissal = DismissedMatch(
        id=uuid.uuid4(),
        attribute_id=attribute.id,
        competency_id=competency.id,
        author_name=author.name,
        person_id=author.person_id,
        participant_id=author.participant_id,
    )
    try:
        with db.session.begin_nested():
            db.session.add(dismissal)
            db.session.flush()
    except IntegrityError:
        return  # somebody else was as quick


def restore_match(attribute: Attribute, competency: Competency) -> None:
    """Undo a dismissal; nothing happens when there is none."""
    dismissal = dismissal_between(attribute.id, competency.id)
    if dismissal is not None:
        db.session.delete(dismissal)
        db.session.flush()
