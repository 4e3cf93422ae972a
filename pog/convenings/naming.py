"""Under which name somebody's doings stand in a record."""

from pog.accounts.models import Person
from pog.convenings.models import Convening
from pog.convenings.seats import seat_of
from pog.core.database import db
from pog.core.identity import Actor


def name_of(who: Actor, convening: Convening) -> str:
    """The nickname in this convening, else the name of the account."""
    seat = seat_of(who, convening.id)
    if seat is not None:
        return seat.nickname
    person = db.session.get(Person, who.person_id) if who.person_id else None
    return person.name if person else ""
