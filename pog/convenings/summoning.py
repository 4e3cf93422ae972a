"""Calling everybody to one thing; nobody is taken away from what they type."""

from sqlalchemy import func, select

from pog.convenings.events import SummonsChanged, SummonsFollowed
from pog.convenings.joining import refuse_when_closed
from pog.convenings.models import Convening, Participant, Summons
from pog.convenings.places import place_named
from pog.core.database import db
from pog.core.errors import Conflict, NotFound
from pog.core.i18n import _l
from pog.core.work import publish


def call_everybody(convening: Convening, kind: str, key: str) -> Summons:
    """Ask everybody to look at this; a call before it ends."""
    db.session.refresh(convening, with_for_update=True)
    refuse_when_closed(convening)
    place = place_named(convening, kind, key)
    if place is None:
        raise NotFound(_l("This is no longer there. Choose something else."), field="place")
    number = db.session.scalar(
        select(func.count(Summons.id)).where(Summons.convening_id == convening.id)
    )
    summons = Summons(
        convening_id=convening.id,
        kind=kind,
        target_id=place.id,
        words=place.words,
        number=(number or 0) + 1,
    )
    db.session.add(summons)
    db.session.flush()
    put_summons(convening, summons)
    return summons


def put_summons(convening: Convening, summons: Summons | None) -> None:
    convening.summons_id = None if summons is None else summons.id
    db.session.flush()
    db.session.expire(convening, ["summons"])
    publish(SummonsChanged(convening_id=convening.id))


def let_everybody_go(convening: Convening) -> None:
    """End the call. Nothing happens without one."""
    db.session.refresh(convening, with_for_update=True)
    if convening.summons_id is not None:
        put_summons(convening, None)


def come(seat: Participant) -> Summons:
    """Follow the call that is on."""
    summons = seat.convening.summons
    if summons is None:
        raise Conflict(_l("The call is over. The room has moved on."))
    if seat.came_to_id != summons.id:
        seat.came_to_id = summons.id
        db.session.flush()
        publish(SummonsFollowed(convening_id=seat.convening_id))
    return summons
