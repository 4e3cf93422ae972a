"""What the organization decides about the record of a convening."""

from pog.convenings.models import Convening
from pog.core.database import db


def give_names(convening: Convening, *, names: bool) -> None:
    """Whether the record gives nicknames beside groups; people agreed to that in the room."""
    convening.names_in_record = names
    db.session.flush()
