"""From facts to open pages: numbers inside the transaction, a wake-up after it."""

from flask import current_app, has_app_context

from pog.convenings.events import ParticipantChanged
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
        pending = pending_changes()
        for topic, names in found.items():
            pending.setdefault(topic, set()).update(names)


def pending_changes() -> dict[str, set[str]]:
    """What this transaction changes on open pages, up to now."""
    session = db.session()
    transaction = session.get_transaction()
    known = session.info.get(_PENDING)
    if known is None or known[0] is not transaction:
        told = PagesChanged()
        known = session.info[_PENDING] = (transaction, told)
        publish(told)
    event: PagesChanged = known[1]
    return event.changes


@before_commit(PagesChanged)
def number_the_changes(event: PagesChanged) -> None:
    """Number them in the order of the topics: two transactions never wait for each other."""
    db.session().info.pop(_PENDING, None)
    for topic in sorted(event.changes):
        mark_changed(topic, event.changes[topic])


@on(PagesChanged)
def tell_open_pages(event: PagesChanged) -> None:
    tell(WakeUp(topics=frozenset(event.changes)))


@on(ParticipantChanged)
def ask_again_who_may_listen(event: ParticipantChanged) -> None:
    """A seat was taken away, or stopped facilitating: its open pages end."""
    seat = db.session.get(Participant, event.participant_id)
    if seat is not None:
        people = (seat.person_id, seat.sign_in_id)
        tell(WakeUp(people=frozenset(str(one) for one in people if one is not None)))


def tell(wake_up: WakeUp) -> None:
    wires.tell(current_app.config["POG_SETTINGS"] if has_app_context() else None, wake_up)
