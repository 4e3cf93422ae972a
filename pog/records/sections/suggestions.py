"""Every suggested wording with what became of it; a minority's words where they were kept."""

from collections.abc import Iterator

from sqlalchemy import select

from pog.convenings.models import Participant
from pog.core.database import db
from pog.core.i18n import _l
from pog.profiles.anchoring import anchor_at
from pog.profiles.models import Attribute
from pog.records.sections.interface import Asked, Content, Section, Sheet, author, yes_no
from pog.suggestions.models import RELEASED, Suggestion
from pog.suggestions.placing import preview
from pog.suggestions.queries import marks_on, shown_words
from pog.suggestions.wording import STATE_WORDS


def gather(asked: Asked) -> Content | None:
    rows = db.session.execute(
        select(Suggestion, Attribute.name, Participant.role)
        .join(Attribute, Attribute.id == Suggestion.attribute_id)
        .outerjoin(Participant, Participant.id == Suggestion.participant_id)
        .where(Suggestion.convening_id == asked.convening.id, RELEASED)
        .order_by(Attribute.position, Attribute.id, Suggestion.created_at, Suggestion.id)
    ).all()
    if not rows:
        return None
    marks = marks_on([one.id for one, *_rest in rows])
    told = []
    for number, (one, name, role) in enumerate(rows, start=1):
        anchor = anchor_at(one.quote, 0, len(one.quote))
        hidden = one.is_hidden
        told.append(
            {
                "number": number,
                "at": one.created_at,
                "attribute": name,
                "field": one.field,
                "author": author(
                    asked,
                    nickname=one.author_name,
                    group=one.group_name,
                    role=role or ("participant" if one.group_name else None),
                ),
                "quote": None if hidden else one.quote,
                "words": None if hidden else one.words,
                "_spans": [] if hidden else preview(one.quote, anchor, shown_words(one)),
                "reason": None if hidden else one.reason,
                "based_on": one.revision_number,
                "support": marks.get((one.id, "support"), 0),
                "keep": marks.get((one.id, "keep"), 0),
                "hidden": hidden,
                "hidden_reason": one.hidden_reason if hidden else None,
                "state": one.state,
                "_state_words": STATE_WORDS[one.state],
                "decision_reason": one.decision_reason,
                "accepted_words": None if hidden else one.accepted_words,
                "accepted_revision": one.accepted_revision,
                "minority": one.is_minority,
            }
        )
    return {"suggestions": told, "settled": sum(1 for one in told if one["state"] != "open")}


def sheets(content: Content) -> Iterator[Sheet]:
    yield Sheet(
        name="Suggestions",
        head=["Number", "When", "Attribute", "Part", "Group", "Words", "Suggested", "Why",
              "Based on revision", "Support", "Keep", "Hidden", "Why hidden", "State", "Answer",
              "Accepted words", "Accepted in revision", "Minority"],
        rows=[
            (
                one["number"], one["at"], one["attribute"], one["field"], one["author"],
                one["quote"] or "", one["words"] or "", one["reason"] or "", one["based_on"],
                one["support"], one["keep"], yes_no(one["hidden"]), one["hidden_reason"] or "",
                one["state"], one["decision_reason"], one["accepted_words"] or "",
                one["accepted_revision"], yes_no(one["minority"]),
            )
            for one in content["suggestions"]
        ],
        widths=(9, 18, 28, 12, 24, 40, 40, 40, 10, 9, 9, 9, 30, 12, 40, 40, 12, 10),
    )  # fmt: skip


SECTION = Section(
    name="suggestions",
    title=_l("Suggested other words, and what became of them"),
    icon="draft",
    template="records/_suggestions.html",
    gather=gather,
    sheets=sheets,
    fields={
        "suggestions[].number": "Its number in this record.",
        "suggestions[].at": "When it was made.",
        "suggestions[].attribute": "The attribute, by its name of today.",
        "suggestions[].field": "statement or name: which of its texts.",
        "suggestions[].author": "The group, with the nickname if names were chosen.",
        "suggestions[].quote": "The words it would replace; null when it was hidden.",
        "suggestions[].words": "The words suggested; empty to take them out, null when hidden.",
        "suggestions[].reason": "Why, in its author's words; null when it was hidden.",
        "suggestions[].based_on": "The revision its quote stands in.",
        "suggestions[].support": "How many supported it.",
        "suggestions[].keep": "How many would have kept the words.",
        "suggestions[].hidden": "Whether it was hidden.",
        "suggestions[].hidden_reason": "Why it was hidden.",
        "suggestions[].state": "open, accepted, partly, declined or withdrawn.",
        "suggestions[].decision_reason": "The editor's reason.",
        "suggestions[].accepted_words": "The words that entered; null when none did.",
        "suggestions[].accepted_revision": "The revision that took them in.",
        "suggestions[].minority": "Whether a declined one is kept as what a minority wanted.",
        "settled": "How many are settled.",
    },
)
