"""The suggestions of the worked example: other words, who supports them, what became of them."""

from dataclasses import dataclass

from pog.seeding.fields import NOTE_LIMIT, Fields
from pog.suggestions.models import REASON_LIMIT, WORDS_LIMIT

STATES = ("open", "accepted", "partly", "declined")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleSuggestion:
    """Other words for `quote` in an attribute's statement.

    What is not open is decided by the facilitator at the end of its activity, with `decision` as
    the reason; `entered` are the words of a partly accepted one, `minority` keeps a declined one
    in the record.
    """

    during: str
    by: str
    about: str
    quote: str
    words: str
    reason: str
    supported_by: tuple[str, ...]
    kept_by: tuple[str, ...]
    state: str
    decision: str
    entered: str | None
    minority: bool


def suggestion_from(fields: Fields) -> ExampleSuggestion:
    state = fields.choice("state", STATES)
    suggestion = ExampleSuggestion(
        during=fields.text("during"),
        by=fields.text("by"),
        about=fields.text("about"),
        quote=fields.text("quote", limit=NOTE_LIMIT),
        words=fields.text("words", limit=WORDS_LIMIT),
        reason=fields.text("reason", limit=REASON_LIMIT),
        supported_by=fields.texts("supported_by", optional=True),
        kept_by=fields.texts("kept_by", optional=True),
        state=state,
        decision="" if state == "open" else fields.text("decision", limit=REASON_LIMIT),
        entered=fields.text("entered", limit=WORDS_LIMIT) if state == "partly" else None,
        minority=fields.yes_no("minority", default=False),
    )
    fields.unique("supported_by", (suggestion.by, *suggestion.supported_by, *suggestion.kept_by))
    fields.finish()
    return suggestion
