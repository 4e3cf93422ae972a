"""What a whole table says: a note or a comment in the table's name, whichever is open now."""

from pog.comments.models import Comment
from pog.comments.services import post_comment
from pog.convenings.phases import COLLECTING, COMMENTING, activity_open_for
from pog.convenings.seats import seat_of
from pog.core.errors import Conflict
from pog.core.i18n import _l
from pog.core.identity import Actor
from pog.notes.models import Note
from pog.notes.services import add_note
from pog.profiles.models import Attribute
from pog.tables.models import Table
from pog.tables.queries import label_of

CLOSED = _l(
    "Answers are closed at the moment, so this was not stored. "
    "Your text is kept here; send it when the facilitator opens notes or comments again."
)


def what_is_asked(table: Table) -> str | None:
    """note, comment, or None when nothing is collected now."""
    if activity_open_for(table.convening, COLLECTING) is not None:
        return "note"
    if activity_open_for(table.convening, COMMENTING) is not None:
        return "comment"
    return None


def speak(
    actor: Actor, table: Table, *, text: str, attribute: Attribute | None = None
) -> Note | Comment:
    """Store the table's answer. A note while notes are collected, else a comment."""
    activity = activity_open_for(table.convening, COLLECTING)
    if activity is not None:
        # It hangs on the scribe's seat, else on the one of whoever helps out.
        seat = table.scribe or seat_of(actor, table.convening_id)
        if seat is None:
            raise Conflict(_l("Name a scribe for the table first."))
        return add_note(activity, seat, text=text, table_name=label_of(table))
    if activity_open_for(table.convening, COMMENTING) is None:
        raise Conflict(CLOSED)
    return post_comment(
        actor,
        table.convening.profile,
        body=text,
        attribute=attribute,
        as_name=label_of(table),
    )
