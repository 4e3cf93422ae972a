"""What notes tell lower floors: the lines on the page "My input"."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence

from pog.comments.my_input import Line, adds_to_my_input
from pog.core.i18n import _, _n
from pog.notes.models import Note
from pog.notes.reading import notes_from_seats


@adds_to_my_input
def notes_i_wrote(seats: Sequence[uuid.UUID]) -> Iterable[Line]:
    """Every note of mine, with what became of it."""
    by_convening: dict[uuid.UUID, list[Note]] = defaultdict(list)
    for note in notes_from_seats(seats):
        by_convening[note.convening_id].append(note)
    for convening_id, notes in by_convening.items():
        yield Line(
            convening_id=convening_id,
            text=str(_n("You wrote one note.", "You wrote %(num)s notes.", len(notes))),
            words=tuple(map(in_words, notes)),
        )


def in_words(note: Note) -> str:
    if note.is_hidden:
        return str(
            _(
                "%(text)s (hidden by the facilitator: %(reason)s)",
                text=note.text,
                reason=note.hidden_reason,
            )
        )
    if note.is_withdrawn:
        return str(_("%(text)s (you withdrew it)", text=note.text))
    return note.text
