"""The notes of the worked example: who wrote which idea, and who gave it how many stars."""

from dataclasses import dataclass

from pog.notes.models import MOST_STARS, NOTE_LIMIT
from pog.seeding.fields import Fields


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleStars:
    """What one participant gave a note."""

    by: str
    stars: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleNote:
    """An idea written in a collect activity; all of them are shown at its end."""

    during: str
    by: str
    text: str
    stars: tuple[ExampleStars, ...]


def note_from(fields: Fields) -> ExampleNote:
    note = ExampleNote(
        during=fields.text("during"),
        by=fields.text("by"),
        text=fields.text("text", limit=NOTE_LIMIT),
        stars=tuple(_stars(part) for part in fields.parts("stars", optional=True)),
    )
    fields.unique("stars", (given.by for given in note.stars))
    fields.finish()
    return note


def _stars(fields: Fields) -> ExampleStars:
    given = ExampleStars(
        by=fields.text("by"), stars=fields.number("stars", lowest=1, highest=MOST_STARS)
    )
    fields.finish()
    return given
