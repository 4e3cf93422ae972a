"""The translations of the worked example: what a text says in Spanish."""

from dataclasses import dataclass

from pog.seeding.fields import STATEMENT_LIMIT, Fields


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleTranslation:
    """A text by its own words, as they are when the room has finished."""

    of: str
    text: str


def translation_from(fields: Fields) -> ExampleTranslation:
    translation = ExampleTranslation(
        of=fields.text("of", limit=STATEMENT_LIMIT),
        text=fields.text("text", limit=STATEMENT_LIMIT),
    )
    fields.finish()
    return translation
