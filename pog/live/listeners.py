"""From facts to open pages: numbers inside the transaction, a wake-up after it."""

from flask import current_app, has_app_context

from pog.coediting.events import TextChanged
from pog.convenings.events import ParticipantChanged, SeatMoved
from pog.convenings.models import Participant
from pog.core.database import db
from pog.core.events import Event, before_commit, on
from pog.core.topics import mark_changed
from pog.core.work import publish
from pog.live import regions, wires
from pog.live.events import PagesChanged
from pog.live.registry import changed_by
from pog.live.wires import WakeUp

__all__ = ["regions"]  # imported for its tables
_PENDING = "pog_pages_changed"


@before_commit(Event)
def collect(event: Event) -> None:
    """Note what a fact changes on open pages, for all facts of a unit of work together."""
    if isinstance(event, PagesChanged):
        return
    found = changed_by(event)
    if found:
        changes = pending().changes
        for topic, names in found.items():
            changes.setdefault(topic, set()).update(names)


@before_commit(ParticipantChanged)
def ask_again_who_may_listen(event: ParticipantChanged) -> None:
    """A seat was taken away, or stopped facilitating: its open pages end."""
    seat = db.session.get(Participant, event.participant_id)
    if seat is not None:
        ids = (seat.person_id, seat.sign_in_id)
        pending().people.update(str(one) for one in ids if one is not None)


@before_commit(SeatMoved)
def end_the_pages_left_behind(event: SeatMoved) -> None:
    """A seat went to another device: the pages of the one before end."""
    pending().people.add(str(event.from_sign_in_id))


def pending() -> PagesChanged:
    """What this transaction changes on open pages, up to now."""
    session = db.session()
    transaction = session.get_transaction()
    known: tuple[object, PagesChanged] | None = session.info.get(_PENDING)
    if known is None or known[0] is not transaction:
        known = session.info[_PENDING] = (transaction, PagesChanged())
        publish(known[1])
    return known[1]


@before_commit(PagesChanged)
def number_the_changes(event: PagesChanged) -> None:
    """Number them in the order of the topics: two transactions never wait for each other."""
    db.session().info.pop(_PENDING, None)
    for topic in sorted(event.changes):
        mark_changed(topic, event.changes[topic])


@on(PagesChanged)
def tell_open_pages(event: PagesChanged) -> None:
    settings = current_app.config["POG_SETTINGS"] if has_app_context() else None
    wires.tell(settings, WakeUp(frozenset(event.changes), frozenset(event.people)))


@on(TextChanged)
def tell_open_editors(event: TextChanged) -> None:
    """A form changed a shared text: those who have it open look at it."""
    settings = current_app.config["POG_SETTINGS"] if has_app_context() else None
    wires.tell(settings, WakeUp(frozenset({f"text:{event.attribute_id}"})))
