"""The themes of the worked example: which of its notes the team put together, under which name."""

from dataclasses import dataclass

from pog.clusters.models import NAME_LIMIT
from pog.notes.models import NOTE_LIMIT
from pog.seeding.fields import Fields


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleTheme:
    """Notes of one collect activity that say much the same, by their texts."""

    during: str
    name: str
    notes: tuple[str, ...]


def theme_from(fields: Fields) -> ExampleTheme:
    theme = ExampleTheme(
        during=fields.text("during"),
        name=fields.text("name", limit=NAME_LIMIT),
        notes=tuple(text[:NOTE_LIMIT] for text in fields.texts("notes")),
    )
    fields.finish()
    return theme
